package dev.lift.middleware;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lift.Lift;
import dev.lift.Middleware;
import dev.lift.http.Request;
import dev.lift.http.Response;
import dev.lift.testing.TestRequest;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Users and passwords. Ids are those of the fault catalogue. */
class BasicAuthenticationTest extends MiddlewareContract {
    private static final BasicAuthentication ADA =
            BasicAuthentication.matching((user, password) -> user.equals("ada") && password.equals("pä:ss"));

    @Override
    Middleware middleware() {
        return ADA;
    }

    @Override
    TestRequest prepared(TestRequest request) {
        return request.header("Authorization", basic("ada:pä:ss"));
    }

    private static String basic(String credentials) {
        return "Basic " + Base64.getEncoder().encodeToString(credentials.getBytes(StandardCharsets.UTF_8));
    }

    private static Response get(Middleware middleware, String... values) {
        Request.Builder request = Request.get("/");
        for (String value : values) {
            request.header("Authorization", value);
        }
        return Lift.of(routes -> routes.use(middleware)
                        .get(
                                "/",
                                handled -> Response.text(
                                        Principal.required(handled).id())))
                .handle(request.build());
    }

    @Test
    void knownUser_isThePrincipal_whateverTheCaseOfTheScheme() {
        for (String scheme : List.of("Basic ", "basic ", "BASIC ")) {
            assertThat(get(ADA, scheme + basic("ada:pä:ss").substring(6)).bodyBytes())
                    .asString()
                    .isEqualTo("ada");
        }
    }

    static Stream<String> malformed() {
        return Stream.of(
                "",
                "Basic",
                "Basic !!!",
                "Basic " + "A".repeat(10_000),
                "Bearer abc",
                basic("ada"),
                basic(":pä:ss"),
                basic(" :pä:ss"),
                basic("ada:"),
                basic("ada:wrong"),
                basic("ada\0:pä:ss"),
                basic("Ada:pä:ss"),
                "Basic " + Base64.getEncoder().encodeToString(new byte[] {'a', 'd', 'a', ':', (byte) 0xff}),
                basic("ada:pä:ss") + ", " + basic("ada:pä:ss"));
    }

    @ParameterizedTest
    @MethodSource("malformed")
    void AU04_malformedOrWrong_is401(String value) {
        Response response = get(ADA, value);
        assertThat(response.status()).isEqualTo(401);
        assertThat(response.headers().all("WWW-Authenticate"))
                .containsExactly("Basic realm=\"api\", charset=\"UTF-8\"");
    }

    @Test
    void AU04_noneOrTwo_is401() {
        assertThat(get(ADA).status()).isEqualTo(401);
        assertThat(get(ADA, basic("ada:pä:ss"), basic("ada:pä:ss")).status()).isEqualTo(401);
    }

    @Test
    void hashes_knowTheirPasswordsAlone() {
        String hash = BasicAuthentication.hash("secret".toCharArray());
        assertThat(hash)
                .startsWith("pbkdf2-sha256$600000$")
                .isNotEqualTo(BasicAuthentication.hash("secret".toCharArray()));
        BasicAuthentication users =
                BasicAuthentication.ofHashes(Map.of("ada", hash)).realm("orders");
        assertThat(get(users, basic("ada:secret")).status()).isEqualTo(200);
        assertThat(get(users, basic("ada:Secret")).headers().all("WWW-Authenticate"))
                .containsExactly("Basic realm=\"orders\", charset=\"UTF-8\"");
        assertThat(get(users, basic("bob:secret")).status()).isEqualTo(401);
    }

    /** A user that is not known has the rounds of a known one to go. */
    @Test
    void AU05_unknownUser_looksLikeAWrongPassword() {
        String hash = BasicAuthentication.hash("secret".toCharArray());
        BasicAuthentication users = BasicAuthentication.ofHashes(Map.of("ada", hash));
        List<Response> replies = new ArrayList<>();
        replies.add(get(users, basic("ada:wrong")));
        replies.add(get(users, basic("bob:wrong")));
        assertThat(replies.get(0).status()).isEqualTo(401);
        assertThat(replies.get(1).bodyBytes()).isEqualTo(replies.get(0).bodyBytes());
        assertThat(replies.get(1).headers()).isEqualTo(replies.get(0).headers());
        // What nobody is compared to is all zeros, and a password whose hash that is would not do either.
        assertThat(new PasswordHashes(Map.of("ada", hash)).test("bob", "")).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "secret",
                "pbkdf2-sha256$600000$AAAA$AAAA",
                "pbkdf2-sha256$10$AAAAAAAAAAAAAAAAAAAAAA==$AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=",
                "pbkdf2-sha256$x$y$z",
                "bcrypt$600000$AAAAAAAAAAAAAAAAAAAAAA==$AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA="
            })
    void hashThatIsNone_isRefused_andNotPrinted(String hash) {
        assertThatThrownBy(() -> BasicAuthentication.ofHashes(Map.of("ada", hash)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("password of ada")
                .satisfies(thrown -> assertThat(
                                hash.isEmpty() || !thrown.getMessage().contains(hash))
                        .isTrue());
    }

    @Test
    void settings_withoutMeaning_areRefused() {
        assertThatThrownBy(() -> BasicAuthentication.ofHashes(Map.of())).hasMessageContaining("At least one user");
        assertThatThrownBy(() -> BasicAuthentication.ofHashes(Map.of("a:b", "")))
                .hasMessageContaining("no colon");
        assertThatThrownBy(() -> BasicAuthentication.hash(new char[0])).hasMessageContaining("empty");
        assertThatThrownBy(() -> ADA.realm("a\"b")).hasMessageContaining("realm");
    }

    /** What fails while it is decided never lets anybody through. */
    @Test
    void AU10_predicateThatThrows_reachesNoHandler() {
        BasicAuthentication broken = BasicAuthentication.matching((user, password) -> {
            throw new IllegalStateException("the directory is down");
        });
        assertThat(get(broken, basic("ada:x")).status()).isEqualTo(500);
    }
}
