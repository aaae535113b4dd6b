package dev.lift.events;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lift.middleware.IdempotencyRecord;
import dev.lift.middleware.IdempotencyStore;
import dev.lift.middleware.InMemoryIdempotencyStore;
import dev.lift.testing.LiftTest;
import dev.lift.testing.TestClock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

/** Messages that are sent again. Ids are those of the fault catalogue. */
class MessageIdempotencyTest {
    private final IdempotencyStore store = InMemoryIdempotencyStore.ofRecords(1_000);
    private final TestClock clock = TestClock.at(Instant.parse("2026-01-01T00:00:00Z"));
    private final AtomicInteger handled = new AtomicInteger();

    private LiftTest test(MessageIdempotency idempotency, MessageHandler handler) {
        return LiftTest.of(new EventFunctionOfTests(routes -> routes.use(idempotency.clock(clock))
                        .sqs("orders", handler)
                        .sqs("payments", handler)
                        .sns("orders", handler)))
                .withClock(clock)
                .withTimeout(Duration.ofSeconds(30));
    }

    private LiftTest test(MessageHandler handler) {
        return test(MessageIdempotency.with(store), handler);
    }

    @Test
    void ID01_messageThatIsSentAgain_succeedsWithoutItsHandler() {
        LiftTest test = test(message -> handled.incrementAndGet());
        for (int i = 0; i < 3; i++) {
            test.sqs("orders").message("a").message("b").send().expectHandled();
        }
        assertThat(handled).hasValue(2);
    }

    @Test
    void ID04_sourcesAndNames_areNotOneAnothers() {
        LiftTest test = test(message -> handled.incrementAndGet());
        test.sqs("orders").message("a").send().expectHandled();
        test.sqs("payments").message("a").send().expectHandled();
        test.sns("orders").message("a").send().expectHandled();
        assertThat(handled).hasValue(3);
    }

    @Test
    void ID07_messageThatFails_isHandledAgain() {
        LiftTest test = test(message -> {
            if (handled.incrementAndGet() == 1) {
                throw new IllegalStateException("first");
            }
        });
        test.sqs("orders").message("a").send().expectRaised("failed");
        test.sqs("orders").message("a").send().expectHandled();
        test.sqs("orders").message("a").send().expectHandled();
        assertThat(handled).hasValue(2);
    }

    /** A batch of one's own is sent while it is being handled: as after a visibility timeout that is too short. */
    @Test
    void ID01_messageThatIsBeingHandled_failsElsewhere() {
        AtomicReference<LiftTest> self = new AtomicReference<>();
        LiftTest test = test(message -> {
            handled.incrementAndGet();
            self.get().sqs("orders").message("a").send().expectRaised("1 of 1 messages");
        });
        self.set(test);
        test.sqs("orders").message("a").send().expectHandled();
        assertThat(handled).hasValue(1);
    }

    /** ID-02, ID-13: the claim of a process that was killed lasts as long as its invocation could have. */
    @Test
    void ID13_claimOfAKilledProcess_lastsUntilItsDeadline() throws Exception {
        IdempotencyStore forgetful = new Delegating(store) {
            @Override
            public boolean release(String key, String owner) {
                return false;
            }
        };
        LiftTest dying = test(MessageIdempotency.with(forgetful), message -> {
            throw new OutOfMemoryError("as if killed");
        });
        assertThat(dying.sqs("orders").message("a").send().raised()).containsInstanceOf(OutOfMemoryError.class);
        LiftTest next = test(message -> handled.incrementAndGet());
        next.sqs("orders").message("a").send().expectRaised("1 of 1");
        clock.advance(Duration.ofSeconds(39));
        next.sqs("orders").message("a").send().expectRaised("1 of 1");
        clock.advance(Duration.ofSeconds(2));
        next.sqs("orders").message("a").send().expectHandled();
        assertThat(handled).hasValue(1);
    }

    @Test
    void ID06_messagesAreRemembered_asLongAsIsSet() {
        LiftTest test =
                test(MessageIdempotency.with(store).keepFor(Duration.ofHours(1)), message -> handled.incrementAndGet());
        test.sqs("orders").message("a").send().expectHandled();
        clock.advance(Duration.ofMinutes(59));
        test.sqs("orders").message("a").send().expectHandled();
        assertThat(handled).hasValue(1);
        clock.advance(Duration.ofMinutes(2));
        test.sqs("orders").message("a").send().expectHandled();
        assertThat(handled).hasValue(2);
        assertThatThrownBy(() -> MessageIdempotency.with(store).keepFor(Duration.ZERO))
                .hasMessageContaining("more than zero");
    }

    @Test
    void key_canBeOfTheApp() {
        LiftTest test =
                test(MessageIdempotency.with(store).key(Message::bodyText), message -> handled.incrementAndGet());
        test.sqs("orders")
                .message("order-1")
                .message("order-1")
                .message("order-2")
                .send()
                .expectHandled();
        assertThat(handled).hasValue(2);
    }

    @Test
    void ID08_storeThatFails_failsTheMessage_orCostsNothingOnceItWasHandled() {
        List<String> down = new ArrayList<>();
        IdempotencyStore failing = new Delegating(store) {
            @Override
            public Optional<IdempotencyRecord> claim(
                    String key, String fingerprint, String owner, Instant now, Instant until) throws Exception {
                if (down.contains("claim")) {
                    throw new IllegalStateException("down");
                }
                return super.claim(key, fingerprint, owner, now, until);
            }

            @Override
            public boolean complete(String key, String owner, byte[] reply, Instant until) throws Exception {
                if (down.contains("complete")) {
                    throw new IllegalStateException("down");
                }
                return super.complete(key, owner, reply, until);
            }

            @Override
            public boolean release(String key, String owner) throws Exception {
                if (down.contains("release")) {
                    throw new IllegalStateException("down");
                }
                return super.release(key, owner);
            }
        };
        LiftTest test = test(MessageIdempotency.with(failing), message -> {
            handled.incrementAndGet();
            if (message.bodyText().equals("bad")) {
                throw new IllegalStateException("bad");
            }
        });
        down.add("claim");
        test.sqs("orders").message("a").send().expectRaised("1 of 1");
        assertThat(handled).hasValue(0);
        down.clear();
        down.add("complete");
        test.sqs("orders").message("a").send().expectHandled();
        assertThat(handled).hasValue(1);
        down.clear();
        down.add("release");
        test.sqs("orders").message("bad").id("m").send().expectRaised("1 of 1");
        assertThat(handled).hasValue(2);
    }

    private static class Delegating implements IdempotencyStore {
        private final IdempotencyStore store;

        Delegating(IdempotencyStore store) {
            this.store = store;
        }

        @Override
        public Optional<IdempotencyRecord> claim(
                String key, String fingerprint, String owner, Instant now, Instant until) throws Exception {
            return store.claim(key, fingerprint, owner, now, until);
        }

        @Override
        public boolean complete(String key, String owner, byte[] reply, Instant until) throws Exception {
            return store.complete(key, owner, reply, until);
        }

        @Override
        public boolean release(String key, String owner) throws Exception {
            return store.release(key, owner);
        }

        @Override
        public int maxReplyBytes() {
            return store.maxReplyBytes();
        }
    }
}
