/** OpenAPI 3.1 documents of an app, and a page to browse them. */
@org.jspecify.annotations.NullMarked
package dev.lift.openapi;
