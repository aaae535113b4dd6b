package dev.lift.local;

import dev.lift.http.EventSource;
import dev.lift.testing.LambdaReply;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** One invocation of the function, as the console shows it: what came, what was replied, and what happened between. Thread-safe. */
final class Invocation {
    /** More than this of a log is not kept. */
    private static final int MOST_LINES = 500;

    /** A middleware or the handler at work, in nanoseconds since the invocation began; nested in the one before it that ends later. */
    record Span(String name, long begin, long end) {}

    final String id;
    final String title;
    final byte[] event;
    final Instant began;
    private final @Nullable EventSource source;
    private final long beganNanos = System.nanoTime();
    private final List<Span> spans = new ArrayList<>();
    private final List<String> log = new ArrayList<>();
    private long number;
    private boolean cold;
    private long endNanos;
    private int status;
    private byte @Nullable [] reply;
    private @Nullable String failure;

    /**
     * Begins one.
     *
     * @param source whose reply it gets; null for one that is no request
     */
    Invocation(String id, String title, byte[] event, @Nullable EventSource source, Instant began) {
        this.source = source;
        this.id = id;
        this.title = title;
        this.event = event;
        this.began = began;
    }

    synchronized void numbered(long value) {
        number = value;
    }

    synchronized long number() {
        return number;
    }

    synchronized void cold() {
        cold = true;
    }

    synchronized boolean isCold() {
        return cold;
    }

    long elapsed() {
        return System.nanoTime() - beganNanos;
    }

    synchronized void span(String name, long begin) {
        spans.add(new Span(name, begin, elapsed()));
    }

    synchronized List<Span> spans() {
        return List.copyOf(spans);
    }

    synchronized void line(String text) {
        if (log.size() < MOST_LINES) {
            log.add(text);
        }
    }

    synchronized List<String> log() {
        return List.copyOf(log);
    }

    void replied(byte[] bytes) {
        long end = elapsed();
        int said = statusOf(bytes);
        synchronized (this) {
            reply = bytes;
            status = said;
            endNanos = end;
        }
    }

    private int statusOf(byte[] bytes) {
        try {
            return source == null ? 0 : LambdaReply.parse(source, bytes).status();
        } catch (IOException | IllegalArgumentException other) {
            return 0; // Which its source does not understand either.
        }
    }

    synchronized void failed(String why) {
        failure = why;
        endNanos = elapsed();
    }

    /** What a client got; 0 for none, or not yet. */
    synchronized int status() {
        return status;
    }

    synchronized byte @Nullable [] reply() {
        return reply;
    }

    synchronized @Nullable String failure() {
        return failure;
    }

    /** Zero while it runs. */
    synchronized long nanos() {
        return endNanos;
    }

    /** What it takes to keep it. */
    synchronized int size() {
        byte[] bytes = reply;
        return event.length + (bytes == null ? 0 : bytes.length) + 1_000;
    }
}
