package dev.lift.middleware;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lift.Handler;
import dev.lift.Lift;
import dev.lift.Middleware;
import dev.lift.http.Request;
import dev.lift.http.Response;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** The order in which middleware is used. */
class PlaceTest {
    private record Fake(Place place) implements Placed {
        @Override
        public Response handle(Request request, Handler next) throws Exception {
            return next.handle(request);
        }
    }

    private static Lift appOf(Place... places) {
        return Lift.of(routes -> routes.use(Arrays.stream(places).map(Fake::new).toArray(Middleware[]::new))
                .get("/", request -> Response.ok()));
    }

    @Test
    void recommendedOrder_isAllowed() {
        assertThat(appOf(Place.values()).routes()).hasSize(1);
    }

    @ParameterizedTest
    @CsvSource({
        "AUTHENTICATION, CORS, preflight",
        "RATE_LIMIT, CORS, preflights",
        "AUTHORIZATION, AUTHENTICATION, who the caller is",
        "TENANT, AUTHENTICATION, who the caller is",
        "IDEMPOTENCY, AUTHENTICATION, may not see it",
        "IDEMPOTENCY, AUTHORIZATION, may not see it",
        "IDEMPOTENCY, TENANT, may not see it",
        "CACHE, AUTHENTICATION, may not see it",
        "CACHE, AUTHORIZATION, may not see it",
        "AUTHENTICATION, ACCESS_LOG, not be logged",
        "AUTHENTICATION, SECURITY_HEADERS, not have them"
    })
    void AU09_orderThatWeakensSomething_failsWithTheReason(Place outer, Place inner, String reason) {
        assertThatThrownBy(() -> appOf(outer, inner))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("must come before")
                .hasMessageContaining(outer.name())
                .hasMessageContaining(inner.name())
                .hasMessageContaining(reason);
        assertThat(appOf(inner, outer).routes()).hasSize(1);
        assertThatThrownBy(() -> Lift.of(routes -> routes.use(new Fake(outer))
                        .group(
                                "/group",
                                group -> group.use(Middleware.except("/group/x", new Fake(inner)))
                                        .get("/", request -> Response.ok()))))
                .hasMessageContaining(reason);
    }

    @ParameterizedTest
    @EnumSource(Place.class)
    void twoOfAPlace_areAllowed(Place place) {
        assertThat(appOf(place, place).routes()).hasSize(1);
    }

    @Test
    void middlewareWithoutAPlace_isAllowedAnywhere() {
        Middleware own = (request, next) -> next.handle(request);
        assertThat(Lift.of(routes -> routes.use(own, new Fake(Place.CORS), own).get("/", request -> Response.ok()))
                        .routes())
                .hasSize(1);
        new Fake(Place.CORS).checkOrder(List.of(own));
    }
}
