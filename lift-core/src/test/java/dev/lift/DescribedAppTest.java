package dev.lift;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.amazonaws.services.lambda.runtime.Context;
import dev.lift.http.Request;
import dev.lift.http.Response;
import dev.lift.http.Route;
import dev.lift.lambda.Event;
import dev.lift.lambda.LiftHandler;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What an app says of itself, and the same app with other middleware. */
class DescribedAppTest {
    /** Adds its name to a header of the reply. */
    private record Named(String name) implements Middleware {
        @Override
        public Response handle(Request request, Handler next) throws Exception {
            return next.handle(request).addHeader("X-Passed", name);
        }
    }

    private static final Named OUTER = new Named("outer");
    private static final Named FIRST = new Named("first");
    private static final Named SECOND = new Named("second");
    private static final Named SOMETIMES = new Named("sometimes");
    private static final Named INNER = new Named("inner");

    private static final Lift APP = Lift.of(app -> app.use(
                    OUTER,
                    Middleware.all(FIRST, SECOND),
                    Middleware.except("/open", new Named("guard")),
                    Middleware.when(request -> request.header("X-Sometimes").isPresent(), SOMETIMES))
            .error(
                    IllegalStateException.class,
                    (error, request) -> Response.status(409).text("mapped"))
            .get("/open", request -> Response.text("open"))
            .group(
                    "/group",
                    group -> group.use(INNER)
                            .tag("grouped")
                            .notFound(request -> Response.status(404).text("not in the group"))
                            .post("/typed", String.class, (request, body) -> Response.text(body))
                            .get("/failing", request -> {
                                throw new IllegalStateException();
                            })));

    private static Route route(Lift app, String text) {
        return app.routes().stream()
                .filter(each -> each.toString().equals(text))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void middleware_composed_isTakenApart_andExceptionsAreLeftOut() {
        assertThat(APP.middleware(route(APP, "GET /open"))).containsExactly(OUTER, FIRST, SECOND, SOMETIMES);
        assertThat(APP.middleware(route(APP, "GET /group/failing")))
                .containsExactly(OUTER, FIRST, SECOND, new Named("guard"), SOMETIMES, INNER);
    }

    @Test
    void middleware_routeOfAnotherApp_isRefused() {
        Route other = Route.of("GET", "/open");
        assertThatThrownBy(() -> APP.middleware(other)).hasMessageContaining("GET /open is no route of this app");
        assertThatThrownBy(() -> APP.bodyType(other)).hasMessageContaining("GET /open is no route of this app");
    }

    @Test
    void bodyType_isThatOfTypedRoutes() {
        assertThat(APP.bodyType(route(APP, "POST /group/typed"))).contains(String.class);
        assertThat(APP.bodyType(route(APP, "GET /open"))).isEmpty();
    }

    @Test
    void decorated_answersTheSame() {
        Lift same = APP.decorated(UnaryOperator.identity());
        for (Request.Builder each : List.of(
                Request.get("/open"),
                Request.get("/open").header("X-Sometimes", "yes"),
                Request.get("/group/failing"),
                Request.get("/group/absent"),
                Request.get("/absent"),
                Request.put("/open"))) {
            Request request = each.build();
            Response expected = APP.handle(request);
            Response actual = same.handle(request);
            assertThat(actual.status()).as("%s", request).isEqualTo(expected.status());
            assertThat(actual.headers()).hasToString(expected.headers().toString());
            assertThat(actual.bodyText()).isEqualTo(expected.bodyText());
        }
        assertThat(same.toString()).isEqualTo(APP.toString());
        assertThat(route(same, "POST /group/typed").tags()).containsExactly("grouped");
    }

    @Test
    void decorated_eachMiddleware_isReplaced_andTheAppItselfIsNot() {
        List<String> seen = new ArrayList<>();
        Lift decorated = APP.decorated(middleware -> (request, next) -> {
            seen.add(((Named) middleware).name());
            return middleware.handle(request, next);
        });
        decorated.handle(
                Request.get("/group/failing").header("X-Sometimes", "yes").build());
        assertThat(seen).containsExactly("outer", "first", "second", "guard", "sometimes", "inner");
        seen.clear();
        decorated.handle(Request.get("/open").build());
        assertThat(seen).containsExactly("outer", "first", "second");
        seen.clear();
        APP.handle(Request.get("/open").build());
        assertThat(seen).isEmpty();
    }

    @Test
    void serving_anotherApp_takesItsRequests_andLeavesOtherEvents() throws IOException {
        LiftHandler original = new LiftHandler(APP) {
            @Override
            protected void handleOther(Event event, OutputStream reply, @Nullable Context context) throws IOException {
                reply.write("other".getBytes(StandardCharsets.UTF_8));
            }
        };
        LiftHandler serving = original.serving(Lift.of(app -> app.get("/open", request -> Response.text("mine"))));
        assertThat(reply(
                        serving,
                        "{\"version\":\"2.0\",\"rawPath\":\"/open\",\"requestContext\":{\"http\":{\"method\":\"GET\","
                                + "\"path\":\"/open\"}}}"))
                .contains("mine");
        assertThat(reply(serving, "{\"Records\":[]}")).isEqualTo("other");
    }

    private static String reply(LiftHandler handler, String event) throws IOException {
        ByteArrayOutputStream reply = new ByteArrayOutputStream();
        handler.handleRequest(new ByteArrayInputStream(event.getBytes(StandardCharsets.UTF_8)), reply, null);
        return reply.toString(StandardCharsets.UTF_8);
    }
}
