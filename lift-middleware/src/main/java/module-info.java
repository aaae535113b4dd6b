/** Middleware that production APIs need: one class for each. */
@org.jspecify.annotations.NullMarked
module dev.lift.middleware {
    requires transitive dev.lift.core;
    requires org.slf4j;
    requires static com.fasterxml.jackson.databind;
    requires static com.networknt.schema;
    requires static com.nimbusds.jose.jwt;
    requires static jakarta.validation;
    requires static org.jspecify;

    exports dev.lift.middleware;
}
