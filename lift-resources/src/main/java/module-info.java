/** Resources of a function: pools that know that a process may be frozen. */
@org.jspecify.annotations.NullMarked
module dev.lift.resources {
    requires transitive dev.lift.core;
    requires org.slf4j;
    requires static org.jspecify;

    exports dev.lift.resources;
}
