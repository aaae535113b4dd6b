package dev.lift.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.lift.http.Attribute;
import dev.lift.http.EventSource;
import dev.lift.http.Response;
import java.io.IOException;
import java.util.Map;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

/** The class CC of faults: many invocations at a time in one process, and the fatal policy of EX under AWS's runtime client. */
class ConcurrencyTest {
    private static final Attribute<String> NAME = Attribute.of("name");

    @Test
    void O8_CC01_CC02_thirtyTwoThreads_neverMeet() {
        // A new function for each source: its first requests race too.
        for (EventSource source : Probe.SOURCES) {
            Probe probe = new Probe(app -> app.use((request, next) -> {
                        request.set(NAME, request.pathParam("name"));
                        return next.handle(request);
                    })
                    .post(
                            "/{name}",
                            Map.class,
                            (request, body) -> Response.json(Map.of(
                                    "attribute", request.get(NAME).orElse(""),
                                    "header", request.header("X-Canary").orElse(""),
                                    "query", request.queryParam("q").orElse(""),
                                    "body", body.get("canary")))));
            LiftTest.of(probe)
                    .withSource(source)
                    .race(
                            32,
                            200,
                            (test, canary) -> test.post("/" + canary + "?q=" + canary)
                                    .header("X-Canary", canary)
                                    .json("{\"canary\":\"" + canary + "\"}"));
        }
    }

    @Test
    void CC07_manyThreadsOnOneRequestsAttributes_doNotDeadlock() {
        CC_RACE.test().race(32, 100, (test, canary) -> test.get("/" + canary));
        assertThat(java.lang.management.ManagementFactory.getThreadMXBean().findDeadlockedThreads())
                .isNull();
    }

    private static final Probe CC_RACE = new Probe(app -> app.use((request, next) -> {
                request.set(NAME, request.pathParam("name"));
                return next.handle(request);
            })
            .get("/{name}", request -> Response.text(request.get(NAME).orElse(""))));

    @Test
    void race_ofAFunctionThatSharesState_fails() {
        AtomicReference<String> shared = new AtomicReference<>("");
        CyclicBarrier together = new CyclicBarrier(2);
        Probe broken = new Probe(app -> app.get("/{name}", request -> {
            shared.set(request.pathParam("name"));
            // Two at a time get here before either goes on, so one of them finds what the other has left.
            together.await(5, TimeUnit.SECONDS);
            return Response.text(shared.get());
        }));
        assertThatExceptionOfType(AssertionError.class)
                .isThrownBy(() -> broken.test().race(2, 10, (test, canary) -> test.get("/" + canary)))
                .withMessageContaining("canary");
    }

    /** Named by its class, as a deployed function is. */
    public static final class FaultyFunction extends dev.lift.lambda.LiftHandler {
        public FaultyFunction() {
            super(dev.lift.Lift.of(app -> app.get("/ok", request -> Response.text("ok"))
                    .get(
                            "/trace",
                            request ->
                                    Response.text(request.invocation().traceId().orElse("none") + " " + request.id()))
                    .get(
                            "/deadline",
                            request -> Response.text("" + request.deadline().remainingMillis()))
                    .get("/stack", request -> Response.text("" + recurse(0)))
                    .get("/array", request -> Response.text("" + new long[Integer.MAX_VALUE].length))
                    .get("/metaspace", request -> {
                        throw new OutOfMemoryError("Metaspace");
                    })));
        }

        private static int recurse(int depth) {
            return recurse(depth + 1) + 1;
        }
    }

    private static LambdaReply get(RuntimeEmulator lambda, String path) throws IOException {
        byte[] event = new EventBuilder("GET", path).build(EventSource.HTTP_API);
        return LambdaReply.parse(EventSource.HTTP_API, lambda.invoke(event));
    }

    private static RuntimeEmulator.Builder faulty() {
        return RuntimeEmulator.of(FaultyFunction.class.getName()).jvm("-Xmx128m");
    }

    @Test
    void EX02_EX07_stackAndHeapErrors_areSurvived() throws IOException {
        try (RuntimeEmulator lambda = faulty().start()) {
            assertThat(get(lambda, "/stack").status()).isEqualTo(500);
            assertThat(get(lambda, "/array").status()).isEqualTo(500);
            assertThat(get(lambda, "/ok").status()).isEqualTo(200);
            assertThat(Long.parseLong(
                            new String(get(lambda, "/deadline").body(), java.nio.charset.StandardCharsets.UTF_8)))
                    .isBetween(1L, 30_000L);
        }
    }

    @Test
    void EX07_repeatedHeapErrors_endTheProcess() {
        try (RuntimeEmulator lambda = faulty().start()) {
            assertThatExceptionOfType(RuntimeEmulator.FunctionError.class).isThrownBy(() -> {
                for (int i = 0; i < 4; i++) {
                    assertThat(get(lambda, "/array").status()).isEqualTo(500);
                }
            });
            assertThat(ends(lambda)).isTrue();
        }
    }

    @Test
    void EX07_metaspaceError_endsTheProcess() {
        try (RuntimeEmulator lambda = faulty().start()) {
            assertThatExceptionOfType(RuntimeEmulator.FunctionError.class).isThrownBy(() -> get(lambda, "/metaspace"));
            assertThat(ends(lambda)).isTrue();
        }
    }

    @Test
    void EX08_fatalErrorAmongOthers_shedsThenHalts() throws IOException {
        try (RuntimeEmulator lambda = faulty().concurrency(4).start()) {
            assertThat(get(lambda, "/ok").status()).isEqualTo(200);
            assertThat(get(lambda, "/metaspace").status()).isEqualTo(503);
            assertThatExceptionOfType(RuntimeEmulator.FunctionError.class).isThrownBy(() -> get(lambda, "/ok"));
            assertThat(ends(lambda)).isTrue();
        }
    }

    @Test
    void CC06_traceId_isTheInvocationsOwn() throws IOException {
        for (int concurrency : new int[] {0, 4}) {
            try (RuntimeEmulator lambda = faulty().concurrency(concurrency).start()) {
                for (int i = 0; i < 3; i++) {
                    String[] ids = new String(get(lambda, "/trace").body(), java.nio.charset.StandardCharsets.UTF_8)
                            .split(" ");
                    assertThat(ids[0]).isEqualTo("Root=1-" + ids[1] + ";Sampled=1");
                }
            }
        }
    }

    private static boolean ends(RuntimeEmulator lambda) {
        try {
            return lambda.process().waitFor(20, TimeUnit.SECONDS);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    /** Declares a body type that nothing can read when databind is not there. */
    public static final class DatabindFunction extends dev.lift.lambda.LiftHandler {
        public DatabindFunction() {
            super(dev.lift.Lift.of(app -> app.post("/", Order.class, (request, order) -> Response.json(order))));
        }

        record Order(int id) {}
    }

    @Test
    void CF05_withoutDatabind_startsUnlessATypeNeedsIt() throws IOException {
        try (RuntimeEmulator lambda =
                faulty().without("jackson").without("slf4j").start()) {
            assertThat(get(lambda, "/ok").status()).isEqualTo(200);
            assertThat(get(lambda, "/nope").status()).isEqualTo(404);
        }
        assertThatExceptionOfType(RuntimeEmulator.FunctionError.class)
                .isThrownBy(() -> RuntimeEmulator.of(DatabindFunction.class.getName())
                        .without("jackson")
                        .start())
                .withMessageContaining("has no JsonCodec and jackson-databind is not on the class path");
    }

    @Test
    void O9_O10_goodRequestsAmongBadOnes_areServedAlike() {
        Probe probe = Probe.any();
        for (int i = 0; i < 1_000; i++) {
            probe.send(EventSource.HTTP_API, i % 2 == 0 ? "{\"rawPath\":" : "{\"Record\":[" + i + "]}")
                    .expectProblem(400);
        }
    }
}
