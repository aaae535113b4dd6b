package dev.lift.testing;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lift.http.EventSource;
import dev.lift.http.MediaType;
import dev.lift.http.Request;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The classes HD and CK of faults: request headers and cookies. */
class HeaderFaultsTest {
    private final Probe probe = Probe.any();

    private TestResponse send(EventSource source, String... headers) {
        EventBuilder event = new EventBuilder("GET", "/x");
        for (int i = 0; i < headers.length; i += 2) {
            event.header(headers[i], headers[i + 1]);
        }
        return probe.send(source, event.build(source));
    }

    @Test
    void HD01_lookup_foldsAsciiCaseOnly() {
        for (EventSource source : Probe.SOURCES) {
            send(source, "X-Kelvin", "1").expectStatus(200);
            assertThat(probe.seen().header("x-kelvin")).contains("1");
            assertThat(probe.seen().header("X-KELVIN")).contains("1");
            assertThat(probe.seen().header("x-\u212Aelvin")).isEmpty();
            assertThat(probe.seen().header("\u017Fet-cookie")).isEmpty();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "a b", "a:b", "a\r", "a\n", "é", "a\u0000", "a(", "a/b", "\u017Fet", "a\t"})
    void HD02_invalidNames_areRefused(String name) {
        for (EventSource source : Probe.SOURCES) {
            TestResponse response = send(source, name, "1").expectProblem(400);
            assertThat(name.isEmpty() || !response.body().contains(name)).isTrue();
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"a\r\nb", "a\nb", "a\rb", "a\u0000", "é", "a\u007f", "阮", "\u010D\u560A", "a\r\n b", "\u0001"})
    void HD03_invalidValues_areRefused(String value) {
        for (EventSource source : Probe.SOURCES) {
            send(source, "X-A", value).expectProblem(400);
        }
    }

    @Test
    void HD03_blanksAroundValues_areNoPartOfThem() {
        send(EventSource.ALB, "X-A", " \t a b \t").expectStatus(200);
        assertThat(probe.seen().header("X-A")).contains("a b");
    }

    @ParameterizedTest
    @ValueSource(strings = {"Content-Type", "Content-Length", "Host", "Authorization", "Origin", "Idempotency-Key"})
    void HD04_singletonsTwice_areRefusedUnlessEqual(String name) {
        for (EventSource source :
                new EventSource[] {EventSource.REST_API, EventSource.ALB_MULTI_VALUE, EventSource.LATTICE_V2}) {
            send(source, name, "text/plain", name, "text/html").expectProblem(400);
            send(source, name, "text/plain", name, "text/plain").expectStatus(200);
        }
    }

    /** Lists are kept where a front door sends them; version 1 of VPC Lattice has one text for each name, which stays as it is. */
    @Test
    void WS10_headersThatComeTwice_areAllKept() {
        for (EventSource source :
                new EventSource[] {EventSource.LATTICE_V2, EventSource.REST_API, EventSource.ALB_MULTI_VALUE}) {
            send(source, "X-A", "1", "X-A", "2").expectStatus(200);
            assertThat(probe.seen().headers("x-a")).as(source.name()).containsExactly("1", "2");
        }
        send(EventSource.LATTICE_V1, "X-A", "1, 2").expectStatus(200);
        assertThat(probe.seen().headers("x-a")).containsExactly("1, 2");
        String event = new String(
                new EventBuilder("GET", "/x").header("X-A", "@").build(EventSource.LATTICE_V1), StandardCharsets.UTF_8);
        probe.send(EventSource.LATTICE_V1, event.replace("\"@\"", "[\"1\",\"2\"]"))
                .expectStatus(200);
        assertThat(probe.seen().headers("x-a")).containsExactly("1", "2");
    }

    @Test
    void HD05_manyOrLargeHeaders_areRefused() {
        for (EventSource source : Probe.SOURCES) {
            String[] many = new String[2_000];
            for (int i = 0; i < many.length; i += 2) {
                many[i] = "X-" + i;
                many[i + 1] = "v";
            }
            send(source, many).expectProblem(431);
            send(source, "X-Large", "v".repeat(65_536)).expectProblem(431);
            send(source, "X-A", "v".repeat(40_000), "X-B", "v".repeat(40_000)).expectProblem(431);
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            application/json                          | application/json
            text/html, application/json;q=0.9         | text/html
            text/html;q=0.5, application/json         | application/json
            */*                                       | application/json
            application/*, text/html;q=0.1            | application/json
            text/*;q=0.3, text/html;q=0.7, */*;q=0.5  | text/html
            application/json;q=0, */*                 | text/html
            text/html;a="x,y";q=1, application/json;q=0.1 | text/html
            application/xml                           | -
            */*;q=0                                   | -
            text/html;q=1e9                           | -
            text/html;q=NaN                           | -
            text/html;q=-1                            | -
            text/html;q=1.0001                        | -
            ,,,                                       | application/json
            garbage                                   | -
            """)
    void HD06_HD09_accept_isNegotiated(String accept, String expected) {
        Request request = Request.get("/").header("Accept", accept).build();
        assertThat(request.accepts(MediaType.JSON, MediaType.parse("text/html"))
                        .map(MediaType::toString)
                        .orElse("-"))
                .isEqualTo(expected);
    }

    @Test
    void HD09_longAccept_isLinear() {
        Request commas = Request.get("/").header("Accept", ",".repeat(8_000)).build();
        assertThat(commas.accepts(MediaType.JSON)).contains(MediaType.JSON);
        Request many =
                Request.get("/").header("Accept", "a/b,".repeat(8_000) + "a/b").build();
        assertThat(many.accepts(MediaType.JSON)).isEmpty();
    }

    @Test
    void HD07_HD08_HD14_framingAndForwarding_areIgnored() {
        for (EventSource source : Probe.SOURCES) {
            byte[] event = new EventBuilder("POST", "/x")
                    .header("Transfer-Encoding", "chunked")
                    .header("Connection", "close, X-A")
                    .header("Content-Length", "1")
                    .header("Expect", "100-continue")
                    .header("Upgrade", "h2c")
                    .header("Forwarded", "for=6.6.6.6;host=evil;proto=http")
                    .header("X-Forwarded-Host", "evil")
                    .header("X-Forwarded-Prefix", "/admin")
                    .header("X-Real-IP", "6.6.6.6")
                    .header("CF-Connecting-IP", "6.6.6.6")
                    .header("X-Request-Id", "<script>")
                    .header("traceparent", "ff-00000000000000000000000000000000-0000000000000000-00")
                    .body(new byte[] {1, 2, 3})
                    .build(source);
            probe.send(source, event).expectStatus(200);
            assertThat(probe.seen().bodyBytes()).containsExactly(1, 2, 3);
            assertThat(probe.seen().clientIp()).isEqualTo("203.0.113.7");
            assertThat(probe.seen().id()).startsWith("test-");
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            Range             | bytes=0-,-1,99999999999999999999-
            If-Match          | W/"a", "b, c
            If-None-Match     | *, "x"
            If-Modified-Since | Sun, 06 Nov 0001 99:99:99 GMT
            traceparent       | 00-00000000000000000000000000000000-0000000000000000-zz
            tracestate        | a=1,,b=,=c
            X-Request-Id      | {"json":"<b>"}
            """)
    void HD10_HD11_HD12_HD13_fieldsThatCoreDoesNotRead_areKeptAsTheyCame(String name, String value) {
        for (EventSource source : Probe.SOURCES) {
            send(source, name, value).expectStatus(200).expectNoHeader(name);
            assertThat(probe.seen().header(name)).contains(value);
            assertThat(probe.seen().id()).startsWith("test-");
        }
    }

    @Test
    void AU07_clientIp_isTheOneTheFrontDoorVouchesFor() {
        for (EventSource source : Probe.SOURCES) {
            byte[] event = new EventBuilder("GET", "/x")
                    .header("X-Forwarded-For", "1.1.1.1, 2.2.2.2")
                    .clientIp("2001:db8::1")
                    .build(source);
            probe.send(source, event).expectStatus(200);
            assertThat(probe.seen().clientIp()).isEqualTo("2001:db8::1");
        }
    }

    @Test
    void CK01_cookiesMember_isTheTruth() {
        String event = new String(
                new EventBuilder("GET", "/x")
                        .header("Cookie", "a=1; b=2")
                        .header("X-A", "1")
                        .build(EventSource.HTTP_API),
                java.nio.charset.StandardCharsets.UTF_8);
        probe.send(EventSource.HTTP_API, event.replace("\"x-a\":\"1\"", "\"x-a\":\"1\",\"cookie\":\"a=evil\""))
                .expectStatus(200);
        assertThat(probe.seen().cookies("a")).containsExactly("1");
        assertThat(probe.seen().headers("cookie")).containsExactly("a=1; b=2");
    }

    @Test
    void CK02_severalCookieHeaders_areAllRead() {
        for (EventSource source :
                new EventSource[] {EventSource.REST_API, EventSource.ALB_MULTI_VALUE, EventSource.LATTICE_V2}) {
            send(source, "Cookie", "a=1", "Cookie", "b=2; a=3").expectStatus(200);
            assertThat(probe.seen().cookies("a")).containsExactly("1", "3");
            assertThat(probe.seen().cookie("b")).contains("2");
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            a=1; a=2      | a | 1
            a=            | a | ''
            a=b=c         | a | b=c
            a="q"         | a | "q"
            a=1;          | a | 1
            ;;a=1         | a | 1
             a=1          | a | 1
            a=%41%zz      | a | %41%zz
            A=1           | a | -
            a             | a | -
            =1            | a | -
            aa=1; ba=2    | a | -
            a =1          | a | -
            """)
    void CK03_CK11_cookies_areReadRaw(String header, String name, String value) {
        Request request = Request.get("/").header("Cookie", header.strip()).build();
        assertThat(request.cookie(name).orElse("-")).isEqualTo(value);
    }

    @Test
    void CK03_manyOrLargeCookies_areBounded() {
        StringBuilder cookies = new StringBuilder("z=1");
        for (int i = 0; i < 400; i++) {
            cookies.append("; c").append(i).append("=1");
        }
        Request request = Request.get("/").header("Cookie", cookies.toString()).build();
        org.assertj.core.api.Assertions.assertThatExceptionOfType(dev.lift.http.HttpException.class)
                .isThrownBy(() -> request.cookie("z"))
                .satisfies(refused -> assertThat(refused.status()).isEqualTo(431));
        assertThat(Request.get("/")
                        .header("Cookie", "a=" + "x".repeat(5_000))
                        .build()
                        .cookie("a"))
                .isPresent();
    }

    @Test
    void CK04_otherSpaces_arePartOfTheName() {
        // A no-break space is no header character at all, so it can not hide a prefix.
        send(EventSource.ALB, "Cookie", "\u00A0__Host-sid=evil").expectProblem(400);
        assertThat(Request.get("/")
                        .header("Cookie", "x=1;\t__Host-sid=good")
                        .build()
                        .cookie("__Host-sid"))
                .contains("good");
    }

    @Test
    void O7_everyValue_isThereOnceAndInOrder() {
        for (EventSource source :
                new EventSource[] {EventSource.REST_API, EventSource.ALB_MULTI_VALUE, EventSource.LATTICE_V2}) {
            send(source, "X-A", "1", "X-A", "1", "X-A", "2,3", "X-a", "4").expectStatus(200);
            assertThat(probe.seen().headers("X-A")).containsExactlyElementsOf(List.of("1", "1", "2,3", "4"));
        }
    }
}
