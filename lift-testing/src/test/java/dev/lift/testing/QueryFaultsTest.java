package dev.lift.testing;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lift.http.EventSource;
import dev.lift.http.Request;
import dev.lift.http.Response;
import java.math.BigDecimal;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The class QS of faults: query strings. */
class QueryFaultsTest {
    /** Sources that send the query as the client wrote it, in one string or in a map. */
    private static final List<EventSource> ENCODED = Probe.SOURCES.stream()
            .filter(source -> source != EventSource.REST_API)
            .toList();

    enum Color {
        RED,
        GREEN
    }

    private final Probe probe = Probe.any();

    private Request get(EventSource source, String query) {
        probe.send(source, new EventBuilder("GET", "/x?" + query).build(source)).expectStatus(200);
        return probe.seen();
    }

    @Test
    void QS01_rawQuery_isTheTruth() {
        for (EventSource source : List.of(EventSource.HTTP_API, EventSource.FUNCTION_URL, EventSource.LATTICE_V2)) {
            assertThat(get(source, "a=1,2&a=3").queryParams("a")).containsExactly("1,2", "3");
        }
    }

    /** Composed and decomposed, a character of no width, one that turns the direction, and a Cyrillic letter that looks like a Latin one. */
    @ParameterizedTest
    @ValueSource(strings = {"\u00e9", "e\u0301", "a\u200bb", "a\u202eb", "\u0430"})
    void VA07_textOfUnicode_isNotNormalised(String text) {
        String encoded = URLEncoder.encode(text, StandardCharsets.UTF_8);
        for (EventSource source : Probe.SOURCES) {
            assertThat(get(source, "a=" + encoded).queryParam("a")).contains(text);
        }
    }

    @Test
    void QS02_restMaps_listsWinAndNothingIsDecodedTwice() {
        String event =
                new String(new EventBuilder("GET", "/x?a=1").build(EventSource.REST_API), StandardCharsets.UTF_8);
        String maps = event.replace(
                        "\"queryStringParameters\":{\"a\":\"1\"}",
                        "\"queryStringParameters\":{\"a\":\"x\",\"b\":\"%2541\"}")
                .replace(
                        "\"multiValueQueryStringParameters\":{\"a\":[\"1\"]}",
                        "\"multiValueQueryStringParameters\":{\"a\":[\"1\",\"2\"]}");
        probe.send(EventSource.REST_API, maps).expectStatus(200);
        assertThat(probe.seen().queryParams("a")).containsExactly("1", "2");
        assertThat(probe.seen().queryParam("b")).contains("%2541");
        assertThat(get(EventSource.REST_API, "c=%2541").queryParam("c")).contains("%41");
    }

    @Test
    void QS03_albQuery_isDecodedAfterItIsTakenApart() {
        for (EventSource source : List.of(EventSource.ALB, EventSource.ALB_MULTI_VALUE)) {
            Request request = get(source, "a=x%26b%3Dy&c%26d=1");
            assertThat(request.queryParams().names()).containsExactlyInAnyOrder("a", "c&d");
            assertThat(request.queryParam("a")).contains("x&b=y");
        }
    }

    @ParameterizedTest
    @CsvSource({"+,' '", "%2B,+", "%20,' '", "%2520,%20", "%E2%82%AC,€", "a%3Db,a=b"})
    void QS04_values_areDecodedOnceOnEverySource(String sent, String value) {
        for (EventSource source : Probe.SOURCES) {
            assertThat(get(source, "k=" + sent).queryParam("k"))
                    .as(source.name())
                    .contains(value);
        }
    }

    @Test
    void QS05_oddPairs_areParsedAsTheUrlStandardSays() {
        for (EventSource source : List.of(EventSource.HTTP_API, EventSource.FUNCTION_URL, EventSource.LATTICE_V1)) {
            Request request = get(source, "a=1&&a=2&b&=v&c=&d=x=y&e;f=1&?g=1");
            assertThat(request.queryParams("a")).containsExactly("1", "2");
            assertThat(request.queryParam("b")).contains("");
            assertThat(request.queryParam("")).contains("v");
            assertThat(request.queryParam("c")).contains("");
            assertThat(request.queryParam("d")).contains("x=y");
            assertThat(request.queryParam("e;f")).contains("1");
            assertThat(request.queryParam("?g")).contains("1");
            assertThat(request.queryParam("nope")).isEmpty();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"%", "%4", "%zz", "%+a", "%ff", "%c0%af", "%ED%A0%80", "%00", "%１２"})
    void QS06_malformed_isRefused(String value) {
        for (EventSource source : ENCODED) {
            probe.send(source, new EventBuilder("GET", "/x?k=" + value).build(source))
                    .expectProblem(400);
        }
    }

    @Test
    void QS07_largeQueries_areRefused() {
        for (EventSource source : ENCODED) {
            StringBuilder query = new StringBuilder("k=v");
            for (int i = 0; i < 10_000; i++) {
                query.append('&').append(i).append("=1");
            }
            probe.send(source, new EventBuilder("GET", "/x?" + query).build(source))
                    .expectProblem(414);
        }
        for (EventSource source : List.of(EventSource.HTTP_API, EventSource.FUNCTION_URL)) {
            probe.send(source, new EventBuilder("GET", "/x?k=" + "v".repeat(1_000_000)).build(source))
                    .expectProblem(414);
            probe.send(source, new EventBuilder("GET", "/x?" + "&".repeat(100_000)).build(source))
                    .expectProblem(414);
        }
    }

    @Test
    void QS08_queryFormAndPath_areApart() {
        Probe form = new Probe(app -> app.get("/", Probe::serve)
                .post(
                        "/{k}",
                        request -> Response.json(Map.of(
                                "path",
                                request.pathParam("k"),
                                "query",
                                request.queryParams("k"),
                                "form",
                                request.form().all("k")))));
        for (EventSource source : Probe.SOURCES) {
            form.test()
                    .withSource(source)
                    .post("/p?k=q")
                    .body("application/x-www-form-urlencoded", "k=f")
                    .send()
                    .expectJson("/path", "p")
                    .expectJson("/query", List.of("q"))
                    .expectJson("/form", List.of("f"));
        }
    }

    @Test
    void QS09_QS12_notations_arePlainCaseSensitiveNames() {
        for (EventSource source : Probe.SOURCES) {
            Request request = get(source, "a[]=1&a[b]=2&a.b=3&__proto__[x]=4&K=5");
            assertThat(request.queryParam("a[]")).contains("1");
            assertThat(request.queryParam("a[b]")).contains("2");
            assertThat(request.queryParam("a.b")).contains("3");
            assertThat(request.queryParam("__proto__[x]")).contains("4");
            assertThat(request.queryParam("a")).isEmpty();
            assertThat(request.queryParam("k")).isEmpty();
        }
    }

    private Probe typed(Class<?> type) {
        return new Probe(app -> app.get("/", Probe::serve)
                .get(
                        "/typed",
                        request -> Response.text(
                                String.valueOf(request.queryParam("k", type).orElseThrow()))));
    }

    @ParameterizedTest
    @CsvSource({
        "Integer,12,12",
        "Integer,-2147483648,-2147483648",
        "Long,9223372036854775807,9223372036854775807",
        "Boolean,true,true",
        "Boolean,false,false",
        "Color,RED,RED",
        "BigDecimal,-1.50,-1.50",
        "LocalDate,2026-01-31,2026-01-31",
        "Instant,2026-01-31T12:00:00Z,2026-01-31T12:00:00Z",
        "UUID,123e4567-e89b-12d3-a456-426614174000,123e4567-e89b-12d3-a456-426614174000",
        "String,x,x"
    })
    void QS10_QS11_typedValues_areConverted(String type, String sent, String value) {
        typed(type(type))
                .test()
                .get("/typed?k=" + sent)
                .send()
                .expectStatus(200)
                .expectBody(value);
    }

    @ParameterizedTest
    @CsvSource({
        "Integer,%EF%BC%91%EF%BC%92", "Integer,%2B1", "Integer,%201", "Integer,0x1", "Integer,1_000", "Integer,1e3",
                "Integer,''",
        "Integer,99999999999999999999", "Integer,2147483648", "Integer,-", "Long,9223372036854775808", "Long,NaN",
                "Boolean,TRUE", "Boolean,1",
        "Boolean,yes", "Boolean,''", "Color,red", "Color,0", "Color,BLUE", "UUID,1-1-1-1-1",
                "UUID,123e4567e89b12d3a456426614174000",
        "BigDecimal,1e9", "BigDecimal,.5", "BigDecimal,1.", "BigDecimal,%2B1", "LocalDate,2026-1-1",
                "LocalDate,2026-02-30", "Instant,2026-01-31"
    })
    void QS10_QS11_otherSpellings_areRefusedByName(String type, String sent) {
        TestResponse response =
                typed(type(type)).test().get("/typed?k=" + sent).send().expectProblem(400);
        assertThat(response.body()).contains("'k'");
    }

    private static Class<?> type(String name) {
        return switch (name) {
            case "Integer" -> Integer.class;
            case "Long" -> Long.class;
            case "Boolean" -> Boolean.class;
            case "Color" -> Color.class;
            case "BigDecimal" -> BigDecimal.class;
            case "LocalDate" -> LocalDate.class;
            case "Instant" -> Instant.class;
            case "UUID" -> UUID.class;
            default -> String.class;
        };
    }
}
