package dev.lift.events;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lift.testing.LiftTest;
import dev.lift.testing.TestBatch;
import dev.lift.testing.TestMessages;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A queue, a FIFO queue or a stream with Lambda's poller in front of it, by the rules that AWS documents: what a function reports comes
 * again, all of a batch when it fails or ends, and the rest is gone. It looks whether what goes was handled, and in its order.
 */
final class Delivery {
    enum Kind {
        QUEUE,
        FIFO,
        STREAM
    }

    private static final int BATCH = 10;

    private final Kind kind;
    private final Random random;

    /** Ids that wait, by group; a queue without order has one group for each. */
    private final Map<String, Deque<String>> waiting = new LinkedHashMap<>();

    private final Map<String, Integer> sent = new LinkedHashMap<>();
    int invocations;
    int failedInvocations;

    Delivery(Kind kind, int messages, int groups, Random random) {
        this.kind = kind;
        this.random = random;
        for (int i = 0; i < messages; i++) {
            String group = kind == Kind.QUEUE ? Integer.toString(i) : kind == Kind.FIFO ? "g" + i % groups : "shard";
            waiting.computeIfAbsent(group, name -> new ArrayDeque<>()).add(Integer.toString(i));
        }
    }

    /** Delivers until nothing waits; the function gets the event and returns its reply, or throws. */
    void run(LiftTest builders, Function<byte[], TestBatch> function, Supplier<Set<String>> handled) {
        while (!waiting.isEmpty()) {
            List<String> batch = take();
            TestMessages event = switch (kind) {
                case QUEUE -> builders.sqs("orders");
                case FIFO -> builders.sqs("orders.fifo");
                case STREAM -> builders.kinesis("orders");
            };
            for (String id : batch) {
                event.message(id).id(id).group(group(id)).receiveCount(sent.merge(id, 1, Integer::sum));
                assertThat(sent.get(id)).as("a message that is never handled").isLessThan(200);
            }
            invocations++;
            TestBatch reply = function.apply(event.event());
            List<String> again = reply.raised().isPresent() ? batch : again(batch, reply.failures());
            failedInvocations += reply.raised().isPresent() ? 1 : 0;
            Set<String> gone = new HashSet<>(batch);
            again.forEach(gone::remove);
            assertThat(handled.get()).as("what is gone was handled").containsAll(gone);
            for (String id : batch) {
                if (gone.contains(id)) {
                    waiting.get(groupOf(id)).remove(id);
                }
            }
            waiting.values().removeIf(Deque::isEmpty);
        }
    }

    private String group(String id) {
        return kind == Kind.QUEUE ? "none" : groupOf(id);
    }

    private final Map<String, String> groups = new LinkedHashMap<>();

    private String groupOf(String id) {
        if (groups.isEmpty()) {
            waiting.forEach((group, ids) -> ids.forEach(each -> groups.put(each, group)));
        }
        String group = groups.get(id);
        assertThat(group).isNotNull();
        return String.valueOf(group);
    }

    /** The first of some groups, in their order. */
    private List<String> take() {
        groupOf(waiting.values().iterator().next().getFirst());
        List<String> names = new ArrayList<>(waiting.keySet());
        List<String> batch = new ArrayList<>();
        int from = kind == Kind.STREAM ? 0 : random.nextInt(names.size());
        for (int i = 0; batch.size() < BATCH && i < names.size(); i++) {
            for (String id : waiting.get(names.get((from + i) % names.size()))) {
                if (batch.size() == BATCH || kind == Kind.FIFO && random.nextInt(4) == 0) {
                    break;
                }
                batch.add(id);
            }
        }
        return batch.isEmpty() ? take() : batch;
    }

    private List<String> again(List<String> batch, List<String> reported) {
        if (reported.isEmpty()) {
            return List.of();
        }
        if (!batch.containsAll(reported)) {
            return batch; // An id that is not known is a failure of all.
        }
        return kind == Kind.STREAM ? batch.subList(batch.indexOf(first(batch, reported)), batch.size()) : reported;
    }

    private static @Nullable String first(List<String> batch, List<String> reported) {
        for (String each : batch) {
            if (reported.contains(each)) {
                return each;
            }
        }
        return null;
    }
}
