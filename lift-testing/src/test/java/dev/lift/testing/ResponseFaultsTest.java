package dev.lift.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import com.amazonaws.services.lambda.runtime.Context;
import dev.lift.Handler;
import dev.lift.Lift;
import dev.lift.http.Cookie;
import dev.lift.http.EventSource;
import dev.lift.http.HttpException;
import dev.lift.http.Invocation;
import dev.lift.http.MediaType;
import dev.lift.http.Request;
import dev.lift.http.Response;
import java.lang.reflect.Proxy;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The class RS of faults: replies; with the cookies of CK and the errors of ER and EX that the core answers itself. */
class ResponseFaultsTest {
    private static final String CANARY = "c4n4ry-s3cr3t";

    private static LiftTest app(Handler handler) {
        return new Probe(app -> app.get("/x", handler).get("/", Probe::serve)).test();
    }

    private static void everySource(Handler handler, java.util.function.Consumer<TestResponse> check) {
        app(handler).everySource(source -> {
            check.accept(source.get("/x").send());
            source.get("/").send().expectStatus(200);
        });
    }

    @Test
    @SuppressWarnings("NullAway")
    void RS01_null_isNoContent() {
        everySource(request -> null, response -> response.expectStatus(204).expectBody(""));
        assertThatExceptionOfType(NullPointerException.class).isThrownBy(() -> Response.json(null));
    }

    @ParameterizedTest
    @ValueSource(strings = {"a\r\nb", "a\nb", "a\u0000", "é", "\u010A", " a", "a ", "a\u007f", "\ud800"})
    void O3_RS02_headerValues_areCheckedWhenSet(String value) {
        assertThatIllegalArgumentException().isThrownBy(() -> Response.ok().header("X-A", value));
        assertThatIllegalArgumentException().isThrownBy(() -> Response.ok().addHeader("X-A", value));
        assertThatIllegalArgumentException().isThrownBy(() -> Response.created("/" + value + "/\n"));
        everySource(
                request -> Response.ok().header("X-A", value),
                response -> response.expectProblem(500).expectNoHeader("X-A"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "a b", "a:b", "a\r\nb", "é", "\u017Fet-Cookie"})
    void RS02_headerNames_areCheckedWhenSet(String name) {
        assertThatIllegalArgumentException().isThrownBy(() -> Response.ok().header(name, "1"));
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 99, 100, 101, 199, 600, 999, -1})
    void RS03_statusOutOfRange_isRefused(int status) {
        assertThatIllegalArgumentException().isThrownBy(() -> Response.status(status));
        assertThatIllegalArgumentException().isThrownBy(() -> Response.ok().withStatus(status));
    }

    @ParameterizedTest
    @ValueSource(ints = {204, 304})
    void RS03_statusWithoutBody_hasNone(int status) {
        everySource(
                request -> Response.status(status).text("dropped"),
                response -> response.expectStatus(status).expectBody(""));
    }

    @Test
    void O2_RS04_replyAroundTheLimit_isSentOrRefused() {
        for (EventSource source : Probe.SOURCES) {
            boolean alb = source == EventSource.ALB || source == EventSource.ALB_MULTI_VALUE;
            int most = alb ? 1024 * 1024 : 6_291_556;
            LiftTest sized = app(request -> Response.text(
                            "x".repeat(request.queryParam("n", Integer.class).orElse(0))))
                    .withSource(source);
            int overhead = sized.get("/x?n=10").send().replyBytes().length - 10;
            sized.get("/x?n=" + (most - overhead)).send().expectStatus(200);
            TestResponse over =
                    sized.get("/x?n=" + (most - overhead + 1)).send().expectProblem(500);
            assertThat(over.body()).contains("too large");
        }
    }

    @Test
    void RS04_replyOverTheLimitOfTheApp_isRefused() {
        Probe limited = new Probe(app -> app.options(options -> options.maxReplyBytes(2_000))
                .get("/", Probe::serve)
                .get(
                        "/x",
                        request -> Response.text("x"
                                .repeat(request.queryParam("n", Integer.class).orElse(0)))));
        limited.test().everySource(source -> {
            source.get("/x?n=1000").send().expectStatus(200);
            source.get("/x?n=2000").send().expectProblem(500);
        });
    }

    @Test
    void RS04_replyThatGrowsByEscapesOrBase64_isRefused() {
        everySource(request -> Response.text("\u0001".repeat(1_500_000)), response -> response.expectProblem(500));
        byte[] binary = new byte[4_750_000];
        binary[0] = (byte) 0xFF;
        everySource(request -> Response.bytes(binary, MediaType.OCTET_STREAM), response -> response.expectProblem(500));
    }

    @ParameterizedTest
    @CsvSource({
        "text/plain,false", "text/html;charset=utf-8,false", "application/json,false", "application/vnd.x+json,false",
                "application/xml,false",
        "application/problem+json,false", "image/svg+xml,true", "image/png,true", "application/octet-stream,true",
                "application/zip,true",
        "text/plain;charset=iso-8859-1,true", "unknown/unknown,true", "application/javascript,false"
    })
    void RS05_base64_isDecidedByTheType(String type, boolean base64) {
        byte[] body = "text é".getBytes(StandardCharsets.UTF_8);
        everySource(request -> Response.bytes(body, MediaType.parse(type)), response -> {
            response.expectBody(body);
            assertThat(response.reply().isBase64()).isEqualTo(base64);
        });
    }

    @Test
    void RS05_encodedOrInvalidText_isBase64() {
        byte[] invalid = {(byte) 0xC3, 0x28};
        everySource(request -> Response.bytes(invalid, MediaType.TEXT), response -> response.expectBody(invalid));
        everySource(
                request -> Response.ok().header("Content-Encoding", "gzip").text("zipped"),
                response -> assertThat(response.expectBody("zipped").reply().isBase64())
                        .isTrue());
    }

    @Test
    void RS06_halfSurrogatePair_isAnError() {
        everySource(request -> Response.text("\ud800"), response -> response.expectProblem(500));
        everySource(request -> Response.json(Map.of("k", "\udc00")), response -> response.expectProblem(500));
    }

    @Test
    void RS07_bytes_areCopiedBothWays() {
        byte[] body = {1, 2};
        Response response = Response.bytes(body, MediaType.OCTET_STREAM);
        body[0] = 9;
        response.bodyBytes()[1] = 9;
        assertThat(response.bodyBytes()).containsExactly(1, 2);
    }

    @Test
    void RS08_RS09_repeatedHeaders_keepTheirMeaning() {
        everySource(
                request -> Response.ok()
                        .header("Content-Security-Policy", "default-src 'none'")
                        .addHeader("content-security-policy", "frame-ancestors 'none'")
                        .header("X-A", "1")
                        .header("x-a", "2")
                        .text("x"),
                response -> {
                    assertThat(String.join(", ", response.headers("Content-Security-Policy")))
                            .isEqualTo("default-src 'none', frame-ancestors 'none'");
                    assertThat(response.headers("X-A")).containsExactly("2");
                });
    }

    static class Cyclic {
        public Cyclic getSelf() {
            return this;
        }

        public String getValue() {
            return "x";
        }
    }

    static class Throwing {
        public String getValue() {
            throw new IllegalStateException(CANARY);
        }
    }

    static List<Object> unwritable() {
        Map<String, Object> cyclicMap = new HashMap<>();
        cyclicMap.put("self", cyclicMap);
        List<Object> cyclicList = new ArrayList<>();
        cyclicList.add(cyclicList);
        return List.of(new Cyclic(), new Throwing(), cyclicMap, cyclicList, Map.of("d", Double.NaN));
    }

    @ParameterizedTest
    @MethodSource("unwritable")
    void RS10_valueThatCanNotBeWritten_isAnError(Object value) {
        everySource(request -> Response.json(value), response -> {
            response.expectProblem(500);
            assertThat(response.body()).doesNotContain(CANARY);
        });
    }

    @ParameterizedTest
    @ValueSource(strings = {"//evil", "/\\evil", "https:evil", "javascript:x", "", "evil", "/a\r\nb", "\\/evil"})
    void RS11_redirect_leadsToThisOrigin(String location) {
        assertThatIllegalArgumentException().isThrownBy(() -> Response.redirect(location));
    }

    @Test
    void RS11_redirects_haveStatusAndLocation() {
        app(request -> Response.redirect("/y?x=1"))
                .get("/x")
                .send()
                .expectStatus(303)
                .expectHeader("Location", "/y?x=1");
        app(request -> Response.redirect(308, "https://example.com/"))
                .get("/x")
                .send()
                .expectStatus(308);
        assertThatIllegalArgumentException().isThrownBy(() -> Response.redirect(200, "/x"));
    }

    @Test
    void RS12_jsonThatLooksLikeHtml_isJsonToTheLetter() {
        String text = "</script><b>\u2028\u2029&'\"";
        everySource(
                request -> Response.json(Map.of("k", text)),
                response -> response.expectHeader("Content-Type", "application/json")
                        .expectJson("/k", text));
    }

    @Test
    void CK05_prefixedCookies_needTheirAttributes() {
        assertThatIllegalStateException()
                .isThrownBy(
                        () -> Response.ok().cookie(Cookie.of("__Host-a", "1").withDomain("example.com")));
        assertThatIllegalStateException()
                .isThrownBy(
                        () -> Response.ok().cookie(Cookie.of("__Host-a", "1").withPath("/x")));
        assertThatIllegalStateException()
                .isThrownBy(
                        () -> Response.ok().cookie(Cookie.of("__Host-a", "1").withoutSecure()));
        assertThatIllegalStateException()
                .isThrownBy(
                        () -> Response.ok().cookie(Cookie.of("__Secure-a", "1").withoutSecure()));
        assertThatIllegalStateException()
                .isThrownBy(() -> Response.ok()
                        .cookie(Cookie.of("a", "1")
                                .withSameSite(Cookie.SameSite.NONE)
                                .withoutSecure()));
        assertThat(Cookie.of("__Host-a", "1").toHeader()).startsWith("__Host-a=1; Path=/; Secure");
    }

    @ParameterizedTest
    @ValueSource(strings = {";", ",", "\r", "\n", "\"", "é", " ", "\u0000", "\\"})
    void CK06_everyPartOfACookie_isChecked(String evil) {
        assertThatIllegalArgumentException().isThrownBy(() -> Cookie.of("a" + evil, "1"));
        assertThatIllegalArgumentException().isThrownBy(() -> Cookie.of("a", "1" + evil));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Cookie.of("a", "1").withDomain("x" + evil));
        if (!",\"\\ ".contains(evil)) {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> Cookie.of("a", "1").withPath("/" + evil));
        }
    }

    @Test
    void CK07_severalCookies_areNeverJoined() {
        everySource(
                request -> Response.ok()
                        .cookie(Cookie.of("a", "1"))
                        .cookie(Cookie.of("b", "2"))
                        .cookie(Cookie.of("c", "3"))
                        .text("x"),
                response -> assertThat(response.headers("Set-Cookie"))
                        .containsExactly(
                                "a=1; Path=/; Secure; HttpOnly; SameSite=Lax",
                                "b=2; Path=/; Secure; HttpOnly; SameSite=Lax",
                                "c=3; Path=/; Secure; HttpOnly; SameSite=Lax"));
    }

    @Test
    void CK07_moreCookiesThanASourceCanTake_isAnError() {
        Handler handler = request -> {
            Response response = Response.text("x");
            for (int i = 0; i < 600; i++) {
                response = response.cookie(Cookie.of("c" + i, "1"));
            }
            return response;
        };
        app(handler).withSource(EventSource.ALB).get("/x").send().expectProblem(500);
        app(handler).withSource(EventSource.HTTP_API).get("/x").send().expectStatus(200);
    }

    @Test
    void CK08_CK09_attributes_areSecureByDefaultAndFreeOfLocale() {
        Locale before = Locale.getDefault();
        try {
            for (String tag : List.of("ar-EG", "tr-TR", "th-TH-u-nu-thai")) {
                Locale.setDefault(Locale.forLanguageTag(tag));
                assertThat(Cookie.of("ID", "1")
                                .withMaxAge(Duration.ofHours(1))
                                .withSameSite(Cookie.SameSite.STRICT)
                                .toHeader())
                        .isEqualTo("ID=1; Path=/; Max-Age=3600; Secure; HttpOnly; SameSite=Strict");
                everySource(request -> Response.json(Map.of("ID", 12)), response -> response.expectBody("{\"ID\":12}"));
            }
        } finally {
            Locale.setDefault(before);
        }
        Cookie cookie = Cookie.of("a", "1");
        cookie.withoutHttpOnly().withoutSecure();
        assertThat(cookie.toHeader()).contains("Secure").contains("HttpOnly");
        assertThatIllegalArgumentException().isThrownBy(() -> cookie.withMaxAge(Duration.ofSeconds(-1)));
        assertThatIllegalArgumentException().isThrownBy(() -> cookie.withMaxAge(Duration.ofSeconds(Long.MAX_VALUE)));
    }

    static final class HostileException extends RuntimeException {
        private static final long serialVersionUID = 1;

        @Override
        public String getMessage() {
            throw new IllegalStateException("message");
        }

        @Override
        public String toString() {
            throw new IllegalStateException("toString");
        }
    }

    static List<Throwable> errors() {
        Exception one = new Exception("one");
        Exception two = new Exception("two", one);
        one.initCause(two);
        Throwable deep = new Exception(CANARY);
        for (int i = 0; i < 10_000; i++) {
            deep = new Exception(deep.getClass().getName(), deep);
        }
        return List.of(
                new IllegalStateException(CANARY),
                new Exception(CANARY),
                new Throwable(CANARY),
                new AssertionError(CANARY),
                new NoClassDefFoundError(CANARY),
                new StackOverflowError(),
                new OutOfMemoryError("Java heap space"),
                new InterruptedException(CANARY),
                new HostileException(),
                new Exception("x".repeat(10_000_000)),
                one,
                deep);
    }

    @SuppressWarnings("unchecked")
    private static <E extends Throwable> Response sneakyThrow(Throwable error) throws E {
        throw (E) error;
    }

    @ParameterizedTest
    @MethodSource("errors")
    void ER01_EX01toEX06_anythingThrown_isA500WithoutDetails(Throwable error) {
        LiftTest test = app(request -> ResponseFaultsTest.<RuntimeException>sneakyThrow(error));
        for (EventSource source : List.of(EventSource.HTTP_API, EventSource.ALB)) {
            TestResponse response = test.withSource(source).get("/x").send().expectProblem(500);
            assertThat(response.body())
                    .matches(
                            "\\{\"type\":\"about:blank\",\"title\":\"Internal Server Error\",\"status\":500,\"requestId\":\"test-[0-9]+\"}");
            assertThat(Thread.currentThread().isInterrupted()).isFalse();
            test.get("/").send().expectStatus(200);
        }
    }

    private static int recurse(int depth) {
        return recurse(depth + 1) + 1;
    }

    @Test
    void EX02_realStackOverflow_isA500AndTheNextIsServed() {
        everySource(request -> Response.text("" + recurse(0)), response -> response.expectProblem(500));
    }

    @Test
    void EX05_interruptFlag_isClearedBeforeTheNext() {
        everySource(
                request -> {
                    Thread.currentThread().interrupt();
                    return Response.text("x");
                },
                response -> assertThat(Thread.currentThread().isInterrupted()).isFalse());
    }

    @Test
    void ER02_errorHandlerThatFails_isA500() {
        LiftTest test = new Probe(app -> app.get("/", Probe::serve)
                        .error(IllegalStateException.class, (error, request) -> {
                            throw new IllegalArgumentException(CANARY);
                        })
                        .get("/x", request -> {
                            throw new IllegalStateException(CANARY);
                        }))
                .test();
        assertThat(test.get("/x").send().expectProblem(500).body()).doesNotContain(CANARY);
    }

    /** Even the id of the request can not be had, which each reply to an error has. */
    @Test
    void ER02_failingAnswerToAnError_isTheConstant() throws Exception {
        Context broken = (Context) Proxy.newProxyInstance(
                getClass().getClassLoader(), new Class<?>[] {Context.class}, (proxy, method, arguments) -> {
                    throw new IllegalStateException(CANARY);
                });
        Lift app = Lift.of(routes -> routes.get("/x", request -> {
            throw new IllegalArgumentException(CANARY);
        }));
        Request request = Request.get("/x")
                .invocation(Invocation.of(broken, new byte[0], EventSource.HTTP_API))
                .build();
        Response response = app.handle(request);
        assertThat(response.status()).isEqualTo(500);
        assertThat(response.headers().get("Content-Type")).contains("application/problem+json");
        assertThat(response.headers().get("X-Content-Type-Options")).contains("nosniff");
        assertThat(new String(response.bodyBytes(), StandardCharsets.UTF_8))
                .isEqualTo("{\"type\":\"about:blank\",\"title\":\"Internal Server Error\",\"status\":500}");
    }

    @Test
    void ER04_ER11_httpException_hasItsStatusDetailAndHeaders() {
        Handler handler = request -> {
            throw new HttpException(503, "Try again", dev.lift.http.Headers.of("Retry-After", "5"));
        };
        everySource(
                handler,
                response -> response.expectProblem(503)
                        .expectJson("/title", "Service Unavailable")
                        .expectJson("/detail", "Try again")
                        .expectHeader("Retry-After", "5")
                        .expectHeader("X-Content-Type-Options", "nosniff"));
        assertThatIllegalArgumentException().isThrownBy(() -> new HttpException(200, "x"));
    }

    @Test
    void log_ofUnmappedError_isOneLineWithTheRequestId() throws Exception {
        Path log = Path.of("target", "test.log");
        LiftTest test = app(request -> {
            throw new IllegalStateException("only-in-the-log");
        });
        long before = lines(log);
        String body = test.get("/x").send().expectProblem(500).body();
        String id = body.replaceAll(".*\"requestId\":\"([^\"]+)\".*", "$1");
        List<String> written = Files.readAllLines(log).stream()
                .skip(before)
                .filter(line -> !line.startsWith("\t"))
                .toList();
        assertThat(written.get(0)).contains("requestId=" + id).contains("route=GET /x");
        assertThat(written.stream().filter(line -> line.contains("ERROR")).count())
                .isEqualTo(1);
    }

    private static long lines(Path log) throws Exception {
        return Files.exists(log) ? Files.readAllLines(log).size() : 0;
    }

    @Test
    void O6_secrets_areInNoToString() {
        var request = dev.lift.http.Request.post("/x?token=" + CANARY)
                .header("Authorization", CANARY)
                .header("Cookie", "a=" + CANARY)
                .body(CANARY.getBytes(StandardCharsets.UTF_8))
                .build();
        Response response = Response.ok().cookie(Cookie.of("a", CANARY)).text(CANARY);
        assertThat(request + " " + request.headers() + request.queryParams() + response + Cookie.of("a", CANARY)
                        + response.headers())
                .doesNotContain(CANARY);
    }
}
