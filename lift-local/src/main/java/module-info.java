/** The app on a laptop: a real HTTP server in front of the function, without Docker and without AWS. */
@org.jspecify.annotations.NullMarked
@SuppressWarnings("module") // org.crac may be absent.
module dev.lift.local {
    requires transitive dev.lift.core;
    requires dev.lift.openapi;
    requires dev.lift.testing;
    requires jdk.httpserver;
    requires static org.jspecify;

    exports dev.lift.local;
    exports dev.lift.local.internal.crac to
            org.crac;
}
