package dev.lift.middleware;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.Timer;

/**
 * Keeps in Micrometer how requests went: a timer {@code http.server.requests} with the tags {@code method}, {@code uri} (the pattern of
 * the route), {@code status} and {@code outcome}, as dashboards for it have them, and a counter {@code cold.starts}. It needs {@code
 * io.micrometer:micrometer-core}.
 *
 * <p>A registry that pushes on a thread of its own loses what it has not pushed when Lambda freezes the process. Thread-safe.
 *
 * <pre>{@code
 * app.use(RequestMetrics.to(MicrometerSink.of(registry)));
 * }</pre>
 */
public final class MicrometerSink implements RequestMetrics.Sink {
    private final MeterRegistry registry;

    private MicrometerSink(MeterRegistry registry) {
        this.registry = registry;
    }

    /**
     * Makes one.
     *
     * @param registry where meters are kept
     * @return the sink
     */
    public static MicrometerSink of(MeterRegistry registry) {
        return new MicrometerSink(registry);
    }

    @Override
    public void record(RequestMetrics.Sample sample) {
        Tags tags = Tags.of(
                "method",
                sample.method(),
                "uri",
                sample.route().equals("*") ? "UNKNOWN" : sample.route(),
                "status",
                Integer.toString(sample.status()),
                "outcome",
                outcome(sample.status()));
        Timer.builder("http.server.requests").tags(tags).register(registry).record(sample.duration());
        if (sample.coldStart()) {
            Counter.builder("cold.starts").register(registry).increment();
        }
    }

    /** The words that Micrometer's own instruments use. */
    private static String outcome(int status) {
        if (status < 300) {
            return "SUCCESS";
        }
        if (status < 400) {
            return "REDIRECTION";
        }
        return status < 500 ? "CLIENT_ERROR" : "SERVER_ERROR";
    }
}
