package dev.lift.middleware;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lift.Lift;
import dev.lift.Middleware;
import dev.lift.http.Response;
import dev.lift.lambda.LiftHandler;
import dev.lift.testing.LiftTest;
import dev.lift.testing.TestRequest;
import dev.lift.testing.TestResponse;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Bodies that a schema describes. Ids are those of the fault catalogue. */
class JsonSchemaTest {
    private static final String SCHEMA = """
            {"type": "object", "required": ["sku", "quantity"], "additionalProperties": false,
             "properties": {
               "sku": {"type": "string", "maxLength": 5, "pattern": "^[A-Z]"},
               "quantity": {"type": "integer", "minimum": 1, "maximum": 99},
               "lines": {"type": "array", "items": {"$ref": "#/$defs/line"}},
               "kind": {"enum": ["a", "b"]}},
             "$defs": {"line": {"type": "object", "properties": {"a/b": {"type": "boolean"}}}}}
            """;

    private static final class Function extends LiftHandler {
        Function(Middleware middleware) {
            super(Lift.of(routes -> routes.use(middleware)
                    .post("/", request -> Response.text(request.bodyText()))
                    .get("/", request -> Response.text("read"))));
        }
    }

    private static TestRequest post() {
        return LiftTest.of(new Function(JsonSchema.of(SCHEMA))).post("/");
    }

    @Test
    void validBody_isHandledAsItCame() {
        String body = "{ \"sku\":\"A-1\", \"quantity\":1.0 }";
        post().json(body).send().expectStatus(200).expectBody(body);
        post().body("application/vnd.orders+json", "{\"sku\":\"A\",\"quantity\":2}")
                .send()
                .expectStatus(200);
        LiftTest.of(new Function(JsonSchema.of(SCHEMA))).get("/").send().expectStatus(200);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{\"sku\":\"A\"}|#|required",
                "{\"sku\":7,\"quantity\":1}|#/sku|string",
                "{\"sku\":\"A\",\"quantity\":0}|#/quantity|1",
                "{\"sku\":\"A\",\"quantity\":1.5}|#/quantity|integer",
                "{\"sku\":\"ABCDEF\",\"quantity\":1}|#/sku|5",
                "{\"sku\":\"a\",\"quantity\":1}|#/sku|must satisfy pattern",
                "{\"sku\":\"A\",\"quantity\":1,\"kind\":\"c\"}|#/kind|must satisfy enum",
                "{\"sku\":\"A\",\"quantity\":1,\"lines\":[{},{\"a/b\":7}]}|#/lines/1/a~1b|boolean",
                "[]|#|object",
                "null|#|object"
            })
    void VA09_placesThatAreWrong_areNamed(String body, String pointer, String detail) {
        TestResponse response = post().json(body).send().expectProblem(422).expectJson("/errors/0/pointer", pointer);
        assertThat(response.body()).contains(detail);
    }

    /** VA-06: what a client has written is not in what it is told. */
    @Test
    void VA06_inputIsNotEchoed() {
        String body = post().json("{\"sku\":\"secret<script>\",\"quantity\":1,\"${7*7}\":1,\"kind\":\"secret\"}")
                .send()
                .expectProblem(422)
                .body();
        assertThat(body)
                .doesNotContain("secret")
                .doesNotContain("script")
                .doesNotContain("7*7")
                .doesNotContain("49");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "{",
                "{\"sku\":\"A\",\"sku\":\"B\",\"quantity\":1}",
                "{\"sku\":\"A\",\"quantity\":1} x",
                "{'sku':1}",
                "\uFEFF{}",
                "{\"sku\":\"\\ud800\",\"quantity\":1}",
                "{\"sku\":\"A\",\"quantity\":NaN}"
            })
    void whatIsNoJson_is400(String body) {
        post().json(body).send().expectProblem(400);
    }

    @Test
    void nestedTooDeeply_is400_andAnotherTypeIs415() {
        post().json("[".repeat(200) + "]".repeat(200)).send().expectProblem(400);
        post().body("text/plain", "{\"sku\":\"A\",\"quantity\":1}").send().expectProblem(415);
        post().body("application/xml", "<a/>").send().expectProblem(415);
    }

    @Test
    void VA02_manyErrors_areCapped() {
        String body = post().json("{\"sku\":\"A\",\"quantity\":1,\"lines\":[" + "{\"a/b\":1},".repeat(5_000) + "{}]}")
                .send()
                .expectProblem(422)
                .body();
        assertThat(body.split("\"pointer\"", -1)).hasSize(101);
    }

    @Test
    void schemaThatIsNone_isRefused_andNothingIsFetched() {
        for (String none : List.of("", "[]", "{", "{\"type\":\"object\",\"type\":\"array\"}")) {
            assertThatThrownBy(() -> JsonSchema.of(none)).as(none).isInstanceOf(IllegalArgumentException.class);
        }
        assertThatThrownBy(() -> JsonSchema.of("{\"$ref\":\"http://127.0.0.1:1/schema\"}"))
                .isInstanceOf(RuntimeException.class);
        assertThatThrownBy(() -> JsonSchema.of("{\"$ref\":\"file:///etc/passwd\"}"))
                .isInstanceOf(RuntimeException.class);
        assertThat(JsonSchema.of(SCHEMA).place()).isEqualTo(Place.VALIDATION);
    }
}
