/** Events of queues, topics, buses, streams and schedules, next to HTTP in one function. */
@org.jspecify.annotations.NullMarked
module dev.lift.events {
    requires transitive dev.lift.core;
    requires org.slf4j;
    requires static dev.lift.middleware;
    requires static org.jspecify;

    exports dev.lift.events;
}
