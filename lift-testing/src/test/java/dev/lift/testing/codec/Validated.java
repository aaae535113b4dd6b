package dev.lift.testing.codec;

import dev.lift.json.Json;
import jakarta.validation.constraints.AssertTrue;
import jakarta.validation.constraints.DecimalMax;
import jakarta.validation.constraints.DecimalMin;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.Negative;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotEmpty;
import jakarta.validation.constraints.Positive;
import jakarta.validation.constraints.PositiveOrZero;
import jakarta.validation.constraints.Size;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** A record with each constraint that a codec tests. */
@Json
record Validated(
        @Size(min = 2, max = 4) String code,
        @NotBlank String name,
        @Min(1) @Max(10) int quantity,

        @DecimalMin(value = "0.00", inclusive = false) @DecimalMax("99.99")
        BigDecimal price,

        @Positive long id,
        @Size(max = 2) List<@NotBlank String> tags,
        @Json.Matches(EvenNumber.class) int even,
        @Size(max = 3) @Nullable String note,
        @Min(value = 18, message = "must be an adult") int age,
        @AssertTrue boolean accepted,
        @PositiveOrZero double rate,
        @NotEmpty Map<String, @Max(5) Integer> counts,
        @Negative BigInteger debt,
        @DecimalMax("18446744073709551615") long wide,
        Optional<@Size(max = 2) String> nick,
        @Size(max = 1) int[] numbers,

        @Json.Matches(value = ThrowsAtX.class, detail = "must not be x") @Nullable
        String careful,

        @NotBlank @Nullable String required) {

    static final class EvenNumber implements Predicate<Integer> {
        @Override
        public boolean test(Integer number) {
            return number % 2 == 0;
        }
    }

    static final class ThrowsAtX implements Predicate<String> {
        @Override
        public boolean test(String text) {
            if (text.equals("x")) {
                throw new IllegalStateException("a bug in a test of a component");
            }
            return !text.equals("y");
        }
    }
}
