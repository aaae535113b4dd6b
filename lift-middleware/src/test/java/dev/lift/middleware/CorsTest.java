package dev.lift.middleware;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lift.Lift;
import dev.lift.Middleware;
import dev.lift.http.HttpException;
import dev.lift.http.Request;
import dev.lift.http.Response;
import dev.lift.testing.TestResponse;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Ids are those of the fault catalogue. */
class CorsTest extends MiddlewareContract {
    private static final String APP = "https://app.example.com";

    @Override
    Middleware middleware() {
        return Cors.of(APP);
    }

    @Override
    void assertApplied(TestResponse response) {
        response.expectHeader("Vary", "Origin").expectNoHeader("Access-Control-Allow-Origin");
    }

    private final AtomicInteger reached = new AtomicInteger();

    /** An app behind a middleware that counts what gets past CORS. */
    private Lift app(Cors cors) {
        return Lift.of(routes -> routes.use(cors, (request, next) -> {
                    reached.incrementAndGet();
                    return next.handle(request);
                })
                .get("/", request -> Response.text("hello").header("ETag", "\"1\""))
                .get("/varies", request -> Response.text("x").header("Vary", "Accept, Accept-Language"))
                .get(
                        "/varies-twice",
                        request ->
                                Response.text("x").addHeader("Vary", "Accept").addHeader("Vary", "origin"))
                .get("/varies-by-all", request -> Response.text("x").header("Vary", "*"))
                .get(
                        "/own",
                        request -> Response.text("x")
                                .header("Access-Control-Allow-Origin", "https://evil.example")
                                .header("Access-Control-Allow-Credentials", "true"))
                .get("/unauthorized", request -> {
                    throw new HttpException(401, "Who are you?");
                })
                .get("/unmodified", request -> Response.status(304))
                .post("/", request -> Response.text("posted")));
    }

    private static Response get(Lift app, String path, String... origins) {
        Request.Builder request = Request.get(path);
        for (String origin : origins) {
            request.header("Origin", origin);
        }
        return app.handle(request.build());
    }

    private static Response preflight(Lift app, String origin, String method, String... more) {
        Request.Builder request =
                Request.of("OPTIONS", "/").header("Origin", origin).header("Access-Control-Request-Method", method);
        for (int i = 0; i < more.length; i += 2) {
            request.header(more[i], more[i + 1]);
        }
        return app.handle(request.build());
    }

    private static List<String> allowed(Response response) {
        return response.headers().all("Access-Control-Allow-Origin");
    }

    private static void assertNothingAllowed(Response response) {
        for (int i = 0; i < response.headers().size(); i++) {
            assertThat(response.headers().name(i).toLowerCase(java.util.Locale.ROOT))
                    .doesNotStartWith("access-control");
        }
        assertThat(response.headers().all("Vary")).containsExactly("Origin");
    }

    @Test
    void CO01_anyOriginWithCredentials_isRefusedWhenBuilt() {
        assertThatThrownBy(() -> Cors.anyOrigin().credentials()).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> Cors.of("*")).isInstanceOf(IllegalArgumentException.class);
        Response response = get(app(Cors.anyOrigin()), "/", APP);
        assertThat(allowed(response)).containsExactly("*");
        assertThat(response.headers().contains("Vary")).isFalse();
    }

    @Test
    void CO02_nullOrigin_isAllowedOnlyByName_andWithoutCredentials() {
        assertNothingAllowed(get(app(Cors.of(APP)), "/", "null"));
        assertThat(allowed(get(app(Cors.of("null")), "/", "null"))).containsExactly("null");
        assertThatThrownBy(() -> Cors.of(APP, "null").credentials()).isInstanceOf(IllegalArgumentException.class);
        assertNothingAllowed(get(app(Cors.matching(origin -> true)), "/", "null"));
    }

    /** What has blanks around it, or is not ASCII, core refuses or cuts before (HD). */
    static Stream<String> otherOrigins() {
        return Stream.of(
                "",
                "https://evilapp.example.com",
                "https://app.example.com.evil.com",
                "https://app.example.com@evil.com",
                "https://user@app.example.com",
                "https://appzexample.com",
                "https://app.example.com:8443",
                "https://app.example.com:443",
                "http://app.example.com",
                "https://app.example.com/",
                "https://app.example.com.",
                "https://APP.example.com",
                "HTTPS://app.example.com",
                "https://sub.app.example.com",
                "https://example.com",
                "https://app.example.com https://app.example.com",
                "https://app.example.com,https://evil.com",
                "https://app.example.com#",
                "https://app.example.com?",
                "https://app.example.com%00",
                "https://xn--app-example.com",
                "https://[::1]",
                "//app.example.com",
                "app.example.com",
                "*",
                "https://*.example.com",
                "https://" + "a".repeat(30_000) + ".example.com");
    }

    @ParameterizedTest
    @MethodSource("otherOrigins")
    void CO03_CO12_otherOrigins_areServedWithoutPermission(String origin) {
        Lift app = app(Cors.of(APP).credentials());
        Response response = get(app, "/", origin);
        assertThat(response.status()).isEqualTo(200);
        assertNothingAllowed(response);
        assertNothingAllowed(preflight(app, origin, "POST"));
        Response refused = get(app(Cors.of(APP).refusingOthers()), "/", origin);
        assertThat(refused.status()).isEqualTo(403);
        assertNothingAllowed(refused);
    }

    @Test
    void CO02_twoOrigins_areNone() {
        assertNothingAllowed(get(app(Cors.of(APP)), "/", APP, APP));
    }

    static Stream<String> noOrigins() {
        return otherOrigins()
                .filter(origin -> !origin.matches("https?://[a-z.-]+(:8443)?") || origin.endsWith("."))
                .filter(origin -> !origin.equals("https://[::1]"));
    }

    @ParameterizedTest
    @MethodSource("noOrigins")
    void CO04_whatIsNoOrigin_isNeitherConfigurableNorSeenByPredicates(String origin) {
        assertThatThrownBy(() -> Cors.of(origin)).isInstanceOf(IllegalArgumentException.class);
        assertNothingAllowed(get(app(Cors.matching(any -> true)), "/", origin));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://app.example.com",
                "http://localhost:8080",
                "https://[2001:db8::1]:8443",
                "https://xn--bcher-kva.example",
                "http://127.0.0.1"
            })
    void origins_asBrowsersWriteThem_areAllowed(String origin) {
        for (Cors cors : List.of(
                Cors.of(origin).credentials(), Cors.matching(origin::equals).credentials())) {
            Response response = get(app(cors), "/", origin);
            assertThat(allowed(response)).containsExactly(origin);
            assertThat(response.headers().all("Access-Control-Allow-Credentials"))
                    .containsExactly("true");
            assertThat(response.headers().all("Vary")).containsExactly("Origin");
        }
    }

    @Test
    void credentials_overPlainHttpOfAnotherMachine_areRefusedWhenBuilt() {
        assertThatThrownBy(() -> Cors.of("http://app.example.com").credentials())
                .hasMessageContaining("https");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "/varies|Accept, Accept-Language, Origin",
                "/varies-twice|Accept;origin",
                "/varies-by-all|*",
                "/unmodified|Origin",
                "/unauthorized|Origin",
                "/absent|Origin"
            })
    void CO05_vary_hasTheOriginOnce(String path, String vary) {
        Lift app = app(Cors.of(APP));
        assertThat(get(app, path).headers().all("Vary")).containsExactly(vary.split(";", -1));
        assertThat(get(app, path, APP).headers().all("Vary")).containsExactly(vary.split(";", -1));
        assertThat(get(app, path, "https://evil.example").headers().all("Vary")).containsExactly(vary.split(";", -1));
    }

    @Test
    void CO06_CO10_preflight_isAnsweredWithAllThatIsAllowed_andReachesNobodyElse() {
        Lift app = app(Cors.of(APP)
                .methods("PUT", "GET")
                .headers("X-Tag", "Authorization")
                .exposed("ETag")
                .credentials()
                .maxAge(Duration.ofMinutes(10)));
        Response response = preflight(app, APP, "DELETE", "Access-Control-Request-Headers", "x".repeat(50_000));
        assertThat(response.status()).isEqualTo(204);
        assertThat(allowed(response)).containsExactly(APP);
        assertThat(response.headers().all("Access-Control-Allow-Methods")).containsExactly("GET, PUT");
        assertThat(response.headers().all("Access-Control-Allow-Headers")).containsExactly("authorization, x-tag");
        assertThat(response.headers().all("Access-Control-Allow-Credentials")).containsExactly("true");
        assertThat(response.headers().all("Access-Control-Max-Age")).containsExactly("600");
        assertThat(response.headers().contains("Access-Control-Expose-Headers")).isFalse();
        assertThat(reached).hasValue(0);
    }

    @Test
    void CO06_plainOptions_goesToTheRouter() {
        Lift app = app(Cors.of(APP));
        Response response =
                app.handle(Request.of("OPTIONS", "/").header("Origin", APP).build());
        assertThat(response.headers().get("Allow")).isPresent();
        assertThat(allowed(response)).containsExactly(APP);
        Response withoutOrigin = app.handle(Request.of("OPTIONS", "/")
                .header("Access-Control-Request-Method", "GET")
                .build());
        assertThat(withoutOrigin.headers().get("Allow")).isPresent();
        assertThat(reached).hasValue(2);
    }

    @ParameterizedTest
    @ValueSource(strings = {"*", "", "a b", "TRACE", "connect", "a,b", "ä"})
    void CO07_methods_areNamedOneByOne(String method) {
        assertThatThrownBy(() -> Cors.of(APP).methods(method)).isInstanceOf(IllegalArgumentException.class);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"*", "", "a b", "Host", "Origin", "Sec-Fetch-Site", "Proxy-Authorization", "Set-Cookie", "a\r\nb"
            })
    void CO07_headers_areNamedOneByOne(String header) {
        assertThatThrownBy(() -> Cors.of(APP).headers(header)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> Cors.of(APP).exposed(header)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void CO08_privateNetwork_isAllowedOnlyWhenEnabled() {
        String asks = "Access-Control-Request-Private-Network";
        String allows = "Access-Control-Allow-Private-Network";
        assertThat(preflight(app(Cors.of(APP)), APP, "GET", asks, "true")
                        .headers()
                        .contains(allows))
                .isFalse();
        Lift app = app(Cors.of(APP).privateNetwork());
        assertThat(preflight(app, APP, "GET", asks, "true").headers().all(allows))
                .containsExactly("true");
        assertThat(preflight(app, APP, "GET").headers().contains(allows)).isFalse();
    }

    @ParameterizedTest
    @CsvSource({"/unauthorized, 401", "/absent, 404"})
    void CO09_errors_canBeReadByThePage(String path, int status) {
        Response response = get(app(Cors.of(APP)), path, APP);
        assertThat(response.status()).isEqualTo(status);
        assertThat(allowed(response)).containsExactly(APP);
    }

    @Test
    void CO09_errorsOfMiddlewareBehind_canBeReadByThePage() {
        Middleware tooMany = (request, next) -> {
            throw new HttpException(429, "Slow down");
        };
        Lift app = Lift.of(routes -> routes.use(Cors.of(APP), tooMany).get("/", request -> Response.text("x")));
        Response response = get(app, "/", APP);
        assertThat(response.status()).isEqualTo(429);
        assertThat(allowed(response)).containsExactly(APP);
    }

    @Test
    void CO11_whatTheHandlerSaysOfIt_isReplaced() {
        Lift app = app(Cors.of(APP));
        assertThat(allowed(get(app, "/own", APP))).containsExactly(APP);
        assertNothingAllowed(get(app, "/own", "https://evil.example"));
        assertThat(get(app, "/own", APP).headers().contains("Access-Control-Allow-Credentials"))
                .isFalse();
    }

    @Test
    void CO13_maxAge_hasItsRange() {
        assertThatThrownBy(() -> Cors.of(APP).maxAge(Duration.ofSeconds(-1))).hasMessageContaining("24 hours");
        assertThatThrownBy(() -> Cors.of(APP).maxAge(Duration.ofHours(25))).hasMessageContaining("24 hours");
        assertThat(preflight(app(Cors.of(APP).maxAge(Duration.ZERO)), APP, "GET")
                        .headers()
                        .all("Access-Control-Max-Age"))
                .containsExactly("0");
    }

    @Test
    void exposedHeaders_areThoseOfTheReply() {
        Response response = get(app(Cors.of(APP).exposed("ETag")), "/", APP);
        assertThat(response.headers().all("Access-Control-Expose-Headers")).containsExactly("etag");
        assertThatThrownBy(Cors::of).hasMessageContaining("at least one origin");
    }
}
