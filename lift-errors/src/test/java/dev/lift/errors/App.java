package dev.lift.errors;

import static org.assertj.core.api.Assertions.assertThat;

import com.networknt.schema.InputFormat;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import dev.lift.Handler;
import dev.lift.Lift;
import dev.lift.Routes;
import dev.lift.http.Response;
import dev.lift.lambda.LiftHandler;
import dev.lift.testing.LiftTest;
import dev.lift.testing.TestResponse;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.function.Consumer;

/** A function with error handling, and what holds of each reply that is an error. */
final class App extends LiftHandler {
    private static final Schema SCHEMA = schema();

    private App(Consumer<Routes> routes) {
        super(Lift.of(routes));
    }

    static LiftTest of(Consumer<Routes> routes) {
        return LiftTest.of(new App(routes));
    }

    /** Serves one handler at {@code /x} for each method, and a good reply at {@code /}. */
    static LiftTest with(ErrorMapping errors, Handler handler) {
        return of(app -> {
            app.error(Throwable.class, errors).get("/", request -> Response.text("good"));
            for (String method : new String[] {"GET", "POST", "PUT"}) {
                app.route(method, "/x", handler);
            }
        });
    }

    static LiftTest throwing(Throwable thrown) {
        return with(ErrorMapping.standard(), request -> sneakyThrow(thrown));
    }

    static Response sneakyThrow(Throwable thrown) {
        return App.<RuntimeException>raise(thrown);
    }

    @SuppressWarnings("unchecked")
    private static <E extends Throwable> Response raise(Throwable thrown) throws E {
        throw (E) thrown;
    }

    /** Checks that a reply is a problem of RFC 9457, and that the reader makes the same of it. */
    static Problem problem(TestResponse response) {
        response.expectHeader("Content-Type", "application/problem+json")
                .expectHeader("X-Content-Type-Options", "nosniff");
        String json = response.body();
        assertThat(SCHEMA.validate(
                        json,
                        InputFormat.JSON,
                        context -> context.executionConfig(config -> config.formatAssertionsEnabled(true))))
                .as(json)
                .isEmpty();
        try {
            Problem problem = Problem.parse(response.status(), json.getBytes(StandardCharsets.UTF_8));
            assertThat(problem.status()).isEqualTo(response.status());
            assertThat(new String(problem.toJson(), StandardCharsets.UTF_8)).isEqualTo(json);
            return problem;
        } catch (IOException unreadable) {
            throw new UncheckedIOException(json, unreadable);
        }
    }

    private static Schema schema() {
        try (InputStream in = App.class.getResourceAsStream("problem.schema.json")) {
            return SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
                    .getSchema(new String(in.readAllBytes(), StandardCharsets.UTF_8));
        } catch (IOException absent) {
            throw new UncheckedIOException(absent);
        }
    }
}
