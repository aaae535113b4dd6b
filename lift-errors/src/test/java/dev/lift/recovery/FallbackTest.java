package dev.lift.recovery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.lift.errors.Problems;
import dev.lift.http.Deadline;
import java.net.ConnectException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

class FallbackTest {
    private final FakeTime time = new FakeTime();

    private static String fail() throws ConnectException {
        throw new ConnectException();
    }

    @Test
    void fallback_afterTheLastAttempt_isASuccess() throws Exception {
        List<Attempts> seen = new ArrayList<>();
        Recovery<String> recovery = time.<String>builder("callee")
                .retry(retry -> {})
                .fallback("instead")
                .observe(seen::add)
                .build();
        assertThat(recovery.call(attempt -> fail())).isEqualTo("instead");
        assertThat(seen.get(0).outcome()).isEqualTo(Attempts.Outcome.FELL_BACK);
        assertThat(seen.get(0).count()).isEqualTo(3);
    }

    @Test
    void fallback_ofARefusal_isNotTaken() {
        Recovery<String> recovery = time.<String>builder("callee")
                .staleOnError(Duration.ofHours(1), 10)
                .fallback("instead")
                .build();
        recovery.call(Deadline.NONE, "7", attempt -> "old");
        // It was deleted: the old value must not come back.
        assertThatThrownBy(() -> recovery.call(Deadline.NONE, "7", attempt -> {
                    throw Problems.notFound("order-not-found");
                }))
                .hasMessage("order-not-found");
    }

    @Test
    void ER14_RE15_fallbackThatFails_leavesTheOriginalError() {
        ConnectException original = new ConnectException("original");
        AssertionError failure = new AssertionError("fallback");
        Recovery<String> recovery = time.<String>builder("callee")
                .fallback((java.util.function.Function<Throwable, String>) thrown -> {
                    throw failure;
                })
                .build();
        Throwable caught = catchThrowable(() -> recovery.call(attempt -> {
            throw original;
        }));
        assertThat(caught).isSameAs(original).hasSuppressedException(failure);
    }

    @Test
    void ER14_emptyCache_leavesTheOriginalError() {
        Recovery<String> recovery = time.<String>builder("callee")
                .staleOnError(Duration.ofHours(1), 10)
                .build();
        assertThatThrownBy(() -> recovery.call(Deadline.NONE, "key", attempt -> fail()))
                .isInstanceOf(ConnectException.class);
    }

    @Test
    void RE15_recursiveFallback_isBounded() {
        AtomicInteger calls = new AtomicInteger();
        AtomicReference<Recovery<String>> self = new AtomicReference<>();
        Recovery<String> recovery = time.<String>builder("callee")
                .fallback((java.util.function.Function<Throwable, String>) thrown -> {
                    try {
                        return self.get().call(attempt -> {
                            calls.incrementAndGet();
                            return fail();
                        });
                    } catch (ConnectException failed) {
                        throw new IllegalStateException(failed);
                    }
                })
                .build();
        self.set(recovery);
        assertThatThrownBy(() -> recovery.call(attempt -> fail())).isInstanceOf(ConnectException.class);
        assertThat(calls.get()).isBetween(1, 8);
        // And the next one begins anew.
        calls.set(0);
        catchThrowable(() -> recovery.call(attempt -> fail()));
        assertThat(calls.get()).isPositive();
    }

    @Test
    void RE16_staleValues_areOfTheirKeyAndNotTooOld() throws Exception {
        Recovery<String> recovery = time.<String>builder("callee")
                .staleOnError(Duration.ofMinutes(10), 2)
                .fallback("fallback")
                .build();
        recovery.call(Deadline.NONE, "tenant-a/7", attempt -> "a");
        assertThat(recovery.call(Deadline.NONE, "tenant-a/7", attempt -> fail()))
                .isEqualTo("a");
        assertThat(recovery.call(Deadline.NONE, "tenant-b/7", attempt -> fail()))
                .isEqualTo("fallback");
        // Without a key nothing is kept, as nobody said what it depends on.
        recovery.call(attempt -> "unkeyed");
        assertThat(recovery.call(attempt -> fail())).isEqualTo("fallback");
        time.pass(Duration.ofMinutes(10));
        assertThat(recovery.call(Deadline.NONE, "tenant-a/7", attempt -> fail()))
                .isEqualTo("a");
        time.pass(Duration.ofSeconds(1));
        assertThat(recovery.call(Deadline.NONE, "tenant-a/7", attempt -> fail()))
                .isEqualTo("fallback");
    }

    @Test
    void staleValues_ofTooManyKeys_areDropped() throws Exception {
        Recovery<String> recovery = time.<String>builder("callee")
                .staleOnError(Duration.ofMinutes(10), 2)
                .fallback("fallback")
                .build();
        for (String key : new String[] {"1", "2", "1", "3"}) {
            recovery.call(Deadline.NONE, key, attempt -> key);
        }
        assertThat(recovery.call(Deadline.NONE, "1", attempt -> fail())).isEqualTo("1");
        assertThat(recovery.call(Deadline.NONE, "2", attempt -> fail())).isEqualTo("fallback");
        assertThat(recovery.call(Deadline.NONE, "3", attempt -> fail())).isEqualTo("3");
    }
}
