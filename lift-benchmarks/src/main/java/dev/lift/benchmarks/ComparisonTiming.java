package dev.lift.benchmarks;

import dev.lift.Lift;
import dev.lift.Middleware;
import dev.lift.http.Request;
import dev.lift.http.Response;
import dev.lift.middleware.ApiKeyAuthentication;
import dev.lift.middleware.BasicAuthentication;
import dev.lift.middleware.WebhookSignature;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.Map;
import java.util.Random;
import java.util.function.Supplier;

/**
 * Tells whether the time of a refusal says how near a secret was: two kinds of requests that are refused, in turns by chance, and Welch's t
 * over their times, without the slowest twentieth. A |t| of 4.5 or more would mean that the two can be told apart. What the two send
 * differs in nothing else that takes time, such as its length or where it has digits: a client knows what itself has sent.
 */
public final class ComparisonTiming {
    private static final int SAMPLES = 1_000_000;
    private static final double LEFT_OUT = 0.05;
    private static final double LIMIT = 4.5;

    /** Of each kind of request, so that it does not matter where one lies in memory. */
    private static final int COPIES = 64;

    /** A middleware, and what it refuses. */
    private record Case(Middleware middleware, Supplier<Request.Builder> request) {}

    /** A password with so few rounds that it can be measured often; made of {@link Stacks#KEY} with a salt of zeros. */
    private static final String THOUSAND_ROUNDS = "pbkdf2-sha256$1000$AAAAAAAAAAAAAAAAAAAAAA==$" + "A".repeat(43) + "=";

    private ComparisonTiming() {}

    /** Argument: how many samples of each. Prints a line for each pair, and fails where one can be told apart. */
    public static void main(String[] arguments) {
        int samples = arguments.length > 0 ? Integer.parseInt(arguments[0]) : SAMPLES;
        Middleware key = ofKey(Stacks.KEY);
        Middleware signature = WebhookSignature.github(new String(Stacks.SECRET, StandardCharsets.US_ASCII));
        Middleware basic = BasicAuthentication.ofHashes(Map.of("ada", THOUSAND_ROUNDS));
        boolean same = compare(
                "an API key with 1 character of 32 right, and with 31",
                samples,
                new Case(key, () -> key(wrongFrom(Stacks.KEY, 1))),
                new Case(key, () -> key(wrongFrom(Stacks.KEY, 31))));
        String shorter = wrongFrom(Stacks.KEY.substring(1), 1);
        same &= compare(
                "an API key as long as the right one, and one shorter",
                samples,
                new Case(ofKey(Stacks.KEY.substring(1)), () -> key(shorter)),
                new Case(key, () -> key(shorter)));
        same &= compare(
                "the signature of a webhook with 1 digit of 64 right, and with 63",
                samples,
                new Case(signature, () -> signature(1)),
                new Case(signature, () -> signature(63)));
        // A password takes the time of its rounds: fewer samples say as much.
        same &= compare(
                "a password of a user that is known, and of one that is not",
                Math.max(1_000, samples / 100),
                new Case(basic, () -> user("ada")),
                new Case(basic, () -> user("eve")));
        if (!same) {
            throw new IllegalStateException("Times differ: |t| of " + LIMIT + " or more");
        }
    }

    private static Middleware ofKey(String key) {
        return ApiKeyAuthentication.ofHashes(Map.of("shop", ApiKeyAuthentication.hash(key)));
    }

    private static Request.Builder key(String key) {
        return Request.get("/").header("X-Api-Key", key);
    }

    private static Request.Builder signature(int right) {
        String hex = Credentials.signature(Api.NEW_ORDER).substring("sha256=".length());
        return Request.post("/")
                .header("X-Hub-Signature-256", "sha256=" + wrongFrom(hex, right))
                .body(Api.NEW_ORDER.getBytes(StandardCharsets.UTF_8));
    }

    private static Request.Builder user(String name) {
        String credentials = Base64.getEncoder().encodeToString((name + ":wrong").getBytes(StandardCharsets.UTF_8));
        return Request.get("/").header("Authorization", "Basic " + credentials);
    }

    /** The first characters of a secret, then others than its own, digits for digits and letters for letters. */
    private static String wrongFrom(String secret, int right) {
        StringBuilder wrong = new StringBuilder(secret.substring(0, right));
        for (char each : secret.substring(right).toCharArray()) {
            boolean last = each == '9' || each == 'f';
            wrong.append(last ? (each == '9' ? '0' : 'a') : (char) (each + 1));
        }
        return wrong.toString();
    }

    private static boolean compare(String what, int samples, Case one, Case other) {
        Lift[] apps = {app(one), app(other)};
        Request[][] requests = new Request[2][COPIES];
        for (int i = 0; i < COPIES; i++) {
            requests[0][i] = one.request().get().build();
            requests[1][i] = other.request().get().build();
        }
        long seed = new Random().nextLong();
        measure(apps, requests, samples / 10, new Random(seed)); // Compiled by then.
        long[][] nanos = measure(apps, requests, samples, new Random(seed));
        double t = welch(nanos[0], nanos[1]);
        System.out.printf(
                "JDK %s, %s: medians %d and %d ns, t = %.2f over 2 x %,d refusals (seed %d)%n",
                System.getProperty("java.version"), what, median(nanos[0]), median(nanos[1]), t, samples, seed);
        return Math.abs(t) < LIMIT;
    }

    private static Lift app(Case measured) {
        return Lift.of(routes -> routes.use(measured.middleware())
                .get("/", request -> Response.noContent())
                .post("/", request -> Response.noContent()));
    }

    private static long[][] measure(Lift[] apps, Request[][] requests, int samples, Random random) {
        long[][] nanos = new long[2][samples];
        int[] taken = new int[2];
        while (taken[0] < samples || taken[1] < samples) {
            int chance = random.nextInt(2 * COPIES);
            int which = chance % 2;
            long begun = System.nanoTime();
            int status = apps[which].handle(requests[which][chance / 2]).status();
            long took = System.nanoTime() - begun;
            if (status != 401) {
                throw new IllegalStateException("Refusals are measured, not " + status);
            }
            if (taken[which] < samples) {
                nanos[which][taken[which]++] = took;
            }
        }
        Arrays.sort(nanos[0]);
        Arrays.sort(nanos[1]);
        return nanos;
    }

    private static long median(long[] sorted) {
        return sorted[sorted.length / 2];
    }

    /** Both are cut at one time, so that none loses more than the other. */
    static double welch(long[] one, long[] other) {
        int kept = (int) (one.length * (1 - LEFT_OUT));
        long most = Math.max(one[kept - 1], other[kept - 1]);
        double[] first = moments(one, most);
        double[] second = moments(other, most);
        double error = Math.sqrt(first[1] / first[2] + second[1] / second[2]);
        return error == 0 ? 0 : (first[0] - second[0]) / error;
    }

    /** Mean, variance and number of those up to a time. */
    private static double[] moments(long[] nanos, long most) {
        double mean =
                Arrays.stream(nanos).filter(each -> each <= most).average().orElse(0);
        long count = Arrays.stream(nanos).filter(each -> each <= most).count();
        double squares = Arrays.stream(nanos)
                .filter(each -> each <= most)
                .mapToDouble(each -> (each - mean) * (each - mean))
                .sum();
        return new double[] {mean, squares / (count - 1), count};
    }
}
