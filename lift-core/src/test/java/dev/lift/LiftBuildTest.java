package dev.lift;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import dev.lift.http.Attribute;
import dev.lift.http.BodyCodec;
import dev.lift.http.HttpException;
import dev.lift.http.MediaType;
import dev.lift.http.Request;
import dev.lift.http.Response;
import dev.lift.http.Route;
import dev.lift.json.JsonCodec;
import dev.lift.json.JsonReader;
import dev.lift.json.JsonWriter;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The chain, its scopes and boundaries, and the class CF of faults: what is refused when an app is built. */
class LiftBuildTest {
    private static final Handler OK = request -> Response.text("ok");

    private static Middleware tag(String name) {
        return (request, next) -> {
            Response response = next.handle(request);
            return response.addHeader("X-Chain", name);
        };
    }

    private static String chain(Lift app, String path) {
        Response response = app.handle(Request.get(path).build());
        return response.status() + " " + response.headers().all("X-Chain");
    }

    @Test
    void middleware_ofScopes_surroundsFromTheOutermost() {
        Lift app = Lift.of(routes -> routes.use(tag("a"), tag("b"))
                .get("/", OK)
                .group(
                        "/g",
                        group -> group.use(tag("c"))
                                .get("/", OK)
                                .group("/h", inner -> inner.use(tag("d")).get("/x", OK)))
                .get("/after", OK));
        assertThat(chain(app, "/")).isEqualTo("200 [b, a]");
        assertThat(chain(app, "/g")).isEqualTo("200 [c, b, a]");
        assertThat(chain(app, "/g/h/x")).isEqualTo("200 [d, c, b, a]");
        assertThat(chain(app, "/after")).isEqualTo("200 [b, a]");
        assertThat(chain(app, "/nope")).isEqualTo("404 [b, a]");
        assertThat(chain(app, "/g/nope")).isEqualTo("404 [c, b, a]");
        assertThat(chain(app, "/g/")).isEqualTo("404 [c, b, a]");
        assertThat(chain(app, "/gx")).isEqualTo("404 [b, a]");
    }

    @Test
    void use_afterTheFirstRoute_isRefused() {
        assertThatIllegalStateException()
                .isThrownBy(() -> Lift.of(app -> app.get("/", OK).use(tag("late"))))
                .withMessageContaining("before the first route");
    }

    @Test
    void compile_perRoute_specialisesOrVanishes() {
        List<String> compiled = new ArrayList<>();
        Middleware special = new Middleware() {
            @Override
            public Response handle(Request request, Handler next) throws Exception {
                throw new AssertionError("compile took its place");
            }

            @Override
            public Handler compile(Route route, Handler next) {
                compiled.add(route.toString());
                return route.path().equals("/plain")
                        ? next
                        : request -> next.handle(request).header("X-Route", route.path());
            }
        };
        Lift app = Lift.of(routes -> routes.use(special).get("/plain", OK).get("/{id}", OK));
        assertThat(compiled).contains("GET /plain", "GET /{id}", "* *").hasSizeLessThanOrEqualTo(4);
        assertThat(app.handle(Request.get("/plain").build()).headers().contains("X-Route"))
                .isFalse();
        assertThat(app.handle(Request.get("/7").build()).headers().get("X-Route"))
                .contains("/{id}");
        app.handle(Request.get("/7").build());
        assertThat(compiled).hasSizeLessThanOrEqualTo(4);
    }

    @Test
    void EX18_nextCalledTwice_runsTheRestAgain() {
        AtomicInteger runs = new AtomicInteger();
        Middleware retry = (request, next) -> {
            Response first = next.handle(request);
            return first.status() < 500 ? first : next.handle(request);
        };
        Lift app = Lift.of(routes -> routes.use(retry).get("/", request -> {
            if (runs.incrementAndGet() == 1) {
                throw new IllegalStateException("first");
            }
            return Response.text("second");
        }));
        assertThat(app.handle(Request.get("/").build()).bodyText()).isEqualTo("second");
        assertThat(runs).hasValue(2);
    }

    @Test
    void EX18_nextCalledAfterTheReply_isAnErrorAndRunsNothing() throws Exception {
        AtomicReference<Handler> kept = new AtomicReference<>();
        AtomicReference<Request> seen = new AtomicReference<>();
        AtomicInteger runs = new AtomicInteger();
        Middleware keeper = (request, next) -> {
            kept.set(next);
            seen.set(request);
            return Response.status(202);
        };
        Lift app = Lift.of(routes -> routes.use(keeper).get("/", request -> {
            runs.incrementAndGet();
            return Response.ok();
        }));
        assertThat(app.handle(Request.get("/").build()).status()).isEqualTo(202);
        assertThat(kept.get().handle(seen.get()).status()).isEqualTo(500);
        assertThat(runs).hasValue(0);
    }

    @Test
    void values_answeredByMiddleware_areBytesForTheNextOneOut() {
        Middleware sizes = (request, next) -> {
            Response response = next.handle(request);
            return response.header("X-Size", Integer.toString(response.bodyLength()));
        };
        Middleware answers = (request, next) -> Response.json(List.of(1, 2));
        Lift app = Lift.of(routes -> routes.use(sizes, answers).get("/", OK));
        assertThat(app.handle(Request.get("/").build()).headers().get("X-Size")).contains("5");
    }

    @Test
    void errors_nearestSuperclassAndInnerScopeFirst() {
        Lift app = Lift.of(routes -> routes.error(RuntimeException.class, (error, request) -> Response.status(599))
                .error(Exception.class, (error, request) -> Response.status(598))
                .group(
                        "/g",
                        group -> group.error(IllegalArgumentException.class, (error, request) -> Response.status(597))
                                .get("/number", request -> Response.text("" + Integer.parseInt("x")))
                                .get("/state", request -> {
                                    throw new IllegalStateException();
                                }))
                .get("/io", request -> {
                    throw new IOException();
                })
                .get("/http", request -> {
                    throw new HttpException(409, "x");
                })
                .error(
                        HttpException.class,
                        (error, request) -> Response.status(error.status()).text("mapped " + error.detail())));
        assertThat(app.handle(Request.get("/g/number").build()).status()).isEqualTo(597);
        assertThat(app.handle(Request.get("/g/state").build()).status()).isEqualTo(599);
        assertThat(app.handle(Request.get("/io").build()).status()).isEqualTo(598);
        assertThat(app.handle(Request.get("/http").build()).bodyText()).isEqualTo("mapped x");
        assertThat(app.handle(Request.get("/nope").build()).bodyText()).isEqualTo("mapped No route serves this path");
    }

    @Test
    void middlewareThatFails_isMappedByTheOuterBoundary() {
        Lift app = Lift.of(routes -> routes.error(IllegalStateException.class, (error, request) -> Response.status(503))
                .use((request, next) -> {
                    throw new IllegalStateException();
                })
                .get("/", OK));
        assertThat(app.handle(Request.get("/").build()).status()).isEqualTo(503);
    }

    @Test
    void middleware_seesTheStatusOfAFailure() {
        AtomicInteger seen = new AtomicInteger();
        Lift app = Lift.of(routes -> routes.use((request, next) -> {
                    Response response = next.handle(request);
                    seen.set(response.status());
                    return response;
                })
                .get("/", request -> {
                    throw new HttpException(418, "teapot");
                }));
        app.handle(Request.get("/").build());
        assertThat(seen).hasValue(418);
    }

    @Test
    void notFound_ofAScope_answersBelowItsPrefix() {
        Lift app = Lift.of(routes -> routes.notFound(
                        request -> Response.status(404).text("root"))
                .group(
                        "/g/{x}",
                        group -> group.notFound(request -> Response.status(404).text("group"))
                                .get("/a", OK)));
        assertThat(app.handle(Request.get("/g/1/b/c").build()).bodyText()).isEqualTo("group");
        assertThat(app.handle(Request.get("/g/1").build()).bodyText()).isEqualTo("group");
        assertThat(app.handle(Request.get("/x").build()).bodyText()).isEqualTo("root");
        assertThat(app.handle(Request.post("/g/1/a").build()).status()).isEqualTo(405);
    }

    @Test
    void attributes_liveForOneInvocation() {
        Attribute<String> user = Attribute.of("user");
        Lift app = Lift.of(routes -> routes.use((request, next) -> {
                    assertThat(request.get(user)).isEmpty();
                    request.set(user, "Ada");
                    return next.handle(request);
                })
                .get("/", request -> Response.text(request.get(user).orElse("nobody"))));
        Request request = Request.get("/").build();
        assertThat(app.handle(request).bodyText()).isEqualTo("Ada");
        assertThat(app.handle(request).bodyText()).isEqualTo("Ada");
        assertThat(request.get(user)).isEmpty();
    }

    @Test
    void pathType_registered_decidesByTheDecodedSegment() {
        Lift app = Lift.of(routes -> routes.options(o -> o.pathType("sku", text -> text.startsWith("SKU é")))
                .get("/{id:sku}", request -> Response.text(request.pathParam("id")))
                .get("/{other}", request -> Response.text("other")));
        assertThat(app.handle(Request.get("/SKU%20%C3%A9-1").build()).bodyText())
                .isEqualTo("SKU é-1");
        assertThat(app.handle(Request.get("/x").build()).bodyText()).isEqualTo("other");
    }

    private static boolean recurse(String text) {
        return recurse(text) && text.isEmpty();
    }

    @Test
    void DO05_pathTypeThatFails_isA500AndTheNextIsServed() {
        Lift app = Lift.of(routes -> routes.options(
                        o -> o.pathType("deep", LiftBuildTest::recurse).pathType("broken", text -> {
                            throw new IllegalStateException("c4n4ry");
                        }))
                .get("/ok", OK)
                .get("/deep/{id:deep}", OK)
                .get("/broken/{id:broken}", OK));
        for (String path : List.of("/deep/x", "/broken/x")) {
            for (Request.Builder request :
                    List.of(Request.get(path), Request.post(path), Request.of("OPTIONS", path))) {
                Response response = app.handle(request.build());
                assertThat(response.status()).isEqualTo(500);
                assertThat(response.bodyText()).doesNotContain("c4n4ry");
            }
            assertThat(app.handle(Request.get("/ok").build()).status()).isEqualTo(200);
        }
    }

    @Test
    void DO12_largestLimits_doNotOverflow() {
        int most = Integer.MAX_VALUE;
        Lift app = Lift.of(routes -> routes.options(o -> o.maxBodyBytes(most)
                        .maxHeaders(most)
                        .maxHeaderBytes(most)
                        .maxPathLength(most)
                        .maxPathDepth(most)
                        .maxQueryLength(most)
                        .maxQueryParams(most)
                        .maxFormFields(most)
                        .maxReplyBytes(most))
                .get("/{path*}", OK));
        assertThat(app.handle(Request.get("/a/b?c=d").header("X-A", "1").build())
                        .status())
                .isEqualTo(200);
    }

    @Test
    void unknownPathParameter_isABug() {
        Lift app = Lift.of(routes -> routes.error(
                        IllegalArgumentException.class, (error, request) -> Response.text(error.getMessage()))
                .get("/{id}", request -> Response.text(request.pathParam("name"))));
        assertThat(app.handle(Request.get("/1").build()).bodyText())
                .contains("'name'")
                .contains("[id]");
    }

    @Test
    void table_isPrintedWithItsMiddleware() {
        Lift app = Lift.of(routes ->
                routes.get("/a", OK).group("/admin", g -> g.use(new Named()).post("/users/{id:int}", OK)));
        assertThat(app.toString()).isEqualTo("GET     /a\nPOST    /admin/users/{id:int}  Named");
        assertThat(app.routes()).extracting(Route::toString).containsExactly("GET /a", "POST /admin/users/{id:int}");
    }

    private static final class Named implements Middleware {
        @Override
        public Response handle(Request request, Handler next) throws Exception {
            return next.handle(request);
        }
    }

    private static final class TextCodec implements BodyCodec {
        @Override
        public MediaType mediaType() {
            return MediaType.parse("application/yaml");
        }

        @Override
        public <T> T read(byte[] body, Class<T> type) {
            return type.cast(new String(body, StandardCharsets.UTF_8));
        }

        @Override
        public byte[] write(Object value) {
            return ("- " + value).getBytes(StandardCharsets.UTF_8);
        }
    }

    @Test
    void codec_ofAnotherMediaType_readsAndWrites() {
        Lift app = Lift.of(routes -> routes.codec(new TextCodec())
                .post(
                        "/",
                        request -> Response.ok().value(request.body(String.class), MediaType.parse("application/yaml")))
                .get("/", request -> Response.ok().value("x", MediaType.parse("application/toml"))));
        Request request = Request.post("/")
                .header("Content-Type", "application/yaml")
                .body(new byte[] {'a'})
                .build();
        assertThat(app.handle(request).bodyText()).isEqualTo("- a");
        assertThat(app.handle(Request.get("/").build()).status()).isEqualTo(500);
        Request other = Request.post("/")
                .header("Content-Type", "text/plain")
                .body(new byte[] {'a'})
                .build();
        assertThat(app.handle(other).bodyText()).contains("application/json or application/yaml");
    }

    private static final class UnitCodec implements JsonCodec<Thread> {
        @Override
        public Class<Thread> type() {
            return Thread.class;
        }

        @Override
        public Thread read(JsonReader in) throws IOException {
            in.skipValue();
            return new Thread("read");
        }

        @Override
        public void write(Thread value, JsonWriter out) {
            out.string(value.getName());
        }
    }

    @Test
    void jsonCodec_servesItsTypeAndListsOfIt() {
        Lift app = Lift.of(routes -> routes.codecs(new UnitCodec())
                .post("/", Thread.class, (request, thread) -> Response.json(List.of(thread, thread))));
        assertThat(app.handle(Request.post("/").json("{}").build()).bodyText()).isEqualTo("[\"read\",\"read\"]");
        assertThat(app.handle(Request.post("/").json("{} x").build()).status()).isEqualTo(400);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Lift.of(routes -> routes.codecs(new UnitCodec(), new UnitCodec())));
    }

    record Holder(List<Thread> threads, int count) {}

    @Test
    void jsonCodec_insideATypeOfDatabind_servesItsTypeThere() {
        Lift app = Lift.of(routes ->
                routes.codecs(new UnitCodec()).post("/", Holder.class, (request, holder) -> Response.json(holder)));
        Response response = app.handle(Request.post("/")
                .json("{\"threads\":[{\"any\":[1.10]},7],\"count\":2}")
                .build());
        assertThat(response.bodyText()).isEqualTo("{\"threads\":[\"read\",\"read\"],\"count\":2}");
    }

    @ParameterizedTest
    @ValueSource(ints = {-1, Integer.MIN_VALUE})
    void CF01_negativeLimits_areRefusedByName(int value) {
        refused("maxBodyBytes", o -> o.maxBodyBytes(value));
        refused("maxHeaders", o -> o.maxHeaders(value));
        refused("maxHeaderBytes", o -> o.maxHeaderBytes(value));
        refused("maxPathLength", o -> o.maxPathLength(value));
        refused("maxPathDepth", o -> o.maxPathDepth(value));
        refused("maxQueryLength", o -> o.maxQueryLength(value));
        refused("maxQueryParams", o -> o.maxQueryParams(value));
        refused("maxJsonDepth", o -> o.maxJsonDepth(value));
        refused("maxJsonStringBytes", o -> o.maxJsonStringBytes(value));
        refused("maxJsonItems", o -> o.maxJsonItems(value));
        refused("maxFormFields", o -> o.maxFormFields(value));
        refused("maxReplyBytes", o -> o.maxReplyBytes(value));
    }

    @Test
    void CF01_otherWrongOptions_areRefusedByName() {
        refused("maxJsonDepth", o -> o.maxJsonDepth(1_001));
        refused("basePath", o -> o.basePath("v1"));
        refused("basePath", o -> o.basePath("/v1/"));
        refused("path type", o -> o.pathType("int", text -> true));
        refused("path type", o -> o.pathType("", text -> true));
        assertThatIllegalArgumentException().isThrownBy(() -> Lift.of(app -> app.route("G E T", "/", OK)));
        assertThatIllegalArgumentException().isThrownBy(() -> Lift.of(app -> app.group("g", g -> g.get("/", OK))));
        assertThatIllegalArgumentException().isThrownBy(() -> Lift.of(app -> app.group("/g/", g -> g.get("/", OK))));
        assertThatIllegalStateException()
                .isThrownBy(() -> Lift.of(app -> app.notFound(OK).notFound(OK)));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Lift.of(app -> app.error(Exception.class, (e, r) -> Response.ok())
                        .error(Exception.class, (e, r) -> Response.ok())));
    }

    private static void refused(String name, java.util.function.Consumer<Options> options) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Lift.of(app -> app.options(options)))
                .withMessageContaining(name);
    }

    @Test
    void CF04_builderAfterBuild_isClosed() {
        Routes[] kept = new Routes[2];
        Lift app = Lift.of(routes -> {
            kept[0] = routes;
            routes.group("/g", group -> kept[1] = group);
        });
        for (Routes routes : kept) {
            assertThatIllegalStateException().isThrownBy(() -> routes.get("/late", OK));
            assertThatIllegalStateException().isThrownBy(() -> routes.use(tag("late")));
            assertThatIllegalStateException().isThrownBy(() -> routes.options(o -> o.maxHeaders(1)));
        }
        assertThat(app.handle(Request.get("/late").build()).status()).isEqualTo(404);
    }

    @Test
    void CF04_optionsKeptAfterBuild_changeNothing() {
        Options[] kept = new Options[1];
        Lift app =
                Lift.of(routes -> routes.options(options -> kept[0] = options).get("/a/b", OK));
        kept[0].maxPathDepth(1)
                .maxHeaders(1)
                .maxHeaderBytes(1)
                .maxPathLength(1)
                .basePath("/a")
                .trailingSlash(Options.TrailingSlash.IGNORE);
        Request request =
                Request.get("/a/b").header("X-A", "1").header("X-B", "2").build();
        assertThat(app.handle(request).status()).isEqualTo(200);
        assertThat(app.handle(Request.get("/a/b/").build()).status()).isEqualTo(404);
    }

    @Test
    void CF04_copyOfOptions_hasEveryField() throws Exception {
        Options options = new Options();
        options.maxBodyBytes(1)
                .maxHeaders(2)
                .maxHeaderBytes(3)
                .maxPathLength(4)
                .maxPathDepth(5)
                .maxQueryLength(6);
        options.maxQueryParams(7)
                .maxJsonDepth(8)
                .maxJsonStringBytes(10)
                .maxJsonItems(11)
                .maxFormFields(9)
                .maxReplyBytes(9_999)
                .basePath("/x")
                .stripStage(false);
        options.pathType("sku", text -> true);
        for (Options.TrailingSlash policy : Options.TrailingSlash.values()) {
            options.trailingSlash(policy);
            Options copy = new Options(options);
            for (java.lang.reflect.Field field : Options.class.getDeclaredFields()) {
                assertThat(field.get(copy)).as(field.getName()).isEqualTo(field.get(options));
            }
        }
    }

    @Test
    void groups_ofOnePrefix_shareItAndOnlyOneSetsNotFound() {
        Lift app = Lift.of(routes -> routes.group("/{rest}", group -> group.get("/a", OK))
                .group(
                        "/{rest}",
                        group -> group.notFound(request -> Response.status(404).text("second"))
                                .get("/b", OK)));
        assertThat(app.handle(Request.get("/x/a").build()).status()).isEqualTo(200);
        assertThat(app.handle(Request.get("/x/b").build()).status()).isEqualTo(200);
        assertThat(app.handle(Request.get("/x/c").build()).bodyText()).isEqualTo("second");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Lift.of(routes ->
                        routes.group("/g", group -> group.notFound(OK)).group("/g", group -> group.notFound(OK))))
                .withMessageContaining("/g");
    }

    @Test
    void CF05_databind_isNotNeededForCodecsMapsAndText() {
        // What the core loads without databind on the class path is in HelloFunction's class-list guard.
        Lift app = Lift.of(routes ->
                routes.codecs(new UnitCodec()).get("/", request -> Response.json(java.util.Map.of("a", 1))));
        assertThat(app.handle(Request.get("/").build()).bodyText()).isEqualTo("{\"a\":1}");
    }

    @Test
    void buildTime_of10000Routes_isLinear() {
        Lift app = Lift.of(routes -> {
            for (int i = 0; i < 10_000; i++) {
                routes.get("/r" + i + "/{id}", OK);
            }
        });
        assertThat(app.handle(Request.get("/r9999/1").build()).status()).isEqualTo(200);
    }
}
