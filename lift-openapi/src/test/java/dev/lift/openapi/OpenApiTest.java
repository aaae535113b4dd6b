package dev.lift.openapi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.networknt.schema.Error;
import com.networknt.schema.InputFormat;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import dev.lift.Lift;
import dev.lift.http.Response;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class OpenApiTest {
    private static final ObjectMapper JACKSON = new ObjectMapper();
    private static final OpenApi API = Shop.described().build();
    private static final String ID = "8e03978e-40d5-43e8-bc93-6894a57f9324";

    private static final String ORDER = """
            {"sku":"mug","quantity":2,"currency":"eur","labels":["a"],"prices":{"net":1.5},"signature":"AA==",
             "payment":{"kind":"card","number":"1"},"lines":{"items":[{"id":"%s","weight":9}]},"$ref":"x","mapping":"m","reference":"r"}
            """.formatted(ID);

    private static JsonNode document() throws IOException {
        return JACKSON.readTree(API.json());
    }

    private static List<String> texts(JsonNode array) {
        return StreamSupport.stream(array.spliterator(), false)
                .map(JsonNode::asText)
                .toList();
    }

    private static JsonNode operation(String path, String method) throws IOException {
        return document().path("paths").path(path).path(method);
    }

    @Test
    void document_hasEachRoute() throws IOException {
        JsonNode paths = document().path("paths");
        Set<String> operations = new TreeSet<>();
        paths.fieldNames()
                .forEachRemaining(path ->
                        paths.get(path).fieldNames().forEachRemaining(each -> operations.add(each + " " + path)));
        assertThat(operations)
                .containsExactly(
                        "delete /orders/{id}",
                        "get /",
                        "get /files/{path}",
                        "get /orders/{id}",
                        "get /orders/{id}/lines/{line}",
                        "post /orders");
    }

    @Test
    void document_each$ref_leadsSomewhere() throws IOException {
        List<String> references = new ArrayList<>();
        collect(document().path("paths"), references);
        collect(document().path("components"), references);
        assertThat(references).hasSizeGreaterThan(10);
        for (String each : references) {
            assertThat(document().at(each.substring(1)).isMissingNode())
                    .as(each)
                    .isFalse();
        }
    }

    private static void collect(JsonNode node, List<String> references) {
        if (node.path("$ref").isTextual()) {
            references.add(node.path("$ref").asText());
        }
        node.forEach(each -> collect(each, references));
    }

    @Test
    void document_typedRoute_hasItsBody_andWhatWasSaid() throws IOException {
        JsonNode post = operation("/orders", "post");
        assertThat(post.at("/requestBody/content/application~1json/schema/$ref").asText())
                .isEqualTo("#/components/schemas/Shop_NewOrder");
        assertThat(post.path("summary").asText()).isEqualTo("Places an order");
        assertThat(post.path("description").asText()).isEqualTo("Asks who calls.\n\nOnce.");
        assertThat(texts(
                        post.findValue("parameters").findParents("name").isEmpty()
                                ? JACKSON.createArrayNode()
                                : JACKSON.valueToTree(post.path("parameters").findValuesAsText("name"))))
                .containsExactly("Idempotency-Key", "dry", "currency");
        assertThat(post.at("/parameters/1/schema/type").asText()).isEqualTo("boolean");
        assertThat(texts(post.at("/parameters/2/schema/enum"))).containsExactly("EUR", "USD");
        List<String> statuses = new ArrayList<>();
        post.path("responses").fieldNames().forEachRemaining(statuses::add);
        assertThat(statuses).containsExactly("201", "202", "401", "default");
        assertThat(post.at("/responses/401/content/application~1problem+json/schema/$ref")
                        .asText())
                .isEqualTo("#/components/schemas/Problem");
        assertThat(post.at("/responses/202").has("content")).isFalse();
    }

    @Test
    void document_security_isThatOfTheMiddleware_andElsewhereNone() throws IOException {
        assertThat(operation("/orders/{id}", "get").path("security").toString())
                .isEqualTo("[{\"token\":[\"orders\"]}]");
        assertThat(operation("/", "get").path("security").toString()).isEqualTo("[]");
        assertThat(document().at("/components/securitySchemes/token/scheme").asText())
                .isEqualTo("bearer");
    }

    @Test
    void document_pathParameters_haveTheirTypes() throws IOException {
        JsonNode line = operation("/orders/{id}/lines/{line}", "get").path("parameters");
        assertThat(line.at("/0/schema/format").asText()).isEqualTo("uuid");
        assertThat(line.at("/1/schema/type").asText()).isEqualTo("integer");
        assertThat(operation("/files/{path}", "get")
                        .at("/parameters/0/description")
                        .asText())
                .contains("The rest of the path");
        assertThat(operation("/orders/{id}/lines/{line}", "get")
                        .path("operationId")
                        .asText())
                .isEqualTo("getOrdersByIdLinesByLine");
    }

    /** With the document as it is: its schemas accept and refuse what the codec does. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "/sku | '\"\"' | minLength",
                "/quantity | 0 | minimum",
                "/quantity | 101 | maximum",
                "/quantity | '\"2\"' | type",
                "/currency | '\"EUR\"' | enum",
                "/labels | '[]' | minItems",
                "/labels/0 | '\"0123456789\"' | maxLength",
                "/prices/net | '\"1\"' | type",
                "/payment | '{\"kind\":\"cash\"}' | oneOf",
                "/payment | '{\"number\":\"1\"}' | oneOf",
                "/lines | '{}' | required",
                "/lines/items/0/weight | 9.5 | exclusiveMaximum",
                "/lines/items/0/part | '{\"weight\":1}' | required",
                "/other | 1 | additionalProperties",
                "/note | 1 | type",
                "/paidIn | '\"gbp\"' | enum"
            })
    void schema_of_aBody_refuses(String pointer, String value, String keyword) throws IOException {
        JsonNode order = JACKSON.readTree(ORDER);
        int slash = pointer.lastIndexOf('/');
        JsonNode parent = order.at(pointer.substring(0, slash));
        String name = pointer.substring(slash + 1);
        if (parent instanceof ObjectNode object) {
            object.set(name, JACKSON.readTree(value));
        } else {
            ((com.fasterxml.jackson.databind.node.ArrayNode) parent)
                    .set(Integer.parseInt(name), JACKSON.readTree(value));
        }
        assertThat(validated(order)).extracting(Error::getKeyword).contains(keyword);
    }

    @Test
    void schema_ofABody_accepts() throws IOException {
        assertThat(validated(JACKSON.readTree(ORDER))).isEmpty();
        ObjectNode all = (ObjectNode) JACKSON.readTree(ORDER);
        all.putNull("note").putNull("paidIn").putNull("deliverAt").put("copies", 1);
        all.set("payment", JACKSON.readTree("{\"kind\":\"Transfer\",\"iban\":\"DE\"}"));
        all.set(
                "lines",
                JACKSON.readTree("{\"items\":[{\"id\":\"" + ID + "\",\"weight\":1,\"part\":{\"id\":\"" + ID
                        + "\",\"weight\":2,\"part\":null}}],\"next\":null}"));
        assertThat(validated(all)).isEmpty();
    }

    private static List<Error> validated(JsonNode order) throws IOException {
        ObjectNode root = (ObjectNode) document();
        root.put("$ref", "#/components/schemas/Shop_NewOrder");
        return SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
                .getSchema(root.toString())
                .validate(order.toString(), InputFormat.JSON);
    }

    @Test
    void schema_says_whatTheDocumentationOfTheTypeSays() throws IOException {
        JsonNode order = document().at("/components/schemas/Shop_NewOrder");
        assertThat(order.path("description").asText()).isEqualTo("An order, as POST /orders takes it.");
        assertThat(order.at("/properties/quantity/description").asText()).isEqualTo("how many, at most a hundred");
        assertThat(order.at("/properties/reference/default").isTextual()).isTrue();
        assertThat(order.at("/properties/copies/default").isInt()).isTrue();
        assertThat(order.at("/properties/signature/contentEncoding").asText()).isEqualTo("base64");
        assertThat(texts(order.path("required")))
                .contains("sku", "quantity", "currency", "lines", "$ref")
                .doesNotContain("note", "paidIn", "deliverAt", "reference", "copies");
    }

    @Test
    void page_hasWhatTheDocumentHas_escaped() {
        assertThat(API.html())
                .contains("<h1>Shop &lt;of tests&gt;</h1>", "<code>/orders/{id}</code>", "id=\"schema-Shop_NewOrder\"")
                .contains("href=\"#schema-Problem\"", "<p>And takes them back.</p>", "deprecated; ")
                .doesNotContain("<script", "of tests>");
    }

    @Test
    void build_typeWithoutSchema_isRefused_unlessToldOf() throws IOException {
        Lift app = Lift.of(routes -> routes.post("/", Shop.Unknown.class, (request, body) -> Response.noContent()));
        assertThatThrownBy(() -> OpenApi.of(app).build())
                .hasMessageContaining(
                        "There is no schema of the type dev.lift.openapi.Shop$Unknown: annotate it with @Json");
        OpenApi told = OpenApi.of(app)
                .schema(Shop.Unknown.class, "{\"type\":\"object\"}")
                .build();
        assertThat(JACKSON.readTree(told.json())
                        .at("/components/schemas/Shop_Unknown/type")
                        .asText())
                .isEqualTo("object");
        OpenApi any = OpenApi.of(app).anyForUnknown().build();
        assertThat(JACKSON.readTree(any.json())
                        .at("/components/schemas/Shop_Unknown")
                        .isEmpty())
                .isTrue();
    }

    @Test
    void build_whatOpenApiCanNotSay_isRefused() {
        Lift types = Lift.of(routes -> routes.get("/a/{id:int}", request -> Response.noContent())
                .get("/a/{name}", request -> Response.noContent()));
        assertThatThrownBy(() -> OpenApi.of(types).build())
                .hasMessage(
                        "GET /a/{id:int} and GET /a/{name} are one path to OpenAPI; give their parameters the same names,"
                                + " or leave one out");
        Lift names = Lift.of(routes -> routes.get("/a/{id:int}", request -> Response.noContent())
                .get("/a/{id}", request -> Response.noContent()));
        assertThatThrownBy(() -> OpenApi.of(names).build()).hasMessageContaining("are one path to OpenAPI");
        Lift method = Lift.of(routes -> routes.route("PURGE", "/a", request -> Response.noContent()));
        assertThatThrownBy(() -> OpenApi.of(method).build()).hasMessageContaining("OpenAPI knows no method PURGE");
        assertThat(OpenApi.of(method).without(route -> true).build().json()).isNotEmpty();
    }

    @Test
    void build_ofAnAbsentRoute_orScheme_isRefused() {
        assertThatThrownBy(() -> OpenApi.of(Shop.APP)
                        .operation("GET /absent", said -> {})
                        .build())
                .hasMessageContaining("There is no route GET /absent; the app has [GET /, ");
        assertThatThrownBy(() -> OpenApi.of(Shop.APP)
                        .operation("GET /", said -> said.security("key"))
                        .build())
                .hasMessageContaining("GET / is secured by 'key', which security(...) has not been told of");
        assertThatThrownBy(() -> new Operation().reply(600, "too much")).hasMessageContaining("was 600");
        assertThatThrownBy(() -> new Operation().problem(200, "no problem")).hasMessageContaining("was 200");
    }

    @Test
    void build_twoTypesOfOneSimpleName_areTwoSchemas() throws IOException {
        Lift app = Lift.of(routes -> routes.post("/a", Shop.Unknown.class, (request, body) -> Response.noContent())
                .post("/b", Other.Unknown.class, (request, body) -> Response.noContent())
                .post("/c", Problem.class, (request, body) -> Response.noContent()));
        JsonNode schemas =
                JACKSON.readTree(OpenApi.of(app).anyForUnknown().build().json()).at("/components/schemas");
        assertThat(schemas.size()).isEqualTo(4);
        assertThat(schemas.has("dev.lift.openapi.OpenApiTest_Problem") || schemas.has("OpenApiTest_Problem"))
                .isTrue();
        assertThat(schemas.at("/Problem/title").asText()).isEqualTo("Problem");
    }

    record Problem(String text) {}

    static final class Other {
        record Unknown(String text) {}
    }
}
