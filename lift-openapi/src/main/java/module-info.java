/** OpenAPI 3.1 documents of an app, and a page to browse them. */
@org.jspecify.annotations.NullMarked
module dev.lift.openapi {
    requires transitive dev.lift.core;
    requires static org.jspecify;

    exports dev.lift.openapi;
}
