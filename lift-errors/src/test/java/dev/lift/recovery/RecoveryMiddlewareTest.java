package dev.lift.recovery;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lift.Handler;
import dev.lift.Lift;
import dev.lift.Middleware;
import dev.lift.errors.ErrorMapping;
import dev.lift.errors.LogFile;
import dev.lift.errors.MappedError;
import dev.lift.errors.Problems;
import dev.lift.http.Attribute;
import dev.lift.http.Response;
import dev.lift.lambda.LiftHandler;
import dev.lift.testing.LiftTest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A recovery around routes. */
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class RecoveryMiddlewareTest {
    private final FakeTime time = new FakeTime();
    private final AtomicInteger calls = new AtomicInteger();
    private final List<MappedError> seen = new ArrayList<>();
    private final ErrorMapping errors =
            ErrorMapping.builder().observe(seen::add).build();

    private static final class Function extends LiftHandler {
        Function(Lift app) {
            super(app);
        }
    }

    private LiftTest app(Middleware middleware, Handler handler) {
        return LiftTest.of(new Function(Lift.of(app -> {
            app.error(Throwable.class, errors).use(middleware).get("/", request -> Response.text("good"));
            for (String method : new String[] {"GET", "POST", "PUT", "DELETE", "PATCH"}) {
                app.route(method, "/x", handler);
            }
        })));
    }

    private RecoveryMiddleware recovering(Consumer<RecoveryBuilder<Response>> changes) {
        RecoveryBuilder<Response> builder = time.<Response>builder("route").retry(retry -> retry.attempts(3));
        changes.accept(builder);
        return RecoveryMiddleware.of(builder.build());
    }

    private Handler failingUntil(int number, int status) {
        return request -> {
            if (calls.incrementAndGet() < number) {
                throw Problems.of(status, "attempt-" + calls.get());
            }
            return Response.text("value");
        };
    }

    @Test
    void recoveredRequest_isASuccessAndNoAlarm() {
        LogFile log = new LogFile();
        app(recovering(builder -> {}), failingUntil(3, 503))
                .get("/x")
                .send()
                .expectStatus(200)
                .expectBody("value");
        assertThat(calls).hasValue(3);
        assertThat(seen).isEmpty();
        assertThat(log.lines("ERROR")).isZero();
        assertThat(log.text())
                .contains("failed, and recovered")
                .contains("attempt-1")
                .contains("attempt-2");
    }

    @Test
    void failedRequest_isToldOnceWithTheLastError() {
        LogFile log = new LogFile();
        app(recovering(builder -> {}), failingUntil(9, 503)).get("/x").send().expectProblem(503);
        assertThat(calls).hasValue(3);
        assertThat(seen).hasSize(1);
        assertThat(seen.get(0).exception().code().code()).isEqualTo("attempt-3");
        assertThat(log.lines("ERROR")).isEqualTo(1);
    }

    @ParameterizedTest
    @CsvSource({"GET,3", "PUT,3", "DELETE,3", "POST,1", "PATCH,1"})
    void RE02_methodsThatAreNotIdempotent_areNotRepeated(String method, int expected) {
        LiftTest test = app(recovering(builder -> {}), failingUntil(9, 503));
        test.request(method, "/x").header("Idempotency-Key", "k").send().expectProblem(503);
        assertThat(calls).hasValue(expected);
    }

    @Test
    void RE02_methodsThatSomebodyVouchesFor_areRepeated() {
        LiftTest test = app(recovering(builder -> {}).repeating("POST"), failingUntil(2, 503));
        test.post("/x").send().expectStatus(200);
        assertThat(calls).hasValue(2);
    }

    @ParameterizedTest
    @ValueSource(ints = {400, 401, 403, 404, 409, 422, 429, 500, 501})
    void RE01_repliesThatStay_areNotRepeated(int status) {
        app(recovering(builder -> {}), failingUntil(9, status)).get("/x").send().expectProblem(status);
        assertThat(calls).hasValue(1);
        assertThat(seen).hasSize(1);
    }

    @Test
    void breaker_countsServerFaultsAndNever4xx() {
        RecoveryMiddleware middleware = recovering(
                builder -> builder.circuitBreaker(breaker -> breaker.window(4).minimumCalls(4)));
        LiftTest test = app(middleware, request -> {
            calls.incrementAndGet();
            throw Problems.of(request.queryParam("status", Integer.class).orElseThrow(), "x");
        });
        for (int i = 0; i < 20; i++) {
            test.get("/x?status=404").send().expectProblem(404);
            test.get("/nowhere").send().expectProblem(404);
        }
        for (int i = 0; i < 40; i++) {
            test.post("/x?status=500").send();
        }
        calls.set(0);
        var refused = test.get("/x?status=500").send().expectProblem(503);
        refused.expectJson("/code", "circuit-open").expectHeader("Retry-After", "10");
        assertThat(calls).hasValue(0);
        time.pass(Duration.ofSeconds(11));
        for (int i = 0; i < 3; i++) {
            test.get("/").send().expectStatus(200);
        }
        test.get("/").send().expectStatus(200);
    }

    @Test
    void retryAfter_ofAReply_isHonoured() {
        Handler handler = request -> calls.incrementAndGet() == 1
                ? Response.status(503).header("Retry-After", "4").text("own")
                : Response.text("value");
        app(recovering(builder -> {}), handler).get("/x").send().expectStatus(200);
        assertThat(time.waits).containsExactly(Duration.ofSeconds(4));
    }

    @Test
    void replyOfTheHandler_isReturnedAsItIs() {
        Handler handler = request -> Response.status(503).header("X-Own", "1").text("own words");
        app(recovering(builder -> {}), handler)
                .get("/x")
                .send()
                .expectStatus(503)
                .expectBody("own words")
                .expectHeader("X-Own", "1");
    }

    @Test
    void fallback_answersInsteadAndIsNoAlarm() {
        RecoveryMiddleware middleware = recovering(builder -> builder.fallback(Response.text("instead")));
        app(middleware, failingUntil(9, 500)).get("/x").send().expectStatus(200).expectBody("instead");
        assertThat(seen).isEmpty();
    }

    @Test
    void RE16_staleReplies_areOfTheirKeyOnly() {
        RecoveryMiddleware middleware = recovering(builder -> builder.staleOnError(Duration.ofMinutes(5), 10))
                .staleBy(request -> request.header("X-Tenant")
                        .map(tenant -> tenant + request.path())
                        .orElse(null));
        LiftTest test = app(middleware, request -> {
            if (request.queryParam("down").isPresent()) {
                throw Problems.unavailable("down");
            }
            return Response.text("of " + request.header("X-Tenant").orElse("nobody"));
        });
        test.get("/x").header("X-Tenant", "a").send().expectBody("of a");
        test.get("/x?down=1").header("X-Tenant", "a").send().expectStatus(200).expectBody("of a");
        test.get("/x?down=1").header("X-Tenant", "b").send().expectProblem(503);
        test.get("/x").send().expectBody("of nobody");
        test.get("/x?down=1").send().expectProblem(503);
        test.post("/x?down=1").header("X-Tenant", "a").send().expectProblem(503);
    }

    @Test
    void EX09_handlerPastItsTime_is504AndItsReplyIsDropped() throws Exception {
        CountDownLatch interrupted = new CountDownLatch(1);
        Recovery<Response> recovery = Recovery.<Response>builder("route")
                .timeout(Duration.ofMillis(50))
                .build();
        LiftTest test = app(RecoveryMiddleware.of(recovery), request -> {
            try {
                new CountDownLatch(1).await();
            } catch (InterruptedException stopped) {
                interrupted.countDown();
            }
            return Response.text("late");
        });
        test.everySource(source -> {
            var response = source.get("/x").send().expectProblem(504);
            response.expectJson("/code", "timed-out");
            source.get("/").send().expectStatus(200);
        });
        assertThat(interrupted.await(10, TimeUnit.SECONDS)).isTrue();
        assertThat(seen).isNotEmpty().allMatch(error -> error.problem().status() == 504);
    }

    @Test
    void EX09_handlerPastTheDeadline_isAnsweredBeforeLambdaEndsIt() {
        Recovery<Response> recovery = Recovery.<Response>builder("route")
                .timeout(Duration.ofMinutes(15))
                .margin(Duration.ofMillis(900))
                .build();
        LiftTest test = app(RecoveryMiddleware.of(recovery), request -> {
                    new CountDownLatch(1).await();
                    return Response.text("late");
                })
                .withClock(time.clock)
                .withTimeout(Duration.ofSeconds(1));
        test.post("/x").send().expectProblem(504);
    }

    @Test
    void EX11_abandonedHandler_changesNothingAfterwards() throws Exception {
        Attribute<String> attribute = Attribute.of("written");
        CountDownLatch answered = new CountDownLatch(1);
        CountDownLatch ended = new CountDownLatch(1);
        Recovery<Response> recovery = Recovery.<Response>builder("route")
                .timeout(Duration.ofMillis(300))
                .build();
        LiftTest test = app(RecoveryMiddleware.of(recovery), request -> {
            while (answered.getCount() > 0) {
                try {
                    answered.await();
                } catch (InterruptedException ignored) {
                    // As bad code does.
                }
            }
            request.set(attribute, "late");
            ended.countDown();
            throw new IllegalStateException("late");
        });
        var response = test.get("/x").send().expectProblem(504);
        byte[] before = response.replyBytes().clone();
        int told = seen.size();
        answered.countDown();
        assertThat(ended.await(10, TimeUnit.SECONDS)).isTrue();
        assertThat(response.replyBytes()).isEqualTo(before);
        test.get("/").send().expectStatus(200).expectBody("good");
        assertThat(seen.size()).isLessThanOrEqualTo(told + 1);
    }

    @Test
    void EX12_tooLittleTimeAtEntry_is503AndTheHandlerIsNotCalled() {
        LiftTest test = app(recovering(builder -> {}), failingUntil(0, 500)).withTimeout(Duration.ofMillis(100));
        test.get("/x").send().expectProblem(503).expectJson("/code", "deadline-too-near");
        assertThat(calls).hasValue(0);
    }

    @Test
    void RE08_hedge_isForSafeMethodsAlone() {
        CountDownLatch second = new CountDownLatch(1);
        Recovery<Response> recovery = Recovery.<Response>builder("route")
                .idempotent()
                .hedge(Duration.ofMillis(20))
                .build();
        LiftTest test = app(RecoveryMiddleware.of(recovery), request -> {
            if (calls.incrementAndGet() == 2) {
                second.countDown();
            } else if (request.method().equals("GET")) {
                second.await();
            }
            return Response.text("value");
        });
        test.get("/x").send().expectStatus(200);
        assertThat(calls).hasValue(2);
        calls.set(0);
        test.put("/x").send().expectStatus(200);
        assertThat(calls).hasValue(1);
    }

    /** One object around routes and around a call in a handler: they share the breaker. */
    @Test
    void sameRecovery_aroundRoutesAndCalls_sharesTheBreaker() {
        Recovery<Response> recovery = time.<Response>builder("shared")
                .circuitBreaker(breaker -> breaker.window(2).minimumCalls(2))
                .build();
        LiftTest test = app(RecoveryMiddleware.of(recovery), request -> {
            throw Problems.of(500, "x");
        });
        test.get("/x").send().expectProblem(500);
        test.get("/x").send().expectProblem(500);
        assertThat(recovery.circuit()).isEqualTo("open");
        org.assertj.core.api.Assertions.assertThatThrownBy(() -> recovery.call(attempt -> Response.text("x")))
                .isInstanceOf(RejectedException.class);
    }

    @Test
    void CC01_manyThreads_areNotCrossed() {
        RecoveryMiddleware middleware = RecoveryMiddleware.of(Recovery.<Response>builder("route")
                .timeout(Duration.ofSeconds(30))
                .retry(retry -> {})
                .bulkhead(100)
                .build());
        LiftTest test = LiftTest.of(new Function(Lift.of(
                app -> app.use(middleware).get("/x/{canary}", request -> Response.text(request.pathParam("canary"))))));
        test.race(16, 2_000, (client, canary) -> client.get("/x/" + canary));
    }
}
