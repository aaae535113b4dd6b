package dev.lift.errors;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CatalogueTest {
    private static final Catalogue ORDERS = Catalogue.of(OrderError.values());

    @Test
    void duplicateCodes_failAtBuild() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> ORDERS.with(ErrorCode.of("out-of-stock", 410, "Gone for good")))
                .withMessageContaining("'out-of-stock' is declared twice")
                .withMessageContaining("OUT_OF_STOCK");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "Order", "order_x", "-a", "a-", "a--b", "1a", "a b", "é", "a\nb"})
    void malformedCodes_failAtBuild(String code) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> ErrorCode.of(code, 400, "x"))
                .withMessageContaining("An error code is");
        assertThatIllegalArgumentException().isThrownBy(() -> Problems.notFound(code));
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 200, 302, 399, 600})
    void statusesThatAreNoError_failAtBuild(int status) {
        assertThatIllegalArgumentException().isThrownBy(() -> ErrorCode.of("x", status, "x"));
        assertThatIllegalArgumentException().isThrownBy(() -> Problems.of(status, "x"));
    }

    @Test
    void documentationThatIsNoUri_failsAtBuild() {
        ErrorCode malformed = new ErrorCode() {
            @Override
            public String code() {
                return "x";
            }

            @Override
            public int status() {
                return 400;
            }

            @Override
            public java.util.Optional<String> documentation() {
                return java.util.Optional.of("not a uri");
            }
        };
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Catalogue.of(malformed))
                .withMessageContaining("is no URI");
    }

    @Test
    void rules_withUndeclaredCodes_failAtBuild() {
        ErrorMapping.Builder builder = ErrorMapping.builder().catalogue(ORDERS);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> builder.map(IllegalStateException.class, ErrorCode.of("gone", 410, "Gone")))
                .withMessageContaining("'gone' with status 410 is not declared");
        assertThatIllegalArgumentException()
                .isThrownBy(() ->
                        builder.map(IllegalStateException.class, ErrorCode.of("out-of-stock", 404, "another status")));
        builder.map(IllegalStateException.class, OrderError.OUT_OF_STOCK);
        assertThatIllegalStateException().isThrownBy(() -> builder.catalogue(Catalogue.of()));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> builder.map(IllegalStateException.class, OrderError.OUT_OF_STOCK))
                .withMessageContaining("Two rules");
    }

    /** Compiled with the tests: some of its codes are declared. */
    static final class Service {
        ApiException declared() {
            return Problems.notFound("order-not-found").detail("x");
        }

        ApiException undeclared() {
            return Problems.conflict("typo-in-code");
        }

        ApiException ofStatus() {
            return Problems.of(409, "out-of-stock");
        }

        ApiException computed(String code) {
            return Problems.conflict(code);
        }

        ApiException otherConstantBefore(List<String> log) {
            log.add("order-not-found");
            return Problems.of(OrderError.OUT_OF_STOCK);
        }
    }

    @Test
    void undeclaredCodes_inBytecode_areFound() throws Exception {
        String folder = CatalogueTest.class
                .getProtectionDomain()
                .getCodeSource()
                .getLocation()
                .getPath();
        List<String> found = ORDERS.undeclared(Path.of(folder)).stream()
                .filter(line -> line.contains("CatalogueTest$Service"))
                .toList();
        assertThat(found).hasSize(2);
        assertThat(found.get(0))
                .matches(
                        "dev\\.lift\\.errors\\.CatalogueTest\\$Service\\.undeclared:\\d+ Problems\\.conflict throws the "
                                + "undeclared code 'typo-in-code'");
        assertThat(found.get(1)).contains("Service.computed:").contains("no constant");
    }

    @Test
    void page_hasEachCode() {
        Catalogue catalogue = ORDERS.with(ErrorCode.of("odd", 400, "A | pipe\nand a line"));
        assertThat(catalogue.toMarkdown())
                .isEqualTo("| code | status | meaning | try again |\n|---|---|---|---|\n"
                        + "| `odd` | 400 | A \\| pipe and a line | no |\n"
                        + "| [`order-not-found`](https://example.com/errors/order-not-found) | 404 | There is no such order | no |\n"
                        + "| `out-of-stock` | 409 | Too few are left | no |\n"
                        + "| `payment-unavailable` | 503 | Payments can not be taken at the moment | yes |\n");
    }

    @Test
    void json_hasEachCode() throws Exception {
        JsonNode json = new ObjectMapper().readTree(ORDERS.toJson());
        assertThat(json).hasSize(3);
        assertThat(json.at("/0/code").asText()).isEqualTo("order-not-found");
        assertThat(json.at("/0/documentation").asText()).isEqualTo("https://example.com/errors/order-not-found");
        assertThat(json.at("/1/documentation").isMissingNode()).isTrue();
        assertThat(json.at("/2/status").asInt()).isEqualTo(503);
        assertThat(json.at("/2/retryable").asBoolean()).isTrue();
    }

    @Test
    void builtInCodes_makeACatalogue() {
        Catalogue builtIn = Catalogue.of(Catalogue.builtIn().toArray(new ErrorCode[0]));
        assertThat(builtIn.find("timed-out")).isPresent();
        assertThat(builtIn.find("not-found").orElseThrow().status()).isEqualTo(404);
    }

    @Test
    void exceptions_ofTheFamily_haveTheirStatus() {
        assertThat(Problems.notFound("x")).isExactlyInstanceOf(NotFoundException.class);
        assertThat(Problems.conflict("x")).isExactlyInstanceOf(ConflictException.class);
        assertThat(Problems.validation("x")).isExactlyInstanceOf(ValidationException.class);
        assertThat(Problems.unauthenticated("x")).isExactlyInstanceOf(UnauthenticatedException.class);
        assertThat(Problems.forbidden("x")).isExactlyInstanceOf(ForbiddenException.class);
        assertThat(Problems.unavailable("x")).isExactlyInstanceOf(UnavailableException.class);
        assertThat(Problems.timedOut("x")).isExactlyInstanceOf(TimedOutException.class);
        assertThat(Problems.contentTooLarge("x")).isExactlyInstanceOf(ContentTooLargeException.class);
        assertThat(Problems.rateLimited(java.time.Duration.ofSeconds(1)))
                .isExactlyInstanceOf(RateLimitedException.class);
        assertThat(Problems.badRequest("x")).isExactlyInstanceOf(ApiException.class);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new NotFoundException(OrderError.OUT_OF_STOCK))
                .withMessageContaining("404");
    }
}
