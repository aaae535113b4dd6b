package dev.lift.benchmarks;

import dev.lift.BodyHandler;
import dev.lift.Handler;
import dev.lift.Middleware;
import dev.lift.http.Request;
import dev.lift.http.Response;
import dev.lift.middleware.AccessLog;
import dev.lift.middleware.ApiKeyAuthentication;
import dev.lift.middleware.Authorization;
import dev.lift.middleware.BasicAuthentication;
import dev.lift.middleware.BeanValidation;
import dev.lift.middleware.BodyLimit;
import dev.lift.middleware.BrotliCoding;
import dev.lift.middleware.Bulkhead;
import dev.lift.middleware.CacheControl;
import dev.lift.middleware.Compression;
import dev.lift.middleware.ConditionalRequests;
import dev.lift.middleware.Cors;
import dev.lift.middleware.CsrfProtection;
import dev.lift.middleware.FeatureGate;
import dev.lift.middleware.GatewayAuthentication;
import dev.lift.middleware.Idempotency;
import dev.lift.middleware.InMemoryIdempotencyStore;
import dev.lift.middleware.IpFilter;
import dev.lift.middleware.JsonSchema;
import dev.lift.middleware.JwtAuthentication;
import dev.lift.middleware.LoadShedding;
import dev.lift.middleware.Maintenance;
import dev.lift.middleware.MicrometerSink;
import dev.lift.middleware.OpenTelemetryTracing;
import dev.lift.middleware.ParameterRule;
import dev.lift.middleware.ParameterRules;
import dev.lift.middleware.RateLimit;
import dev.lift.middleware.RateLimitPolicy;
import dev.lift.middleware.RequestId;
import dev.lift.middleware.RequestMetrics;
import dev.lift.middleware.RequestTimeout;
import dev.lift.middleware.ResponseCache;
import dev.lift.middleware.SecurityHeaders;
import dev.lift.middleware.ServerTiming;
import dev.lift.middleware.Tenant;
import dev.lift.middleware.TraceContext;
import dev.lift.middleware.WebhookSignature;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.opentelemetry.sdk.OpenTelemetrySdk;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import jakarta.validation.Validation;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.hibernate.validator.HibernateValidator;
import org.hibernate.validator.HibernateValidatorConfiguration;
import org.hibernate.validator.cfg.ConstraintMapping;
import org.hibernate.validator.cfg.defs.MinDef;
import org.hibernate.validator.cfg.defs.NotBlankDef;
import org.hibernate.validator.messageinterpolation.ParameterMessageInterpolator;

/** Middleware as an app would use it. Each lets the requests of {@link Stack} through. */
final class Stacks {
    static final int NO_OPS = 25;
    static final String KEY = "4f1c2b8e9d7a6053c1e8b4a2d9f7e6c5";
    static final byte[] SECRET = "0123456789abcdef0123456789abcdef".getBytes(StandardCharsets.US_ASCII);
    static final String ISSUER = "https://login.example.com/";
    static final String AUDIENCE = "https://api.example.com";

    /** What {@link BasicAuthentication#hash} says of the key: that takes as long as to check it, and no app does it when it starts. */
    private static final String PASSWORD_HASH =
            "pbkdf2-sha256$600000$NQsJvY4cA4/myUIb60t5jA==$/FKzhJ3JdCoqyVHi9PKwvn534pXTyvW9hFu9ZG5TeNE=";

    private static final String POINT =
            "\"kty\":\"EC\",\"crv\":\"P-256\",\"kid\":\"1\",\"alg\":\"ES256\",\"use\":\"sig\","
                    + "\"x\":\"x8IlGkUCIs8p1qPSo2BKh68Yjbw3xQeqxXzkPPX6_-Y\",\"y\":\"9FIJfJe3ShaNMyWlFtVId-HFC4pNU4JNQ-svi4R_9Fs\"";

    /** Made for these benchmarks; nothing else knows it. */
    static final String PRIVATE_KEY = "{" + POINT + ",\"d\":\"aEPU4xuSzLTFWb9xWx8rMk9ZSI5WZhYKiBzNoHP72Ps\"}";

    private static final String JWKS = "{\"keys\":[{" + POINT + "}]}";

    private static final String SCHEMA = "{\"type\":\"object\",\"required\":[\"sku\",\"quantity\"],\"properties\":{"
            + "\"sku\":{\"type\":\"string\",\"minLength\":1},\"quantity\":{\"type\":\"integer\",\"minimum\":1}}}";

    private Stacks() {}

    /** What any middleware costs before it does something. */
    static final class NoOp implements Middleware {
        @Override
        public Response handle(Request request, Handler next) throws Exception {
            return next.handle(request);
        }
    }

    static Middleware[] of(Stack stack) {
        return switch (stack) {
            // What surrounds a handler of bodies is no middleware: see validated.
            case NONE, NONE_LARGE, NONE_WRITE, NONE_TYPED, BEAN_VALIDATION -> new Middleware[0];
            case NO_OPS -> Stream.generate(NoOp::new).limit(NO_OPS).toArray(Middleware[]::new);
            case AUTHORIZATION -> new Middleware[] {one(Stack.GATEWAY_AUTHENTICATION), Authorization.allScopes("read")};
            case EIGHT ->
                new Middleware[] {
                    RequestId.ofInvocation(),
                    AccessLog.toStandardOutput(),
                    SecurityHeaders.forApis(),
                    one(Stack.CORS),
                    BodyLimit.ofBytes(10_000),
                    one(Stack.API_KEY_AUTHENTICATION),
                    Authorization.authenticated(),
                    one(Stack.RATE_LIMIT)
                };
            case EIGHT_WITHOUT_KEY ->
                new Middleware[] {
                    RequestId.ofInvocation(),
                    AccessLog.toStandardOutput(),
                    ServerTiming.total(),
                    SecurityHeaders.forApis(),
                    one(Stack.CORS),
                    BodyLimit.ofBytes(10_000),
                    one(Stack.RATE_LIMIT),
                    one(Stack.CACHE_CONTROL)
                };
            default -> new Middleware[] {one(stack)};
        };
    }

    private static Middleware one(Stack stack) {
        return switch (stack) {
            case REQUEST_ID -> RequestId.ofInvocation();
            case TRACE_CONTEXT -> TraceContext.ofInvocation();
            case ACCESS_LOG -> AccessLog.toStandardOutput();
            case OPEN_TELEMETRY_TRACING ->
                OpenTelemetryTracing.of(OpenTelemetrySdk.builder()
                        .setTracerProvider(SdkTracerProvider.builder().build())
                        .build());
            case REQUEST_METRICS -> RequestMetrics.to(sample -> {});
            case MICROMETER_SINK -> RequestMetrics.to(MicrometerSink.of(new SimpleMeterRegistry()));
            case SERVER_TIMING -> ServerTiming.total();
            case SECURITY_HEADERS -> SecurityHeaders.forApis();
            case CORS -> Cors.of(Stack.ORIGIN).headers("X-Api-Key");
            case MAINTENANCE -> Maintenance.when(() -> false);
            case FEATURE_GATE -> FeatureGate.of("orders", request -> true);
            case COMPRESSION, COMPRESSION_GZIP -> Compression.gzip();
            case COMPRESSION_BROTLI -> Compression.of(BrotliCoding.quality(4));
            case IP_FILTER -> IpFilter.allowingAllBut("198.51.100.0/24");
            case BULKHEAD -> Bulkhead.ofConcurrent(100);
            case LOAD_SHEDDING -> LoadShedding.ofTarget(Duration.ofSeconds(10));
            case BODY_LIMIT -> BodyLimit.ofBytes(10_000);
            case CSRF_PROTECTION -> CsrfProtection.sameOrigin().trusting(Stack.ORIGIN);
            case API_KEY_AUTHENTICATION ->
                ApiKeyAuthentication.ofHashes(Map.of("shop", ApiKeyAuthentication.hash(KEY)));
            case BASIC_AUTHENTICATION -> BasicAuthentication.ofHashes(Map.of("ada", PASSWORD_HASH));
            case GATEWAY_AUTHENTICATION -> GatewayAuthentication.jwt();
            case JWT_SECRET -> JwtAuthentication.ofSecret(SECRET, ISSUER, AUDIENCE);
            case JWT_KEY -> JwtAuthentication.ofKeys(JWKS, ISSUER, AUDIENCE);
            case WEBHOOK_SIGNATURE -> WebhookSignature.github(new String(SECRET, StandardCharsets.US_ASCII));
            case TENANT -> Tenant.of("benchmark", request -> Optional.of("acme"));
            case RATE_LIMIT -> RateLimit.perClient(RateLimitPolicy.tokenBucket(1_000_000_000, Duration.ofSeconds(1)));
            case REQUEST_TIMEOUT -> RequestTimeout.of(Duration.ofSeconds(10));
            case PARAMETER_RULES ->
                ParameterRules.none()
                        .requiredQuery("page", ParameterRule.integer(1, 1_000))
                        .query("size", ParameterRule.integer(1, 100));
            case JSON_SCHEMA -> JsonSchema.of(SCHEMA);
            case CACHE_CONTROL -> CacheControl.forCaller(Duration.ofMinutes(1));
            case CONDITIONAL_REQUESTS -> ConditionalRequests.withETags();
            case RESPONSE_CACHE -> ResponseCache.of(Duration.ofDays(1));
            case IDEMPOTENCY -> Idempotency.with(InMemoryIdempotencyStore.ofRecords(1_000));
            default -> throw new IllegalArgumentException(stack + " is not one middleware");
        };
    }

    /** The same constraints as those of the schema, by Hibernate Validator. */
    static BodyHandler<Api.NewOrder> validated(BodyHandler<Api.NewOrder> handler) {
        HibernateValidatorConfiguration configuration = Validation.byProvider(HibernateValidator.class)
                .configure()
                .messageInterpolator(new ParameterMessageInterpolator());
        ConstraintMapping mapping = configuration.createConstraintMapping();
        mapping.type(Api.NewOrder.class)
                .field("sku")
                .constraint(new NotBlankDef())
                .field("quantity")
                .constraint(new MinDef().value(1));
        return BeanValidation.with(configuration
                        .addMapping(mapping)
                        .buildValidatorFactory()
                        .getValidator())
                .body(handler);
    }
}
