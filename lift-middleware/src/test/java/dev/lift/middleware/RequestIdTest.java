package dev.lift.middleware;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lift.Lift;
import dev.lift.Middleware;
import dev.lift.http.EventSource;
import dev.lift.http.Invocation;
import dev.lift.http.Request;
import dev.lift.http.Response;
import dev.lift.testing.TestContext;
import dev.lift.testing.TestResponse;
import java.time.Clock;
import java.time.Duration;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Ids are those of the fault catalogue. */
class RequestIdTest extends MiddlewareContract {
    @Override
    Middleware middleware() {
        return RequestId.ofInvocation();
    }

    @Override
    void assertApplied(TestResponse response) {
        assertThat(response.headers("X-Request-ID")).hasSize(1).doesNotContain("");
    }

    private static Response get(RequestId id, String... sent) {
        Request.Builder request = Request.get("/")
                .invocation(Invocation.of(
                        new TestContext("invocation-1", Clock.systemUTC(), Duration.ofSeconds(3)),
                        new byte[0],
                        EventSource.HTTP_API));
        for (String each : sent) {
            request.header("X-Request-ID", each);
        }
        return Lift.of(routes -> routes.use(id)
                        .get(
                                "/",
                                handled ->
                                        Response.text(handled.get(RequestId.ID).orElse(""))))
                .handle(request.build());
    }

    private static void assertId(Response response, String id) {
        assertThat(response.headers().all("X-Request-ID")).containsExactly(id);
        assertThat(response.bodyBytes()).isEqualTo(id.getBytes(java.nio.charset.StandardCharsets.US_ASCII));
    }

    @Test
    void id_isThatOfTheInvocation_whateverACallerSends() {
        assertId(get(RequestId.ofInvocation()), "invocation-1");
        assertId(get(RequestId.ofInvocation(), "theirs"), "invocation-1");
    }

    @Test
    void trustedCallers_bringTheirOwn() {
        assertId(get(RequestId.ofInvocation().trustingCallers(), "Theirs_1.2-3"), "Theirs_1.2-3");
        assertId(get(RequestId.ofInvocation().trustingCallers()), "invocation-1");
    }

    /** What is not ASCII, core refuses before (HD). */
    static Stream<String> malformed() {
        return Stream.of("", "a b", "a\tb", "<script>", "a,b", "${jndi:ldap://x}", "a/b", "a".repeat(129));
    }

    @ParameterizedTest
    @MethodSource("malformed")
    void ER07_malformedIds_areNotTaken(String sent) {
        assertId(get(RequestId.ofInvocation().trustingCallers(), sent), "invocation-1");
    }

    @Test
    void twoIds_areNone() {
        assertId(get(RequestId.ofInvocation().trustingCallers(), "a", "b"), "invocation-1");
    }

    @Test
    void header_hasAnyName() {
        RequestId id = RequestId.ofInvocation().header("Request-Id");
        assertThat(get(id).headers().all("Request-Id")).containsExactly("invocation-1");
        assertThatThrownBy(() -> id.header("a b")).hasMessageContaining("a b");
    }
}
