package dev.lift.recovery;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;

class SharedRandomTest {
    /** As two processes of one snapshot have them. */
    @Test
    void LC06_sameSeed_atAnotherTime_givesOtherNumbers() {
        Set<Double> jitter = new HashSet<>();
        for (int process = 0; process < 1_000; process++) {
            long nanos = 1_000_000_000L + process * 1_000L;
            jitter.add(new SharedRandom(() -> 42, () -> nanos).nextDouble());
        }
        assertThat(jitter).hasSize(1_000);
        double mean = jitter.stream().mapToDouble(Double::doubleValue).average().orElseThrow();
        assertThat(mean).isBetween(0.45, 0.55);
    }

    @Test
    void numbers_areSpreadOverTheirRange() {
        SharedRandom random = new SharedRandom();
        int[] tenths = new int[10];
        for (int i = 0; i < 10_000; i++) {
            tenths[(int) (random.nextDouble() * 10)]++;
        }
        for (int count : tenths) {
            assertThat(count).isBetween(700, 1_300);
        }
    }
}
