package dev.lift.events;

import dev.lift.middleware.IdempotencyRecord;
import dev.lift.middleware.IdempotencyStore;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.LoggerFactory;

/**
 * Handles a message once, though its source sends it several times. A message that was handled succeeds again without its handler; one that
 * is being handled elsewhere fails, and so comes again. It needs {@code dev.lift:lift-middleware}, whose stores it shares.
 *
 * <p>A claim lasts until the invocation's deadline and 10 seconds more; whoever wakes up later can not complete another's. When the store
 * can not be asked the message fails, and is not handled. When it fails after the handler, the message counts as handled; should it be
 * sent again once the claim has expired, it is handled again.
 *
 * <p>Immutable and thread-safe; each method returns a changed copy.
 *
 * <pre>{@code
 * events.use(MessageIdempotency.with(InMemoryIdempotencyStore.ofRecords(10_000)))
 *         .sqs("payments", message -> System.out.println(message.bodyText()));
 * }</pre>
 */
public final class MessageIdempotency implements MessageMiddleware {
    private static final Duration LONGEST_RUN = Duration.ofMinutes(15);
    private static final Duration CLOCK_MARGIN = Duration.ofSeconds(10);
    private static final byte[] DONE = {};

    private final IdempotencyStore store;
    private final Function<? super Message, String> key;
    private final Duration keepFor;
    private final Clock clock;

    private MessageIdempotency(
            IdempotencyStore store, Function<? super Message, String> key, Duration keepFor, Clock clock) {
        this.store = store;
        this.key = key;
        this.keepFor = keepFor;
        this.clock = clock;
    }

    /**
     * Makes one that tells messages apart by source, name and id, and remembers them for 14 days, as long as a queue keeps them.
     *
     * @param store keeps what was handled; one that all processes share
     * @return the middleware
     */
    public static MessageIdempotency with(IdempotencyStore store) {
        return new MessageIdempotency(store, Message::id, Duration.ofDays(14), Clock.systemUTC());
    }

    /**
     * Sets what tells messages of one source and name apart, such as an order's number: senders may send twice what gets two ids.
     *
     * @param function returns it for a message
     * @return the middleware with it
     */
    public MessageIdempotency key(Function<? super Message, String> function) {
        return new MessageIdempotency(store, function, keepFor, clock);
    }

    /**
     * Sets for how long messages are remembered.
     *
     * @param time more than zero
     * @return the middleware with it
     * @throws IllegalArgumentException when it is not
     */
    public MessageIdempotency keepFor(Duration time) {
        if (time.isZero() || time.isNegative()) {
            throw new IllegalArgumentException("Messages are remembered for more than zero, was " + time);
        }
        return new MessageIdempotency(store, key, time, clock);
    }

    /**
     * Sets the clock, for tests.
     *
     * @param wall tells the time
     * @return the middleware with it
     */
    public MessageIdempotency clock(Clock wall) {
        return new MessageIdempotency(store, key, keepFor, wall);
    }

    @Override
    public void handle(Message message, MessageHandler next) throws Exception {
        String hash = hash(message.source().name(), message.name(), key.apply(message));
        String owner = UUID.randomUUID().toString();
        Instant now = clock.instant();
        Optional<IdempotencyRecord> present =
                store.claim(hash, hash, owner, now, now.plus(run(message)).plus(CLOCK_MARGIN));
        if (present.isEmpty()) {
            handleClaimed(message, next, hash, owner);
        } else if (present.get().reply().isEmpty()) {
            throw new IllegalStateException("The message is being handled elsewhere");
        }
    }

    private static Duration run(Message message) {
        long left = message.deadline().remainingMillis();
        return left == Long.MAX_VALUE ? LONGEST_RUN : Duration.ofMillis(left);
    }

    private void handleClaimed(Message message, MessageHandler next, String hash, String owner) throws Exception {
        try {
            next.handle(message);
        } catch (Throwable failed) {
            release(message, hash, owner, failed);
            throw failed;
        }
        try {
            if (!store.complete(hash, owner, DONE, clock.instant().plus(keepFor))) {
                warn("The claim of a message was somebody else's by the time that it had been handled", message, null);
            }
        } catch (Exception failed) {
            restoreInterrupt(failed);
            warn("That a message was handled could not be kept", message, failed);
        }
    }

    private void release(Message message, String hash, String owner, Throwable failure) {
        try {
            store.release(hash, owner);
        } catch (Exception failed) {
            restoreInterrupt(failed);
            failure.addSuppressed(failed);
            warn("The claim of a message that failed could not be released; it expires", message, failed);
        }
    }

    private static void restoreInterrupt(Exception failed) {
        if (failed instanceof InterruptedException) {
            Thread.currentThread().interrupt();
        }
    }

    private static void warn(String text, Message message, @Nullable Throwable cause) {
        LoggerFactory.getLogger(MessageIdempotency.class).warn("{}: {}", text, message, cause);
    }

    private static String hash(String... parts) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            for (String part : parts) {
                byte[] bytes = part.getBytes(StandardCharsets.UTF_8);
                // With its length, so that no two lists of parts are one text.
                digest.update((bytes.length + ":").getBytes(StandardCharsets.US_ASCII));
                digest.update(bytes);
            }
            return HexFormat.of().formatHex(digest.digest());
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("Every JDK has SHA-256", impossible);
        }
    }

    @Override
    public String toString() {
        return "MessageIdempotency";
    }
}
