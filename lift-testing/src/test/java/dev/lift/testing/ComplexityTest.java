package dev.lift.testing;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import dev.lift.http.EventSource;
import dev.lift.http.Request;
import dev.lift.http.Response;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.function.IntFunction;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The class DO of faults: inputs that cost more than they weigh. Costs are compared by bytes allocated, which have no noise; CPU
 * time only by a bound that is off by orders of magnitude when something is quadratic.
 */
class ComplexityTest {
    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

    private static final Probe PROBE = new Probe(app -> {
        app.get("/", Probe::serve);
        app.get("/{path*}", Probe::serve);
        app.post("/json", Object.class, (request, value) -> Response.noContent());
        app.post("/form", request -> Response.text("" + request.form().size()));
        app.post("/parts", request -> Response.text("" + request.parts().size()));
        app.post("/accept", request -> Response.text("" + request.accepts(dev.lift.http.MediaType.JSON)));
        app.post("/cookie", request -> Response.text("" + request.cookie("x")));
    });

    record Input(String name, IntFunction<byte[]> ofSize) {
        @Override
        public String toString() {
            return name;
        }
    }

    private static byte[] post(String path, String type, String body) {
        return new EventBuilder("POST", path)
                .header("Content-Type", type)
                .body(body.getBytes(StandardCharsets.UTF_8))
                .build(EventSource.HTTP_API);
    }

    private static byte[] header(String path, String name, String value) {
        return new EventBuilder("POST", path).header(name, value).build(EventSource.ALB);
    }

    private static String repeated(String text, int size) {
        return text.repeat(size / text.length());
    }

    private static String distinct(String format, int size) {
        StringBuilder text = new StringBuilder();
        for (int i = 0; text.length() < size; i++) {
            text.append(format.replace("#", Integer.toString(i)));
        }
        return text.toString();
    }

    static List<Input> inputs() {
        return List.of(
                new Input(
                        "path of dots",
                        size -> new EventBuilder("GET", "/" + repeated(".a", size)).build(EventSource.ALB)),
                new Input(
                        "path of escapes",
                        size -> new EventBuilder("GET", "/" + repeated("%41", size)).build(EventSource.ALB)),
                new Input(
                        "path of slashes", size -> new EventBuilder("GET", repeated("/", size)).build(EventSource.ALB)),
                new Input(
                        "query",
                        size -> new EventBuilder("GET", "/x?" + distinct("#=1&", size)).build(EventSource.HTTP_API)),
                new Input(
                        "ampersands",
                        size -> new EventBuilder("GET", "/x?" + repeated("&", size)).build(EventSource.HTTP_API)),
                new Input("one header", size -> header("/x", "X-A", repeated("a", size))),
                new Input("blank header", size -> header("/x", "X-A", "a" + repeated(" ", size) + "a")),
                new Input(
                        "accept", size -> header("/accept", "Accept", repeated("a/b;q=0.1,", Math.min(size, 60_000)))),
                new Input("cookies", size -> header("/cookie", "Cookie", repeated("a=b; ", Math.min(size, 60_000)))),
                new Input("json array", size -> post("/json", "application/json", "[" + repeated("1,", size) + "1]")),
                new Input(
                        "json names",
                        size -> post("/json", "application/json", "{" + distinct("\"#\":1,", size) + "\"x\":1}")),
                new Input(
                        "json string",
                        size -> post("/json", "application/json", "\"" + repeated("\\u0041", size) + "\"")),
                new Input("json blanks", size -> post("/json", "application/json", repeated(" ", size) + "1")),
                new Input("json depth", size -> post("/json", "application/json", repeated("[", size))),
                new Input("form", size -> post("/form", "application/x-www-form-urlencoded", distinct("#=%41&", size))),
                new Input(
                        "multipart dashes",
                        size -> post("/parts", "multipart/form-data; boundary=--", repeated("\r\n--", size))),
                new Input(
                        "multipart returns",
                        size -> post("/parts", "multipart/form-data; boundary=\"\r\"", repeated("\r", size))));
    }

    @ParameterizedTest
    @MethodSource("inputs")
    void O4_DO09_anyInput_costsInProportionToItsSize(Input input) {
        long[] allocated = new long[4];
        for (int i = 0; i < allocated.length; i++) {
            byte[] event = input.ofSize.apply(50_000 << i);
            PROBE.test().sendEvent(source(event), event);
            long before = THREADS.getThreadAllocatedBytes(Thread.currentThread().getId());
            long start = THREADS.getCurrentThreadCpuTime();
            PROBE.test().sendEvent(source(event), event);
            long millis = (THREADS.getCurrentThreadCpuTime() - start) / 1_000_000;
            allocated[i] =
                    THREADS.getThreadAllocatedBytes(Thread.currentThread().getId()) - before;
            assertThat(millis)
                    .as("milliseconds of CPU for %d bytes", event.length)
                    .isLessThan(2_000);
            assertThat(allocated[i])
                    .as("bytes allocated for %d", event.length)
                    .isLessThan(200L * event.length + 1_000_000);
        }
        assertThat(allocated[3]).isLessThan(allocated[0] * 8 * 2 + 1_000_000);
    }

    private static EventSource source(byte[] event) {
        return new String(event, 0, 40, StandardCharsets.UTF_8).contains("version")
                ? EventSource.HTTP_API
                : EventSource.ALB;
    }

    @Test
    void DO02_collidingHeadersQueryAndForm_areBoundedOrLinear() {
        StringBuilder pairs = new StringBuilder();
        for (int i = 0; i < 32_768; i++) {
            for (int bit = 0; bit < 15; bit++) {
                pairs.append((i >> bit & 1) == 0 ? "Aa" : "BB");
            }
            pairs.append("=1&");
        }
        long start = THREADS.getCurrentThreadCpuTime();
        PROBE.test().get("/x?" + pairs).send().expectProblem(414);
        PROBE.test()
                .post("/form")
                .body("application/x-www-form-urlencoded", pairs.toString())
                .send()
                .expectProblem(413);
        assertThat(THREADS.getCurrentThreadCpuTime() - start).isLessThan(10_000_000_000L);
    }

    @Test
    void DO06_longCauseChains_areNoRecursion() {
        // The table of ResponseFaultsTest throws a chain of 10,000 and a cyclic one; here one that is suppressed in
        // itself.
        Exception one = new Exception("one");
        Exception two = new Exception("two");
        one.addSuppressed(two);
        two.addSuppressed(one);
        new Probe(app -> app.get("/", request -> {
                    throw one;
                }))
                .test()
                .get("/")
                .send()
                .expectProblem(500);
    }

    @Test
    void O11_DO10_repeatedBadInput_leavesNothingBehind() {
        Runnable bad = () -> {
            for (int i = 0; i < 10_000; i++) {
                PROBE.test().get("/" + i + "?a=%zz" + i).send();
                PROBE.test()
                        .post("/json")
                        .header("Content-Type", "bad/" + i)
                        .body(new byte[] {1})
                        .send();
            }
        };
        bad.run();
        long before = usedHeap();
        int threads = Thread.activeCount();
        bad.run();
        assertThat(usedHeap() - before).isLessThan(3_000_000);
        assertThat(Thread.activeCount()).isLessThanOrEqualTo(threads);
    }

    private static long usedHeap() {
        for (int i = 0; i < 3; i++) {
            System.gc();
        }
        return Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory();
    }

    @Test
    void lookup_ofAnyOfTenThousandRoutes_allocatesNothingOfItsOwn() {
        // Between 10 and 10,000 routes, what a request allocates must not differ.
        assertThat(allocation(10_000)).isEqualTo(allocation(10));
    }

    private static long allocation(int routes) {
        dev.lift.Lift lift = dev.lift.Lift.of(app -> {
            Response ok = Response.noContent();
            for (int i = 0; i < routes; i++) {
                app.get("/route" + (100_000 + i) + "/items/{id}", request -> ok);
            }
        });
        Request request =
                Request.get("/route" + (100_000 + routes - 1) + "/items/42").build();
        for (int i = 0; i < 20_000; i++) {
            lift.handle(request);
        }
        long before = THREADS.getThreadAllocatedBytes(Thread.currentThread().getId());
        for (int i = 0; i < 1_000; i++) {
            lift.handle(request);
        }
        return (THREADS.getThreadAllocatedBytes(Thread.currentThread().getId()) - before) / 1_000;
    }
}
