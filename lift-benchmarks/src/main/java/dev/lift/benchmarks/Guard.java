package dev.lift.benchmarks;

import dev.lift.benchmarks.Measurements.Result;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Compares what {@code scripts/bench guard} has measured with limits, and fails where one is exceeded. Counters have no noise: their limits are
 * close, and raised only by who knows why. Times are ratios to a floor of the same run, with limits for a noisy machine.
 */
public final class Guard {
    private record Figure(String name, double measured, double limit) {
        boolean isWithin() {
            return measured <= limit;
        }
    }

    private final Measurements measured;
    private final List<Figure> figures = new ArrayList<>();

    private Guard(Measurements measured) {
        this.measured = measured;
    }

    /** Arguments: the folder of the results, and lift-core's jar. */
    public static void main(String[] arguments) throws IOException {
        List<String> exceeded = check(Measurements.in(Path.of(arguments[0])), Files.size(Path.of(arguments[1])));
        if (!exceeded.isEmpty()) {
            System.err.println("over the limit: " + String.join("; ", exceeded));
            System.exit(1);
        }
    }

    /** Prints each figure, and returns those over their limits. */
    static List<String> check(Measurements measured, long jarBytes) {
        Guard guard = new Guard(measured);
        guard.add("bytes of lift-core's jar", jarBytes, 238_000);
        for (String jdk : measured.jdks()) {
            guard.addCounters(jdk);
            guard.addRatios(jdk);
        }
        List<String> exceeded = new ArrayList<>();
        for (Figure figure : guard.figures) {
            System.out.printf(
                    Locale.ROOT,
                    "%-70s %,12.2f  at most %,12.2f  %s%n",
                    figure.name(),
                    figure.measured(),
                    figure.limit(),
                    figure.isWithin() ? "" : "EXCEEDED");
            if (!figure.isWithin()) {
                exceeded.add(String.format(
                        Locale.ROOT, "%s: %.2f, at most %.2f", figure.name(), figure.measured(), figure.limit()));
            }
        }
        return exceeded;
    }

    private void add(String name, double value, double limit) {
        figures.add(new Figure(name, value, limit));
    }

    private void addCounters(String jdk) {
        add(
                jdk + ": bytes of an app with 4 routes, allocated",
                result(jdk, "parity", "construct").bytes(),
                5_500);
        add(
                jdk + ": bytes of an app with 100 routes, allocated",
                result(jdk, "parity", "register100Routes").bytes(),
                150_000);
        add(
                jdk + ": bytes of a request through 5 middleware",
                dispatch(jdk, "5").bytes(),
                160);
        add(
                jdk + ": bytes that error handling adds to a request that is served",
                errors(jdk, "served", "lift-errors").bytes()
                        - errors(jdk, "served", "core").bytes(),
                0.5);
        add(
                jdk + ": bytes of an ApiException, thrown to reply",
                errors(jdk, "ApiException", "lift-errors").bytes(),
                2_500);
        add(
                jdk + ": bytes of POST /orders, event to reply",
                event(jdk, "LiftFunctions$Generated").bytes(),
                6_500);
        measured.memory().stream()
                .filter(row -> row[0].equals(jdk) && row[1].equals("100"))
                .forEach(row ->
                        add(jdk + ": bytes of an app with 100 routes, retained", Double.parseDouble(row[2]), 36_000));
        add(jdk + ": classes over a constant reply, GET /hello", classesOverConstant(jdk, "hello"), 50);
        add(jdk + ": classes over a constant reply, POST /orders", classesOverConstant(jdk, "order"), 60);
    }

    private void addRatios(String jdk) {
        for (String request : new String[] {"hello", "order"}) {
            String[] start = coldStart(jdk, request, "Lift, generated codecs");
            add(jdk + ": CPU of a cold start to a constant reply, " + request, Double.parseDouble(start[6]), 1.35);
            add(jdk + ": CPU of a cold start to jackson-core, " + request, Double.parseDouble(start[7]), 1.1);
        }
        add(
                jdk + ": POST /orders, event to reply, to jackson-core",
                event(jdk, "LiftFunctions$Generated").nanos()
                        / event(jdk, "Floors$Stream").nanos(),
                2);
        add(
                jdk + ": 25 middleware to none",
                dispatch(jdk, "25").nanos() / dispatch(jdk, "0").nanos(),
                5);
        add(
                jdk + ": lookup to a trie by hand, 100 routes",
                route(jdk, "Lift", "param100") / route(jdk, "segment trie", "param100"),
                2);
        add(
                jdk + ": lookup among 10,000 routes to 10",
                route(jdk, "Lift", "param10000") / route(jdk, "Lift", "param10"),
                6);
    }

    private Result result(String jdk, String suite, String method) {
        return measured.of(jdk, suite).stream()
                .filter(each -> each.method().equals(method))
                .findFirst()
                .orElseThrow();
    }

    private Result dispatch(String jdk, String middleware) {
        return measured.of(jdk, "dispatch").stream()
                .filter(each -> each.parameter("middleware").equals(middleware))
                .findFirst()
                .orElseThrow();
    }

    private Result errors(String jdk, String outcome, String by) {
        return measured.of(jdk, "errors").stream()
                .filter(each -> each.parameter("outcome").equals(outcome)
                        && each.parameter("by").equals(by))
                .findFirst()
                .orElseThrow();
    }

    private Result event(String jdk, String function) {
        return measured.of(jdk, "events").stream()
                .filter(each -> each.parameter("function").equals(function)
                        && each.parameter("request").equals("order"))
                .findFirst()
                .orElseThrow();
    }

    private double route(String jdk, String router, String table) {
        return measured.of(jdk, "routing").stream()
                .filter(each -> each.parameter("router").equals(router)
                        && each.parameter("table").equals(table))
                .findFirst()
                .orElseThrow()
                .nanos();
    }

    private String[] coldStart(String jdk, String request, String function) {
        return measured.coldStarts().stream()
                .filter(row ->
                        row[0].equals(jdk) && row[1].equals(request) && row[2].equals("no") && row[3].equals(function))
                .findFirst()
                .orElseThrow();
    }

    private int classesOverConstant(String jdk, String request) {
        return Integer.parseInt(coldStart(jdk, request, "Lift, generated codecs")[12])
                - Integer.parseInt(coldStart(jdk, request, "constant reply")[12]);
    }
}
