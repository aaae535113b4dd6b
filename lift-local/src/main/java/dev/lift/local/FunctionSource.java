package dev.lift.local;

import dev.lift.lambda.LiftHandler;

/** Where the function comes from, and whether there is a newer one. */
interface FunctionSource {
    /** The function as it is now. */
    LiftHandler function();

    /** Says whether it is to be made anew. */
    default boolean hasChanged() {
        return false;
    }

    /** Makes it anew, unless that fails or has been done already; says whether there is another one now. */
    default boolean reload() {
        return false;
    }
}
