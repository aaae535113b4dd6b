package dev.lift.internal.routing;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Collects patterns and builds a {@link RouteTrie} of them, in arrays that are laid out as the trie's are. The order in which
 * patterns are added does not matter. Not thread-safe.
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

    private final Map<String, SegmentMatcher> matchersByType;
    private int depth;

    private int nodeCount = 1;
    private int[] nodes = new int[8 * RouteTrie.NODE];

    /** The parent of each node; of a child by a literal, -1 less. */
    private int[] parents = new int[8];

    private int seed = 0x811C9DC5;
    private int literalCount;
    private @Nullable String[] literals = new String[16];
    private int[] edges = new int[32];

    // The first of each list stands for none.
    private int[] types = new int[RouteTrie.TYPE];
    private final List<String> typeNames = new ArrayList<>(1);
    private final List<SegmentMatcher> matchers = new ArrayList<>(1);

    private int valueCount = 1;
    private String[] labels = new String[8];
    private @Nullable Object[] values = new Object[8];
    private int[] nextValues = new int[8];

    /**
     * Makes an empty builder.
     *
     * @param matchers the tests of the types that patterns will use, by name; read while they are added
     */
    public RouteTrieBuilder(Map<String, SegmentMatcher> matchers) {
        this.matchersByType = matchers;
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
        V rival = rival(0, segments, 0, label);
        if (rival != null) {
            return rival;
        }
        int node = 0;
        for (int i = 0; i < segments.size(); i++) {
            node = child(node, segments.get(i));
        }
        addValue(node, label, value);
        depth = Math.max(depth, segments.size());
        return null;
    }

    private void addValue(int node, String label, V value) {
        if (valueCount == values.length) {
            labels = Arrays.copyOf(labels, valueCount * 2);
            values = Arrays.copyOf(values, valueCount * 2);
            nextValues = Arrays.copyOf(nextValues, valueCount * 2);
        }
        int at = node * RouteTrie.NODE + RouteTrie.VALUE;
        labels[valueCount] = label;
        values[valueCount] = value;
        nextValues[valueCount] = nodes[at];
        nodes[at] = valueCount++;
    }

    private int child(int node, String segment) {
        if (isLiteral(segment)) {
            int literal = literalChild(node, segment);
            return literal != 0 ? literal : addLiteral(node, segment);
        }
        if (segment.equals(PLAIN) || segment.equals(TAIL)) {
            int at = node * RouteTrie.NODE + (segment.equals(PLAIN) ? RouteTrie.PLAIN : RouteTrie.TAIL);
            if (nodes[at] == 0) {
                int added = addNode(node); // May move the nodes to a larger array.
                nodes[at] = added;
            }
            return nodes[at];
        }
        for (int type = firstType(node); type != 0; type = types[type * RouteTrie.TYPE + 1]) {
            if (typeNames.get(type).equals(segment)) {
                return types[type * RouteTrie.TYPE];
            }
        }
        return addType(node, segment);
    }

    private static boolean isLiteral(String segment) {
        return !segment.startsWith("{");
    }

    private int firstType(int node) {
        return nodes[node * RouteTrie.NODE + RouteTrie.TYPED];
    }

    private int addNode(int parent) {
        if (nodeCount == parents.length) {
            parents = Arrays.copyOf(parents, nodeCount * 2);
            nodes = Arrays.copyOf(nodes, nodeCount * 2 * RouteTrie.NODE);
        }
        parents[nodeCount] = parent;
        return nodeCount++;
    }

    /** Types are tried in the order in which they were added. */
    private int addType(int node, String segment) {
        String name = segment.substring(1, segment.length() - 1);
        SegmentMatcher matcher = Objects.requireNonNull(matchersByType.get(name), name);
        if (typeNames.isEmpty()) {
            typeNames.add("");
            matchers.add(matcher); // Stands for none.
        }
        int added = typeNames.size();
        typeNames.add(segment);
        matchers.add(matcher);
        types = Arrays.copyOf(types, (added + 1) * RouteTrie.TYPE);
        types[added * RouteTrie.TYPE] = addNode(node);
        int last = firstType(node);
        if (last == 0) {
            nodes[node * RouteTrie.NODE + RouteTrie.TYPED] = added;
        } else {
            while (types[last * RouteTrie.TYPE + 1] != 0) {
                last = types[last * RouteTrie.TYPE + 1];
            }
            types[last * RouteTrie.TYPE + 1] = added;
        }
        return types[added * RouteTrie.TYPE];
    }

    // The table of literals

    private int literalChild(int node, String literal) {
        int mask = literals.length - 1;
        int slot = RouteTrie.slot(RouteTrie.hash(seed, literal, 0, literal.length()), node, mask);
        for (; literals[slot] != null; slot = slot + 1 & mask) {
            if (edges[slot * 2] == node && literal.equals(literals[slot])) {
                return edges[slot * 2 + 1];
            }
        }
        return 0;
    }

    private int addLiteral(int node, String literal) {
        if (++literalCount * 2 > literals.length) {
            rehash(literals.length * 2);
        }
        int child = addNode(node);
        parents[child] = -1 - node;
        put(literal.intern(), node, child); // Many routes end alike.
        return child;
    }

    private void put(String literal, int node, int child) {
        int mask = literals.length - 1;
        int slot = RouteTrie.slot(RouteTrie.hash(seed, literal, 0, literal.length()), node, mask);
        while (literals[slot] != null) {
            slot = slot + 1 & mask;
        }
        literals[slot] = literal;
        edges[slot * 2] = node;
        edges[slot * 2 + 1] = child;
    }

    private void rehash(int size) {
        @Nullable String[] oldLiterals = literals;
        int[] oldEdges = edges;
        literals = new String[size];
        edges = new int[size * 2];
        for (int slot = 0; slot < oldLiterals.length; slot++) {
            String literal = oldLiterals[slot];
            if (literal != null) {
                put(literal, oldEdges[slot * 2], oldEdges[slot * 2 + 1]);
            }
        }
    }

    /** The most occupied slots in a row, around the end too: what a lookup of any key can meet. */
    private int longestRun() {
        int longest = 0;
        int run = 0;
        for (int i = 0; i < literals.length * 2; i++) {
            run = literals[i & literals.length - 1] == null ? 0 : run + 1;
            longest = Math.max(longest, Math.min(run, literals.length));
        }
        return longest;
    }

    private void markLiterals() {
        for (int node = 0; node < nodeCount; node++) {
            nodes[node * RouteTrie.NODE + RouteTrie.LITERAL] = RouteTrie.NO_LITERAL;
        }
        for (int slot = 0; slot < literals.length; slot++) {
            if (literals[slot] != null) {
                int at = edges[slot * 2] * RouteTrie.NODE + RouteTrie.LITERAL;
                nodes[at] = nodes[at] == RouteTrie.NO_LITERAL ? slot : RouteTrie.MANY_LITERALS;
            }
        }
    }

    // What the builder rules out

    /** Finds a value whose pattern has the ranks of {@code segments} and could match a path that they match. */
    private @Nullable V rival(int node, List<String> segments, int index, String label) {
        int at = node * RouteTrie.NODE;
        if (index == segments.size()) {
            return value(nodes[at + RouteTrie.VALUE], label);
        }
        String segment = segments.get(index);
        if (isLiteral(segment) || segment.equals(PLAIN) || segment.equals(TAIL)) {
            int only = isLiteral(segment)
                    ? literalChild(node, segment)
                    : nodes[at + (segment.equals(PLAIN) ? RouteTrie.PLAIN : RouteTrie.TAIL)];
            return only == 0 ? null : rival(only, segments, index + 1, label);
        }
        for (int type = firstType(node); type != 0; type = types[type * RouteTrie.TYPE + 1]) {
            if (overlap(typeNames.get(type), segment)) {
                V rival = rival(types[type * RouteTrie.TYPE], segments, index + 1, label);
                if (rival != null) {
                    return rival;
                }
            }
        }
        return null;
    }

    @SuppressWarnings("unchecked") // There are values of V only.
    private @Nullable V value(int first, String label) {
        for (int value = first; value != 0; value = nextValues[value]) {
            if (labels[value].equals(label)) {
                return (V) values[value];
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

    /** The most nodes that one lookup can visit: of the literals below a node one, of the parameters all. */
    private long visits() {
        long[] literal = new long[nodeCount];
        long[] parameters = new long[nodeCount];
        // Children have higher numbers than their parents.
        for (int node = nodeCount - 1; node > 0; node--) {
            long visits = 1 + literal[node] + parameters[node];
            int parent = parents[node];
            if (parent < 0) {
                literal[-1 - parent] = Math.max(literal[-1 - parent], visits);
            } else {
                parameters[parent] += visits;
            }
        }
        return 1 + literal[0] + parameters[0];
    }

    /**
     * Builds the trie, which takes arrays of this over: nothing can be added any more.
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
        for (int tries = 1; longestRun() > RouteTrie.MAX_PROBES - 1; tries++) {
            // Almost never: with a free slot for each literal a handful of seeds is enough.
            seed = seed * 31 + tries;
            rehash(tries % 4 == 0 ? literals.length * 2 : literals.length);
        }
        markLiterals();
        return new RouteTrie<>(
                seed,
                Arrays.copyOf(nodes, nodeCount * RouteTrie.NODE),
                literals,
                edges,
                types,
                List.copyOf(matchers),
                Arrays.copyOf(labels, valueCount),
                Arrays.copyOf(values, valueCount),
                Arrays.copyOf(nextValues, valueCount));
    }
}
