package dev.lift.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lift.Handler;
import dev.lift.Lift;
import dev.lift.Middleware;
import dev.lift.Routes;
import dev.lift.http.HttpException;
import dev.lift.http.Request;
import dev.lift.http.Response;
import dev.lift.http.Route;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Middleware made of others. */
class CompositionTest {
    private final List<String> events = new ArrayList<>();

    private Middleware named(String name) {
        return (request, next) -> {
            events.add(name + " before");
            Response response = next.handle(request);
            events.add(name + " saw " + response.status());
            return response;
        };
    }

    private static final Middleware REFUSING = (request, next) -> {
        throw new HttpException(401, "Who are you?");
    };

    private static int status(Lift app, String path) {
        return app.handle(Request.get(path).build()).status();
    }

    private static Consumer<Routes> routes(Middleware middleware) {
        return routes -> routes.use(middleware)
                .get("/health", request -> Response.ok())
                .get("/users/{id}", request -> Response.ok())
                .group("/admin", admin -> admin.get("/{page}", request -> Response.ok()));
    }

    @Test
    void all_isTheMembersInTheirOrder() {
        Lift app = Lift.of(routes(Middleware.all(named("outer"), named("inner"))));
        assertThat(status(app, "/health")).isEqualTo(200);
        assertThat(events).containsExactly("outer before", "inner before", "inner saw 200", "outer saw 200");
    }

    /** Also where they stand behind a condition, and so can not be taken apart. */
    @Test
    void all_membersFurtherOut_seeRepliesToWhatIsThrownFurtherIn() {
        for (Middleware composed : List.of(
                Middleware.all(named("outer"), REFUSING),
                Middleware.when(request -> true, Middleware.all(named("outer"), REFUSING)),
                Middleware.except("/absent", Middleware.all(Middleware.all(named("outer")), REFUSING)))) {
            events.clear();
            assertThat(status(Lift.of(routes(composed)), "/health")).isEqualTo(401);
            assertThat(events).as("%s", composed).containsExactly("outer before", "outer saw 401");
        }
    }

    @Test
    void all_calledAsAMiddleware_isTheSame() throws Exception {
        Middleware all = Middleware.all(named("outer"), REFUSING);
        Handler handler = request -> Response.ok();
        assertThat(all.handle(Request.get("/").build(), handler).status()).isEqualTo(401);
        assertThat(events).containsExactly("outer before", "outer saw 401");
        assertThat(Middleware.when(request -> false, all)
                        .handle(Request.get("/").build(), handler)
                        .status())
                .isEqualTo(200);
    }

    @Test
    void when_asksForEachRequest() {
        Lift app = Lift.of(
                routes(Middleware.when(request -> request.header("X-Secret").isEmpty(), REFUSING)));
        assertThat(status(app, "/health")).isEqualTo(401);
        assertThat(app.handle(Request.get("/health").header("X-Secret", "x").build())
                        .status())
                .isEqualTo(200);
    }

    /** No spelling of a path gets past it: what is not the route is not excepted. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "/users/1",
                "/health/",
                "//health",
                "/Health",
                "/users/%2Fhealth",
                "/users/health",
                "/%68ealth/x",
                "/absent",
                "/healthx",
                "/admin/health"
            })
    void PA_except_isOfTheRouteAndNotOfThePath(String path) {
        Lift app = Lift.of(routes(Middleware.except("/health", REFUSING)));
        assertThat(status(app, "/health")).isEqualTo(200);
        assertThat(status(app, path)).isNotEqualTo(200);
    }

    @Test
    void except_takesAPredicateOfRoutes_onceForEach() {
        List<String> asked = new ArrayList<>();
        Lift app = Lift.of(routes(Middleware.except(
                route -> {
                    asked.add(route.toString());
                    return route.path().startsWith("/admin/");
                },
                REFUSING)));
        int built = asked.size();
        assertThat(asked).contains("GET /health", "GET /users/{id}", "GET /admin/{page}");
        assertThat(status(app, "/admin/x")).isEqualTo(200);
        assertThat(status(app, "/users/x")).isEqualTo(401);
        assertThat(status(app, "/absent")).isEqualTo(401);
        assertThat(asked).hasSize(built);
    }

    /** Tags of groups are tags of all that is in them, wherever they stand among the routes. */
    @Test
    void except_takesATag_ofGroupsAndWhatIsInThem() {
        Lift app = Lift.of(routes -> routes.use(Middleware.except("public", REFUSING))
                .get("/private", request -> Response.ok())
                .group(
                        "/docs",
                        docs -> docs.get("/{page}", request -> Response.ok())
                                .tag("public", "docs")
                                .group("/api", api -> api.tag("docs", "api").get("/{page}", request -> Response.ok())))
                .group("/other", other -> other.tag("publicity").get("/x", request -> Response.ok())));
        assertThat(app.routes())
                .extracting(Route::tags)
                .containsExactly(
                        List.of(), List.of("public", "docs"), List.of("public", "docs", "api"), List.of("publicity"));
        assertThat(List.of("/docs/x", "/docs/api/x"))
                .allSatisfy(path -> assertThat(status(app, path)).isEqualTo(200));
        assertThat(List.of("/private", "/other/x", "/docs/", "/docs/x/y", "/public"))
                .allSatisfy(path -> assertThat(status(app, path)).isEqualTo(401));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "{id}", " health", "*", "9"})
    void except_ofWhatIsNeitherRouteNorTag_isRefused(String neither) {
        assertThatThrownBy(() -> Middleware.except(neither, REFUSING)).hasMessageContaining("begins with '/'");
        assertThatThrownBy(() -> Lift.of(routes -> routes.tag(neither))).hasMessageContaining("begins with a letter");
    }

    /** Reads what it may not stand behind. */
    private record Late(String name, List<String> seen) implements Middleware {
        @Override
        public Response handle(Request request, Handler next) throws Exception {
            return next.handle(request);
        }

        @Override
        public void checkOrder(List<Middleware> outer) {
            outer.forEach(each -> seen.add(name + " behind " + each));
            if (outer.stream().anyMatch(each -> each.toString().equals("early"))) {
                throw new IllegalStateException(name + " must not come after early");
            }
        }

        @Override
        public String toString() {
            return name;
        }
    }

    @Test
    void order_isCheckedWhereMiddlewareIsUsed_throughWhatItIsComposedOf() {
        List<String> seen = new ArrayList<>();
        Late a = new Late("a", seen);
        Late b = new Late("b", seen);
        Late c = new Late("c", seen);
        assertThat(Lift.of(routes -> routes.use(Middleware.all(a, Middleware.when(request -> true, b)))
                        .group(
                                "/group",
                                group -> group.use(Middleware.except("/x", c)).get("/", request -> Response.ok()))))
                .isNotNull();
        assertThat(seen).containsExactly("b behind a", "c behind a", "c behind b");
        Late early = new Late("early", seen);
        for (Middleware late : List.of(
                a,
                Middleware.all(b, a),
                Middleware.when(request -> true, a),
                Middleware.except("/x", Middleware.all(a)))) {
            assertThatThrownBy(() -> Lift.of(routes -> routes.use(early, late)))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining("must not come after early");
            assertThatThrownBy(() -> Lift.of(routes -> routes.use(Middleware.all(early))
                            .group("/g", group -> group.use(late).get("/", request -> Response.ok()))))
                    .hasMessageContaining("must not come after early");
        }
    }

    @Test
    void names_sayWhatItIsMadeOf() {
        Late a = new Late("a", events);
        Late b = new Late("b", events);
        assertThat(Middleware.all(a, b)).hasToString("all(a, b)");
        assertThat(Middleware.except("/health", a)).hasToString("except /health(a)");
        assertThat(Middleware.when(request -> true, Middleware.all(a, b))).hasToString("when(all(a, b))");
    }
}
