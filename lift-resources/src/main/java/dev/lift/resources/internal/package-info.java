/** What the packages of this module share, and nobody else sees. */
package dev.lift.resources.internal;
