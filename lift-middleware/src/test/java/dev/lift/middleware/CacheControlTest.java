package dev.lift.middleware;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lift.Lift;
import dev.lift.Middleware;
import dev.lift.http.Cookie;
import dev.lift.http.HttpException;
import dev.lift.http.Request;
import dev.lift.http.Response;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** Who may keep a reply, and for how long. Ids are those of the fault catalogue. */
class CacheControlTest extends MiddlewareContract {
    private static final CacheControl FIVE_MINUTES = CacheControl.forEverybody(Duration.ofMinutes(5));

    @Override
    Middleware middleware() {
        return FIVE_MINUTES;
    }

    private static String of(CacheControl middleware, Request.Builder request) {
        Lift app = Lift.of(routes -> routes.use(middleware)
                .get("/", handled -> Response.text("a"))
                .post("/", handled -> Response.text("a"))
                .get("/cookie", handled -> Response.text("a").cookie(Cookie.of("a", "b")))
                .get("/own", handled -> Response.text("a").header("Cache-Control", "max-age=1"))
                .get("/fails", handled -> {
                    throw new HttpException(503, "later");
                }));
        return String.join("; ", app.handle(request.build()).headers().all("Cache-Control"));
    }

    @Test
    void CA01_onlyWhatIsForEverybody_isKeptByEverybody() {
        assertThat(of(FIVE_MINUTES, Request.get("/"))).isEqualTo("public, max-age=300");
        assertThat(of(FIVE_MINUTES, Request.head("/"))).isEqualTo("public, max-age=300");
        assertThat(of(FIVE_MINUTES, Request.post("/"))).isEqualTo("no-store");
        assertThat(of(FIVE_MINUTES, Request.get("/cookie"))).isEqualTo("no-store");
        assertThat(of(FIVE_MINUTES, Request.get("/fails"))).isEqualTo("no-store");
        assertThat(of(FIVE_MINUTES, Request.get("/absent"))).isEqualTo("no-store");
        assertThat(of(FIVE_MINUTES, Request.get("/own"))).isEqualTo("max-age=1");
        assertThat(of(FIVE_MINUTES, Request.get("/").header("Authorization", "Bearer x")))
                .isEqualTo("private, max-age=300");
    }

    @Test
    void CA01_callerWhoIsKnown_keepsItAlone() {
        Lift app = Lift.of(routes -> routes.use(
                        (request, next) -> {
                            Principal.of("ada").authenticate(request);
                            return next.handle(request);
                        },
                        FIVE_MINUTES)
                .get("/", request -> Response.text("a")));
        assertThat(app.handle(Request.get("/").build()).headers().all("Cache-Control"))
                .containsExactly("private, max-age=300");
    }

    @Test
    void otherKinds_sayWhatTheyAre() {
        assertThat(of(CacheControl.forCaller(Duration.ofSeconds(30)), Request.get("/")))
                .isEqualTo("private, max-age=30");
        assertThat(of(CacheControl.forNobody(), Request.get("/"))).isEqualTo("no-store");
        assertThatThrownBy(() -> CacheControl.forEverybody(Duration.ofSeconds(-1)))
                .hasMessageContaining("PT-1S");
        assertThatThrownBy(() -> CacheControl.forCaller(Duration.ofDays(400))).hasMessageContaining("a year");
    }
}
