package dev.lift.recovery;

import dev.lift.testing.TestClock;
import java.net.ConnectException;
import java.time.Duration;
import java.time.Instant;
import org.jetbrains.lincheck.datastructures.Operation;
import org.jetbrains.lincheck.datastructures.StressOptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnJre;
import org.junit.jupiter.api.condition.JRE;

/** RE-11: whatever threads do to a breaker or a budget at the same time, some order of it one after the other would give the same. */
@EnabledOnJre(
        value = JRE.JAVA_17,
        disabledReason = "Lincheck 3.7 does not end on 25, where it has to change the classes of a running JVM")
class LincheckTest {
    private static StressOptions options() {
        return new StressOptions()
                .iterations(20)
                .invocationsPerIteration(300)
                .threads(3)
                .actorsPerThread(3);
    }

    /**
     * A breaker, step by step: a call is two steps, between which others may come. Its states are numbered: 0 is closed, 1 open, 2
     * half-open.
     */
    public static class BreakerState {
        private final TestClock clock = TestClock.at(Instant.parse("2026-01-01T00:00:00Z"));
        private final Breaker breaker = breaker();

        private Breaker breaker() {
            CircuitBreakerOptions options = new CircuitBreakerOptions();
            options.window(2).minimumCalls(2).halfOpenCalls(2).openFor(Duration.ofSeconds(1));
            return new Breaker("callee", options, new SteadyClock(clock, () -> 0));
        }

        @Operation
        public long acquire() {
            try {
                return breaker.acquire();
            } catch (RejectedException rejected) {
                return -1;
            }
        }

        @Operation
        public void failWhileClosed() {
            breaker.failed(0, 1, new ConnectException());
        }

        @Operation
        public void succeedWhileClosed() {
            breaker.succeeded(0, 1);
        }

        @Operation
        public void failWhileHalfOpen() {
            breaker.failed(2, 1, new ConnectException());
        }

        @Operation
        public void succeedWhileHalfOpen() {
            breaker.succeeded(2, 1);
        }

        @Operation
        public void passTwoSeconds() {
            clock.advance(Duration.ofSeconds(2));
        }
    }

    /** A budget of half a repetition for each call. */
    public static class BudgetState {
        private final RetryBudget budget = new RetryBudget(0.5, 1);

        @Operation
        public void called() {
            budget.called();
        }

        @Operation
        public boolean tryTake() {
            return budget.tryTake();
        }
    }

    @Test
    void RE11_budget_isLinearizable() {
        options().check(BudgetState.class);
    }

    @Test
    void RE11_breaker_isLinearizable() {
        options().check(BreakerState.class);
    }
}
