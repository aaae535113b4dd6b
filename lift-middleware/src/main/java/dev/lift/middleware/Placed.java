package dev.lift.middleware;

import dev.lift.Middleware;
import java.util.List;

/** A middleware that has a place in the recommended order. */
interface Placed extends Middleware {
    /** Where it stands. */
    Place place();

    @Override
    default void checkOrder(List<Middleware> outer) {
        place().checkBehind(outer, this);
    }
}
