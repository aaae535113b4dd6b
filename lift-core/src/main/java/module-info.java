/**
 * The core of Lift: router, middleware chain, request and response, event adapters and {@code LiftHandler}.
 *
 * <p>{@code jackson-databind} is needed only by apps that send or receive a type without a {@code JsonCodec}.
 */
@org.jspecify.annotations.NullMarked
module dev.lift.core {
    requires transitive aws.lambda.java.core;
    requires org.slf4j;
    requires static com.fasterxml.jackson.databind;
    requires static org.jspecify;

    exports dev.lift;
    exports dev.lift.http;
    exports dev.lift.json;
    exports dev.lift.lambda;
}
