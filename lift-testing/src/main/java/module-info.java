/** Tests for Lift apps: a client over real event bytes, builders of events, and an emulator of the Lambda runtime. */
@org.jspecify.annotations.NullMarked
module dev.lift.testing {
    requires transitive dev.lift.core;
    requires com.fasterxml.jackson.databind;
    requires jdk.httpserver;
    requires static org.jspecify;

    exports dev.lift.testing;
}
