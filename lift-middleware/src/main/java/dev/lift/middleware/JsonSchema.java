package dev.lift.middleware;

import com.networknt.schema.Error;
import com.networknt.schema.InputFormat;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import dev.lift.Handler;
import dev.lift.http.HttpException;
import dev.lift.http.MediaType;
import dev.lift.http.Request;
import dev.lift.http.Response;
import dev.lift.json.FieldError;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * Looks at JSON bodies with a JSON Schema (draft 2020-12) before handlers see them: 422 with a JSON Pointer and a sentence for each place that
 * is wrong, 415 for another type of body, 400 for what is no JSON, or has a name twice, of which two readers could take another each. Needs
 * {@code com.networknt:json-schema-validator} on the class path.
 *
 * <p>At most 100 places are named, and nothing of the body is in the sentences. The schema is compiled when the app is built; what it refers
 * to has to be in it, as nothing is fetched. Requests that only read are not looked at. Immutable and thread-safe.
 *
 * <pre>{@code
 * app.group("/orders", orders -> orders
 *         .use(JsonSchema.of("{\"type\":\"object\",\"required\":[\"sku\"],\"properties\":{\"sku\":{\"type\":\"string\"}}}"))
 *         .post("/", hello));
 * }</pre>
 */
public final class JsonSchema implements Placed {
    private static final int MOST_ERRORS = 100;
    private static final Set<String> READING = Set.of("GET", "HEAD", "OPTIONS", "TRACE", "DELETE");

    /** Those whose sentences have nothing but what the schema says. */
    private static final Set<String> SAFE = Set.of(
            "type",
            "minimum",
            "maximum",
            "exclusiveMinimum",
            "exclusiveMaximum",
            "multipleOf",
            "minLength",
            "maxLength",
            "minItems",
            "maxItems",
            "required");

    private final Schema schema;

    private JsonSchema(Schema schema) {
        this.schema = schema;
    }

    /**
     * Compiles a schema.
     *
     * @param schema the schema as JSON
     * @return the middleware
     * @throws IllegalArgumentException when it is no JSON object
     */
    public static JsonSchema of(String schema) {
        if (!StrictJson.isObject(schema.getBytes(StandardCharsets.UTF_8))) {
            throw new IllegalArgumentException("A schema is a JSON object without a name twice");
        }
        Schema compiled = SchemaRegistry.withDefaultDialect(
                        SpecificationVersion.DRAFT_2020_12,
                        registry -> registry.schemaLoader(loader -> loader.fetchRemoteResources(false)))
                .getSchema(schema);
        compiled.initializeValidators();
        return new JsonSchema(compiled);
    }

    @Override
    public Response handle(Request request, Handler next) throws Exception {
        if (!READING.contains(request.method())) {
            check(request);
        }
        return next.handle(request);
    }

    private void check(Request request) {
        if (request.bodyLength() == 0) {
            throw new HttpException(400, "This needs a JSON body");
        }
        MediaType type = request.contentType();
        String subtype = type.subtype().toLowerCase(Locale.ROOT);
        if (!subtype.equals("json") && !subtype.endsWith("+json")) {
            throw new HttpException(415, "This takes JSON alone");
        }
        byte[] body = request.bodyBytes();
        if (!StrictJson.isValue(body)) {
            throw new HttpException(400, "The body is no JSON, has a name twice, or is nested too deeply");
        }
        List<FieldError> errors = new ArrayList<>();
        for (Error error : schema.validate(new String(body, StandardCharsets.UTF_8), InputFormat.JSON)) {
            errors.add(new FieldError(error.getInstanceLocation().toString(), sentence(error), /* violation= */ true));
        }
        if (!errors.isEmpty()) {
            errors.sort(Comparator.comparing(FieldError::pointer).thenComparing(FieldError::detail));
            throw new InvalidFieldsException(
                    "The body has fields that are not valid", errors.subList(0, Math.min(errors.size(), MOST_ERRORS)));
        }
    }

    private static String sentence(Error error) {
        return SAFE.contains(error.getKeyword()) ? error.getMessage() : "must satisfy " + error.getKeyword();
    }

    @Override
    public Place place() {
        return Place.VALIDATION;
    }

    @Override
    public String toString() {
        return "JsonSchema";
    }
}
