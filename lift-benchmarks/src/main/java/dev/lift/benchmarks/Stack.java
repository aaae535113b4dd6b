package dev.lift.benchmarks;

import dev.lift.http.EventSource;
import dev.lift.testing.EventBuilder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;

/** What stands before a handler, by what the reports call it, and the request that shows what it costs. */
public enum Stack {
    NONE("none", Exchange.READ),
    NO_OPS("one of " + Stacks.NO_OPS + " that do nothing", Exchange.READ),
    REQUEST_ID("RequestId", Exchange.READ),
    TRACE_CONTEXT("TraceContext", Exchange.READ),
    ACCESS_LOG("AccessLog", Exchange.READ),
    OPEN_TELEMETRY_TRACING("OpenTelemetryTracing, spans made and dropped", Exchange.READ),
    REQUEST_METRICS("RequestMetrics", Exchange.READ),
    MICROMETER_SINK("RequestMetrics to MicrometerSink", Exchange.READ),
    SERVER_TIMING("ServerTiming", Exchange.READ),
    SECURITY_HEADERS("SecurityHeaders", Exchange.READ),
    CORS("Cors", Exchange.READ),
    MAINTENANCE("Maintenance", Exchange.READ),
    FEATURE_GATE("FeatureGate", Exchange.READ),
    COMPRESSION("Compression, of less than it compresses", Exchange.READ),
    IP_FILTER("IpFilter", Exchange.READ),
    BULKHEAD("Bulkhead", Exchange.READ),
    LOAD_SHEDDING("LoadShedding", Exchange.READ),
    API_KEY_AUTHENTICATION("ApiKeyAuthentication", Exchange.READ),
    BASIC_AUTHENTICATION("BasicAuthentication", Exchange.READ),
    GATEWAY_AUTHENTICATION("GatewayAuthentication", Exchange.READ),
    JWT_SECRET("JwtAuthentication (HS256)", Exchange.READ),
    JWT_KEY("JwtAuthentication (ES256)", Exchange.READ),
    AUTHORIZATION("Authorization, behind GatewayAuthentication", Exchange.READ),
    TENANT("Tenant", Exchange.READ),
    RATE_LIMIT("RateLimit", Exchange.READ),
    REQUEST_TIMEOUT("RequestTimeout", Exchange.READ),
    PARAMETER_RULES("ParameterRules, two", Exchange.READ),
    CACHE_CONTROL("CacheControl", Exchange.READ),
    CONDITIONAL_REQUESTS("ConditionalRequests", Exchange.READ),
    RESPONSE_CACHE("ResponseCache, a hit", Exchange.READ),
    EIGHT("eight of them", Exchange.READ),
    EIGHT_WITHOUT_KEY("eight without a key", Exchange.READ),

    NONE_LARGE("none", Exchange.READ_LARGE),
    COMPRESSION_GZIP("Compression, gzip", Exchange.READ_LARGE),
    COMPRESSION_BROTLI("Compression, BrotliCoding of quality 4", Exchange.READ_LARGE),

    NONE_WRITE("none", Exchange.WRITE),
    BODY_LIMIT("BodyLimit", Exchange.WRITE),
    CSRF_PROTECTION("CsrfProtection", Exchange.WRITE),
    WEBHOOK_SIGNATURE("WebhookSignature", Exchange.WRITE),
    JSON_SCHEMA("JsonSchema", Exchange.WRITE),
    IDEMPOTENCY("Idempotency, a replay", Exchange.WRITE),

    NONE_TYPED("none", Exchange.WRITE_TYPED),
    BEAN_VALIDATION("BeanValidation", Exchange.WRITE_TYPED);

    static final String ORIGIN = "https://app.example.com";
    static final String QUERY = "page=2&size=20";
    static final String CLIENT = "203.0.113.7";

    /** A request of its own, that what stands before the handler is measured with. */
    enum Exchange {
        READ("GET", "a GET with a reply of 50 bytes"),
        READ_LARGE("GET", "a GET with a reply of 4 kB"),
        WRITE("POST", "a POST of 40 bytes that the handler does not read"),
        WRITE_TYPED("POST", "a POST of 40 bytes that the handler reads with a generated codec");

        final String method;
        final String sentence;

        Exchange(String method, String sentence) {
            this.method = method;
            this.sentence = sentence;
        }

        Stack none() {
            return switch (this) {
                case READ -> NONE;
                case READ_LARGE -> NONE_LARGE;
                case WRITE -> NONE_WRITE;
                case WRITE_TYPED -> NONE_TYPED;
            };
        }
    }

    final String label;
    final Exchange exchange;

    Stack(String label, Exchange exchange) {
        this.label = label;
        this.exchange = exchange;
    }

    /** Among how many alike what it adds to a request is divided. */
    int alike() {
        return this == NO_OPS ? Stacks.NO_OPS : 1;
    }

    /** The headers of the request, with what each asks for. */
    Map<String, String> headers() {
        Map<String, String> headers = new LinkedHashMap<>();
        headers.put("Host", "api.example.com");
        headers.put("Accept-Encoding", this == COMPRESSION_BROTLI ? "br" : "gzip");
        headers.put("Origin", ORIGIN);
        headers.put("X-Api-Key", Stacks.KEY);
        String authorization = Credentials.of(this);
        if (!authorization.isEmpty()) {
            headers.put("Authorization", authorization);
        }
        if (exchange.method.equals("POST")) {
            headers.put("Content-Type", "application/json");
            headers.put("Idempotency-Key", "8e03978e-40d5-43e8-bc93-6894a57f9324");
            headers.put("X-Hub-Signature-256", Credentials.signature(body()));
        }
        return headers;
    }

    String body() {
        return exchange.method.equals("POST") ? Api.NEW_ORDER : "";
    }

    /** The request as an event of an API Gateway HTTP API. */
    byte[] event(String path) {
        EventBuilder event = new EventBuilder(exchange.method, path + "?" + QUERY)
                .body(body().getBytes(StandardCharsets.UTF_8))
                .clientIp(CLIENT)
                .authorizer("{\"jwt\":{\"claims\":{\"sub\":\"ada\",\"scope\":\"read write\"}}}");
        headers().forEach(event::header);
        return event.build(EventSource.HTTP_API);
    }
}
