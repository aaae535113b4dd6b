package dev.lift.middleware;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lift.Lift;
import dev.lift.Middleware;
import dev.lift.http.EventSource;
import dev.lift.http.Invocation;
import dev.lift.http.Request;
import dev.lift.http.Response;
import dev.lift.testing.TestContext;
import java.time.Clock;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The trace that a request is a part of. */
class TraceContextTest extends MiddlewareContract {
    private static final String W3C = "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01";
    private static final String X_RAY = "Root=1-5759e988-bd862e3fe1be46a994272793;Parent=53995c3f42cd8ad8;Sampled=1";

    @Override
    Middleware middleware() {
        return TraceContext.ofInvocation();
    }

    private static String trace(TraceContext middleware, String xRay, String... traceparents) {
        TestContext context = new TestContext("id", Clock.systemUTC(), Duration.ofSeconds(3));
        com.amazonaws.services.lambda.runtime.Context traced =
                (com.amazonaws.services.lambda.runtime.Context) java.lang.reflect.Proxy.newProxyInstance(
                        TraceContextTest.class.getClassLoader(),
                        new Class<?>[] {com.amazonaws.services.lambda.runtime.Context.class},
                        (proxy, method, arguments) ->
                                method.getName().equals("getXrayTraceId") ? xRay : method.invoke(context, arguments));
        Request.Builder request = Request.get("/").invocation(Invocation.of(traced, new byte[0], EventSource.HTTP_API));
        for (String each : traceparents) {
            request.header("traceparent", each);
        }
        Response response = Lift.of(routes -> routes.use(middleware)
                        .get(
                                "/",
                                handled -> Response.text(Trace.of(handled)
                                        .map(trace -> trace.id() + " " + trace.parent() + " " + trace.isSampled())
                                        .orElse("none"))))
                .handle(request.build());
        return new String(response.bodyBytes(), java.nio.charset.StandardCharsets.US_ASCII);
    }

    @Test
    void invocation_namesIt() {
        assertThat(trace(TraceContext.ofInvocation(), X_RAY, W3C))
                .isEqualTo("5759e988bd862e3fe1be46a994272793 53995c3f42cd8ad8 true");
    }

    @Test
    void trustedCallers_bringTheirOwn() {
        TraceContext trusting = TraceContext.ofInvocation().trustingCallers();
        assertThat(trace(trusting, X_RAY, W3C)).isEqualTo("4bf92f3577b34da6a3ce929d0e0e4736 00f067aa0ba902b7 true");
        assertThat(trace(trusting, X_RAY)).startsWith("5759e988");
        assertThat(trace(trusting, X_RAY, W3C, W3C)).startsWith("5759e988");
    }

    @ParameterizedTest
    @CsvSource({
        "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-00,          false",
        "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-03,          true",
        "cc-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01-what-ever, true"
    })
    void traceparents_ofTheStandard_areRead(String sent, boolean sampled) {
        assertThat(trace(TraceContext.ofInvocation().trustingCallers(), "", sent))
                .isEqualTo("4bf92f3577b34da6a3ce929d0e0e4736 00f067aa0ba902b7 " + sampled);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "x",
                "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7",
                "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01-x",
                "ff-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01",
                "00-00000000000000000000000000000000-00f067aa0ba902b7-01",
                "00-4bf92f3577b34da6a3ce929d0e0e4736-0000000000000000-01",
                "00-4BF92F3577B34DA6A3CE929D0E0E4736-00f067aa0ba902b7-01",
                "00-4bf92f3577b34da6a3ce929d0e0e473g-00f067aa0ba902b7-01",
                "00_4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01",
                "cc-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01x",
                "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-0g"
            })
    void traceparents_ofNoStandard_areIgnored(String sent) {
        assertThat(trace(TraceContext.ofInvocation().trustingCallers(), "", sent))
                .isEqualTo("none");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "Root=1-5759e988-bd862e3fe1be46a994272793",
                "Root=1-5759e988-bd862e3fe1be46a994272793;Parent=x",
                "Parent=53995c3f42cd8ad8",
                "Root=2-5759e988-bd862e3fe1be46a994272793;Parent=53995c3f42cd8ad8",
                ";;;;",
                "Root=;Parent=;Sampled="
            })
    void xRayHeaders_withoutATrace_areIgnored(String sent) {
        assertThat(trace(TraceContext.ofInvocation(), sent)).isEqualTo("none");
    }

    @Test
    void outgoingHeaders_carryItOn_asPartsOfTheirOwn() {
        Trace trace = Trace.parseTraceparent(W3C);
        assertThat(trace).isNotNull();
        if (trace != null) {
            assertThat(trace.traceparent())
                    .matches("00-4bf92f3577b34da6a3ce929d0e0e4736-[0-9a-f]{16}-01")
                    .isNotEqualTo(trace.traceparent());
            assertThat(trace.xRayHeader())
                    .matches("Root=1-4bf92f35-77b34da6a3ce929d0e0e4736;Parent=[0-9a-f]{16};Sampled=1");
            assertThat(Trace.parseTraceparent(trace.traceparent())).isNotNull();
            assertThat(Trace.parseXRay(trace.xRayHeader())).hasToString("Trace[4bf92f3577b34da6a3ce929d0e0e4736]");
        }
    }
}
