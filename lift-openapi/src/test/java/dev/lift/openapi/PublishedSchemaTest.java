package dev.lift.openapi;

import static org.assertj.core.api.Assertions.assertThat;

import com.networknt.schema.InputFormat;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;

/** Documents, by the JSON Schema that the OpenAPI Initiative publishes; {@code scripts/deployment} fetches it. */
@EnabledIfSystemProperty(named = "openapi.schema", matches = ".+")
class PublishedSchemaTest {
    @SuppressWarnings("NullAway.Init")
    private Schema schema;

    @BeforeEach
    void read() throws IOException {
        schema = SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
                .getSchema(Files.readString(Path.of(System.getProperty("openapi.schema"))));
    }

    @Test
    void documentOfEachKindOfRoute_isOneOfOpenApi() {
        String document = new String(Shop.described().build().json(), StandardCharsets.UTF_8);
        assertThat(schema.validate(document, InputFormat.JSON)).isEmpty();
        assertThat(schema.validate(document.replace("\"responses\":{\"2", "\"replies\":{\"2"), InputFormat.JSON))
                .as("a member that there is not")
                .isNotEmpty();
    }

    @Test
    void documentOfAnotherApp_isOneOfOpenApi() throws IOException {
        String document = Files.readString(Path.of(System.getProperty("openapi.document")));
        assertThat(schema.validate(document, InputFormat.JSON)).isEmpty();
    }
}
