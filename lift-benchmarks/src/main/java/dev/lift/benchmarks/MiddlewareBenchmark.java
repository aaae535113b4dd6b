package dev.lift.benchmarks;

import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.MACSigner;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import dev.lift.Lift;
import dev.lift.http.EventSource;
import dev.lift.http.Invocation;
import dev.lift.http.Request;
import dev.lift.http.Response;
import dev.lift.testing.TestContext;
import java.io.OutputStream;
import java.io.PrintStream;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/** From request to response through one middleware, or the typical eight. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class MiddlewareBenchmark {
    @Param({
        "none",
        "RequestId",
        "TraceContext",
        "AccessLog",
        "RequestMetrics",
        "ServerTiming",
        "SecurityHeaders",
        "Cors",
        "Maintenance",
        "Compression",
        "IpFilter",
        "Bulkhead",
        "LoadShedding",
        "BodyLimit",
        "CsrfProtection",
        "JwtAuthentication (HS256)",
        "ApiKeyAuthentication",
        "WebhookSignature",
        "Tenant",
        "RateLimit",
        "RequestTimeout",
        "CacheControl",
        "ConditionalRequests",
        "Idempotency, a replay",
        "eight of them",
        "eight without a key"
    })
    String stack = Stacks.NONE;

    private Lift app = Lift.of(routes -> {});
    private Request request = Request.get("/").build();

    @Setup
    public void prepare() throws Exception {
        // The access log writes here; what it costs to carry the line away depends on what reads it.
        System.setOut(new PrintStream(OutputStream.nullOutputStream()));
        boolean replay = stack.startsWith("Idempotency");
        app = Lift.of(routes -> routes.use(Stacks.of(replay ? "Idempotency" : stack))
                .get("/orders/{id}", handled -> Response.text(Api.ORDER))
                .post("/orders/{id}", handled -> Response.text(Api.ORDER)));
        TestContext context = new TestContext("id", Clock.systemUTC(), Duration.ofDays(1));
        Request.Builder builder = replay ? Request.post("/orders/1") : Request.get("/orders/1");
        request = builder.header("Idempotency-Key", "8e03978e-40d5-43e8-bc93-6894a57f9324")
                .header("X-Api-Key", Stacks.KEY)
                .header("Authorization", "Bearer " + token())
                .header("Origin", "https://app.example.com")
                .header("Accept-Encoding", "gzip")
                .header("X-Hub-Signature-256", "sha256=" + signature())
                .clientIp("203.0.113.7")
                .invocation(Invocation.of(context, new byte[0], EventSource.HTTP_API))
                .build();
        Response first = app.handle(request);
        Response second = app.handle(request);
        boolean right = first.status() == 200
                && second.bodyText().equals(Api.ORDER)
                && second.headers().contains("Idempotency-Replayed") == replay;
        if (!right) {
            throw new IllegalStateException(stack + " answered " + first + ", then " + second);
        }
    }

    private static String token() throws Exception {
        SignedJWT token = new SignedJWT(
                new JWSHeader(JWSAlgorithm.HS256),
                new JWTClaimsSet.Builder()
                        .issuer(Stacks.ISSUER)
                        .audience(Stacks.AUDIENCE)
                        .subject("ada")
                        .expirationTime(Date.from(Instant.now().plus(Duration.ofDays(1))))
                        .build());
        token.sign(new MACSigner(Stacks.SECRET));
        return token.serialize();
    }

    private static String signature() throws Exception {
        javax.crypto.Mac mac = javax.crypto.Mac.getInstance("HmacSHA256");
        mac.init(new javax.crypto.spec.SecretKeySpec(Stacks.SECRET, "HmacSHA256"));
        return java.util.HexFormat.of().formatHex(mac.doFinal());
    }

    @Benchmark
    public Response handle() {
        return app.handle(request);
    }
}
