/** Structured errors (RFC 9457), their mapping and catalogue, and strategies to recover from them. */
@org.jspecify.annotations.NullMarked
module dev.lift.errors {
    requires transitive dev.lift.core;
    requires org.slf4j;
    requires io.github.resilience4j.core;
    requires io.github.resilience4j.circuitbreaker;
    requires io.github.resilience4j.retry;
    requires io.github.resilience4j.bulkhead;
    requires static java.sql;
    requires static com.fasterxml.jackson.core;
    requires static com.fasterxml.jackson.databind;
    requires static software.amazon.awssdk.core;
    requires static software.amazon.awssdk.awscore;
    requires static software.amazon.awssdk.services.dynamodb;
    requires static org.objectweb.asm;
    requires static org.jspecify;

    exports dev.lift.errors;
    exports dev.lift.recovery;
}
