package dev.lift.testing.codec;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.lift.Lift;
import dev.lift.http.HttpException;
import dev.lift.http.Request;
import dev.lift.http.Response;
import dev.lift.json.FieldError;
import dev.lift.json.JsonCodec;
import dev.lift.json.JsonException;
import dev.lift.json.JsonReader;
import dev.lift.json.JsonWriter;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** The class VA of faults, and what generated codecs do with limits, with many errors and with values that JSON has not. */
class CodecFaultsTest {
    private static final JsonMapper JACKSON = new JsonMapper();

    private static final String VALID = """
            {"code":"abc","name":"n","quantity":1,"price":1.00,"id":1,"tags":["a"],"even":2,"note":null,"age":18,"accepted":true,
            "rate":0,"counts":{"a":1},"debt":-1,"wide":1,"nick":"ab","numbers":[1],"careful":"a","required":"r"}""";

    /** The member, its value, and what it gets: 200, or a status and the pointers. */
    private static final String MEMBERS = """
            code | "ab" | 200
            code | "abcd" | 200
            code | "a" | 422 /code
            code | "abcde" | 422 /code
            code | "😀😀😀😀" | 200
            code | "😀" | 422 /code
            code | "e\u0301" | 200
            code | 1 | 400 /code
            code | null | 400 /code
            name | " " | 422 /name
            name | "" | 422 /name
            name | "\\t\\n" | 422 /name
            name | "\\u3000" | 422 /name
            name | " a " | 200
            quantity | 0 | 422 /quantity
            quantity | 10 | 200
            quantity | 11 | 422 /quantity
            quantity | -2147483648 | 422 /quantity
            quantity | 1.5 | 400 /quantity
            price | 0 | 422 /price
            price | 0.00 | 422 /price
            price | -0.0 | 422 /price
            price | 0.01 | 200
            price | 99.99 | 200
            price | 99.990 | 200
            price | 99.991 | 422 /price
            price | 1e-9999 | 200
            price | 1e9999 | 422 /price
            id | 0 | 422 /id
            id | -1 | 422 /id
            id | 9223372036854775807 | 200
            tags | [] | 200
            tags | ["a","b"] | 200
            tags | ["a","b","c"] | 422 /tags
            tags | ["a"," "] | 422 /tags/1
            tags | [" ","b",""] | 422 /tags /tags/0 /tags/2
            tags | [1," "] | 400 /tags/0 /tags/1
            even | 3 | 422 /even
            even | -2 | 200
            note | "abc" | 200
            note | "abcd" | 422 /note
            age | 17 | 422 /age
            accepted | false | 422 /accepted
            rate | -0.0 | 200
            rate | -4.9E-324 | 422 /rate
            counts | {} | 422 /counts
            counts | {"a":5,"b":6,"c/d":7} | 422 /counts/b /counts/c~1d
            debt | 0 | 422 /debt
            debt | -99999999999999999999999999 | 200
            wide | 9223372036854775807 | 200
            nick | null | 200
            nick | "abc" | 422 /nick
            numbers | [] | 200
            numbers | [1,2] | 422 /numbers
            careful | null | 200
            careful | "y" | 422 /careful
            careful | "x" | 500
            required | null | 400 /required
            required | " " | 422 /required
            """;

    private final Lift app = app(AppCodecs.all());

    private static Lift app(JsonCodec<?>... codecs) {
        return Lift.of(app -> app.codecs(codecs)
                .post("/", Validated.class, (request, value) -> Response.ok())
                .post("/order", Shapes.Order.class, (request, value) -> Response.json(value))
                .post("/node", Shapes.Node.class, (request, value) -> Response.json(value))
                .post("/aliased", Shapes.Aliased.class, (request, value) -> Response.json(value)));
    }

    private static Response send(Lift app, String path, String json) {
        return app.handle(Request.post(path).json(json).build());
    }

    private static JsonNode problem(Response response) throws IOException {
        return JACKSON.readTree(response.bodyBytes());
    }

    private static List<String> pointers(Response response) throws IOException {
        List<String> pointers = new ArrayList<>();
        problem(response)
                .path("errors")
                .forEach(error -> pointers.add(error.get("pointer").textValue().substring(1)));
        return pointers;
    }

    @TestFactory
    Stream<DynamicTest> VA01_VA02_VA08_constraints_atTheirBounds() {
        return Arrays.stream(MEMBERS.split("\n")).map(line -> {
            String[] cells = line.split(" \\| ");
            String json = VALID.replaceFirst(
                    "(?s)\"" + cells[0] + "\":(\"[^\"]*\"|\\[[^\\]]*]|\\{[^}]*}|[^,}]*)",
                    java.util.regex.Matcher.quoteReplacement("\"" + cells[0] + "\":" + cells[1]));
            return DynamicTest.dynamicTest(cells[0] + " " + cells[1], () -> {
                Response response = send(app, "/", json);
                String[] expected = cells[2].split(" ");
                assertThat(response.status()).as("%s", problemOf(response)).isEqualTo(Integer.parseInt(expected[0]));
                assertThat(pointers(response)).isEqualTo(List.of(expected).subList(1, expected.length));
            });
        });
    }

    private static String problemOf(Response response) {
        return new String(response.bodyBytes(), StandardCharsets.UTF_8);
    }

    @Test
    void VA06_VA09_errors_sayWhatIsExpectedAndNotWhatCame() throws IOException {
        Response response = send(
                app,
                "/",
                VALID.replace("\"age\":18", "\"age\":7")
                        .replace("\"n\"", "\"<b>${7*7}</b>secret\"")
                        .replace("\"abc\"", "\"secret-code\"")
                        .replace("{\"a\":1}", "{\"" + "k/~".repeat(400) + "\":99}"));
        JsonNode problem = problem(response);
        assertThat(problem.get("status").intValue()).isEqualTo(422);
        assertThat(problem.get("title").textValue()).isEqualTo("Unprocessable Content");
        assertThat(problem.get("detail").textValue())
                .isEqualTo("The JSON body does not fit in 3 places, first at /code: must have 2 to 4 characters");
        assertThat(problem.get("errors").get(1).get("detail").textValue()).isEqualTo("must be an adult");
        assertThat(problem.get("errors").get(2).get("pointer").textValue())
                .startsWith("#/counts/k~1~0k~1")
                .endsWith("...")
                .hasSizeLessThanOrEqualTo(257);
        assertThat(problem.toString()).doesNotContain("secret", "<b>", "99");
    }

    @Test
    void VA03_manyErrors_areCappedInTimeThatIsLinear() throws IOException {
        JsonCodec<Shapes.OfInts> codec = new Shapes_OfIntsJson();
        long[] bytes = new long[4];
        for (int size = 0; size < bytes.length; size++) {
            String json = "{\"v\":[" + "\"x\",".repeat(25_000 << size) + "1]}";
            byte[] body = json.getBytes(StandardCharsets.UTF_8);
            long before = allocated();
            JsonException refused = refusal(codec, body);
            assertThat(refused.errors()).hasSize(100);
            bytes[size] = allocated() - before;
            assertThat(refused.errors().get(99).pointer()).isEqualTo("/v/99");
        }
        assertThat(bytes[3]).isLessThan(4 * bytes[0] + 1_000_000);
    }

    private static long allocated() {
        return ((com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean()).getCurrentThreadAllocatedBytes();
    }

    private static JsonException refusal(JsonCodec<?> codec, byte[] json) throws IOException {
        try {
            codec.read(new JsonReader(json));
        } catch (JsonException refused) {
            return refused;
        }
        throw new AssertionError("was read");
    }

    @Test
    void VA04_documentsAsDeepAsTheLimit_areReadOnASmallStack() throws Exception {
        AtomicReference<Object> result = new AtomicReference<>();
        String json = "{\"name\":\"n\",\"children\":[".repeat(500) + "]}".repeat(500);
        Thread small =
                new Thread(null, () -> result.set(send(app, "/node", json).status()), "small", 512 * 1024);
        small.start();
        small.join();
        assertThat(result.get()).isEqualTo(200);
        assertThat(send(app, "/node", "{\"name\":\"n\",\"children\":[" + json + "]}")
                        .status())
                .isEqualTo(400);
    }

    /** Each level looks for its discriminator behind all that is in it: a pass for each would take 490 times one pass. */
    @Test
    void O4_discriminatorsBehindDeepObjects_areFoundInOnePass() throws IOException {
        String padding = "\"p\":[" + "[],".repeat(1_000_000) + "0],";
        String json = "{\"side\":1,\"inner\":".repeat(490) + "{" + padding + "\"radius\":1,\"type\":\"Circle\"}"
                + ",\"type\":\"square\"}".repeat(490);
        byte[] body = json.getBytes(StandardCharsets.UTF_8);
        long best = Long.MAX_VALUE;
        long pass = Long.MAX_VALUE;
        for (int round = 0; round < 4; round++) {
            long start = threadNanos();
            new JsonReader(body).skipValue();
            long middle = threadNanos();
            assertThat(Shapes_ShapeJson.CODEC.read(new JsonReader(body))).isNotNull();
            best = Math.min(best, threadNanos() - middle);
            pass = Math.min(pass, middle - start);
        }
        assertThat(best).isLessThan(40 * pass);
    }

    private static long threadNanos() {
        return ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
    }

    @Test
    void limits_ofItemsStringsAndDepth_holdWithAndWithoutCodec() {
        for (JsonCodec<?>[] codecs : new JsonCodec<?>[][] {AppCodecs.all(), {}}) {
            Lift limited = Lift.of(app -> app.codecs(codecs)
                    .options(options ->
                            options.maxJsonItems(3).maxJsonStringBytes(8).maxJsonDepth(4))
                    .post("/list", Shapes.OfList.class, (request, value) -> Response.ok())
                    .post("/map", Shapes.OfMap.class, (request, value) -> Response.ok())
                    .post("/node", Shapes.Node.class, (request, value) -> Response.ok()));
            assertThat(send(limited, "/list", "{\"v\":[\"1\",\"2\",\"3\"]}").status())
                    .isEqualTo(200);
            assertThat(send(limited, "/list", "{\"v\":[\"1\",\"2\",\"3\",\"4\"]}")
                            .status())
                    .isEqualTo(400);
            assertThat(send(limited, "/list", "{\"v\":[],\"x\":[1,2,3,4]}").status())
                    .isEqualTo(400);
            assertThat(send(limited, "/list", "{\"v\":[\"12345678\"]}").status())
                    .isEqualTo(200);
            assertThat(send(limited, "/list", "{\"v\":[\"éééé\"]}").status()).isEqualTo(200);
            assertThat(send(limited, "/list", "{\"v\":[\"ééééé\"]}").status()).isEqualTo(400);
            assertThat(send(limited, "/map", "{\"v\":{\"a\":1,\"b\":2,\"c\":3}}")
                            .status())
                    .isEqualTo(200);
            assertThat(send(limited, "/map", "{\"v\":{\"a\":1,\"b\":2,\"c\":3,\"d\":4}}")
                            .status())
                    .isEqualTo(400);
            assertThat(send(limited, "/map", "{\"v\":{\"123456789\":1}}").status())
                    .isEqualTo(400);
            assertThat(send(limited, "/node", nodes(2)).status()).isEqualTo(200);
            assertThat(send(limited, "/node", nodes(3)).status()).isEqualTo(400);
        }
    }

    private static String nodes(int depth) {
        return "{\"name\":\"n\",\"children\":[".repeat(depth) + "]}".repeat(depth);
    }

    @Test
    void O4_millionElements_areRefusedByDefault() {
        String json = "{\"id\":\"1\",\"first\":null,\"items\":[" + "{},".repeat(1_000_000) + "{}]}";
        Response response = send(app, "/order", json);
        assertThat(response.status()).isEqualTo(400);
        assertThat(problemOf(response)).contains("expected at most 100000 items");
    }

    /** A member under two of its names would be a choice between two values. */
    @Test
    void BD10_memberUnderTwoOfItsNames_isRefused() throws IOException {
        Response response = send(app, "/aliased", "{\"quantity\":1,\"qty\":2}");
        assertThat(response.status()).isEqualTo(400);
        assertThat(pointers(response)).containsExactly("/qty");
        assertThat(problemOf(response)).contains("must be given once, by one of its names");
    }

    @Test
    void recovery_insideOfEverything_goesOnBehindIt() throws IOException {
        Response response = send(app, "/order", """
                {"id":[[{"a":["]}",{"b":1}]}],"x"],"first":{"sku":{"deep":[1,2,{"x":null}]},"quantity":[]},
                "items":[[1,2],{"sku":"ok","quantity":1},{"quantity":1e1}],"last":false}""");
        assertThat(response.status()).isEqualTo(400);
        assertThat(pointers(response))
                .containsExactly(
                        "/id",
                        "/first/sku",
                        "/first/quantity",
                        "/items/0",
                        "/items/2/sku",
                        "/items/2/quantity",
                        "/last");
    }

    /** What another service sent is nothing that this service's clients can mend. */
    @Test
    void ER01_faultsInOtherJson_areNotToldToClients() {
        Lift calling = Lift.of(app -> app.get("/", request -> {
            HttpException failed = new HttpException(502, "Another service did not answer as expected");
            failed.initCause(JsonException.of(List.of(FieldError.at(List.of("internal"), "expected a string", false))));
            throw failed;
        }));
        Response response = calling.handle(Request.get("/").build());
        assertThat(response.status()).isEqualTo(502);
        assertThat(problemOf(response)).doesNotContain("internal", "errors");
    }

    @Test
    void errorHandlers_seeTheRefusedFields() {
        Lift handling = Lift.of(app -> app.codecs(AppCodecs.all())
                .error(
                        HttpException.class,
                        (error, request) -> Response.status(error.status())
                                .text(error.errors() + " " + error.getCause().getMessage()))
                .post("/", Shapes.Item.class, (request, item) -> Response.ok()));
        assertThat(problemOf(send(handling, "/", "{\"sku\":1,\"quantity\":1}")))
                .isEqualTo("[/sku expected a string] expected a string at line 1, column 8");
        assertThat(problemOf(send(handling, "/", "{"))).startsWith("[] expected ',' or '}'");
    }

    /** The position of a syntax error counts, wherever fields were refused before it. */
    @Test
    void BD09_syntaxErrorBehindRefusedFields_isTheAnswer() {
        String json = "{\"id\":1,\"first\":{},\"items\":[{}],\"last\":tru}";
        assertThat(problemOf(send(app, "/order", json)))
                .contains("The JSON body is malformed: expected a value at line 1, column 40")
                .doesNotContain("errors");
    }

    // Values that go out

    private static String written(JsonCodec<?>[] codecs, Object value) {
        Lift writing = Lift.of(app -> app.codecs(codecs).get("/", request -> Response.json(value)));
        Response response = writing.handle(Request.get("/").build());
        return response.status() + " " + problemOf(response);
    }

    @Test
    void values_thatBreakTheirNullness_areWrittenAsTheyAre() {
        Object order = new Shapes.Order(null, null, null, null);
        Object containers = new Shapes.OfNullables(Arrays.asList("a", null), Map.of());
        for (Object value : List.of(order, containers, new Shapes.OfOptional(Optional.empty(), null))) {
            assertThat(written(AppCodecs.all(), value))
                    .isEqualTo(written(new JsonCodec<?>[0], value))
                    .startsWith("200");
        }
    }

    @Test
    void numbers_thatJsonHasNot_areA500WithAndWithoutCodec() {
        Object[] values = {
            new Shapes.OfDouble(Double.NaN),
            new Shapes.OfFloat(Float.NEGATIVE_INFINITY),
            new Shapes.OfArrays(new boolean[0], new short[0], new double[] {Double.POSITIVE_INFINITY}, new float[0])
        };
        for (Object value : values) {
            assertThat(written(AppCodecs.all(), value)).startsWith("500");
            assertThat(written(new JsonCodec<?>[0], value)).startsWith("500");
        }
    }

    @Test
    void valueThatHoldsItself_isA500WithAndWithoutCodec() {
        List<Shapes.Node> children = new ArrayList<>();
        Shapes.Node node = new Shapes.Node("n", children);
        children.add(node);
        assertThat(written(AppCodecs.all(), node)).startsWith("500");
        assertThat(written(new JsonCodec<?>[0], node)).startsWith("500");
    }

    @Test
    void halfOfASurrogatePair_isA500WithAndWithoutCodec() {
        Object value = new Shapes.OfString("\ud800");
        assertThat(written(AppCodecs.all(), value)).startsWith("500");
        assertThat(written(new JsonCodec<?>[0], value)).startsWith("500");
    }

    @Test
    void codedValues_insideOfMapsAndLists_areWrittenByTheirCodecs() {
        Object value = Map.of("shapes", List.of(new Shapes.Circle(1.5), new Shapes.Square(2, new Shapes.Circle(1))));
        assertThat(written(AppCodecs.all(), value))
                .isEqualTo("200 {\"shapes\":[{\"type\":\"Circle\",\"radius\":1.5},"
                        + "{\"type\":\"square\",\"side\":2.0,\"inner\":{\"type\":\"Circle\",\"radius\":1.0}}]}");
    }

    /** At the top of a reply a generic record has no codec, and databind writes it with the codecs of what it holds. */
    @Test
    void genericRecord_atTheTop_isWrittenByDatabind() {
        Object page = new Shapes.Page<>(List.of(new Shapes.Priced(new Shapes.Money(1234), null)), null, null);
        assertThat(written(AppCodecs.all(), page))
                .isEqualTo("200 {\"items\":[{\"price\":\"12.34\",\"discount\":null}],\"next\":null,\"top\":null}");
    }

    @Test
    void codecs_withoutAServer_areUsable() throws IOException {
        JsonWriter out = new JsonWriter();
        Shapes_PricedJson.CODEC.write(new Shapes.Priced(new Shapes.Money(5), null), out);
        assertThat(out.toString()).isEqualTo("{\"price\":\"0.05\",\"discount\":null}");
        assertThat(new Shapes_OfDecimalJson()
                        .read(new JsonReader("{\"v\":1.50}".getBytes(StandardCharsets.UTF_8)))
                        .v())
                .isEqualTo(new BigDecimal("1.50"));
        JsonException refused = refusal(new Shapes_ItemJson(), "{\n \"sku\": 5}".getBytes(StandardCharsets.UTF_8));
        assertThat(refused.errors())
                .extracting(FieldError::toString)
                .containsExactly("/quantity is required", "/sku expected a string");
        assertThat(refused.getStackTrace()).isEmpty();
    }
}
