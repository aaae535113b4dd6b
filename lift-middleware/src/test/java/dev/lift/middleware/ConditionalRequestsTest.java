package dev.lift.middleware;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lift.Lift;
import dev.lift.Middleware;
import dev.lift.http.Request;
import dev.lift.http.Response;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a client has already. Ids are those of the fault catalogue. */
class ConditionalRequestsTest extends MiddlewareContract {
    @Override
    Middleware middleware() {
        return ConditionalRequests.withETags();
    }

    private static Response send(Request.Builder request) {
        return Lift.of(routes -> routes.use(ConditionalRequests.withETags())
                        .get("/", handled -> Response.text("a").header("X-Own", "1"))
                        .post("/", handled -> Response.text("a"))
                        .get("/other", handled -> Response.text("b"))
                        .get("/empty", handled -> Response.ok())
                        .get("/weak", handled -> Response.text("a").header("ETag", "W/\"1\""))
                        .get(
                                "/dated",
                                handled -> Response.text("a")
                                        .header("Last-Modified", "Thu, 01 Jan 2026 00:00:00 GMT")
                                        .header("ETag", "\"1\""))
                        .get("/malformed", handled -> Response.text("a").header("Last-Modified", "yesterday")))
                .handle(request.build());
    }

    private static String tag(String path) {
        return send(Request.get(path)).headers().get("ETag").orElse("");
    }

    @Test
    void tag_isOfTheBytes() {
        assertThat(tag("/"))
                .matches("\"[A-Za-z0-9_-]{22}\"")
                .isEqualTo(tag("/"))
                .isNotEqualTo(tag("/other"));
        assertThat(tag("/empty")).isEmpty();
        assertThat(tag("/absent")).isEmpty();
        assertThat(send(Request.post("/")).headers().contains("ETag")).isFalse();
        assertThat(send(Request.head("/")).headers().get("ETag")).contains(tag("/"));
    }

    @Test
    void CA03_replyThatTheClientHas_is304_withoutABody() {
        Response response = send(Request.get("/").header("If-None-Match", tag("/")));
        assertThat(response.status()).isEqualTo(304);
        assertThat(response.bodyLength()).isZero();
        assertThat(response.headers().get("ETag")).contains(tag("/"));
        assertThat(response.headers().get("X-Own")).contains("1");
        assertThat(response.headers().contains("Content-Type")).isFalse();
        assertThat(response.headers().contains("Content-Length")).isFalse();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "/weak|W/\"1\"|304",
                "/weak|\"1\"|304",
                "/weak|\"2\", W/\"1\"|304",
                "/weak|  \"2\" ,,\"1\" |304",
                "/weak|*|304",
                "/weak|\"2\"|200",
                "/weak|1|200",
                "/weak|W/1|200",
                "/weak|\"1|200",
                "/weak|\"2\", \"1|200",
                "/weak|w/\"1\"|200",
                "/weak|\"a,\\\"1\\\"\"|200",
                "/empty|*|200",
                "/absent|*|404"
            })
    void CA03_listsOfTags_areReadAsTheyAre(String path, String list, int status) {
        assertThat(send(Request.get(path).header("If-None-Match", list)).status())
                .isEqualTo(status);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "/dated|Thu, 01 Jan 2026 00:00:00 GMT|304",
                "/dated|Fri, 02 Jan 2026 00:00:00 GMT|304",
                "/dated|Wed, 31 Dec 2025 23:59:59 GMT|200",
                "/dated|2026-01-01T00:00:00Z|200",
                "/dated|never|200",
                "/malformed|Thu, 01 Jan 2026 00:00:00 GMT|200",
                "/|Thu, 01 Jan 2026 00:00:00 GMT|200"
            })
    void CA03_dates_areCompared(String path, String since, int status) {
        assertThat(send(Request.get(path).header("If-Modified-Since", since)).status())
                .isEqualTo(status);
    }

    /** RFC 9110 section 13.2.2. */
    @Test
    void CA03_tags_winOverDates() {
        assertThat(send(Request.get("/dated")
                                .header("If-None-Match", "\"2\"")
                                .header("If-Modified-Since", "Fri, 02 Jan 2026 00:00:00 GMT"))
                        .status())
                .isEqualTo(200);
    }

    @Test
    void requestThatChangesSomething_isNotAnsweredInTheHandlersPlace() {
        assertThat(send(Request.post("/").header("If-None-Match", "*")).status())
                .isEqualTo(200);
    }

    @Test
    void place_isBehindCompression() {
        assertThat(Place.CONDITIONAL).isGreaterThan(Place.COMPRESSION);
    }
}
