package dev.lift.resources;

import dev.lift.resources.internal.Warnings;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** Whether the process may be snapshot, and what follows. */
final class SnapStart {
    private SnapStart() {}

    static boolean isOn(UnaryOperator<@Nullable String> environment) {
        return "snap-start".equals(environment.apply("AWS_LAMBDA_INITIALIZATION_TYPE"));
    }

    /** Says whether the console of lift-local plays checkpoints in this process: the name is that of what it registers with. */
    static boolean isPlayed() {
        return "dev.lift.local.internal.crac".equals(System.getProperty("org.crac.Core.Compat"));
    }

    /**
     * Registers the resources for checkpoints.
     *
     * @return what is to be kept for as long as the resources; null where the library is missing
     */
    static @Nullable Object register(Resources resources) {
        try {
            return CheckpointHook.register(resources);
        } catch (NoClassDefFoundError absent) {
            if (!isPlayed()) {
                Warnings.log(
                        "This process may be snapshot, and org.crac:crac is not on the class path, so nobody lets go of"
                                + " connections before: add the dependency",
                        absent);
            }
            return null;
        }
    }
}
