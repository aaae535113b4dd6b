package dev.lift.resources;

import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import dev.lift.Lift;
import dev.lift.http.EventSource;
import dev.lift.http.Request;
import dev.lift.http.Route;
import dev.lift.json.JsonReader;
import dev.lift.lambda.LiftHandler;
import dev.lift.resources.internal.Warnings;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * Requests that an app answers before the first client comes, so that classes are loaded, code is compiled and resources are warm:
 * from the bytes of an event through router, middleware, handler and codecs to the bytes of the reply, with no list of classes.
 * {@link dev.lift.http.Invocation#isDryRun} is true meanwhile.
 *
 * <p>Immutable.
 *
 * <pre>{@code
 * resources.prime(function, Priming.safeRoutes(function.app()).and(Request.post("/orders").json("{}").build()));
 * }</pre>
 */
public final class Priming {
    private final List<Request> requests;
    private final EventSource source;
    private final int rounds;

    private Priming(List<Request> requests, EventSource source, int rounds) {
        this.requests = List.copyOf(requests);
        this.source = source;
        this.rounds = rounds;
    }

    /**
     * Primes by some requests.
     *
     * @param requests the requests, in their order
     * @return the priming
     */
    public static Priming of(Request... requests) {
        return new Priming(List.of(requests), EventSource.HTTP_API, 1);
    }

    /**
     * Primes by all GET routes, each once, in the order of their declaration. A parameter in a path is {@code 1}, a UUID of zeros, or
     * {@code priming}, as its type wants; what the handler finds under it does not matter.
     *
     * @param app the app
     * @return the priming
     */
    public static Priming safeRoutes(Lift app) {
        List<Request> requests = new ArrayList<>();
        for (Route route : app.routes()) {
            if (route.method().equals("GET")) {
                requests.add(Request.get(example(route.path())).build());
            }
        }
        return new Priming(requests, EventSource.HTTP_API, 1);
    }

    private static String example(String pattern) {
        StringBuilder path = new StringBuilder();
        for (String segment : pattern.substring(1).split("/", -1)) {
            path.append('/').append(segment.startsWith("{") ? value(segment) : segment);
        }
        return path.toString();
    }

    private static String value(String parameter) {
        if (parameter.endsWith(":int}") || parameter.endsWith(":long}")) {
            return "1";
        }
        return parameter.endsWith(":uuid}") ? "00000000-0000-0000-0000-000000000000" : "priming";
    }

    /**
     * Adds requests.
     *
     * @param more the requests, after those that are there
     * @return the priming with them
     */
    public Priming and(Request... more) {
        List<Request> all = new ArrayList<>(requests);
        all.addAll(List.of(more));
        return new Priming(all, source, rounds);
    }

    /**
     * Sets whose events the requests become: those that the function is behind.
     *
     * @param of the source: {@link EventSource#HTTP_API}, which it is unless set, {@link EventSource#FUNCTION_URL}, {@link
     *     EventSource#REST_API} or {@link EventSource#ALB_MULTI_VALUE}
     * @return the priming with it
     * @throws IllegalArgumentException for another
     */
    public Priming from(EventSource of) {
        byte[] unused = PrimingEvent.of(Request.get("/").build(), of);
        return new Priming(requests, of, rounds);
    }

    /**
     * Sets how often the requests are answered. Once loads the classes; the JVM's first compiler takes a method after 200 calls of it.
     *
     * @param times from 1, which it is unless set
     * @return the priming with it
     * @throws IllegalArgumentException when it is below 1
     */
    public Priming rounds(int times) {
        PoolBuilder.atLeast("rounds", times, 1);
        return new Priming(requests, source, times);
    }

    /** Answers the requests, as many as the time allows; what fails is in the result. */
    List<Primed> run(LiftHandler handler, Duration within) {
        long end = System.nanoTime() + within.toNanos();
        List<Primed> primed = new ArrayList<>();
        for (int round = 0; round < rounds; round++) {
            for (Request request : requests) {
                Duration left = Duration.ofNanos(end - System.nanoTime());
                if (left.isNegative() || left.isZero()) {
                    return primed;
                }
                Primed result = answer(handler, request, new PrimingContext(primed.size() + 1, left));
                primed.add(result);
            }
        }
        return primed;
    }

    private Primed answer(RequestStreamHandler handler, Request request, PrimingContext context) {
        long begun = System.nanoTime();
        ByteArrayOutputStream reply = new ByteArrayOutputStream();
        int status;
        try {
            handler.handleRequest(new ByteArrayInputStream(PrimingEvent.of(request, source)), reply, context);
            status = status(reply.toByteArray());
        } catch (IOException | RuntimeException failed) {
            Warnings.log("Priming failed at " + request.method() + " " + request.path(), failed);
            status = 500;
        }
        return new Primed(request.method(), request.path(), status, Duration.ofNanos(System.nanoTime() - begun));
    }

    private static int status(byte[] reply) throws IOException {
        JsonReader in = new JsonReader(reply);
        in.beginObject();
        while (in.nextMember()) {
            if (in.nameIs("statusCode")) {
                return in.readInt();
            }
            in.skipValue();
        }
        return 500;
    }
}
