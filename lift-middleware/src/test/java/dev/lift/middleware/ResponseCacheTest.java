package dev.lift.middleware;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lift.Handler;
import dev.lift.Lift;
import dev.lift.Middleware;
import dev.lift.http.Cookie;
import dev.lift.http.HttpException;
import dev.lift.http.Request;
import dev.lift.http.Response;
import dev.lift.testing.TestClock;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Replies that are given again. Ids are those of the fault catalogue. */
class ResponseCacheTest extends MiddlewareContract {
    private final TestClock clock = TestClock.at(Instant.parse("2026-01-01T00:00:00Z"));
    private final AtomicInteger handled = new AtomicInteger();

    @Override
    Middleware middleware() {
        // Of two requests the second would say that it is kept.
        return ResponseCache.of(Duration.ofSeconds(1)).clock(TestClock.at(Instant.MAX.minusSeconds(10)));
    }

    @Override
    dev.lift.testing.TestRequest prepared(dev.lift.testing.TestRequest request) {
        return request.header("Authorization", "Bearer of somebody");
    }

    private ResponseCache cache() {
        return ResponseCache.of(Duration.ofMinutes(1)).clock(clock);
    }

    private Lift app(Handler handler) {
        return app(cache(), handler);
    }

    private static Lift app(ResponseCache cache, Handler handler) {
        return Lift.of(routes -> routes.use(ResponseCacheTest::authenticate, cache)
                .get("/a", handler)
                .post("/a", handler)
                .get("/{name}", handler));
    }

    private static Response authenticate(Request request, Handler next) throws Exception {
        request.header("X-User").ifPresent(user -> Principal.of(user).authenticate(request));
        return next.handle(request);
    }

    private Response count(Request request) {
        return Response.text("number " + handled.incrementAndGet());
    }

    private static String body(Response response) {
        return new String(response.bodyBytes(), StandardCharsets.UTF_8);
    }

    @Test
    void keptReply_isGivenAgain_untilItIsOld() {
        Lift app = app(this::count);
        assertThat(body(app.handle(Request.get("/a").build()))).isEqualTo("number 1");
        clock.advance(Duration.ofSeconds(59));
        Response again = app.handle(Request.get("/a").build());
        assertThat(body(again)).isEqualTo("number 1");
        assertThat(again.headers().all("Age")).containsExactly("59");
        assertThat(again.headers().all("Cache-Status")).containsExactly("lift; hit");
        clock.advance(Duration.ofSeconds(1));
        assertThat(body(app.handle(Request.get("/a").build()))).isEqualTo("number 2");
        clock.advance(Duration.ofHours(-1));
        assertThat(body(app.handle(Request.get("/a").build()))).isEqualTo("number 3");
    }

    @Test
    void CA01_requestsOfSomebody_areNeitherKeptNorAnsweredFromIt() {
        Lift app = app(this::count);
        for (Request.Builder request : List.of(
                Request.get("/a").header("Authorization", "Bearer x"),
                Request.get("/a").header("Cookie", "session=1"),
                Request.get("/a").header("X-User", "ada"),
                Request.get("/a").header("Range", "bytes=0-1"),
                Request.get("/a").body(new byte[1]),
                Request.head("/a"),
                Request.post("/a"))) {
            int before = handled.get();
            app.handle(request.build());
            assertThat(handled).hasValue(before + 1);
        }
        app.handle(Request.get("/a").build());
        app.handle(Request.get("/a").build());
        assertThat(handled).hasValue(8);
        app.handle(Request.get("/a").header("Authorization", "Bearer x").build());
        assertThat(handled).hasValue(9);
    }

    @ParameterizedTest
    @ValueSource(strings = {"private", "no-store", "No-Cache", "max-age=5, private", "private=\"X-A\""})
    void CA01_repliesThatSaySo_areNotKept(String value) {
        Lift app = app(request -> count(request).header("Cache-Control", value));
        app.handle(Request.get("/a").build());
        app.handle(Request.get("/a").build());
        assertThat(handled).hasValue(2);
    }

    @Test
    void CA01_cookiesFailuresAndStars_areNotKept() {
        for (Handler handler : List.<Handler>of(
                request -> count(request).cookie(Cookie.of("session", "1")),
                request -> count(request).header("Vary", "*"),
                request -> count(request).header("Vary", "Accept, *"),
                request -> count(request).withStatus(206),
                request -> count(request).withStatus(404),
                request -> {
                    handled.incrementAndGet();
                    throw new HttpException(503, "later");
                })) {
            handled.set(0);
            Lift app = app(handler);
            app.handle(Request.get("/a").build());
            app.handle(Request.get("/a").build());
            assertThat(handled).hasValue(2);
        }
    }

    /** CA-02: what is not in the key is mixed up; what a client chooses and a reply does not vary by is not in it. */
    @Test
    void CA02_key_hasAllThatTellsRepliesApart() {
        Lift app = app(request -> Response.text(request.path()
                        + request.queryString()
                        + request.header("Host").orElse("")
                        + request.header("Accept-Language").orElse("")
                        + request.header("Accept").orElse(""))
                .header("Vary", "Accept-Language, accept"));
        List<Request.Builder> requests = List.of(
                Request.get("/a"),
                Request.get("/b"),
                Request.get("/a?x=1"),
                Request.get("/a?x=1&y=2"),
                Request.get("/a?y=2&x=1"),
                Request.get("/a").header("Host", "one.example.com"),
                Request.get("/a").header("Host", "other.example.com"),
                Request.get("/a").header("Accept-Language", "de"),
                Request.get("/a").header("Accept-Language", "en"),
                Request.get("/a").header("Accept-Language", "en").header("Accept", "text/plain"));
        for (int round = 0; round < 2; round++) {
            for (Request.Builder builder : requests) {
                Request request = builder.build();
                String own = request.path()
                        + request.queryString()
                        + request.header("Host").orElse("")
                        + request.header("Accept-Language").orElse("")
                        + request.header("Accept").orElse("");
                Response response = app.handle(request);
                assertThat(body(response)).isEqualTo(own);
                assertThat(response.headers().contains("Age")).isEqualTo(round == 1);
            }
        }
    }

    @Test
    void CA02_tenants_haveTheirOwn() {
        Lift app = Lift.of(routes -> routes.use(Tenant.of("header", request -> request.header("X-Tenant")), cache())
                .get("/", request -> Response.text(Tenant.required(request))));
        for (String tenant : List.of("acme", "other", "acme", "other")) {
            assertThat(body(app.handle(
                            Request.get("/").header("X-Tenant", tenant).build())))
                    .isEqualTo(tenant);
        }
    }

    @Test
    void memory_isBounded_andTheLongestUnusedGoFirst() {
        Lift app = app(cache().maxBytes(10_000), request -> {
            handled.incrementAndGet();
            return Response.text("x".repeat(2_000));
        });
        for (int i = 0; i < 100; i++) {
            app.handle(Request.get("/name-" + i).build());
            app.handle(Request.get("/name-0").build());
        }
        assertThat(handled).hasValue(100);
        app.handle(Request.get("/name-99").build());
        assertThat(handled).hasValue(100);
        app.handle(Request.get("/name-50").build());
        assertThat(handled).hasValue(101);
        assertThatThrownBy(() -> cache().maxBytes(1)).hasMessageContaining("10,000");
        assertThatThrownBy(() -> ResponseCache.of(Duration.ofMillis(1))).hasMessageContaining("a second");
    }

    @Test
    void replyThatIsTooLarge_isNotKept_andVariantsAreBounded() {
        Lift large = app(cache().maxBytes(10_000), request -> {
            handled.incrementAndGet();
            return Response.text("x".repeat(10_000));
        });
        large.handle(Request.get("/a").build());
        large.handle(Request.get("/a").build());
        assertThat(handled).hasValue(2);
        Lift many = app(request -> count(request).header("Vary", "Accept"));
        for (int i = 0; i < 1_000; i++) {
            many.handle(Request.get("/a").header("Accept", "a/b" + i).build());
        }
        handled.set(0);
        many.handle(Request.get("/a").header("Accept", "a/b999").build());
        assertThat(handled).hasValue(0);
        many.handle(Request.get("/a").header("Accept", "a/b1").build());
        assertThat(handled).hasValue(1);
    }
}
