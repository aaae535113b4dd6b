package dev.lift.lambda;

import com.amazonaws.services.lambda.runtime.Context;
import dev.lift.Lift;
import java.io.IOException;
import java.io.OutputStream;
import org.jspecify.annotations.Nullable;

/** A handler with the app of another: what is no request goes to the one that it was made of. */
final class Serving extends LiftHandler {
    private final LiftHandler original;

    private Serving(Lift app, LiftHandler original, EventAdapter[] adapters) {
        super(app, adapters);
        this.original = original;
    }

    /** A method, so that whoever calls it need not load this class to be verified. */
    static LiftHandler of(Lift app, LiftHandler original, EventAdapter[] adapters) {
        return new Serving(app, original, adapters);
    }

    @Override
    protected void handleOther(Event event, OutputStream reply, @Nullable Context context) throws IOException {
        original.handleOther(event, reply, context);
    }
}
