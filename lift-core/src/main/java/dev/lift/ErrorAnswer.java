package dev.lift;

import dev.lift.http.BodyCodecs;
import dev.lift.http.Headers;
import dev.lift.http.HttpException;
import dev.lift.http.Request;
import dev.lift.http.Response;
import org.jspecify.annotations.Nullable;

/** Answers what was thrown: by the handler that is declared for it, or else by what core says of any error. */
final class ErrorAnswer {
    private ErrorAnswer() {}

    /** Makes one to throw. Declared as its JDK superclass, or else what throws it would load it while all is well. */
    static RuntimeException refusal(int status, String detail, Headers headers) {
        return new HttpException(status, detail, headers);
    }

    static Response of(Throwable thrown, Request request, @Nullable ErrorHandlers handlers, BodyCodecs codecs) {
        if (thrown instanceof VirtualMachineError error) {
            MemoryExhaustion.escapeUnlessSurvivable(error);
        }
        if (thrown instanceof InterruptedException) {
            // For the middleware on the way out; LiftHandler clears the flag before the next invocation.
            Thread.currentThread().interrupt();
        }
        try {
            return answer(thrown, request, handlers, codecs);
        } catch (RuntimeException | StackOverflowError | LinkageError failed) {
            return ErrorBoundary.LAST_RESORT;
        }
    }

    private static Response answer(
            Throwable thrown, Request request, @Nullable ErrorHandlers handlers, BodyCodecs codecs) {
        ErrorHandler<Throwable> handler = ErrorHandlers.find(thrown, handlers);
        if (handler != null) {
            try {
                return codecs.write(handler.handle(thrown, request));
            } catch (Throwable failed) {
                ErrorLog.unmapped(failed, request);
            }
        }
        return unmapped(thrown, request);
    }

    private static Response unmapped(Throwable thrown, Request request) {
        if (thrown instanceof HttpException exception) {
            return exception.toResponse(request.id());
        }
        ErrorLog.unmapped(thrown, request);
        return new HttpException(500, "").toResponse(request.id());
    }
}
