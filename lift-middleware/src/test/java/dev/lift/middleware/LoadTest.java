package dev.lift.middleware;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lift.Lift;
import dev.lift.Middleware;
import dev.lift.http.EventSource;
import dev.lift.http.HttpException;
import dev.lift.http.Invocation;
import dev.lift.http.Request;
import dev.lift.http.Response;
import dev.lift.testing.TestContext;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.slf4j.MDC;

/** Too many at a time, and too long. Ids are those of the fault catalogue. */
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class LoadTest {
    @Nested
    class OfBulkheads extends MiddlewareContract {
        @Override
        Middleware middleware() {
            return Bulkhead.ofConcurrent(100);
        }

        @Test
        void moreAtATime_are503AtOnce() throws Exception {
            Bulkhead bulkhead = Bulkhead.ofConcurrent(2);
            CountDownLatch inHandler = new CountDownLatch(2);
            CountDownLatch mayEnd = new CountDownLatch(1);
            Lift app = Lift.of(routes -> routes.use(bulkhead).get("/", request -> {
                inHandler.countDown();
                mayEnd.await();
                return Response.ok();
            }));
            List<Thread> threads = new ArrayList<>();
            for (int i = 0; i < 2; i++) {
                Thread thread = new Thread(() -> app.handle(Request.get("/").build()));
                thread.start();
                threads.add(thread);
            }
            inHandler.await();
            Response refused = app.handle(Request.get("/").build());
            assertThat(refused.status()).isEqualTo(503);
            assertThat(refused.headers().all("Retry-After")).containsExactly("1");
            mayEnd.countDown();
            for (Thread thread : threads) {
                thread.join();
            }
            assertThat(app.handle(Request.get("/").build()).status()).isEqualTo(200);
            assertThat(bulkhead.available()).isEqualTo(2);
            assertThatThrownBy(() -> Bulkhead.ofConcurrent(0)).hasMessageContaining("At least 1");
        }

        /** RL-13: after a million of all kinds each permit is back. */
        @Test
        void RL13_permits_areNeverLost() throws Exception {
            Bulkhead bulkhead = Bulkhead.ofConcurrent(3);
            AtomicInteger running = new AtomicInteger();
            AtomicInteger most = new AtomicInteger();
            Lift app = Lift.of(routes -> routes.use(bulkhead).get("/{kind:int}", request -> {
                most.accumulateAndGet(running.incrementAndGet(), Math::max);
                try {
                    switch (request.pathParam("kind", Integer.class)) {
                        case 0:
                            return Response.ok();
                        case 1:
                            throw new IllegalStateException("x");
                        case 2:
                            throw new StackOverflowError("x");
                        case 3:
                            throw new HttpException(409, "x");
                        default:
                            throw new InterruptedException("x");
                    }
                } finally {
                    running.decrementAndGet();
                }
            }));
            List<Request> requests = new ArrayList<>();
            for (int kind = 0; kind < 5; kind++) {
                requests.add(Request.get("/" + kind).build());
            }
            List<Thread> threads = new ArrayList<>();
            for (int i = 0; i < 4; i++) {
                Thread thread = new Thread(() -> {
                    for (int round = 0; round < 250_000; round++) {
                        app.handle(requests.get(round % 20 == 0 ? round / 20 % 5 : 0));
                        boolean unused = Thread.interrupted();
                    }
                });
                thread.start();
                threads.add(thread);
            }
            for (Thread thread : threads) {
                thread.join();
            }
            assertThat(bulkhead.available()).isEqualTo(3);
            assertThat(most.get()).isBetween(1, 3);
        }
    }

    @Nested
    class OfTimeouts extends MiddlewareContract {
        @Override
        Middleware middleware() {
            return RequestTimeout.of(Duration.ofSeconds(50));
        }

        private static Request timed(String path, long millis) {
            TestContext context = new TestContext("id", Clock.systemUTC(), Duration.ofMillis(millis));
            return Request.get(path)
                    .invocation(Invocation.of(context, new byte[0], EventSource.HTTP_API))
                    .build();
        }

        /** It ignores its interrupt, and what it returns in the end reaches nobody. */
        @Test
        void lateHandler_isA504_andCanNotTouchTheReply() throws Exception {
            CountDownLatch interrupted = new CountDownLatch(1);
            CountDownLatch mayEnd = new CountDownLatch(1);
            List<Integer> seen = Collections.synchronizedList(new ArrayList<>());
            Lift app = Lift.of(routes -> routes.use(
                            (request, next) -> {
                                Response response = next.handle(request);
                                seen.add(response.status());
                                return response;
                            },
                            RequestTimeout.of(Duration.ofMillis(50)))
                    .get("/slow", request -> {
                        try {
                            mayEnd.await();
                        } catch (InterruptedException ignored) {
                            interrupted.countDown();
                            mayEnd.await();
                        }
                        return Response.text("late");
                    }));
            Response response = app.handle(Request.get("/slow").build());
            assertThat(response.status()).isEqualTo(504);
            assertThat(interrupted.await(20, TimeUnit.SECONDS)).isTrue();
            mayEnd.countDown();
            assertThat(response.bodyBytes())
                    .asString()
                    .contains("took too long")
                    .doesNotContain("\"late\"");
            assertThat(seen).containsExactly(504);
        }

        @Test
        void deadline_cutsTheLimit_andLeavesTimeForTheReply() {
            Lift app = Lift.of(routes -> routes.use(RequestTimeout.ofDeadline())
                    .get("/hangs", request -> {
                        new CountDownLatch(1).await();
                        return Response.ok();
                    })
                    .get("/fast", request -> Response.ok()));
            Request hanging = timed("/hangs", 300);
            assertThat(app.handle(hanging).status()).isEqualTo(504);
            assertThat(hanging.deadline().remainingMillis()).isPositive();
            assertThat(app.handle(timed("/fast", 5_000)).status()).isEqualTo(200);
            assertThat(app.handle(timed("/fast", 50)).status()).isEqualTo(504);
            assertThat(app.handle(Request.get("/fast").build()).status()).isEqualTo(200);
        }

        @Test
        void context_isThatOfTheCaller_andIsLeftToNobody() {
            List<String> seen = new ArrayList<>();
            Lift app = Lift.of(routes -> routes.use(RequestTimeout.of(Duration.ofSeconds(20)))
                    .get("/", request -> {
                        seen.add(String.valueOf(MDC.get("requestId")));
                        MDC.put("left", "behind");
                        return Response.ok();
                    }));
            MDC.put("requestId", "one");
            app.handle(Request.get("/").build());
            MDC.clear();
            app.handle(Request.get("/").build());
            assertThat(seen).containsExactly("one", "null");
            assertThat(MDC.get("left")).isNull();
        }

        /** What ends the process ends it through another thread too. */
        @Test
        void fatalErrors_areNotMadeReplies() {
            Lift app = Lift.of(routes -> routes.use(RequestTimeout.of(Duration.ofSeconds(20)))
                    .get("/", request -> {
                        throw new InternalError("broken");
                    }));
            assertThatThrownBy(() -> app.handle(Request.get("/").build())).isInstanceOf(InternalError.class);
        }

        @Test
        void settings_outsideTheirRange_areRefused() {
            assertThatThrownBy(() -> RequestTimeout.of(Duration.ZERO)).hasMessageContaining("a millisecond");
            assertThatThrownBy(() -> RequestTimeout.ofDeadline().margin(Duration.ofMillis(99)))
                    .hasMessageContaining("100 ms");
            assertThat(RequestTimeout.ofDeadline()).hasToString("RequestTimeout[of the deadline]");
        }
    }
}
