package dev.lift.benchmarks;

import dev.lift.Middleware;
import dev.lift.middleware.AccessLog;
import dev.lift.middleware.ApiKeyAuthentication;
import dev.lift.middleware.Authorization;
import dev.lift.middleware.BodyLimit;
import dev.lift.middleware.Bulkhead;
import dev.lift.middleware.CacheControl;
import dev.lift.middleware.Compression;
import dev.lift.middleware.ConditionalRequests;
import dev.lift.middleware.Cors;
import dev.lift.middleware.CsrfProtection;
import dev.lift.middleware.Idempotency;
import dev.lift.middleware.InMemoryIdempotencyStore;
import dev.lift.middleware.IpFilter;
import dev.lift.middleware.JwtAuthentication;
import dev.lift.middleware.LoadShedding;
import dev.lift.middleware.Maintenance;
import dev.lift.middleware.RateLimit;
import dev.lift.middleware.RateLimitPolicy;
import dev.lift.middleware.RequestId;
import dev.lift.middleware.RequestMetrics;
import dev.lift.middleware.RequestTimeout;
import dev.lift.middleware.SecurityHeaders;
import dev.lift.middleware.ServerTiming;
import dev.lift.middleware.Tenant;
import dev.lift.middleware.TraceContext;
import dev.lift.middleware.WebhookSignature;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/** Middleware by name, as an app would use it. Each lets {@link #KEY} and the other headers of the benchmarks through. */
final class Stacks {
    static final String KEY = "4f1c2b8e9d7a6053c1e8b4a2d9f7e6c5";
    static final byte[] SECRET = "0123456789abcdef0123456789abcdef".getBytes(StandardCharsets.US_ASCII);
    static final String ISSUER = "https://login.example.com/";
    static final String AUDIENCE = "https://api.example.com";

    /** The typical eight. */
    static final String EIGHT = "eight of them";

    /** Eight of which none needs the JDK's first SHA-256. */
    static final String EIGHT_WITHOUT_KEY = "eight without a key";

    static final String NONE = "none";

    private Stacks() {}

    static Middleware[] of(String name) {
        return switch (name) {
            case NONE -> new Middleware[0];
            case EIGHT ->
                new Middleware[] {
                    RequestId.ofInvocation(),
                    AccessLog.toStandardOutput(),
                    SecurityHeaders.forApis(),
                    one("Cors"),
                    BodyLimit.ofBytes(10_000),
                    one("ApiKeyAuthentication"),
                    Authorization.authenticated(),
                    one("RateLimit")
                };
            case EIGHT_WITHOUT_KEY ->
                new Middleware[] {
                    RequestId.ofInvocation(),
                    AccessLog.toStandardOutput(),
                    ServerTiming.total(),
                    SecurityHeaders.forApis(),
                    one("Cors"),
                    BodyLimit.ofBytes(10_000),
                    one("RateLimit"),
                    one("CacheControl")
                };
            default -> new Middleware[] {one(name)};
        };
    }

    private static Middleware one(String name) {
        return switch (name) {
            case "RequestId" -> RequestId.ofInvocation();
            case "TraceContext" -> TraceContext.ofInvocation();
            case "AccessLog" -> AccessLog.toStandardOutput();
            case "RequestMetrics" -> RequestMetrics.to(sample -> {});
            case "ServerTiming" -> ServerTiming.total();
            case "SecurityHeaders" -> SecurityHeaders.forApis();
            case "Cors" -> Cors.of("https://app.example.com").headers("X-Api-Key");
            case "Maintenance" -> Maintenance.when(() -> false);
            case "Compression" -> Compression.gzip();
            case "IpFilter" -> IpFilter.allowingAllBut("198.51.100.0/24");
            case "Bulkhead" -> Bulkhead.ofConcurrent(100);
            case "LoadShedding" -> LoadShedding.ofTarget(Duration.ofSeconds(10));
            case "BodyLimit" -> BodyLimit.ofBytes(10_000);
            case "CsrfProtection" -> CsrfProtection.sameOrigin();
            case "ApiKeyAuthentication" ->
                ApiKeyAuthentication.ofHashes(Map.of("shop", ApiKeyAuthentication.hash(KEY)));
            case "JwtAuthentication (HS256)" -> JwtAuthentication.ofSecret(SECRET, ISSUER, AUDIENCE);
            case "WebhookSignature" -> WebhookSignature.github(new String(SECRET, StandardCharsets.US_ASCII));
            case "Tenant" -> Tenant.of("benchmark", request -> Optional.of("acme"));
            case "RateLimit" -> RateLimit.perClient(RateLimitPolicy.tokenBucket(1_000_000_000, Duration.ofSeconds(1)));
            case "RequestTimeout" -> RequestTimeout.of(Duration.ofSeconds(10));
            case "CacheControl" -> CacheControl.forCaller(Duration.ofMinutes(1));
            case "ConditionalRequests" -> ConditionalRequests.withETags();
            case "Idempotency" -> Idempotency.with(InMemoryIdempotencyStore.ofRecords(1_000));
            default -> throw new IllegalArgumentException("There is no middleware " + name);
        };
    }
}
