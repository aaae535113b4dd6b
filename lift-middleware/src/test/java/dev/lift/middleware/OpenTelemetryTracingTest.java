package dev.lift.middleware;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lift.Lift;
import dev.lift.Middleware;
import dev.lift.http.HttpException;
import dev.lift.http.Request;
import dev.lift.http.Response;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.sdk.OpenTelemetrySdk;
import io.opentelemetry.sdk.testing.exporter.InMemorySpanExporter;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.SpanProcessor;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.data.StatusData;
import io.opentelemetry.sdk.trace.export.BatchSpanProcessor;
import io.opentelemetry.sdk.trace.export.SimpleSpanProcessor;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Spans of requests, made by the SDK that apps use. */
class OpenTelemetryTracingTest extends MiddlewareContract {
    private static final String CALLER = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01";

    private final InMemorySpanExporter exporter = InMemorySpanExporter.create();

    private final SdkTracerProvider provider = providerOf(SimpleSpanProcessor.create(exporter));
    private final OpenTelemetryTracing tracing = tracing(provider);

    private static SdkTracerProvider providerOf(SpanProcessor processor) {
        return SdkTracerProvider.builder().addSpanProcessor(processor).build();
    }

    private static OpenTelemetryTracing tracing(SdkTracerProvider provider) {
        return OpenTelemetryTracing.of(
                OpenTelemetrySdk.builder().setTracerProvider(provider).build());
    }

    @AfterEach
    void close() {
        provider.close();
    }

    @Override
    Middleware middleware() {
        return tracing;
    }

    private Lift app(Middleware... middleware) {
        return Lift.of(routes -> routes.use(middleware)
                .get(
                        "/users/{id}",
                        request -> Response.text(Span.current().getSpanContext().getSpanId() + " "
                                + Trace.of(request).map(Trace::parent).orElse("none")))
                .get("/fails", request -> {
                    throw new HttpException(503, "No");
                })
                .get("/breaks", request -> {
                    throw new IllegalStateException("secret");
                }));
    }

    private SpanData only() {
        assertThat(exporter.getFinishedSpanItems()).hasSize(1);
        return exporter.getFinishedSpanItems().get(0);
    }

    private static Object attribute(SpanData span, String key) {
        return span.getAttributes().asMap().entrySet().stream()
                .filter(entry -> entry.getKey().getKey().equals(key))
                .findFirst()
                .<Object>map(entry -> entry.getValue())
                .orElse("none");
    }

    @Test
    void span_hasWhatTheConventionsName_andNothingThatTheClientWrote() {
        Response response = app(tracing)
                .handle(Request.get("/users/secret")
                        .header("X-Secret", "secret")
                        .build());
        SpanData span = only();
        assertThat(span.getName()).isEqualTo("GET /users/{id}");
        assertThat(span.getKind()).isEqualTo(SpanKind.SERVER);
        assertThat(attribute(span, "http.request.method")).isEqualTo("GET");
        assertThat(attribute(span, "http.route")).isEqualTo("/users/{id}");
        assertThat(attribute(span, "http.response.status_code")).isEqualTo(200L);
        assertThat(attribute(span, "faas.coldstart")).isEqualTo(true);
        assertThat(span.getAttributes().toString()).doesNotContain("secret");
        assertThat(span.getStatus()).isEqualTo(StatusData.unset());
        assertThat(response.bodyText()).isEqualTo(span.getSpanId() + " " + span.getSpanId());
    }

    @Test
    void span_isCurrentInTheHandlerAlone() {
        app(tracing).handle(Request.get("/users/1").build());
        assertThat(Span.current().getSpanContext().isValid()).isFalse();
    }

    @Test
    void failures_areErrors_andRefusalsAreNot() {
        Lift app = app(tracing);
        for (String path : List.of("/fails", "/breaks", "/absent")) {
            app.handle(Request.get(path).build());
        }
        List<SpanData> spans = exporter.getFinishedSpanItems();
        assertThat(spans).extracting(SpanData::getName).containsExactly("GET /fails", "GET /breaks", "GET");
        assertThat(spans).extracting(span -> attribute(span, "error.type")).containsExactly("503", "500", "none");
        assertThat(spans).extracting(span -> attribute(span, "faas.coldstart")).containsExactly(true, false, false);
        assertThat(spans)
                .extracting(span -> span.getStatus().getStatusCode())
                .containsExactly(StatusCode.ERROR, StatusCode.ERROR, StatusCode.UNSET);
    }

    @Test
    void methodThatIsMadeUp_isNoName() {
        app(tracing).handle(Request.of("MADE-UP", "/absent").build());
        assertThat(only().getName()).isEqualTo("HTTP");
        assertThat(only().getAttributes().get(AttributeKey.stringKey("http.request.method")))
                .isEqualTo("_OTHER");
    }

    @Test
    void parent_isTheTraceThatWasFound() {
        app(TraceContext.ofInvocation().trustingCallers(), tracing)
                .handle(Request.get("/users/1").header("traceparent", CALLER).build());
        assertThat(only().getTraceId()).isEqualTo("0af7651916cd43dd8448eb211c80319c");
        assertThat(only().getParentSpanId()).isEqualTo("b7ad6b7169203331");
        assertThat(only().getParentSpanContext().isRemote()).isTrue();
    }

    /** A process serves many requests on one thread: none is in the trace of the one before. */
    @Test
    void withoutATrace_eachRequestIsAnother() {
        Lift app = app(tracing);
        app.handle(Request.get("/users/1").build());
        app.handle(Request.get("/users/1").build());
        assertThat(exporter.getFinishedSpanItems())
                .extracting(SpanData::getTraceId)
                .doesNotHaveDuplicates();
        assertThat(exporter.getFinishedSpanItems())
                .extracting(SpanData::getParentSpanId)
                .containsOnly("0000000000000000");
    }

    @Test
    void pathsAreRecorded_whereTheAppSaysSo() {
        app(tracing.recordingPaths()).handle(Request.get("/users/1?q=secret").build());
        assertThat(attribute(only(), "url.path")).isEqualTo("/users/1");
        assertThat(only().getAttributes().toString()).doesNotContain("secret");
    }

    /** The processor sends nothing by itself for an hour, as where the process is frozen. */
    @Test
    void flush_sendsWhatWaits() {
        BatchSpanProcessor waiting = BatchSpanProcessor.builder(exporter)
                .setScheduleDelay(Duration.ofHours(1))
                .build();
        try (SdkTracerProvider batches = providerOf(waiting)) {
            Lift app = app(tracing(batches).flushedBy(() -> batches.forceFlush().join(10, TimeUnit.SECONDS)));
            app.handle(Request.get("/users/1").build());
            assertThat(only().getName()).isEqualTo("GET /users/{id}");
        }
    }

    @Test
    void flushThatFails_costsNoReply() {
        AtomicInteger calls = new AtomicInteger();
        Lift app = app(tracing.flushedBy(() -> {
            calls.incrementAndGet();
            throw new IllegalStateException("down");
        }));
        for (int i = 0; i < 3; i++) {
            assertThat(app.handle(Request.get("/users/1").build()).status()).isEqualTo(200);
        }
        assertThat(calls).hasValue(3);
    }

    @Test
    void traceThatIsFoundFurtherIn_isRefused() {
        assertThatThrownBy(() -> app(tracing, TraceContext.ofInvocation())).hasMessageContaining("no parent");
    }
}
