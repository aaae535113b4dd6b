package dev.lift.middleware;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lift.Lift;
import dev.lift.Middleware;
import dev.lift.http.Request;
import dev.lift.http.Response;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Who may do what. Ids are those of the fault catalogue. */
class AuthorizationTest extends MiddlewareContract {
    @Override
    Middleware middleware() {
        return Authorization.authenticated();
    }

    @Override
    Middleware[] outer() {
        return new Middleware[] {as(Principal.of("ada"))};
    }

    private static Middleware as(Principal principal) {
        return (request, next) -> {
            principal.authenticate(request);
            return next.handle(request);
        };
    }

    private static Response get(Middleware... middleware) {
        return Lift.of(routes -> routes.use(middleware)
                        .get(
                                "/",
                                request -> Response.text(
                                        Principal.required(request).id())))
                .handle(Request.get("/").build());
    }

    @ParameterizedTest
    @CsvSource({
        "admin,        200",
        "support,      200",
        "admin support, 200",
        "Admin,        403",
        "administrator, 403",
        "adm,          403",
        "'',           403",
        "[admin],      403"
    })
    void JW20_roles_areComparedAsTheyStand(String roles, int status) {
        Principal principal = Principal.of("ada").withRoles(List.of(roles.split(" ", -1)));
        assertThat(get(as(principal), Authorization.anyRole("admin", "support")).status())
                .isEqualTo(status);
    }

    @ParameterizedTest
    @CsvSource({
        "read write, 200",
        "read, 403",
        "write, 403",
        "readwrite, 403",
        "read write delete, 200",
        "READ WRITE, 403"
    })
    void JW20_scopes_areAllNeeded(String scopes, int status) {
        Principal principal = Principal.of("ada").withScopes(List.of(scopes.split(" ", -1)));
        Response response = get(as(principal), Authorization.allScopes("write", "read"));
        assertThat(response.status()).isEqualTo(status);
        if (status == 403) {
            assertThat(response.headers().all("WWW-Authenticate"))
                    .containsExactly("Bearer error=\"insufficient_scope\", scope=\"read write\"");
        }
    }

    @Test
    void nobody_is401_andTheHandlerIsNotReached() {
        for (Authorization each : List.of(
                Authorization.authenticated(),
                Authorization.anyRole("admin"),
                Authorization.allScopes("read"),
                Authorization.matching("all", principal -> true))) {
            Response response = get(each);
            assertThat(response.status()).as("%s", each).isEqualTo(401);
            assertThat(response.headers().contains("WWW-Authenticate")).isTrue();
        }
    }

    @Test
    void matching_decidesByThePrincipal() {
        Principal principal = Principal.of("ada").withClaims(Map.of("org", "acme", "age", 36));
        assertThat(principal.claim("org")).contains("acme");
        assertThat(principal.claim("age")).isEmpty();
        assertThat(principal.claim("absent")).isEmpty();
        assertThat(get(
                                as(principal),
                                Authorization.matching(
                                        "acme", each -> each.claim("org").equals(java.util.Optional.of("acme"))))
                        .status())
                .isEqualTo(200);
        assertThat(get(
                                as(Principal.of("bob")),
                                Authorization.matching(
                                        "acme", each -> each.claim("org").isPresent()))
                        .status())
                .isEqualTo(403);
    }

    /** What fails while it is decided never lets anybody through. */
    @Test
    void AU10_predicateThatThrows_isA500() {
        Response response = get(as(Principal.of("ada")), Authorization.matching("broken", each -> {
            throw new IllegalStateException("the directory is down");
        }));
        assertThat(response.status()).isEqualTo(500);
        assertThat(new String(response.bodyBytes(), StandardCharsets.UTF_8)).doesNotContain("directory");
    }

    @Test
    void settings_withoutMeaning_areRefused() {
        assertThatThrownBy(Authorization::anyRole).hasMessageContaining("At least one role");
        assertThatThrownBy(Authorization::allScopes).hasMessageContaining("At least one scope");
        assertThatThrownBy(() -> Authorization.allScopes("read write")).hasMessageContaining("without blanks");
        assertThatThrownBy(() -> Authorization.allScopes("a\"b")).hasMessageContaining("quotes");
        assertThatThrownBy(() -> Authorization.anyRole("")).hasMessageContaining("role");
        assertThatThrownBy(() -> Principal.of(" ")).hasMessageContaining("needs an id");
    }

    @Test
    void principal_printsItsIdAlone() {
        assertThat(Principal.of("ada").withClaims(Map.of("email", "secret"))).hasToString("Principal[ada]");
    }
}
