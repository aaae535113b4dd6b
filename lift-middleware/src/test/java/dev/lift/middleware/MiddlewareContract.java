package dev.lift.middleware;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lift.Lift;
import dev.lift.Middleware;
import dev.lift.http.HttpException;
import dev.lift.http.Response;
import dev.lift.lambda.LiftHandler;
import dev.lift.testing.LiftTest;
import dev.lift.testing.TestRequest;
import dev.lift.testing.TestResponse;
import java.lang.reflect.Modifier;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What every middleware does, whatever it is for. */
abstract class MiddlewareContract {
    /** What two replies do not have in common. */
    private static final Set<String> OF_ONE_REQUEST = Set.of("x-request-id", "ratelimit");

    /** Makes one that lets the requests of the contract through. */
    abstract Middleware middleware();

    /** What stands further out, and what it needs to be there. */
    Middleware[] outer() {
        return new Middleware[0];
    }

    /** Adds to a request what the middleware asks for. */
    TestRequest prepared(TestRequest request) {
        return request;
    }

    /** Looks whether a reply has gone through it; nothing is to be seen of one that only refuses. */
    void assertApplied(TestResponse response) {}

    /** An app behind the middleware. */
    static final class Function extends LiftHandler {
        Function(Middleware... middleware) {
            super(Lift.of(routes -> routes.use(middleware)
                    .get("/echo/{value}", request -> Response.text(request.pathParam("value")))
                    .post("/echo", request -> Response.text(request.bodyText()))
                    .get("/throws", request -> {
                        throw new IllegalStateException("secret");
                    })
                    .get("/refuses", request -> {
                        throw new HttpException(409, "No");
                    })
                    .get("/nothing", request -> Response.noContent())));
        }
    }

    private LiftTest test() {
        return LiftTest.of(new Function(chain()));
    }

    private Middleware[] chain(Middleware... inner) {
        List<Middleware> chain = new ArrayList<>(List.of(outer()));
        chain.add(middleware());
        chain.addAll(List.of(inner));
        return chain.toArray(Middleware[]::new);
    }

    private TestResponse send(TestRequest request) {
        return prepared(request).send();
    }

    @Test
    void class_isFinalAndPublic() {
        Class<?> type = middleware().getClass();
        assertThat(Modifier.isFinal(type.getModifiers())).isTrue();
        assertThat(Modifier.isPublic(type.getModifiers())).isTrue();
        assertThat(middleware()).asString().startsWith(type.getSimpleName());
    }

    @Test
    void replies_ofEachKind_goThroughIt() {
        LiftTest test = test();
        assertApplied(send(test.get("/echo/a")).expectStatus(200));
        assertApplied(send(test.get("/nothing")).expectStatus(204));
        assertApplied(send(test.get("/throws")).expectStatus(500));
        assertApplied(send(test.get("/refuses")).expectStatus(409));
        assertApplied(send(test.get("/absent")).expectStatus(404));
        assertApplied(send(test.delete("/echo/a")).expectStatus(405));
    }

    /** CO-09: what a middleware further in throws is a reply further out. */
    @Test
    void repliesToWhatMiddlewareFurtherInThrows_goThroughIt() {
        Middleware refusing = (request, next) -> {
            throw new HttpException(401, "Who are you?");
        };
        assertApplied(
                send(LiftTest.of(new Function(chain(refusing))).get("/echo/a")).expectStatus(401));
    }

    @Test
    void bodies_ofRequestAndReply_stayAsTheyAre() {
        LiftTest test = test();
        for (String body : List.of("", "plain", "ä€😀", "\r\n\0", "x".repeat(100_000))) {
            assertThat(send(test.post("/echo").body("text/plain; charset=utf-8", body))
                            .expectStatus(200)
                            .body())
                    .isEqualTo(body);
        }
    }

    @Test
    void everySource_isAnsweredAlike() {
        test().everySource(source -> assertApplied(send(source.get("/echo/a")).expectStatus(200)));
    }

    /** The same instance, from many threads, answers each with its own. */
    @Test
    void CC01_manyThreads_shareIt() {
        test().race(16, 200, (client, canary) -> prepared(client.get("/echo/" + canary)));
    }

    /** Nothing is kept of a request. */
    @Test
    void O10_sameRequestTwice_isAnsweredAlike() {
        LiftTest test = test();
        TestResponse first = send(test.get("/echo/a"));
        TestResponse second = send(test.get("/echo/a"));
        assertThat(second.body()).isEqualTo(first.body());
        assertThat(headers(second)).isEqualTo(headers(first));
    }

    @Test
    void place_isDeclared() {
        assertThat(middleware()).isInstanceOf(Placed.class);
    }

    private static List<Map.Entry<String, String>> headers(TestResponse response) {
        return response.reply().headers().stream()
                .filter(header -> !OF_ONE_REQUEST.contains(header.getKey().toLowerCase(Locale.ROOT)))
                .toList();
    }
}
