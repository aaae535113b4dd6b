package dev.lift.local;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** The latest invocations, and those that run. Thread-safe. */
final class Invocations {
    private static final int MOST = 300;
    private static final long MOST_BYTES = 64L * 1024 * 1024;

    private final Deque<Invocation> latest = new ArrayDeque<>();
    private final Map<String, Invocation> running = new ConcurrentHashMap<>();
    private long last;

    void begin(Invocation invocation) {
        running.put(invocation.id, invocation);
        synchronized (latest) {
            invocation.numbered(++last);
            latest.addLast(invocation);
            long bytes = 0;
            for (Invocation each : latest) {
                bytes += each.size();
            }
            while (latest.size() > 1 && (latest.size() > MOST || bytes > MOST_BYTES)) {
                bytes -= latest.removeFirst().size();
            }
        }
    }

    void end(Invocation invocation) {
        running.remove(invocation.id);
    }

    @Nullable
    Invocation running(String id) {
        return running.get(id);
    }

    /** The one that runs, where there is one: what another thread than its own does is most likely of it. */
    @Nullable
    Invocation onlyOne() {
        List<Invocation> all = new ArrayList<>(running.values());
        return all.size() == 1 ? all.get(0) : null;
    }

    /** Those with a larger number, the latest last. */
    List<Invocation> after(long number) {
        synchronized (latest) {
            return latest.stream().filter(each -> each.number() > number).toList();
        }
    }

    @Nullable
    Invocation numbered(long number) {
        synchronized (latest) {
            return latest.stream()
                    .filter(each -> each.number() == number)
                    .findFirst()
                    .orElse(null);
        }
    }

    void clear() {
        synchronized (latest) {
            latest.clear();
        }
    }
}
