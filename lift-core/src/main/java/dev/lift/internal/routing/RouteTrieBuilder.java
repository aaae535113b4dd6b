package dev.lift.internal.routing;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Collects patterns and builds a {@link RouteTrie} of them. The order in which they are added does not matter. Not
 * thread-safe.
 *
 * @param <V> what patterns lead to
 */
public final class RouteTrieBuilder<V> {
    /** How many nodes the worst path may visit for each segment of the longest pattern. */
    private static final int MAX_VISITS_PER_SEGMENT = 32;

    private int depth;

    /** Makes an empty builder. */
    public RouteTrieBuilder() {}

    /**
     * Adds a pattern, unless there is one already that matches some of the same paths with the same rank at each segment.
     *
     * @param segments the pattern
     * @param label the label of the value
     * @param value what the pattern leads to
     * @return the value that is in the way, or null when the pattern was added
     */
    public @Nullable V add(List<Segment> segments, String label, V value) {
        V rival = rival(segments, 0, label);
        if (rival != null) {
            return rival;
        }
        RouteTrieBuilder<V> node = this;
        for (Segment segment : segments) {
            node = node.child(segment);
        }
        node.valuesByLabel.put(label, value);
        depth = Math.max(depth, segments.size());
        return null;
    }

    /**
     * Builds the trie.
     *
     * @return the trie
     * @throws IllegalArgumentException when some path could make a lookup try a great many combinations
     */
    public RouteTrie<V> build() {
        long visits = visits();
        long most = (long) MAX_VISITS_PER_SEGMENT * (depth + 1);
        if (visits > most) {
            throw new IllegalArgumentException(
                    "The patterns mix literals and parameters at so many levels that one path could "
                            + "make a lookup visit " + visits + " nodes; at most " + most
                            + " are allowed. Use literals or parameters at a level, not both");
        }
        return buildNode();
    }

    // What follows is of each node: the builder is the root, and each of its children is one like it.

    private final Map<String, RouteTrieBuilder<V>> literalChildren = new HashMap<>(4);
    final List<Segment> types = new ArrayList<>(0);
    private final List<RouteTrieBuilder<V>> typedChildren = new ArrayList<>(0);
    private final Map<String, V> valuesByLabel = new HashMap<>(4);

    @Nullable
    RouteTrieBuilder<V> plain;

    @Nullable
    RouteTrieBuilder<V> tail;

    // The finished hash table of literals.
    int seed;

    @Nullable
    String[] literalTable = new String[1];

    @Nullable
    RouteTrie<V>[] literalNodes = newTable(1);

    RouteTrieBuilder<V> child(Segment segment) {
        switch (segment.rank) {
            case Segment.LITERAL:
                RouteTrieBuilder<V> literal = literalChildren.get(segment.text);
                if (literal == null) {
                    literal = new RouteTrieBuilder<>();
                    literalChildren.put(segment.text, literal);
                }
                return literal;
            case Segment.TYPED:
                return typed(segment);
            case Segment.PLAIN:
                plain = plain == null ? new RouteTrieBuilder<>() : plain;
                return plain;
            default:
                tail = tail == null ? new RouteTrieBuilder<>() : tail;
                return tail;
        }
    }

    private RouteTrieBuilder<V> typed(Segment segment) {
        for (int i = 0; i < types.size(); i++) {
            if (types.get(i).text.equals(segment.text)) {
                return typedChildren.get(i);
            }
        }
        RouteTrieBuilder<V> child = new RouteTrieBuilder<>();
        types.add(segment);
        typedChildren.add(child);
        return child;
    }

    /** Finds a value whose pattern has the ranks of {@code segments} and could match a path that they match. */
    @Nullable
    V rival(List<Segment> segments, int index, String label) {
        if (index == segments.size()) {
            return valuesByLabel.get(label);
        }
        Segment segment = segments.get(index);
        RouteTrieBuilder<V> only = segment.rank == Segment.LITERAL
                ? literalChildren.get(segment.text)
                : segment.rank == Segment.PLAIN ? plain : tail;
        if (segment.rank != Segment.TYPED) {
            return only == null ? null : only.rival(segments, index + 1, label);
        }
        for (int i = 0; i < types.size(); i++) {
            if (overlap(types.get(i).text, segment.text)) {
                V rival = typedChildren.get(i).rival(segments, index + 1, label);
                if (rival != null) {
                    return rival;
                }
            }
        }
        return null;
    }

    /** A UUID is no number. Of any other two types nobody can say that no text is of both. */
    private static boolean overlap(String one, String other) {
        boolean apart = one.equals("uuid") && isNumber(other) || other.equals("uuid") && isNumber(one);
        return !apart;
    }

    private static boolean isNumber(String type) {
        return type.equals("int") || type.equals("long");
    }

    /** The most nodes that one lookup can visit from here down. */
    long visits() {
        long literals = 0;
        for (RouteTrieBuilder<V> child : literalChildren.values()) {
            literals = Math.max(literals, child.visits());
        }
        long parameters = 0;
        for (RouteTrieBuilder<V> child : typedChildren) {
            parameters += child.visits();
        }
        parameters += plain == null ? 0 : plain.visits();
        return 1 + literals + parameters + (tail == null ? 0 : 1);
    }

    RouteTrie<V> buildNode() {
        int size = 1;
        while (size < literalChildren.size() * 2) {
            size *= 2;
        }
        seed = 0x811C9DC5;
        for (int tries = 1; !place(size); tries++) {
            seed = seed * 31 + tries;
            // Almost never: with a free slot for each literal a handful of seeds is enough.
            if (tries % 16 == 0) {
                size *= 2;
            }
        }
        return new RouteTrie<>(this);
    }

    /** Fills a table of this size by the seed, unless a lookup in it could take too many probes. */
    private boolean place(int size) {
        literalTable = new String[size + (size == 1 ? 1 : 0)];
        int mask = literalTable.length - 1;
        for (String literal : literalChildren.keySet()) {
            int slot = RouteTrie.slot(RouteTrie.hash(seed, literal, 0, literal.length()), mask);
            while (literalTable[slot] != null) {
                slot = slot + 1 & mask;
            }
            literalTable[slot] = literal;
        }
        if (longestRun() >= RouteTrie.MAX_PROBES) {
            return false;
        }
        literalNodes = newTable(literalTable.length);
        for (int slot = 0; slot < literalTable.length; slot++) {
            RouteTrieBuilder<V> child = literalTable[slot] == null ? null : literalChildren.get(literalTable[slot]);
            literalNodes[slot] = child == null ? null : child.buildNode();
        }
        return true;
    }

    /** The most occupied slots in a row, around the end too: what a lookup of any key can meet. */
    private int longestRun() {
        int longest = 0;
        int run = 0;
        for (int i = 0; i < literalTable.length * 2; i++) {
            run = literalTable[i % literalTable.length] == null ? 0 : run + 1;
            longest = Math.max(longest, Math.min(run, literalTable.length));
        }
        return longest;
    }

    RouteTrie<V>[] typedNodes() {
        @SuppressWarnings({"unchecked", "rawtypes"}) // Java has no other way to make a generic array.
        RouteTrie<V>[] nodes = new RouteTrie[typedChildren.size()];
        for (int i = 0; i < nodes.length; i++) {
            nodes[i] = typedChildren.get(i).buildNode();
        }
        return nodes;
    }

    String[] labels() {
        return valuesByLabel.keySet().toArray(new String[0]);
    }

    Object[] values() {
        return valuesByLabel.values().toArray();
    }

    @SuppressWarnings({"unchecked", "rawtypes"}) // Java has no other way to make a generic array.
    private static <V> @Nullable RouteTrie<V>[] newTable(int size) {
        return new RouteTrie[size];
    }
}
