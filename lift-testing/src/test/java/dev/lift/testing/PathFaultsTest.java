package dev.lift.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.lift.Lift;
import dev.lift.Options;
import dev.lift.http.EventSource;
import dev.lift.http.Request;
import dev.lift.http.Response;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The class PA of faults: paths and routing. */
class PathFaultsTest {
    /** Sources that send the path as the client wrote it. */
    private static final List<EventSource> ENCODED = Probe.SOURCES.stream()
            .filter(source -> source != EventSource.HTTP_API)
            .toList();

    private final Probe any = Probe.any();

    private final Probe probe = new Probe(app -> {
        app.get("/", Probe::serve);
        app.get("/admin/users", Probe::serve);
        app.get("/files/{name}", request -> Response.text(request.pathParam("name")));
        app.get("/tail/{rest*}", request -> Response.text(request.pathParam("rest")));
        app.get("/int/{id:int}", request -> Response.text("int " + request.pathParam("id", Integer.class)));
        app.get("/long/{id:long}", request -> Response.text("long " + request.pathParam("id", Long.class)));
        app.get("/uuid/{id:uuid}", request -> Response.text("uuid"));
        app.get("/users/{id}/posts", Probe::serve);
        app.get("/users/me", request -> Response.text("me"));
        app.get("/users/{id}", request -> Response.text("user " + request.pathParam("id")));
        app.delete("/users/{id}", request -> Response.text("deleted " + request.pathParam("id")));
        app.get("/café", request -> Response.text("café"));
    });

    private TestResponse get(EventSource source, String path) {
        return probe.send(source, new EventBuilder("GET", path).build(source));
    }

    private void everySource(String path, int status) {
        for (EventSource source : Probe.SOURCES) {
            get(source, path).expectStatus(status);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "/files/a%20b,a b", "/files/%41%2b+,A++", "/files/%25,%", "/files/%252e%252e,%2e%2e", "/files/%2525,%25",
                "/files/%E2%82%AC,€",
        "/files/%F0%9F%98%80,😀", "/files/;x=1,;x=1", "/files/a%3Bb,a;b", "/files/...,...", "/files/..a,..a",
                "/files/.hidden,.hidden",
        "/files/%5C,\\", "/files/a&b=c,a&b=c", "/files/!$'()*,!$'()*"
    })
    void PA01_PA03_segments_areDecodedOnceOnEverySource(String path, String name) {
        for (EventSource source : Probe.SOURCES) {
            get(source, path).expectStatus(200).expectBody(name);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/a/../b",
                "/a/./b",
                "/..",
                "/.",
                "/%2e%2e/",
                "/%2E./",
                "/.%2e/x",
                "/..;/x",
                "/.;x/y",
                "/a/..%2f..%2fb",
                "/a/..%5cb",
                "/a/%2e%2e%5cb",
                "/a/b%2f..",
                "/tail/../../etc/passwd",
                "/a/..",
                "/../",
                "/a/..%5C..%5C"
            })
    void PA02_dotSegments_areRefused(String path) {
        everySource(path, 400);
    }

    @Test
    void PA01_httpApiInFormat1_sendsDecodedPathsWithTheStage() {
        String rest = new String(new EventBuilder("GET", "/x").build(EventSource.REST_API), StandardCharsets.UTF_8);
        String httpApi =
                "{\"version\":\"1.0\"," + rest.substring(1).replace("\"path\":\"/x\"", "\"path\":\"/prod/files/100%\"");
        assertThat(httpApi).contains("/prod/files/100%");
        probe.send(EventSource.REST_API, httpApi).expectStatus(200).expectBody("100%");
        String restApi = rest.replace("\"path\":\"/x\"", "\"path\":\"/files/100%\"");
        probe.send(EventSource.REST_API, restApi).expectProblem(400);
    }

    @Test
    void PA04_escapedSlash_staysInItsSegment() {
        for (EventSource source : ENCODED) {
            get(source, "/files/a%2Fb").expectStatus(200).expectBody("a/b");
            get(source, "/files/a%2fb").expectStatus(200).expectBody("a/b");
        }
        // An HTTP API decodes the path before anybody can tell the slashes apart.
        get(EventSource.HTTP_API, "/files/a%2Fb").expectStatus(404);
    }

    @Test
    void PA05_escapedSlashInLiteral_matchesNothing() {
        for (EventSource source : ENCODED) {
            get(source, "/admin%2Fusers").expectProblem(404);
            any.send(source, new EventBuilder("GET", "/admin%2fusers").build(source))
                    .expectBody("/admin%2Fusers");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"%5C", "%EF%BC%8F", "%EF%BC%8E%EF%BC%8E", "%E2%88%95"})
    void PA06_lookAlikes_areLiteral(String text) {
        for (EventSource source : Probe.SOURCES) {
            get(source, "/admin" + text + "users").expectStatus(404);
            any.send(source, new EventBuilder("GET", "/" + text + "/x").build(source))
                    .expectBody("/" + text + "/x");
        }
    }

    @Test
    void PA07_everyCharacter_isNeverTakenForItsLowByte() {
        for (char c = 0x80; c < 0xFFFF; c++) {
            if (Character.isSurrogate(c)) {
                continue;
            }
            String path = Request.get("/" + c + "/x").build().path();
            byte[] utf8 = String.valueOf(c).getBytes(StandardCharsets.UTF_8);
            StringBuilder expected = new StringBuilder("/");
            for (byte b : utf8) {
                expected.append('%').append(Integer.toHexString(b & 0xFF).toUpperCase(java.util.Locale.ROOT));
            }
            assertThat(path).isEqualTo(expected + "/x");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"/%00", "/a%00.json", "/%0d%0a", "/%7f", "/%09", "/%1F"})
    void PA08_controls_areRefused(String path) {
        everySource(path, 400);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "%c0%ae",
                "%c0%af",
                "%e0%80%af",
                "%ED%A0%80",
                "%ff",
                "%e2%82",
                "%80",
                "%f5%80%80%80",
                "%f0%80%80%80"
            })
    void PA09_overlongAndInvalidUtf8_areRefused(String text) {
        for (EventSource source : ENCODED) {
            get(source, "/files/" + text).expectProblem(400);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"%", "%4", "%zz", "%+a", "%-1", "%u002e", "%１２", "%4%41", "a%2", "%%41"})
    void PA10_malformedEscapes_areRefused(String text) {
        for (EventSource source : ENCODED) {
            get(source, "/files/" + text).expectProblem(400);
        }
    }

    @Test
    void PA11_plus_isPlus() {
        for (EventSource source : Probe.SOURCES) {
            get(source, "/files/a+b").expectBody("a+b");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/admin/users/",
                "//admin/users",
                "/admin//users",
                "/admin/users//",
                "//",
                "/files/",
                "/tail/",
                "/tail"
            })
    void PA12_slashes_areSignificant(String path) {
        everySource(path, 404);
    }

    @Test
    void PA12_emptyPath_isTheRoot() {
        probe.send(EventSource.FUNCTION_URL, new EventBuilder("GET", "").build(EventSource.FUNCTION_URL))
                .expectStatus(200);
    }

    @Test
    void PA12_trailingSlashPolicies_ignoreOrRedirect() {
        Probe ignoring = new Probe(app -> app.options(o -> o.trailingSlash(Options.TrailingSlash.IGNORE))
                .get("/", Probe::serve)
                .get("/a", Probe::serve)
                .get("/b/", Probe::serve));
        Probe redirecting = new Probe(app -> app.options(o -> o.trailingSlash(Options.TrailingSlash.REDIRECT))
                .get("/", Probe::serve)
                .get("/a", Probe::serve)
                .get("/{x}/", Probe::serve)
                .get("/{x}/y/", Probe::serve)
                .post("/a", Probe::serve));
        for (EventSource source : Probe.SOURCES) {
            for (String path : List.of("/a", "/a/", "/b", "/b/")) {
                ignoring.test()
                        .withSource(source)
                        .get(path)
                        .send()
                        .expectStatus(200)
                        .expectBody(path);
            }
            ignoring.test().withSource(source).get("/a//").send().expectStatus(404);
            redirecting
                    .test()
                    .withSource(source)
                    .get("/c")
                    .send()
                    .expectStatus(308)
                    .expectHeader("Location", "/c/");
            redirecting
                    .test()
                    .withSource(source)
                    .post("/a/")
                    .send()
                    .expectStatus(308)
                    .expectHeader("Location", "/a");
            redirecting
                    .test()
                    .withSource(source)
                    .get("//evil.com")
                    .send()
                    .expectStatus(404)
                    .expectNoHeader("Location");
            redirecting
                    .test()
                    .withSource(source)
                    .get("//y")
                    .send()
                    .expectStatus(404)
                    .expectNoHeader("Location");
        }
        for (EventSource source : Probe.SOURCES) {
            redirecting
                    .test()
                    .withSource(source)
                    .get("/c?x=1&y=%20%26")
                    .send()
                    .expectHeader("Location", "/c/?x=1&y=%20%26");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/admin;x=1/users",
                "/admin;/users",
                "/;/admin/users",
                "/admin%3B/users",
                "/Admin/users",
                "/ADMIN/USERS"
            })
    void PA13_PA14_matrixParametersAndCase_areLiteral(String path) {
        everySource(path, 404);
    }

    @ParameterizedTest
    @ValueSource(strings = {"http://evil/x", "*", "x", "evil.com:443"})
    void PA15_absoluteAndAuthorityForm_areRefused(String path) {
        for (EventSource source : Probe.SOURCES) {
            if (source != EventSource.REST_API) {
                probe.send(source, new EventBuilder("GET", path).build(source)).expectProblem(400);
            }
        }
        everySource("/http://evil/x", 404);
    }

    @Test
    void PA16_questionMarkInDecodedPath_isAPathCharacter() {
        get(EventSource.HTTP_API, "/files/a%3Fb=1%23c").expectBody("a?b=1#c");
        get(EventSource.FUNCTION_URL, "/files/a%3Fb=1%23c").expectBody("a?b=1#c");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/int/",
                "/int/1%0a",
                "/int/%0a1",
                "/int/+1",
                "/int/１",
                "/int/1.0",
                "/int/0x1",
                "/int/2147483648",
                "/int/--1",
                "/int/-",
                "/int/99999999999999999999",
                "/long/9223372036854775808",
                "/uuid/1-1-1-1-1",
                "/uuid/123e4567-e89b-12d3-a456-42661417400",
                "/uuid/123e4567-e89b-12d3-a456-42661417400g",
                "/int/%31x",
                "/uuid/123e4567e89b12d3a456426614174000abcd"
            })
    void PA17_typedSegments_matchTheirTypeAndNothingElse(String path) {
        for (EventSource source : Probe.SOURCES) {
            assertThat(get(source, path).status()).isIn(400, 404);
        }
    }

    @Test
    void PA17_typedSegments_ofTheirType_match() {
        probe.test().get("/int/-2147483648").send().expectBody("int -2147483648");
        probe.test().get("/int/%31").send().expectBody("int 1");
        probe.test().get("/long/9223372036854775807").send().expectBody("long 9223372036854775807");
        probe.test().get("/uuid/123e4567-e89b-12d3-A456-426614174000").send().expectBody("uuid");
    }

    @ParameterizedTest
    @CsvSource({
        "prod,/prod,/",
        "prod,/prod/,/",
        "prod,/prod/x,/x",
        "prod,/products,/products",
        "prod,/prodx/y,/prodx/y",
        "prod,/PROD/x,/PROD/x",
        "prod,/prod/prod/x,/prod/x",
        "$default,/prod/x,/prod/x"
    })
    void PA18_stage_isTakenOffWholeAndOnce(String stage, String sent, String seen) {
        byte[] event = new EventBuilder("GET", sent).build(EventSource.HTTP_API);
        String staged = new String(event, StandardCharsets.UTF_8)
                .replace("\"stage\":\"$default\"", "\"stage\":\"" + stage + "\"");
        any.send(EventSource.HTTP_API, staged).expectStatus(200);
        assertThat(any.seen().path()).isEqualTo(seen);
        String custom = staged.replace("api.execute-api.eu-west-1.amazonaws.com", "shop.example.com");
        any.send(EventSource.HTTP_API, custom).expectStatus(200);
        assertThat(any.seen().path()).isEqualTo(sent);
    }

    @ParameterizedTest
    @CsvSource({"/v1,/", "/v1/,/", "/v1/x,/x", "/v1x,/v1x", "/v1/v1/x,/v1/x", "/x,/x", "/%761/x,/x", "/V1/x,/V1/x"})
    void PA19_basePath_isTakenOffWholeAndOnce(String sent, String seen) {
        Probe based = new Probe(app ->
                app.options(o -> o.basePath("/v1")).get("/", Probe::serve).get("/{path*}", Probe::serve));
        for (EventSource source : Probe.SOURCES) {
            based.send(
                            source,
                            new EventBuilder("GET", sent).header("Host", "v1").build(source))
                    .expectStatus(200);
            assertThat(based.seen().path()).isEqualTo(seen);
        }
    }

    @Test
    void PA20_PA21_resourceAndGatewayParameters_areNoPath() {
        String event = new String(new EventBuilder("GET", "/x").build(EventSource.REST_API), StandardCharsets.UTF_8);
        String without = event.replace("\"path\":\"/x\",\"httpMethod\"", "\"httpMethod\"");
        assertThat(without).isNotEqualTo(event);
        any.send(EventSource.REST_API, without).expectStatus(200);
        assertThat(any.seen().path()).isEqualTo("/prod/x");
        String disagreeing = event.replace("\"proxy\":\"x\"", "\"path\":\"evil\"");
        any.send(EventSource.REST_API, disagreeing).expectStatus(200);
        assertThat(any.seen().pathParam("path")).isEqualTo("x");
    }

    @Test
    void PA22_longAndDeepPaths_areRefused() {
        for (EventSource source : Probe.SOURCES) {
            any.send(source, new EventBuilder("GET", "/" + "a".repeat(8_191)).build(source))
                    .expectStatus(200);
            any.send(source, new EventBuilder("GET", "/" + "a".repeat(8_192)).build(source))
                    .expectProblem(414);
            any.send(source, new EventBuilder("GET", "/a".repeat(128)).build(source))
                    .expectStatus(200);
            any.send(source, new EventBuilder("GET", "/a".repeat(129)).build(source))
                    .expectProblem(414);
            any.send(source, new EventBuilder("GET", "/" + "a".repeat(1_000_000)).build(source))
                    .expectProblem(414);
            any.send(source, new EventBuilder("GET", "/".repeat(100_000)).build(source))
                    .expectProblem(414);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "/a,/a",
        "/{x},/{y}",
        "/a/{x}/b,/a/{y}/b",
        "/{x:int},/{y:int}",
        "/{x:int},/{y:long}",
        "/{a*},/{b*}",
        "/café,/café"
    })
    void PA24_conflictingRoutes_areRefusedByName(String one, String other) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Lift.of(app -> app.get(one, Probe::serve).get(other, Probe::serve)))
                .withMessageContaining("GET " + one)
                .withMessageContaining("GET " + other);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "a",
                "",
                "/a//b",
                "//",
                "/{x*}/a",
                "/{}",
                "/{x",
                "/x}",
                "/{a}-{b}",
                "/{a}{b}",
                "/a{b}",
                "/{a}b",
                "/{x}/{x}",
                "/{1a}",
                "/{a:}",
                "/{a:date}",
                "/{a:int*}",
                "/*",
                "/a*",
                "/{a b}",
                "/..",
                "/a%20b",
                "/{é}",
                "/{*}"
            })
    void PA24_malformedPatterns_areRefused(String pattern) {
        assertThatIllegalArgumentException().isThrownBy(() -> Lift.of(app -> app.get(pattern, Probe::serve)));
    }

    @Test
    void PA25_methods_areAnsweredWithAllow() {
        for (EventSource source : Probe.SOURCES) {
            LiftTest test = probe.test().withSource(source);
            test.post("/admin/users").send().expectProblem(405).expectHeader("Allow", "GET, HEAD, OPTIONS");
            test.put("/users/me").send().expectProblem(405).expectHeader("Allow", "DELETE, GET, HEAD, OPTIONS");
            test.request("OPTIONS", "/users/7")
                    .send()
                    .expectStatus(204)
                    .expectHeader("Allow", "DELETE, GET, HEAD, OPTIONS");
            test.request("OPTIONS", "/nope").send().expectProblem(404);
            test.request("HEAD", "/users/7")
                    .send()
                    .expectStatus(200)
                    .expectBody("")
                    .expectHeader("Content-Type", "text/plain; charset=utf-8");
            test.request("HEAD", "/nope").send().expectStatus(404).expectBody("");
        }
    }

    @Test
    void PA26_precedence_literalThenTypedThenPlainThenTail() {
        probe.test().get("/users/me").send().expectBody("me");
        probe.test().get("/users/you").send().expectBody("user you");
        probe.test().delete("/users/me").send().expectBody("deleted me");
        probe.test().get("/caf%C3%A9").send().expectBody("café");
        probe.test().get("/caf%c3%a9").send().expectBody("café");
    }

    @Test
    void PA27_emptyParameter_neverMatches() {
        everySource("/users//posts", 404);
        everySource("/users/", 404);
        probe.test()
                .get("/users/%F0%9F%91%A9%E2%80%8D%F0%9F%91%A7/posts")
                .send()
                .expectStatus(200);
        assertThat(probe.seen().pathParam("id")).isEqualTo("👩‍👧");
    }

    @ParameterizedTest
    @CsvSource({"/tail/a/b%20c,a/b c", "/tail//etc/passwd,/etc/passwd", "/tail/C:%5Cx,C:\\x", "/tail/a/,a/"})
    void PA28_tail_isDecodedOnceAndNothingElse(String path, String rest) {
        for (EventSource source : Probe.SOURCES) {
            get(source, path).expectStatus(200).expectBody(rest);
        }
    }

    @Test
    void PA29_route_isWhatSkipListsCanRelyOn() {
        for (String path : List.of("/healthadmin", "/HEALTH", "/health%2f..%2fadmin")) {
            Probe health = new Probe(app -> app.use((request, next) ->
                            request.route().path().equals("/health") ? next.handle(request) : Response.status(401))
                    .get("/", request -> Response.text("/"))
                    .get("/health", Probe::serve)
                    .get("/{any}", Probe::serve));
            assertThat(health.test().get(path).send().status()).isIn(400, 401);
            health.test().get("/health").send().expectStatus(200);
        }
    }

    @Test
    void PA30_PA31_methodOverrideAndHost_areIgnored() {
        for (EventSource source : Probe.SOURCES) {
            byte[] event = new EventBuilder("POST", "/x?_method=DELETE")
                    .header("X-HTTP-Method-Override", "DELETE")
                    .header("Host", "a@b/evil")
                    .build(source);
            any.send(source, event).expectStatus(200);
            assertThat(any.seen().method()).isEqualTo("POST");
        }
    }

    @Test
    void O5_path_isOneObjectFromMiddlewareToHandler() {
        Request[] seen = new Request[1];
        Lift app = Lift.of(routes -> routes.use((request, next) -> {
                    seen[0] = request;
                    return next.handle(request);
                })
                .get("/{path*}", request -> {
                    assertThat(request.path()).isSameAs(seen[0].path());
                    return Response.text(request.path());
                }));
        assertThat(app.handle(Request.get("/%61/é").build()).bodyText()).isEqualTo("/a/%C3%A9");
    }

    @Test
    void randomPaths_areCanonicalOnceAndForAll() {
        long seed = Long.getLong("seed", System.nanoTime());
        Random random = new Random(seed);
        String[] pieces = {
            "/", "a", "%41", "%2f", "%2F", "%25", "é", "%C3%A9", ".", "..", ";", "+", "%20", "\\", "%5c", "~", "%7E",
            "%00", "%"
        };
        for (int round = 0; round < 50_000; round++) {
            StringBuilder path = new StringBuilder("/");
            for (int i = random.nextInt(8); i > 0; i--) {
                path.append(pieces[random.nextInt(pieces.length)]);
            }
            Request request;
            try {
                request = Request.get(path.toString()).build();
            } catch (dev.lift.http.HttpException refused) {
                assertThat(refused.status()).isEqualTo(400);
                continue;
            }
            String canonical = request.path();
            assertThat(Request.get(canonical).build().path())
                    .as("seed %d: %s", seed, path)
                    .isEqualTo(canonical);
            assertThat(canonical).matches("[!$-;=@-Z_a-z~]*").startsWith("/");
            assertThat(canonical.chars().filter(c -> c == '/').count())
                    .isEqualTo(path.chars().filter(c -> c == '/').count());
        }
    }
}
