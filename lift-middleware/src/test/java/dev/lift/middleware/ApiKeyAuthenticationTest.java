package dev.lift.middleware;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lift.Lift;
import dev.lift.Middleware;
import dev.lift.http.Request;
import dev.lift.http.Response;
import dev.lift.testing.TestRequest;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Keys in a header. Ids are those of the fault catalogue. */
class ApiKeyAuthenticationTest extends MiddlewareContract {
    private static final String KEY = "4f1c2b8e9d7a6053c1e8b4a2d9f7e6c5";
    private static final ApiKeyAuthentication KEYS = ApiKeyAuthentication.ofHashes(
            Map.of("billing", ApiKeyAuthentication.hash(KEY), "shop", ApiKeyAuthentication.hash("another-key")));

    @Override
    Middleware middleware() {
        return KEYS;
    }

    @Override
    TestRequest prepared(TestRequest request) {
        return request.header("X-Api-Key", KEY);
    }

    private static Response get(Middleware middleware, String name, String... values) {
        Request.Builder request = Request.get("/");
        for (String value : values) {
            request.header(name, value);
        }
        return Lift.of(routes -> routes.use(middleware)
                        .get(
                                "/",
                                handled -> Response.text(
                                        Principal.required(handled).id())))
                .handle(request.build());
    }

    @Test
    void knownKey_isItsNamesPrincipal() {
        Response response = get(KEYS, "X-Api-Key", KEY);
        assertThat(response.bodyBytes()).asString().isEqualTo("billing");
        assertThat(get(KEYS, "x-api-key", "another-key").bodyBytes()).asString().isEqualTo("shop");
    }

    /** What is no header at all, such as one that is not ASCII, core refuses before (HD). */
    static Stream<String> wrong() {
        return Stream.of(
                "",
                "null",
                KEY.substring(1),
                KEY + "x",
                KEY.toUpperCase(java.util.Locale.ROOT),
                KEY + " x",
                KEY + ", another-key",
                ApiKeyAuthentication.hash(KEY),
                "x".repeat(5_000));
    }

    @ParameterizedTest
    @MethodSource("wrong")
    void AU01_AU02_otherKeys_are401(String key) {
        Response response = get(KEYS, "X-Api-Key", key);
        assertThat(response.status()).isEqualTo(401);
        assertThat(response.headers().contains("WWW-Authenticate")).isTrue();
    }

    @Test
    void AU02_noKey_andTwoKeys_are401() {
        assertThat(get(KEYS, "X-Api-Key").status()).isEqualTo(401);
        assertThat(get(KEYS, "X-Api-Key", KEY, KEY).status()).isEqualTo(401);
        assertThat(get(KEYS, "X-Api-Key", KEY, "other").status()).isEqualTo(401);
    }

    @Test
    void AU03_keyInTheQuery_isNone() {
        Response response = Lift.of(routes -> routes.use(KEYS).get("/", request -> Response.ok()))
                .handle(Request.get("/?x-api-key=" + KEY + "&X-Api-Key=" + KEY).build());
        assertThat(response.status()).isEqualTo(401);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "abc", "g123456789012345678901234567890123456789012345678901234567890123"})
    void AU02_hashThatIsNone_isRefused(String hash) {
        assertThatThrownBy(() -> ApiKeyAuthentication.ofHashes(Map.of("billing", hash)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("billing");
    }

    @Test
    void AU02_emptyKeys_areRefused() {
        assertThatThrownBy(() -> ApiKeyAuthentication.ofHashes(Map.of())).hasMessageContaining("At least one");
        assertThatThrownBy(() -> ApiKeyAuthentication.hash(" ")).hasMessageContaining("1 to 1,024");
        String ofNothing = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";
        assertThatThrownBy(() -> ApiKeyAuthentication.ofHashes(Map.of("billing", ofNothing)))
                .hasMessageContaining("empty");
    }

    @Test
    void header_andPrincipals_canBeSet() {
        ApiKeyAuthentication own = KEYS.header("X-Service-Key").principals(name -> Principal.of("service:" + name));
        assertThat(get(own, "X-Service-Key", KEY).bodyBytes()).asString().isEqualTo("service:billing");
        assertThat(get(own, "X-Api-Key", KEY).status()).isEqualTo(401);
        assertThatThrownBy(() -> KEYS.header("a b")).hasMessageContaining("a b");
    }

    @Test
    void configuration_thatChangesLater_changesNothing() {
        Map<String, String> hashes = new HashMap<>(Map.of("billing", ApiKeyAuthentication.hash(KEY)));
        ApiKeyAuthentication keys = ApiKeyAuthentication.ofHashes(hashes);
        hashes.clear();
        assertThat(get(keys, "X-Api-Key", KEY).status()).isEqualTo(200);
    }
}
