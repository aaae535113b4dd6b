/** Resources of a function: pools that know that a process may be frozen, and their life from the start to the shutdown. */
@org.jspecify.annotations.NullMarked
module dev.lift.resources {
    requires transitive dev.lift.core;
    requires org.slf4j;
    requires static com.zaxxer.hikari;
    requires static java.sql;
    requires static org.crac;
    requires static org.jspecify;

    exports dev.lift.health;
    exports dev.lift.resources;
}
