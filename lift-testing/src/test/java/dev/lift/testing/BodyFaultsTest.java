package dev.lift.testing;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lift.http.EventSource;
import dev.lift.http.MediaType;
import dev.lift.http.Part;
import dev.lift.http.Response;
import java.io.ByteArrayOutputStream;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.zip.GZIPOutputStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The class BD of faults: bodies and their encodings. */
class BodyFaultsTest {
    enum Size {
        SMALL,
        LARGE
    }

    record Item(String sku, int quantity) {}

    record Order(
            int count,
            long total,
            boolean paid,
            @Nullable Size size,
            @Nullable BigDecimal price,
            @Nullable Instant at,
            @Nullable LocalDate day,
            @Nullable Duration delay,
            Optional<String> note,
            @Nullable List<Item> items,
            @Nullable BigInteger big,
            @Nullable String name) {}

    private final Probe probe = new Probe(app -> {
        app.get("/", Probe::serve);
        app.post("/", Probe::serve);
        app.post("/order", Order.class, (request, order) -> Response.json(order));
        app.post("/any", Object.class, (request, value) -> Response.text("read"));
        app.post("/bytes", request -> Response.bytes(request.bodyBytes(), MediaType.OCTET_STREAM));
        app.post("/text", request -> Response.text(request.bodyText()));
        app.post("/ignored", request -> Response.text("ignored"));
        app.post("/form", request -> Response.json(request.form().all("a")));
        app.post("/has", request -> Response.text(request.hasBody() + " " + request.bodyLength()));
        app.delete("/has", request -> Response.text(request.hasBody() + " " + request.bodyLength()));
        app.post("/parts", request -> {
            List<String> parts = new ArrayList<>();
            for (Part part : request.parts()) {
                parts.add(part.name() + "|" + part.filename().orElse("-") + "|" + part.text());
            }
            return Response.json(parts);
        });
    });

    private TestResponse order(String json) {
        return probe.test().post("/order").json(json).send();
    }

    @ParameterizedTest
    @ValueSource(strings = {"Zg", "Zg=", "!!!!", "Zg==\n", " Zg==", "Z_8=", "Z", "Zg=\n=", "Zg==Zg=="})
    void BD01_BD02_notStandardBase64_isRefused(String body) {
        String event = new String(
                new EventBuilder("POST", "/").body(new byte[] {1}).build(EventSource.HTTP_API), StandardCharsets.UTF_8);
        String encoded = event.replace(
                "\"body\":\"\\u0001\",\"isBase64Encoded\":false",
                "\"body\":\"" + body.replace("\n", "\\n") + "\",\"isBase64Encoded\":true");
        assertThat(encoded).isNotEqualTo(event);
        probe.send(EventSource.HTTP_API, encoded).expectProblem(400);
    }

    @ParameterizedTest
    @CsvSource({"'',0", "1,1", "'-1',0", "'1,1',0", "1e3,0", "99999999999,0"})
    void BD04_BD06_limit_isOnTheBytesThatAreThere(String contentLength, int unused) {
        Probe limited = new Probe(app -> app.options(options -> options.maxBodyBytes(10))
                .get("/", Probe::serve)
                .post("/ignored", request -> Response.text("ignored")));
        for (EventSource source : Probe.SOURCES) {
            for (int size = 8; size <= 12; size++) {
                byte[] body = new byte[size];
                Arrays.fill(body, (byte) 0xFF);
                byte[] event = new EventBuilder("POST", "/ignored")
                        .header("Content-Length", contentLength)
                        .body(body)
                        .build(source);
                TestResponse response = limited.send(source, event);
                if (size <= 10) {
                    response.expectStatus(200);
                } else {
                    response.expectProblem(413);
                }
            }
        }
    }

    @Test
    void BD05_multibyteAcrossTheLimit_isCountedInBytes() {
        Probe limited = new Probe(app -> app.options(options -> options.maxBodyBytes(3))
                .get("/", Probe::serve)
                .post("/", Probe::serve));
        limited.test().post("/").body("text/plain", "é1").send().expectStatus(200);
        limited.test().post("/").body("text/plain", "éé").send().expectProblem(413);
    }

    @Test
    void BD06_bodyTooLarge_goesThroughMiddlewareWithoutBody() {
        Probe limited = new Probe(app -> app.options(options -> options.maxBodyBytes(3))
                .use((request, next) -> next.handle(request).header("X-Seen", Integer.toString(request.bodyLength())))
                .get("/", Probe::serve)
                .post("/", Probe::serve));
        limited.test()
                .post("/")
                .body("text/plain", "12345")
                .send()
                .expectProblem(413)
                .expectHeader("X-Seen", "0");
    }

    @Test
    void BD06_bodyTooLargeInAGroup_goesThroughTheMiddlewareOfTheGroup() {
        Probe limited = new Probe(app -> app.options(options -> options.maxBodyBytes(3))
                .group(
                        "/api",
                        api -> api.use((request, next) -> next.handle(request).header("X-Group", "seen"))
                                .post("/orders", Probe::serve)));
        for (String path : new String[] {"/api/orders", "/api/unknown"}) {
            limited.test()
                    .post(path)
                    .body("text/plain", "12345")
                    .send()
                    .expectProblem(413)
                    .expectHeader("X-Group", "seen");
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            application/json                         | 200
            application/JSON                         | 200
            application/json;charset=utf-8           | 200
            application/json; charset="UTF-8"        | 200
            application/vnd.a+json                   | 200
            application/json;                        | 200
            application/json; charset=utf-16         | 415
            application/json; charset=iso-8859-1     | 415
            application/json; charset=utf-8; charset=utf-16 | 415
            application/json garbage                 | 415
            application/json, text/plain             | 415
            application/json;boundary="              | 415
            application/jsonx                        | 415
            text/json                                | 415
            text/plain                               | 415
            json                                     | 415
            /                                        | 415
            application/                             | 415
            """)
    void BD07_BD08_contentTypes_areParsedStrictly(String type, int status) {
        for (EventSource source : Probe.SOURCES) {
            byte[] event = new EventBuilder("POST", "/any")
                    .header("Content-Type", type)
                    .body("[]".getBytes(StandardCharsets.UTF_8))
                    .build(source);
            probe.send(source, event).expectStatus(status);
        }
    }

    @Test
    void BD08_contentTypeMissingTwiceOrLong_isRefused() {
        byte[] body = "[]".getBytes(StandardCharsets.UTF_8);
        probe.send(
                        EventSource.HTTP_API,
                        new EventBuilder("POST", "/any").body(body).build(EventSource.HTTP_API))
                .expectProblem(415);
        byte[] twice = new EventBuilder("POST", "/any")
                .header("Content-Type", "application/json")
                .header("Content-Type", "text/plain")
                .body(body)
                .build(EventSource.ALB_MULTI_VALUE);
        probe.send(EventSource.ALB_MULTI_VALUE, twice).expectProblem(400);
        byte[] leading = new EventBuilder("POST", "/any")
                .header("Content-Type", " \tapplication/json")
                .body(body)
                .build(EventSource.ALB);
        probe.send(EventSource.ALB, leading).expectStatus(200);
        byte[] longer = new EventBuilder("POST", "/any")
                .header("Content-Type", "application/json" + ";a=b".repeat(2_000))
                .body(body)
                .build(EventSource.ALB);
        probe.send(EventSource.ALB, longer).expectProblem(415);
    }

    @Test
    void BD07_text_isReadInItsCharset() {
        LiftTest test = probe.test();
        test.post("/text")
                .header("Content-Type", "text/plain; charset=iso-8859-1")
                .body(new byte[] {(byte) 0xE9})
                .send()
                .expectBody("é");
        test.post("/text")
                .header("Content-Type", "text/plain")
                .body(new byte[] {(byte) 0xE9})
                .send()
                .expectProblem(400);
        test.post("/text")
                .header("Content-Type", "text/plain; charset=unknown-x")
                .body(new byte[] {65})
                .send()
                .expectProblem(415);
        test.post("/text")
                .header("Content-Type", "text/plain; charset=us-ascii")
                .body(new byte[] {(byte) 0xE9})
                .send()
                .expectProblem(400);
        test.post("/text").body(new byte[] {65}).send().expectBody("A");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "[1,]",
                "{\"a\":1,}",
                "{'a':1}",
                "[1] x",
                "NaN",
                "[01]",
                "/**/[]",
                "{\"a\":1,\"a\":2}",
                "[",
                "\"\\ud800\""
            })
    void BD09_BD10_malformedJson_isRefusedWithItsPosition(String json) {
        TestResponse response = probe.test().post("/any").json(json).send().expectProblem(400);
        assertThat(response.body()).contains("line 1, column ").doesNotContain("Exception");
    }

    @Test
    void BD09_empty_null_orScalar() {
        order("").expectProblem(400);
        order("null").expectProblem(400);
        order("7").expectProblem(400);
        order("[]").expectProblem(400);
        order("\"x\"").expectProblem(400);
        probe.test()
                .post("/order")
                .header("Content-Type", "application/json")
                .send()
                .expectProblem(400);
    }

    private static final String MINIMAL = "\"count\":1,\"total\":2,\"paid\":true";

    @Test
    void BD11_BD12_unknownMembers_areInert() {
        order(
                        "{" + MINIMAL
                                + ",\"__proto__\":{\"x\":1},\"class\":\"java.lang.Runtime\",\"@type\":\"x\",\"@class\":\"x\",\"isAdmin\":true}")
                .expectStatus(200)
                .expectJson("/count", 1);
        order("{" + MINIMAL + ",\"items\":[\"java.util.ArrayList\",[]]}").expectProblem(400);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\"count\":1.5",
                "\"count\":1e3",
                "\"count\":\"1\"",
                "\"count\":2147483648",
                "\"count\":null",
                "\"count\":true",
                "\"total\":9223372036854775808",
                "\"paid\":1",
                "\"paid\":\"true\"",
                "\"paid\":null",
                "\"size\":0",
                "\"size\":\"small\"",
                "\"size\":\"\"",
                "\"name\":1",
                "\"name\":true",
                "\"at\":\"yesterday\"",
                "\"at\":1700000000",
                "\"day\":\"2026-02-30\"",
                "\"items\":{}",
                "\"items\":[{\"sku\":\"a\",\"quantity\":1.5}]",
                "\"note\":7",
                "\"big\":\"1\""
            })
    void BD13_mistypedMembers_areRefusedByName(String member) {
        String name = member.substring(1, member.indexOf('"', 1));
        String others = MINIMAL.replaceAll("\"" + name + "\":[^,]*,?", "");
        TestResponse response = order(
                        "{" + others + (others.isEmpty() || others.endsWith(",") ? "" : ",") + member + "}")
                .expectProblem(400);
        assertThat(response.body())
                .contains("/" + name)
                .doesNotContain("Exception")
                .doesNotContain("dev.lift");
    }

    @Test
    void BD13_allTypes_roundTrip() {
        String json = "{" + MINIMAL
                + ",\"size\":\"LARGE\",\"price\":1.50,\"at\":\"2026-01-31T12:00:00Z\",\"day\":\"2026-01-31\","
                + "\"delay\":\"PT5S\",\"note\":\"n\",\"items\":[{\"sku\":\"a\",\"quantity\":2}],\"big\":12345678901234567890,\"name\":\"é\"}";
        order(json)
                .expectStatus(200)
                .expectJson("/size", "LARGE")
                .expectJson("/price", new BigDecimal("1.50"))
                .expectJson("/at", "2026-01-31T12:00:00Z")
                .expectJson("/day", "2026-01-31")
                .expectJson("/delay", "PT5S")
                .expectJson("/note", "n")
                .expectJson("/items/0/quantity", 2)
                .expectJson("/big", new BigInteger("12345678901234567890"))
                .expectJson("/name", "é");
        order("{" + MINIMAL + "}").expectStatus(200).expectJson("/note", null);
        order("{" + MINIMAL + ",\"note\":null}").expectStatus(200).expectJson("/note", null);
    }

    @Test
    void BD14_deepAndLargeJson_isServedOrRefused() {
        LiftTest test = probe.test();
        test.post("/any").json("[".repeat(1_001) + "]".repeat(1_001)).send().expectProblem(400);
        test.post("/any").json("[".repeat(100_000)).send().expectProblem(400);
        test.post("/any").json("[".repeat(900) + "]".repeat(900)).send().expectStatus(200);
        test.post("/any").json("7".repeat(2_000_000)).send().expectProblem(400);
        test.post("/any").json("[\"" + "x".repeat(5_000_000) + "\"]").send().expectStatus(200);
        order("{" + MINIMAL + ",\"price\":1e999999999}").expectProblem(400);
        order("{" + MINIMAL + ",\"price\":1e400}").expectStatus(200);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            a=1&a=2        | 200 | ["1","2"]
            a              | 200 | [""]
            =b             | 200 | []
            &&a=1&&        | 200 | ["1"]
            a=%            | 400 |
            a=%zz          | 400 |
            a=%C3%28       | 400 |
            a=%00          | 400 |
            b=1;a=2        | 200 | []
            a=x+y%2Bz      | 200 | ["x y+z"]
            """)
    void BD15_forms_areParsedAsTheUrlStandardSays(String form, int status, @Nullable String json) {
        TestResponse response = probe.test()
                .post("/form")
                .body("application/x-www-form-urlencoded", form)
                .send()
                .expectStatus(status);
        if (json != null) {
            response.expectBody(json);
        }
    }

    @Test
    void BD15_formsWithTooManyFields_areRefused() {
        probe.test()
                .post("/form")
                .body("application/x-www-form-urlencoded", "a=1&".repeat(1_001))
                .send()
                .expectProblem(413);
        probe.test()
                .post("/form")
                .body("application/x-www-form-urlencoded", "a=1&".repeat(1_000))
                .send()
                .expectStatus(200);
        probe.test().post("/form").json("{}").send().expectProblem(415);
    }

    private TestResponse parts(String contentType, String body) {
        return probe.test()
                .post("/parts")
                .body(contentType, body.replace("\n", "\r\n"))
                .send();
    }

    @Test
    void BD16_multipart_isRead() {
        parts("multipart/form-data; boundary=X", """
                preamble
                --X
                Content-Disposition: form-data; name="a"

                1
                2
                --X
                content-disposition: form-data; name="f"; filename="../../etc/pass;wd"
                Content-Type: text/plain

                --Y
                --X\t
                Content-Disposition: form-data; name=b

                --X--
                epilogue""")
                .expectStatus(200)
                .expectBody("[\"a|-|1\\r\\n2\",\"f|../../etc/pass;wd|--Y\",\"b|-|\"]");
        parts(
                        "multipart/form-data; boundary=\"a b\"",
                        "--a b\nContent-Disposition: form-data; name=\"a[\"\n\n1\n--a b--")
                .expectBody("[\"a[|-|1\"]");
        parts("multipart/form-data; boundary=X", "--X--").expectBody("[]");
    }

    @Test
    void BD16_malformedMultipart_isRefused() {
        String part = "Content-Disposition: form-data; name=\"a\"\n\n1\n";
        parts("multipart/form-data", "--X\n" + part + "--X--").expectProblem(400);
        parts("multipart/form-data; boundary=\"\"", "--\n" + part + "----").expectProblem(400);
        parts("multipart/form-data; boundary=" + "x".repeat(71), "--x--").expectProblem(400);
        parts("multipart/form-data; boundary=" + "x".repeat(70), "--" + "x".repeat(70) + "--")
                .expectStatus(200);
        parts("multipart/form-data; boundary=X", "").expectProblem(400);
        parts("multipart/form-data; boundary=X", "--X\n" + part).expectProblem(400);
        parts("multipart/form-data; boundary=X", "--X\n" + part + "--X").expectProblem(400);
        parts("multipart/form-data; boundary=X", "--X\nno colon\n\n1\n--X--").expectProblem(400);
        parts("multipart/form-data; boundary=X", "--X\nX-A: b\n\n1\n--X--").expectProblem(400);
        parts("multipart/form-data; boundary=X", "--X\nContent-Disposition: form-data; name=\"a\n\n1\n--X--")
                .expectProblem(400);
        parts("multipart/form-data; boundary=X", "--X\nX-A: " + "b".repeat(1_000_000) + "\n\n1\n--X--")
                .expectProblem(400);
        parts("multipart/form-data; boundary=X", ("--X\n" + part).repeat(1_001) + "--X--")
                .expectProblem(413);
        parts("multipart/form-data; boundary=X", "\r".repeat(1_000_000)).expectProblem(400);
        probe.test().post("/parts").json("{}").send().expectProblem(415);
    }

    @Test
    void BD18_contentEncoding_isLeftToTheApp() throws Exception {
        ByteArrayOutputStream gzip = new ByteArrayOutputStream();
        try (GZIPOutputStream out = new GZIPOutputStream(gzip)) {
            out.write(new byte[1_000_000]);
        }
        probe.test()
                .post("/bytes")
                .header("Content-Encoding", "gzip")
                .body(gzip.toByteArray())
                .send()
                .expectBody(gzip.toByteArray());
    }

    @Test
    void BD19_BD20_bodies_emptyAndAbsent_areToldApart() {
        byte[] absent = new EventBuilder("POST", "/has").build(EventSource.HTTP_API);
        byte[] empty = new EventBuilder("POST", "/has").body(new byte[0]).build(EventSource.HTTP_API);
        probe.send(EventSource.HTTP_API, absent).expectBody("false 0");
        probe.send(EventSource.HTTP_API, empty).expectBody("true 0");
        for (EventSource source : Probe.SOURCES) {
            byte[] delete =
                    new EventBuilder("DELETE", "/has").body(new byte[] {1, 2}).build(source);
            probe.send(source, delete).expectBody("true 2");
        }
    }

    @Test
    void BD21_allBytes_roundTripOnEverySource() {
        byte[] all = new byte[256];
        for (int i = 0; i < all.length; i++) {
            all[i] = (byte) i;
        }
        probe.test()
                .everySource(source ->
                        source.post("/bytes").body(all).send().expectStatus(200).expectBody(all));
    }

    @Test
    void jsonWithoutCodecs_isWrittenForMapsAndLists() {
        Probe json = new Probe(app -> app.get("/", Probe::serve).get("/map", request -> {
            Map<String, Object> map = new java.util.LinkedHashMap<>();
            map.put("a", List.of(1, 2L, 1.5, true, "x"));
            map.put("n", null);
            map.put("d", new BigDecimal("1.10"));
            map.put("record", new Item("s", 1));
            return Response.json(map);
        }));
        json.test()
                .get("/map")
                .send()
                .expectBody(
                        "{\"a\":[1,2,1.5,true,\"x\"],\"n\":null,\"d\":1.10,\"record\":{\"sku\":\"s\",\"quantity\":1}}");
    }
}
