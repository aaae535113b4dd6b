/**
 * Events of queues, topics, buses, streams and schedules, next to HTTP in one function.
 *
 * <p>{@link dev.lift.events.Events} is the table of what handles them, and {@link dev.lift.events.LiftEventHandler} the entry point that
 * has it beside an app. Each record of a batch is a {@link dev.lift.events.Message}; what fails is reported to its source, one by one. {@link
 * dev.lift.events.WebSockets} are routes of WebSocket APIs.
 */
@NullMarked
package dev.lift.events;

import org.jspecify.annotations.NullMarked;
