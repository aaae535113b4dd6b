package dev.lift.local.internal.crac;

import java.lang.ref.WeakReference;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * Tells resources of both sides of a snapshot that is not made, for the gateway's button. {@code org.crac} finds it by the name that
 * the system property {@code org.crac.Core.Compat} has, as it finds that of a JDK with CRaC or of Lambda's SnapStart.
 */
public final class Core {
    private static final Registered REGISTERED = new Registered();

    private Core() {}

    /**
     * Returns where resources register.
     *
     * @return always the same
     */
    public static Context<Resource> getGlobalContext() {
        return REGISTERED;
    }

    /**
     * Tells all resources of a checkpoint and then of the restore.
     *
     * @throws CheckpointException when a resource refuses the checkpoint
     * @throws RestoreException when one fails after the restore
     */
    public static void checkpointRestore() throws CheckpointException, RestoreException {
        REGISTERED.checkpoint();
        REGISTERED.restore();
    }

    private static final class Registered extends Context<Resource> {
        private final List<WeakReference<Resource>> resources = new ArrayList<>();

        @Override
        public synchronized void register(Resource resource) {
            resources.add(new WeakReference<>(resource));
        }

        private synchronized List<Resource> alive() {
            List<Resource> alive = new ArrayList<>();
            resources.removeIf(each -> each.refersTo(null));
            for (WeakReference<Resource> each : resources) {
                Resource resource = each.get();
                if (resource != null) {
                    alive.add(resource);
                }
            }
            return alive;
        }

        /** The one that registered last is told first. */
        void checkpoint() throws CheckpointException {
            CheckpointException failure = new CheckpointException();
            List<Resource> reversed = alive();
            Collections.reverse(reversed);
            for (Resource each : reversed) {
                try {
                    each.beforeCheckpoint(this);
                } catch (Exception refused) {
                    failure.addSuppressed(refused);
                }
            }
            if (failure.getSuppressed().length > 0) {
                throw failure;
            }
        }

        void restore() throws RestoreException {
            RestoreException failure = new RestoreException();
            for (Resource each : alive()) {
                try {
                    each.afterRestore(this);
                } catch (Exception failed) {
                    failure.addSuppressed(failed);
                }
            }
            if (failure.getSuppressed().length > 0) {
                throw failure;
            }
        }

        @Override
        public void beforeCheckpoint(Context<? extends Resource> context) throws CheckpointException {
            checkpoint();
        }

        @Override
        public void afterRestore(Context<? extends Resource> context) throws RestoreException {
            restore();
        }
    }
}
