package dev.lift.resources;

import org.jspecify.annotations.Nullable;

/** What may be done to something that has started, and what is done unless the app says otherwise. */
enum Turn {
    WARM,
    BEFORE_CHECKPOINT,
    AFTER_RESTORE,
    STOP;

    /** Returns whether there is anything to do. */
    boolean concerns(@Nullable Action<?> action, Object object) {
        return action != null || (this == STOP ? object instanceof AutoCloseable : object instanceof Lifecycle);
    }

    <T> void run(@Nullable Action<? super T> action, T object) throws Exception {
        if (action != null) {
            action.accept(object);
        } else if (this == STOP) {
            close(object);
        } else if (object instanceof Lifecycle managed) {
            run(managed);
        }
    }

    private static void close(Object object) throws Exception {
        if (object instanceof AutoCloseable closeable) {
            closeable.close();
        }
    }

    private void run(Lifecycle managed) throws Exception {
        switch (this) {
            case WARM -> managed.warm();
            case BEFORE_CHECKPOINT -> managed.beforeCheckpoint();
            default -> managed.afterRestore();
        }
    }
}
