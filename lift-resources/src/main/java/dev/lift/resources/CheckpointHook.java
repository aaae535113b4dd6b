package dev.lift.resources;

import org.crac.Context;
import org.crac.Core;
import org.crac.Resource;

/** Tells the resources of checkpoints and restores. The one class that touches {@code org.crac}, which may be absent. */
final class CheckpointHook implements Resource {
    private final Resources resources;

    private CheckpointHook(Resources resources) {
        this.resources = resources;
    }

    /** Registers one, which is to be kept: runtimes hold it by a weak reference. */
    static Object register(Resources resources) {
        CheckpointHook hook = new CheckpointHook(resources);
        Core.getGlobalContext().register(hook);
        return hook;
    }

    @Override
    public void beforeCheckpoint(Context<? extends Resource> context) {
        resources.beforeCheckpoint();
    }

    @Override
    public void afterRestore(Context<? extends Resource> context) {
        resources.afterRestore();
    }
}
