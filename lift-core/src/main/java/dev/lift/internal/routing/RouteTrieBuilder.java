package dev.lift.internal.routing;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Collects patterns and builds a {@link RouteTrie} of them. The order in which they are added does not matter. Not
 * thread-safe.
 *
 * <p>A pattern is a list of segments: a literal as it is, a parameter in braces without its name. {@code {int}} matches what is
 * of that type, {@link #PLAIN} anything but the empty segment, and {@link #TAIL}, at the end, all that is left unless it is empty.
 * Where several match, that is also the order in which they are tried, after the literal.
 *
 * @param <V> what patterns lead to
 */
public final class RouteTrieBuilder<V> {
    /** The segment of a parameter of any text. */
    public static final String PLAIN = "{}";

    /** The segment of a parameter for all that is left of the path. */
    public static final String TAIL = "{*}";

    /** How many nodes the worst path may visit for each segment of the longest pattern. */
    private static final int MAX_VISITS_PER_SEGMENT = 32;

    private final Map<String, SegmentMatcher> matchers;
    private int depth;

    /**
     * Makes an empty builder.
     *
     * @param matchers the tests of the types that patterns will use, by name; read while they are added
     */
    public RouteTrieBuilder(Map<String, SegmentMatcher> matchers) {
        this.matchers = matchers;
    }

    /**
     * Adds a pattern, unless there is one already that matches some of the same paths with the same rank at each segment.
     *
     * @param segments the pattern
     * @param label the label of the value
     * @param value what the pattern leads to
     * @return the value that is in the way, or null when the pattern was added
     */
    public @Nullable V add(List<String> segments, String label, V value) {
        V rival = rival(segments, 0, label);
        if (rival != null) {
            return rival;
        }
        RouteTrieBuilder<V> node = this;
        for (String segment : segments) {
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
    private final List<String> types = new ArrayList<>(0);
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

    private RouteTrieBuilder<V> child(String segment) {
        if (segment.equals(PLAIN)) {
            plain = plain == null ? new RouteTrieBuilder<>(matchers) : plain;
            return plain;
        }
        if (segment.equals(TAIL)) {
            tail = tail == null ? new RouteTrieBuilder<>(matchers) : tail;
            return tail;
        }
        if (segment.startsWith("{")) {
            return typed(segment);
        }
        RouteTrieBuilder<V> literal = literalChildren.get(segment);
        if (literal == null) {
            literal = new RouteTrieBuilder<>(matchers);
            literalChildren.put(segment, literal);
        }
        return literal;
    }

    private RouteTrieBuilder<V> typed(String type) {
        int known = types.indexOf(type);
        if (known >= 0) {
            return typedChildren.get(known);
        }
        RouteTrieBuilder<V> child = new RouteTrieBuilder<>(matchers);
        types.add(type);
        typedChildren.add(child);
        return child;
    }

    /** Finds a value whose pattern has the ranks of {@code segments} and could match a path that they match. */
    private @Nullable V rival(List<String> segments, int index, String label) {
        if (index == segments.size()) {
            return valuesByLabel.get(label);
        }
        String segment = segments.get(index);
        if (segment.equals(PLAIN) || segment.equals(TAIL) || !segment.startsWith("{")) {
            RouteTrieBuilder<V> only =
                    segment.equals(PLAIN) ? plain : segment.equals(TAIL) ? tail : literalChildren.get(segment);
            return only == null ? null : only.rival(segments, index + 1, label);
        }
        for (int i = 0; i < types.size(); i++) {
            if (overlap(types.get(i), segment)) {
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
        boolean apart = one.equals("{uuid}") && isNumber(other) || other.equals("{uuid}") && isNumber(one);
        return !apart;
    }

    private static boolean isNumber(String type) {
        return type.equals("{int}") || type.equals("{long}");
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

    /** A list, as an array would load its class in apps without types. */
    List<SegmentMatcher> matchers() {
        List<SegmentMatcher> tests = new ArrayList<>(types.size());
        for (String type : types) {
            tests.add(Objects.requireNonNull(matchers.get(type.substring(1, type.length() - 1)), type));
        }
        return tests;
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
