/** Middleware that production APIs need: one class for each. */
@org.jspecify.annotations.NullMarked
module dev.lift.middleware {
    requires transitive dev.lift.core;
    requires org.slf4j;
    requires static com.aayushatharva.brotli4j;
    requires static com.fasterxml.jackson.databind;
    requires static com.networknt.schema;
    requires static com.nimbusds.jose.jwt;
    requires static io.opentelemetry.api;
    requires static io.opentelemetry.context;
    requires static jakarta.validation;
    requires static micrometer.core;
    requires static org.jspecify;

    exports dev.lift.middleware;
}
