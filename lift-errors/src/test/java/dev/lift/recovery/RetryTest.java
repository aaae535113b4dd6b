package dev.lift.recovery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.lift.errors.ApiException;
import dev.lift.errors.Problems;
import dev.lift.http.Deadline;
import dev.lift.testing.TestContext;
import java.io.IOException;
import java.net.ConnectException;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class RetryTest {
    private final FakeTime time = new FakeTime();
    private final AtomicInteger calls = new AtomicInteger();

    private RecoveryBuilder<String> threeAttempts() {
        return time.<String>builder("callee").retry(retry -> retry.attempts(3));
    }

    private Call<String, Exception> failing(Throwable thrown) {
        return attempt -> {
            calls.incrementAndGet();
            throw RetryTest.<RuntimeException>sneaky(thrown);
        };
    }

    @SuppressWarnings("unchecked")
    private static <X extends Throwable> X sneaky(Throwable thrown) throws X {
        throw (X) thrown;
    }

    private Call<String, Exception> succeedingAt(int number, Throwable thrown) {
        return attempt -> {
            assertThat(attempt.number()).isEqualTo(calls.incrementAndGet());
            if (attempt.number() < number) {
                throw RetryTest.<RuntimeException>sneaky(thrown);
            }
            return "value";
        };
    }

    static List<Throwable> passing() {
        return List.of(
                Problems.unavailable("down"),
                Problems.timedOut("slow"),
                Problems.of(502, "bad-gateway"),
                new ConnectException(),
                new IOException("connection reset"),
                new TimeoutException(),
                new CompletionException(new ConnectException()),
                new SQLException("x", "40001"));
    }

    @ParameterizedTest
    @MethodSource("passing")
    void errors_thatMayPass_areRepeated(Throwable thrown) throws Exception {
        List<Attempts> seen = new ArrayList<>();
        Recovery<String> recovery = threeAttempts().observe(seen::add).build();
        assertThat(recovery.call(succeedingAt(3, thrown))).isEqualTo("value");
        assertThat(calls).hasValue(3);
        assertThat(time.waits).hasSize(2);
        // A recovered call is a success, and its attempts are known.
        assertThat(seen).hasSize(1);
        assertThat(seen.get(0).outcome()).isEqualTo(Attempts.Outcome.RETRIED);
        assertThat(seen.get(0).count()).isEqualTo(3);
        assertThat(seen.get(0).causes()).containsExactly(thrown, thrown);
        assertThat(seen.get(0).waited()).isEqualTo(time.waits.get(0).plus(time.waits.get(1)));
        assertThat(seen.get(0).stop()).isEqualTo(Attempts.Stop.SUCCESS);
    }

    static List<Throwable> lasting() {
        return List.of(
                Problems.badRequest("x"),
                Problems.unauthenticated("x"),
                Problems.forbidden("x"),
                Problems.notFound("x"),
                Problems.conflict("x"),
                Problems.validation("x"),
                Problems.rateLimited(Duration.ofSeconds(1)),
                new IllegalStateException(),
                new SQLException("x", "23505"),
                new java.nio.file.NoSuchFileException("x"),
                new StackOverflowError(),
                new LinkageError());
    }

    @ParameterizedTest
    @MethodSource("lasting")
    void RE01_errorsThatStay_areNeverRepeated(Throwable thrown) {
        List<Attempts> seen = new ArrayList<>();
        Recovery<String> recovery = threeAttempts().observe(seen::add).build();
        assertThat(catchThrowable(() -> recovery.call(failing(thrown)))).isSameAs(thrown);
        assertThat(calls).hasValue(1);
        assertThat(time.waits).isEmpty();
        assertThat(seen.get(0).outcome()).isEqualTo(Attempts.Outcome.FAILED);
        assertThat(seen.get(0).stop()).isEqualTo(Attempts.Stop.NOT_RETRYABLE);
    }

    @Test
    void attempts_whenAllFail_areInTheLastError() {
        List<IOException> thrown = List.of(new IOException("1"), new IOException("2"), new IOException("3"));
        Recovery<String> recovery = threeAttempts().build();
        Throwable caught = catchThrowable(() -> recovery.call(
                attempt -> failing(thrown.get(attempt.number() - 1)).call(attempt)));
        assertThat(caught).isSameAs(thrown.get(2));
        Attempts attempts = Attempts.of(caught).orElseThrow();
        assertThat(attempts.count()).isEqualTo(3);
        assertThat(attempts.causes()).isEqualTo(thrown);
        assertThat(attempts.stop()).isEqualTo(Attempts.Stop.ATTEMPTS);
        assertThat(attempts)
                .hasToString("callee: FAILED after 3 attempts, waited "
                        + attempts.waited().toMillis() + " ms, stopped by ATTEMPTS");
    }

    /** The breaker opens between the attempts: what is thrown tells of that, and why it did. */
    @Test
    void attempts_whenTheBreakerRefusesALaterOne_areInTheRejection() {
        ConnectException first = new ConnectException();
        Recovery<String> recovery = threeAttempts()
                .circuitBreaker(breaker -> breaker.window(1).minimumCalls(1))
                .build();
        Throwable caught = catchThrowable(() -> recovery.call(failing(first)));
        assertThat(caught).isInstanceOf(RejectedException.class);
        Attempts attempts = Attempts.of(caught).orElseThrow();
        assertThat(attempts.causes()).containsExactly(first, caught);
        assertThat(calls).hasValue(1);
    }

    /** RE-03: three layers that repeat three times each do not make 27 calls of one, and a flood makes few more than itself. */
    @Test
    void RE03_threeLayersAndAFlood_amplifyAtMost1_2() throws Exception {
        Recovery<String> inner = threeAttempts().build();
        Recovery<String> middle = threeAttempts().build();
        Recovery<String> outer = threeAttempts().build();
        int requests = 1_000;
        for (int i = 0; i < requests; i++) {
            assertThatThrownBy(() -> outer.call(a -> middle.call(b -> inner.call(failing(new ConnectException())))))
                    .isInstanceOf(ConnectException.class);
        }
        assertThat(calls.get() / (double) requests).isBetween(1.0, 1.2);
        // A tenth of all calls and the reserve of ten, less what a reserve that is full can not take: the figure in the
        // guide.
        assertThat(calls).hasValue(1_109);
    }

    @Test
    void budget_whenTheCalleeIsWellAgain_fillsUp() throws Exception {
        Recovery<String> recovery = time.<String>builder("callee")
                .retry(retry -> retry.attempts(2).budget(0.5, 1))
                .build();
        assertThatThrownBy(() -> recovery.call(failing(new ConnectException()))).isInstanceOf(ConnectException.class);
        Throwable spent = catchThrowable(() -> recovery.call(failing(new ConnectException())));
        assertThat(Attempts.of(spent).orElseThrow().stop()).isEqualTo(Attempts.Stop.BUDGET);
        assertThat(calls).hasValue(3);
        for (int i = 0; i < 2; i++) {
            recovery.call(attempt -> "value");
        }
        calls.set(0);
        assertThat(recovery.call(succeedingAt(2, new ConnectException()))).isEqualTo("value");
    }

    /** An object that is thrown again and again does not collect attempts. */
    @Test
    void O11_sharedException_doesNotGrow() {
        ConnectException shared = new ConnectException();
        Recovery<String> recovery = threeAttempts().build();
        for (int i = 0; i < 100; i++) {
            catchThrowable(() -> recovery.call(failing(shared)));
        }
        assertThat(shared.getSuppressed()).hasSize(1);
    }

    private Deadline deadline(Duration remaining) {
        return Deadline.of(new TestContext("id", time.clock, remaining));
    }

    @Test
    void RE04_attemptsThatCouldNotEndInTime_areNotBegun() {
        Recovery<String> recovery = time.<String>builder("callee")
                .retry(retry -> retry.attempts(10).backoff(Duration.ofSeconds(1), Duration.ofSeconds(1)))
                .margin(Duration.ofMillis(500))
                .build();
        Deadline deadline = deadline(Duration.ofSeconds(3));
        ConnectException last = new ConnectException();
        Throwable caught = catchThrowable(() -> recovery.call(deadline, attempt -> {
            assertThat(attempt.remaining()).isEqualTo(deadline.remaining().minus(Duration.ofMillis(500)));
            time.pass(Duration.ofMillis(600));
            return failing(last).call(attempt);
        }));
        assertThat(caught).isSameAs(last);
        assertThat(Attempts.of(caught).orElseThrow().stop()).isEqualTo(Attempts.Stop.DEADLINE);
        assertThat(deadline.remainingMillis()).isPositive();
        assertThat(calls.get()).isBetween(2, 5);
    }

    @Test
    void RE04_attemptsWithATimeLimit_mustFitWholly() {
        Recovery<String> recovery = time.<String>builder("callee")
                .retry(retry -> retry.attempts(10).backoff(Duration.ZERO, Duration.ZERO))
                .timeout(Duration.ofSeconds(2))
                .build();
        Deadline deadline = deadline(Duration.ofSeconds(3));
        catchThrowable(() -> recovery.call(deadline, attempt -> {
            time.pass(Duration.ofMillis(500));
            return failing(new ConnectException()).call(attempt);
        }));
        // After the first, 2.5 s are left: less the margin that is just enough. After the second it is not.
        assertThat(calls).hasValue(2);
    }

    @Test
    void EX12_tooLittleTimeAtEntry_isRefused() {
        Recovery<String> recovery = threeAttempts().build();
        assertThatThrownBy(() -> recovery.call(deadline(Duration.ofMillis(200)), failing(new ConnectException())))
                .isInstanceOfSatisfying(RejectedException.class, rejected -> {
                    assertThat(rejected.reason()).isEqualTo(RejectedException.Reason.DEADLINE_TOO_NEAR);
                    assertThat(rejected.status()).isEqualTo(503);
                    assertThat(rejected.retryAfter()).isPresent();
                });
        assertThat(calls).hasValue(0);
    }

    @Test
    void RE05_backoff_isBoundedFullJitter() throws Exception {
        List<Duration> waits = new ArrayList<>();
        for (int seed = 0; seed < 200; seed++) {
            time.waits.clear();
            calls.set(0);
            Recovery<String> recovery = time.<String>builder("callee")
                    .random(new Random(seed))
                    .retry(retry -> retry.attempts(4).backoff(Duration.ofMillis(100), Duration.ofMillis(300)))
                    .build();
            recovery.call(succeedingAt(4, new ConnectException()));
            assertThat(time.waits.size()).isLessThanOrEqualTo(3);
            waits.addAll(time.waits);
        }
        assertThat(waits).allMatch(wait -> wait.toMillis() <= 300);
        assertThat(waits).anyMatch(wait -> wait.toMillis() > 200).anyMatch(wait -> wait.toMillis() < 50);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, -1, 101, Integer.MAX_VALUE, Integer.MIN_VALUE})
    void RE05_attemptsOutOfRange_areRefused(int attempts) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Recovery.builder("x").retry(retry -> retry.attempts(attempts)))
                .withMessageContaining("attempts must be 1 to 100");
    }

    @Test
    void RE05_durations_areCheckedOrSaturated() {
        Duration most = Duration.ofSeconds(Long.MAX_VALUE);
        Duration negative = Duration.ofNanos(-1);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Recovery.builder("x").retry(retry -> retry.backoff(negative, most)));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Recovery.builder("x").retry(retry -> retry.backoff(most, Duration.ZERO)));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Recovery.builder("x").retry(retry -> retry.maxElapsed(Duration.ZERO)));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Recovery.builder("x").retry(retry -> retry.maxRetryAfter(negative)));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Recovery.builder("x").retry(retry -> retry.budget(-0.1, 1)));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Recovery.builder("x").retry(retry -> retry.budget(Double.NaN, 1)));
        for (Duration bad : new Duration[] {Duration.ZERO, negative}) {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> Recovery.builder("x").timeout(bad));
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> Recovery.builder("x").hedge(bad));
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> Recovery.builder("x").staleOnError(bad, 1));
        }
        Recovery<String> huge = time.<String>builder("callee")
                .retry(retry ->
                        retry.attempts(100).backoff(most, most).maxElapsed(most).maxRetryAfter(most))
                .timeout(most)
                .build();
        // The first wait would be ages: no deadline refuses it, and the fake sleeper takes no time.
        assertThat(Durations.millis(most)).isEqualTo(Long.MAX_VALUE);
        assertThat(catchThrowable(() -> huge.call(deadline(Duration.ofSeconds(5)), failing(new ConnectException()))))
                .isInstanceOf(ConnectException.class);
        assertThat(calls).hasValue(1);
    }

    @Test
    void RE05_oneAttempt_isNotRepeated() {
        Recovery<String> recovery =
                time.<String>builder("callee").retry(retry -> retry.attempts(1)).build();
        catchThrowable(() -> recovery.call(failing(new ConnectException())));
        assertThat(calls).hasValue(1);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            nullValues = "none",
            value = {
                "0 | PT0S",
                "120 | PT2M",
                " 7  | PT7S",
                "-1 | none",
                "1.5 | none",
                "soon | none",
                "'' | none",
                "99999999999999999999 | PT2562047788015215H30M7S",
                "Thu, 01 Jan 2026 00:00:30 GMT | PT30S",
                "Wed, 31 Dec 2025 23:59:00 GMT | PT0S",
                "Thu, 01 Jan 2026 | none",
                "٣ | none",
            })
    void RE06_retryAfter_isReadByTheStandard(String value, String expected) {
        Duration delay = RetryAfter.parse(value, Instant.parse("2026-01-01T00:00:00Z"));
        assertThat(delay).isEqualTo(expected == null ? null : Duration.parse(expected));
    }

    @Test
    void RE06_retryAfter_isHonouredUpToTheCap() throws Exception {
        Recovery<String> recovery = time.<String>builder("callee")
                .retry(retry -> retry.attempts(2).maxRetryAfter(Duration.ofSeconds(5)))
                .build();
        ApiException fourSeconds = Problems.unavailable("down").retryAfter(Duration.ofSeconds(4));
        assertThat(recovery.call(succeedingAt(2, fourSeconds))).isEqualTo("value");
        assertThat(time.waits.get(0)).isEqualTo(Duration.ofSeconds(4));
        calls.set(0);
        ApiException anHour = Problems.unavailable("down").retryAfter(Duration.ofHours(1));
        assertThat(catchThrowable(() -> recovery.call(failing(anHour)))).isSameAs(anHour);
        assertThat(calls).hasValue(1);
    }

    @Test
    void maxElapsed_endsTheAttempts() {
        Recovery<String> recovery = time.<String>builder("callee")
                .retry(retry ->
                        retry.attempts(100).maxElapsed(Duration.ofSeconds(2)).budget(1, 100))
                .build();
        catchThrowable(() -> recovery.call(attempt -> {
            time.pass(Duration.ofMillis(900));
            return failing(new ConnectException()).call(attempt);
        }));
        assertThat(calls.get()).isBetween(2, 3);
    }

    @Test
    void RE07_interruptDuringBackoff_stopsWithTheOriginalError() {
        ConnectException original = new ConnectException();
        Recovery<String> recovery = threeAttempts()
                .sleeper(duration -> {
                    throw new InterruptedException();
                })
                .fallback("not taken")
                .build();
        Throwable caught = catchThrowable(() -> recovery.call(failing(original)));
        assertThat(Thread.interrupted()).isTrue();
        assertThat(caught).isSameAs(original);
        assertThat(Attempts.of(caught).orElseThrow().stop()).isEqualTo(Attempts.Stop.INTERRUPTED);
        assertThat(calls).hasValue(1);
    }

    @Test
    void RE07_interruptedCall_isNotRepeated() {
        Recovery<String> recovery = threeAttempts().build();
        assertThatThrownBy(() -> recovery.call(failing(new InterruptedException())))
                .isInstanceOf(InterruptedException.class);
        assertThat(Thread.interrupted()).isTrue();
        assertThat(calls).hasValue(1);
    }

    @Test
    void RE14_predicateThatThrows_neverEscapes() {
        Recovery<String> recovery = time.<String>builder("callee")
                .retry(retry -> retry.retryIf(thrown -> {
                    throw new IllegalStateException("predicate");
                }))
                .circuitBreaker(breaker -> breaker.window(2).minimumCalls(2).failIf(thrown -> {
                    throw new IllegalStateException("predicate");
                }))
                .build();
        ConnectException original = new ConnectException();
        for (int i = 0; i < 2; i++) {
            assertThat(catchThrowable(() -> recovery.call(failing(original)))).isSameAs(original);
        }
        assertThat(calls).hasValue(2);
        // It counted as a failure.
        assertThat(recovery.circuit()).isEqualTo("open");
    }

    @Test
    void RE19_observerThatThrows_changesNothing() throws Exception {
        Recovery<String> recovery = threeAttempts()
                .observe(attempts -> {
                    throw new IllegalStateException("observer");
                })
                .build();
        assertThat(recovery.call(attempt -> "value")).isEqualTo("value");
        ConnectException original = new ConnectException();
        assertThat(catchThrowable(() -> recovery.call(failing(original)))).isSameAs(original);
    }

    @Test
    void RE21_nullResults_areResults() throws Exception {
        Recovery<String> recovery = threeAttempts()
                .staleOnError(Duration.ofHours(1), 10)
                .circuitBreaker(breaker -> {})
                .build();
        assertThat(recovery.call(Deadline.NONE, "key", attempt -> null)).isNull();
        Thread.currentThread().interrupt();
        assertThat(recovery.call(Deadline.NONE, "key", attempt -> null)).isNull();
        assertThat(Thread.interrupted()).isTrue();
    }

    /** The compiler knows what a call throws: nothing, here, and one type there. */
    @Test
    void checkedExceptions_areThoseOfTheCall() {
        Recovery<String> recovery = threeAttempts().build();
        String unchecked = recovery.call(attempt -> "value");
        assertThat(unchecked).isEqualTo("value");
        try {
            recovery.call(attempt -> {
                if (attempt.number() > 0) {
                    throw new java.nio.file.NoSuchFileException("x");
                }
                return "";
            });
        } catch (java.nio.file.NoSuchFileException checked) {
            assertThat(checked).hasMessage("x");
        }
    }
}
