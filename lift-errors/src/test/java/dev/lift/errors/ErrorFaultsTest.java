package dev.lift.errors;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lift.http.EventSource;
import dev.lift.http.Response;
import dev.lift.json.FieldError;
import dev.lift.testing.LiftTest;
import dev.lift.testing.TestResponse;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CompletionException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The classes ER and EX of the faults, where lift-errors answers. */
class ErrorFaultsTest {
    private static final String CANARY = "canary-7f3a9c";

    @AfterEach
    void interruptFlag_isNotLeft() {
        assertThat(Thread.interrupted()).isFalse();
    }

    static final class HostileException extends RuntimeException {
        private static final long serialVersionUID = 1;

        @Override
        public String getMessage() {
            throw new IllegalStateException("message");
        }

        @Override
        public String getLocalizedMessage() {
            throw new IllegalStateException("localized");
        }

        @Override
        public String toString() {
            throw new IllegalStateException("toString");
        }

        @Override
        public synchronized Throwable getCause() {
            throw new IllegalStateException("cause");
        }

        @Override
        public StackTraceElement[] getStackTrace() {
            throw new IllegalStateException("trace");
        }
    }

    static final class NullMessage extends Exception {
        private static final long serialVersionUID = 1;
    }

    static class FailingInitializer {
        static final int VALUE = fail();

        private static int fail() {
            throw new IllegalStateException(CANARY);
        }
    }

    static List<Throwable> errors() {
        return List.of(
                new IllegalStateException(CANARY),
                new Exception(CANARY),
                new Throwable(CANARY),
                new NullMessage(),
                new Exception(CANARY + "x".repeat(10_000_000)),
                new SQLException("select * from users where password = '" + CANARY + "'", "42601"),
                new CompletionException(new Exception("/var/task/" + CANARY)),
                new AssertionError(CANARY),
                new LinkageError(CANARY),
                new NoClassDefFoundError(CANARY),
                new ExceptionInInitializerError(new Exception(CANARY)),
                new UnsatisfiedLinkError(CANARY),
                new StackOverflowError(CANARY),
                new Error(CANARY) {
                    private static final long serialVersionUID = 1;
                },
                new HostileException());
    }

    @ParameterizedTest
    @MethodSource("errors")
    void ER01_EX01_EX03_EX04_EX06_unmappedErrors_tellNothing(Throwable thrown) {
        LiftTest test = App.throwing(thrown);
        for (EventSource source : List.of(EventSource.HTTP_API, EventSource.REST_API, EventSource.ALB)) {
            LogFile log = new LogFile();
            TestResponse response = test.withSource(source).get("/x").send().expectStatus(500);
            Problem problem = App.problem(response);
            assertThat(response.body())
                    .matches("\\{\"type\":\"about:blank\",\"title\":\"Internal Server Error\",\"status\":500,"
                            + "\"code\":\"internal-server-error\",\"requestId\":\"test-[0-9]+\"}");
            assertThat(log.lines("ERROR")).as(log.text()).isEqualTo(1);
            assertThat(log.text()).contains("requestId=" + problem.requestId().orElseThrow());
            assertThat(log.text()).contains(thrown.getClass().getName());
            test.withSource(source).get("/").send().expectStatus(200);
        }
    }

    @Test
    void EX03_failedClassInitialization_isTheSameCleanErrorEachTime() {
        LiftTest test = App.with(ErrorMapping.standard(), request -> Response.text("" + FailingInitializer.VALUE));
        String first = App.problem(test.get("/x").send().expectStatus(500))
                .without("requestId")
                .toString();
        String second = App.problem(test.get("/x").send().expectStatus(500))
                .without("requestId")
                .toString();
        assertThat(second).isEqualTo(first).doesNotContain(CANARY);
    }

    private static int recurse(int depth) {
        return recurse(depth + 1) + 1;
    }

    @Test
    void EX02_stackOverflow_isA500AndTheNextIsServed() {
        LiftTest test = App.with(ErrorMapping.standard(), request -> Response.text("" + recurse(0)));
        test.everySource(source -> {
            App.problem(source.get("/x").send().expectStatus(500));
            source.get("/").send().expectStatus(200);
        });
    }

    @Test
    void EX05_interrupt_is503AndTheFlagIsNotLeft() {
        LiftTest test = App.throwing(new InterruptedException(CANARY));
        test.everySource(source -> {
            Problem problem = App.problem(source.get("/x").send().expectStatus(503));
            assertThat(problem.retryAfter()).isPresent();
            assertThat(Thread.currentThread().isInterrupted()).isFalse();
        });
    }

    @Test
    void EX07_failedAllocation_isA500() {
        LiftTest test = App.throwing(new OutOfMemoryError("Java heap space"));
        App.problem(test.get("/x").send().expectStatus(500));
        test.get("/").send().expectStatus(200);
    }

    @Test
    void EX18_nextCalledAfterTheReply_isA500() throws Exception {
        List<dev.lift.Handler> kept = new ArrayList<>();
        LiftTest test = App.of(app -> app.error(Throwable.class, ErrorMapping.standard())
                .use((request, next) -> {
                    if (request.queryParam("again").isPresent()) {
                        return kept.get(0)
                                .handle(dev.lift.http.Request.get("/x").build());
                    }
                    kept.add(next);
                    return next.handle(request);
                })
                .get("/x", request -> Response.text("x")));
        test.get("/x").send().expectStatus(200);
        test.get("/x?again=1").send().expectStatus(200);
        List<Throwable> seen = new ArrayList<>();
        ErrorMapping errors = ErrorMapping.builder()
                .observe(error -> seen.add(error.thrown()))
                .build();
        List<Runnable> late = new ArrayList<>();
        LiftTest abandoned = App.of(app -> app.error(Throwable.class, errors)
                .use((request, next) -> {
                    late.add(() -> {
                        try {
                            assertThat(next.handle(request).status()).isEqualTo(500);
                        } catch (Exception unexpected) {
                            throw new AssertionError(unexpected);
                        }
                    });
                    return Response.text("own");
                })
                .get("/x", request -> Response.text("x")));
        abandoned.get("/x").send().expectStatus(200).expectBody("own");
        late.get(0).run();
        assertThat(seen).hasSize(1).first().isInstanceOf(IllegalStateException.class);
    }

    @Test
    void ER02_failingPartsOfTheMapping_leaveABareProblem() {
        AtomicInteger calls = new AtomicInteger();
        ErrorMapping rule = ErrorMapping.builder()
                .map(IllegalStateException.class, error -> {
                    calls.incrementAndGet();
                    throw new IllegalStateException(CANARY);
                })
                .build();
        ErrorMapping transformer = ErrorMapping.builder()
                .transform(error -> error.withProblem(error.problem().with("secret", CANARY)))
                .transform(error -> {
                    throw new LinkageError(CANARY);
                })
                .build();
        ErrorMapping unserialisable = ErrorMapping.builder()
                .transform(error -> error.withProblem(error.problem().with("value", new Object())))
                .build();
        for (ErrorMapping errors : List.of(rule, transformer, unserialisable)) {
            LogFile log = new LogFile();
            TestResponse response = App.with(errors, request -> App.sneakyThrow(new IllegalStateException(CANARY)))
                    .get("/x")
                    .send()
                    .expectStatus(500);
            App.problem(response);
            assertThat(response.body()).doesNotContain(CANARY).doesNotContain("secret");
            assertThat(log.lines("ERROR")).isEqualTo(2);
        }
        assertThat(calls).hasValue(1);
        // A detail is kept as long as nothing that could have taken it out has failed.
        Problem bare = App.problem(App.with(
                        transformer,
                        request -> App.sneakyThrow(Problems.conflict("x").detail(CANARY)))
                .get("/x")
                .send()
                .expectStatus(409));
        assertThat(bare.toString()).doesNotContain(CANARY);
        assertThat(bare.code()).contains("x");
        // An error handler that fails by itself, without the mapping's help, leaves core's own answer.
        LiftTest test = App.of(app -> app.error(Throwable.class, (error, request) -> {
                    throw new IllegalStateException(CANARY);
                })
                .get("/x", request -> App.sneakyThrow(new StackOverflowError())));
        test.get("/x").send().expectProblem(500);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "a\r\nERROR forged line",
                "a\nb",
                "\u001b[31mred",
                "\",\"level\":\"ERROR",
                "\u2028\u2029\u0085",
                "${jndi:ldap://evil/x}",
                "\u202Eevil",
                "\u0000\u0007\u007f"
            })
    void ER07_whatAClientSends_canNotForgeALine(String evil) {
        ErrorMapping errors = ErrorMapping.standard();
        List<Throwable> thrown = List.of(
                new IllegalStateException(evil, new Exception(evil)),
                Problems.conflict("x").detail(evil).context("header", evil).context(evil, "value"),
                Problems.unavailable("y").detail(evil).cause(new Exception(evil)));
        for (Throwable each : thrown) {
            LogFile log = new LogFile();
            App.with(errors, request -> App.sneakyThrow(each)).get("/x").send();
            String text = log.text();
            assertThat(text).isNotBlank();
            assertThat(text.lines().filter(line -> !line.startsWith("\t") && !line.startsWith("Caused by")))
                    .as(text)
                    .hasSizeLessThanOrEqualTo(2)
                    .noneMatch(line -> line.startsWith("ERROR") || line.startsWith("b"));
            assertThat(text.chars()
                            .filter(c -> c < ' ' && c != '\n' && c != '\t'
                                    || c == 0x7f
                                    || c == 0x85
                                    || c == 0x2028
                                    || c == 0x2029
                                    || c == 0x202E
                                    || c == 0x1b))
                    .as(text)
                    .isEmpty();
        }
    }

    @Test
    void ER07_hugeTexts_areCut() {
        LogFile log = new LogFile();
        App.throwing(new IllegalStateException("x".repeat(1 << 20), new Exception("y".repeat(1 << 20))))
                .get("/x")
                .send();
        assertThat(log.text().length()).isLessThan(50_000);
    }

    static List<String> secrets() {
        return List.of(
                "Authorization: Bearer " + CANARY,
                "Authorization: Basic " + CANARY + "==",
                "{\"authorization\":\"Bearer " + CANARY + "\"}",
                "Cookie: session=" + CANARY + "; theme=dark",
                "Set-Cookie: a=b; id=" + CANARY,
                "x-api-key: " + CANARY,
                "apiKey=" + CANARY,
                "/path?token=" + CANARY + "&x=1",
                "/path?access_token=" + CANARY,
                "{\"password\":\"" + CANARY + "\"}",
                "{\"password\": \"with \\\" quote " + CANARY + "\"}",
                "password='" + CANARY + "'",
                "user_password = " + CANARY,
                "jdbc:postgresql://app:" + CANARY + "@db.example.com/orders",
                "jdbc:postgresql://db/orders?user=app&password=" + CANARY,
                "https://user:" + CANARY + "@example.com/x",
                "aws_secret_access_key=" + CANARY,
                "AWS_SESSION_TOKEN: " + CANARY,
                "client_secret=" + CANARY + ";",
                "bearer " + CANARY,
                "private_key=" + CANARY);
    }

    @ParameterizedTest
    @MethodSource("secrets")
    void ER08_secretsInMessages_areTakenOutOfLogsAndReplies(String secret) {
        Throwable inner = new Exception(secret);
        inner.addSuppressed(new Exception(secret));
        for (Throwable thrown : List.of(
                new IllegalStateException("failed with " + secret, inner),
                Problems.unavailable("down").cause(inner).context("request", secret))) {
            LogFile log = new LogFile();
            TestResponse response = App.throwing(thrown).get("/x").send();
            assertThat(response.body()).doesNotContain(CANARY);
            assertThat(log.text()).contains("[redacted]").doesNotContain(CANARY);
        }
    }

    @Test
    void ER08_keysAndTokens_areKnownByTheirForm() {
        String key = "AKIA" + "IOSFODNN7EXAMPLE";
        String jwt = "eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxIn0.c2lnbmF0dXJl";
        String clean = Redaction.standard().clean("used " + key + " and " + jwt + " today");
        assertThat(clean).isEqualTo("used [redacted] and [redacted] today");
    }

    @Test
    void ER08_listOfSecrets_isExtensible() {
        Redaction redaction = Redaction.standard().withNames("IBAN").withPattern("CUST-[0-9]{4}");
        ErrorMapping errors = ErrorMapping.builder().redact(redaction).build();
        LogFile log = new LogFile();
        App.with(
                        errors,
                        request -> App.sneakyThrow(
                                Problems.conflict("x").context("iban", "DE1").context("note", "of CUST-1234")))
                .get("/x")
                .send();
        assertThat(log.text()).contains("iban=[redacted]").contains("of [redacted]");
        assertThat(redaction.isSecret("customerIban")).isTrue();
        assertThat(Redaction.standard().isSecret("iban")).isFalse();
        // What is not secret is left as it is.
        assertThat(redaction.clean("order 7 of customer 12 failed: sku=A-7, quantity=3"))
                .isEqualTo("order 7 of customer 12 failed: sku=A-7, quantity=3");
    }

    /** Counts how often an expression looks at a character. */
    private record Counting(String text, AtomicInteger looks) implements CharSequence {
        @Override
        public char charAt(int index) {
            looks.incrementAndGet();
            return text.charAt(index);
        }

        @Override
        public int length() {
            return text.length();
        }

        @Override
        public CharSequence subSequence(int start, int end) {
            return text.subSequence(start, end);
        }

        @Override
        public String toString() {
            return text;
        }
    }

    /** O4: what redaction does is in proportion to the text, whatever is in it. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "password",
                "password=",
                "\"",
                "\\\"",
                "://",
                "://a:",
                "a:b@",
                "eyJ",
                "eyJ.",
                "bearer ",
                "token ",
                "= ",
                ":",
                "cookie:",
                "'",
                "secret\"",
                "AKIA",
                "://aaaaaaaaaaaa:bbbbbbbbbb",
                "tokentokentoken ",
                "a",
                " ",
                "token=\"\\a"
            })
    void DO03_redaction_hasNoExplosiveText(String pump) {
        for (Pattern pattern : Redaction.standard().patterns()) {
            int[] looks = new int[2];
            for (int size : new int[] {1, 2}) {
                AtomicInteger counter = new AtomicInteger();
                pattern.matcher(new Counting(pump.repeat(size * 2_048 / pump.length()), counter))
                        .replaceAll("");
                looks[size - 1] = counter.get();
            }
            assertThat(looks[1])
                    .as("%s on '%s'", pattern, pump)
                    .isLessThanOrEqualTo(3 * Math.max(looks[0], 4_096))
                    .isLessThan(4_096 * 1_000);
        }
    }

    /** O6: canaries in everything that an error could carry, at random; none reaches a client. */
    @Test
    void O6_ER08_randomErrors_leakNothing() {
        long seed = Long.getLong("seed", System.nanoTime());
        Random random = new Random(seed);
        ErrorMapping errors = ErrorMapping.standard();
        List<Throwable> next = new ArrayList<>();
        LiftTest test = App.with(errors, request -> App.sneakyThrow(next.get(0)));
        for (int i = 0; i < 3_000; i++) {
            next.clear();
            next.add(randomError(random, 0));
            EventSource source = EventSource.values()[random.nextInt(EventSource.values().length - 1)];
            TestResponse response = test.withSource(source == EventSource.OTHER ? EventSource.ALB : source)
                    .post("/x?token=" + CANARY)
                    .header("Authorization", "Bearer " + CANARY)
                    .header("X-Api-Key", CANARY)
                    .cookie("session", CANARY)
                    .header("Accept", random.nextInt(4) == 0 ? "text/plain" : "*/*")
                    .json("{\"password\":\"" + CANARY + "\"}")
                    .send();
            assertThat(new String(response.replyBytes(), java.nio.charset.StandardCharsets.UTF_8))
                    .as("seed %d, %d", seed, i)
                    .doesNotContain(CANARY)
                    .doesNotContain("Exception")
                    .doesNotContain("java.")
                    .doesNotContain("jdbc:");
        }
    }

    private static Throwable randomError(Random random, int depth) {
        String message = switch (random.nextInt(5)) {
            case 0 -> "jdbc:postgresql://app:" + CANARY + "@db/orders";
            case 1 -> "select * from t where token = '" + CANARY + "'";
            case 2 -> "/var/task/" + CANARY;
            case 3 -> "env: " + Map.of("DB_PASSWORD", CANARY);
            default -> CANARY;
        };
        Throwable cause = depth < 3 && random.nextBoolean() ? randomError(random, depth + 1) : null;
        Throwable error = switch (random.nextInt(9)) {
            case 0 -> new IllegalStateException(message, cause);
            case 1 -> new SQLException(message, random.nextBoolean() ? "23505" : "XX000", cause);
            case 2 -> new CompletionException(message, cause);
            case 3 -> new Error(message, cause);
            case 4 -> new java.util.concurrent.TimeoutException(message);
            case 5 -> new java.net.ConnectException(message);
            case 6 ->
                Problems.of(400 + random.nextInt(200), "some-code")
                        .detail("A sentence for clients")
                        .context("secret", message)
                        .errors(List.of(new FieldError("/a", "wrong", true)));
            case 7 -> software.amazon.awssdk.core.exception.SdkClientException.create(message);
            default -> new Exception(message, cause);
        };
        error.addSuppressed(new Exception(message));
        return error;
    }

    @Test
    void ER10_loggingContext_isLeftAsItWas() {
        org.slf4j.MDC.put("mine", "1");
        App.throwing(new IllegalStateException()).get("/x").send();
        assertThat(org.slf4j.MDC.getCopyOfContextMap()).isIn(null, Map.of("mine", "1"));
        org.slf4j.MDC.clear();
    }

    @ParameterizedTest
    @ValueSource(strings = {"true", "force"})
    void ER06_developmentMode_onLambda_staysOffUnlessForced(String property) {
        System.setProperty("lift.development", property);
        try {
            LogFile log = new LogFile();
            ErrorMapping onLambda = ErrorMapping.builder()
                    .environment(name -> name.equals("AWS_LAMBDA_FUNCTION_NAME") ? "orders" : null)
                    .build();
            String body = App.with(onLambda, request -> App.sneakyThrow(new IllegalStateException(CANARY)))
                    .get("/x")
                    .send()
                    .expectStatus(500)
                    .body();
            assertThat(body.contains(CANARY)).isEqualTo(property.equals("force"));
            assertThat(log.text()).contains("WARN").contains("evelopment mode");
        } finally {
            System.clearProperty("lift.development");
        }
    }

    @Test
    void ER06_developmentMode_isWarnedOfAtTheStart() {
        LogFile log = new LogFile();
        ErrorMapping.builder().environment(name -> null).development().build();
        assertThat(log.text()).contains("WARN").contains("replies show the causes of errors");
    }

    /** What hangs on an error is in the log, however it hangs there. */
    @Test
    void log_ofAnError_hasCausesAndSuppressedOnes() {
        Exception error = new Exception("top", new Exception("cause", new Exception("cause of cause")));
        Exception suppressed = new Exception("suppressed", new Exception("cause of suppressed"));
        suppressed.addSuppressed(error);
        error.addSuppressed(suppressed);
        LogFile log = new LogFile();
        App.throwing(error).get("/x").send();
        assertThat(log.text())
                .contains(
                        "java.lang.Exception: top",
                        "Caused by: java.lang.Exception: cause",
                        "Caused by: java.lang.Exception: cause of cause",
                        "Suppressed: java.lang.Exception: suppressed",
                        "Caused by: java.lang.Exception: cause of suppressed")
                .doesNotContain("LoggedThrowable");
    }

    @Test
    void ER09_linesThatTheLogDoesNotTake_areCounted() {
        ErrorMapping errors = ErrorMapping.standard();
        // A name that is null can not be written.
        LiftTest test = App.with(
                errors, request -> App.sneakyThrow(Problems.conflict("x").context(null, "value")));
        for (int i = 0; i < 3; i++) {
            App.problem(test.get("/x").send().expectStatus(409));
        }
        assertThat(errors.droppedLines()).isEqualTo(3);
    }

    @Test
    void EX19_mapping_doesNotChangeAfterItsBuild() {
        ErrorMapping.Builder builder = ErrorMapping.builder();
        ErrorMapping errors = builder.build();
        builder.map(IllegalStateException.class, error -> Problems.conflict("later"));
        assertThat(errors.map(new IllegalStateException()).status()).isEqualTo(500);
    }

    @Test
    void ER06_developmentMode_onALaptop_showsTheCauses() {
        ErrorMapping errors =
                ErrorMapping.builder().environment(name -> null).development().build();
        LiftTest test = App.with(
                errors, request -> App.sneakyThrow(new IllegalStateException("outer", new Exception("inner"))));
        Problem problem = App.problem(test.get("/x").send().expectStatus(500));
        List<?> causes = problem.member("causes", List.class).orElseThrow();
        assertThat(causes.toString()).contains("java.lang.IllegalStateException", "outer", "inner", "ErrorFaultsTest");
        assertThat(problem.members().toString().length()).isLessThan(20_000);
        ErrorMapping off = ErrorMapping.builder().environment(name -> null).build();
        assertThat(App.with(off, request -> App.sneakyThrow(new IllegalStateException("outer")))
                        .get("/x")
                        .send()
                        .body())
                .doesNotContain("outer");
    }

    /** O11: what the mapping keeps does not grow with errors. */
    @Test
    void O11_tenThousandErrors_leaveNothingBehind() {
        ErrorMapping errors = ErrorMapping.standard();
        IllegalStateException same = new IllegalStateException("x");
        ApiException conflict = Problems.conflict("x");
        LiftTest test = App.with(
                errors,
                request -> App.sneakyThrow(request.queryParam("conflict").isPresent() ? conflict : same));
        int threads = Thread.activeCount();
        for (int i = 0; i < 10_000; i++) {
            test.get(i % 50 == 0 ? "/x" : "/x?conflict=1").send();
        }
        assertThat(same.getSuppressed()).isEmpty();
        assertThat(same.getCause()).isNull();
        assertThat(Thread.activeCount()).isLessThanOrEqualTo(threads);
    }
}
