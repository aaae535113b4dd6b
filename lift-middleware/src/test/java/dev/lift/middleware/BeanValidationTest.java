package dev.lift.middleware;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lift.Lift;
import dev.lift.http.Request;
import dev.lift.http.Response;
import dev.lift.lambda.LiftHandler;
import dev.lift.testing.LiftTest;
import jakarta.validation.Valid;
import jakarta.validation.Validation;
import jakarta.validation.Validator;
import jakarta.validation.constraints.AssertTrue;
import jakarta.validation.constraints.DecimalMax;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.hibernate.validator.messageinterpolation.ParameterMessageInterpolator;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Bodies that a validator looks at. Ids are those of the fault catalogue. */
class BeanValidationTest {
    private static final Validator VALIDATOR = Validation.byDefaultProvider()
            .configure()
            .messageInterpolator(new ParameterMessageInterpolator())
            .buildValidatorFactory()
            .getValidator();

    /** A line of an order. */
    public record Line(
            @NotBlank @Size(max = 5) String sku,
            @Min(1) @Max(99) int quantity) {}

    /** An order. */
    public record Order(
            @NotNull @Nullable String customer,
            @DecimalMax("10.50") BigDecimal discount,
            @Size(max = 100_000) List<@Valid Line> lines,
            Map<String, @Min(0) Integer> stock,
            @NotBlank(message = "${7*7} ${validatedValue}") String note) {}

    private static final class Function extends LiftHandler {
        Function(List<Object> handled) {
            super(Lift.of(routes -> routes.post(
                    "/orders", Order.class, BeanValidation.with(VALIDATOR).body((request, order) -> {
                        handled.add(order);
                        return Response.text(order.lines().size() + " lines");
                    }))));
        }
    }

    private static String order(String customer, String discount, String lines, String stock, String note) {
        return "{\"customer\":" + customer + ",\"discount\":" + discount + ",\"lines\":" + lines + ",\"stock\":" + stock
                + ",\"note\":" + note + "}";
    }

    /** A body that remembers which of it was looked at. */
    public record Looked(String value) {
        private static final List<Object> LOOKED_AT = new ArrayList<>();

        /** Looked at by the validator. */
        @AssertTrue
        public boolean isLookedAt() {
            return LOOKED_AT.add(this);
        }
    }

    /** What a handler gets is what was looked at, and not another reading of the same bytes. */
    @Test
    void VA10_objectThatIsHandled_isTheOneThatWasLookedAt() {
        List<Object> handled = new ArrayList<>();
        Lift app = Lift.of(routes ->
                routes.post("/", Looked.class, BeanValidation.with(VALIDATOR).body((request, body) -> {
                    handled.add(body);
                    return Response.noContent();
                })));
        app.handle(Request.post("/").json("{\"value\":\"a\"}").build());
        assertThat(handled).hasSize(1);
        assertThat(Looked.LOOKED_AT).hasSize(1);
        assertThat(handled.get(0)).isSameAs(Looked.LOOKED_AT.get(0));
    }

    @Test
    void validBody_isHandledAsItWasRead() {
        List<Object> handled = new ArrayList<>();
        LiftTest.of(new Function(handled))
                .post("/orders")
                .json(order("\"ada\"", "10.50", "[{\"sku\":\"A-1\",\"quantity\":99}]", "{}", "\"n\""))
                .send()
                .expectStatus(200)
                .expectBody("1 lines");
        assertThat(handled).hasSize(1);
    }

    @Test
    void VA02_VA09_invalidFields_areNamedByPointers() {
        List<Object> handled = new ArrayList<>();
        LiftTest.of(new Function(handled))
                .post("/orders")
                .json(order(
                        "null",
                        "10.500000001",
                        "[{\"sku\":\"A-1\",\"quantity\":1},{\"sku\":\" \",\"quantity\":100}]",
                        "{\"a/b~c\":-1}",
                        "\"n\""))
                .send()
                .expectProblem(422)
                .expectJson("/errors/0/pointer", "#/customer")
                .expectJson("/errors/1/pointer", "#/discount")
                .expectJson("/errors/1/detail", "must satisfy DecimalMax")
                .expectJson("/errors/2/detail", "must be less than or equal to 99")
                .expectJson("/errors/2/pointer", "#/lines/1/quantity")
                .expectJson("/errors/3/pointer", "#/lines/1/sku")
                .expectJson("/errors/4/pointer", "#/stock/a~1b~0c");
        assertThat(handled).isEmpty();
    }

    /** VA-06: nothing of the request is in what is said, and nothing is evaluated. */
    @Test
    void VA06_expressions_areNotEvaluated() {
        String body = LiftTest.of(new Function(new ArrayList<>()))
                .post("/orders")
                .json(order("\"${7*7}\"", "1", "[]", "{}", "\" \""))
                .send()
                .expectProblem(422)
                .expectJson("/errors/0/pointer", "#/note")
                .expectJson("/errors/0/detail", "must satisfy NotBlank")
                .body();
        assertThat(body).doesNotContain("49").doesNotContain("${");
    }

    @Test
    void VA02_manyErrors_areCapped() {
        StringBuilder lines = new StringBuilder();
        for (int i = 0; i < 20_000; i++) {
            lines.append(i == 0 ? "" : ",").append("{\"sku\":\"\",\"quantity\":0}");
        }
        String body = LiftTest.of(new Function(new ArrayList<>()))
                .post("/orders")
                .json(order("\"a\"", "1", "[" + lines + "]", "{}", "\"n\""))
                .send()
                .expectProblem(422)
                .body();
        assertThat(body.split("\"pointer\"", -1)).hasSize(101);
    }

    /** VA-01: a length is of UTF-16 units, as Jakarta Validation counts. */
    @Test
    void VA01_lengths_areOfUtf16Units() {
        LiftTest test = LiftTest.of(new Function(new ArrayList<>()));
        for (String sku : List.of("12345", "ä2345", "😀😀1")) {
            test.post("/orders")
                    .json(order("\"a\"", "1", "[{\"sku\":\"" + sku + "\",\"quantity\":1}]", "{}", "\"n\""))
                    .send()
                    .expectStatus(200);
        }
        for (String sku : List.of("123456", "😀😀😀")) {
            test.post("/orders")
                    .json(order("\"a\"", "1", "[{\"sku\":\"" + sku + "\",\"quantity\":1}]", "{}", "\"n\""))
                    .send()
                    .expectProblem(422);
        }
    }

    /** A check that fails itself. */
    public static final class Broken {
        @AssertTrue
        public boolean isRight() {
            throw new IllegalStateException("a bug");
        }
    }

    @Test
    void VA08_validatorThatThrows_isNoPermission() {
        List<Object> handled = new ArrayList<>();
        assertThatThrownBy(() -> BeanValidation.with(VALIDATOR)
                        .<Broken>body((request, body) -> {
                            handled.add(body);
                            return Response.ok();
                        })
                        .handle(Request.post("/").build(), new Broken()))
                .isInstanceOf(jakarta.validation.ValidationException.class);
        assertThat(handled).isEmpty();
    }
}
