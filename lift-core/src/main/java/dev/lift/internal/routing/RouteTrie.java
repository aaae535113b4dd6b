package dev.lift.internal.routing;

import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * An immutable trie over path segments.
 *
 * <p>A lookup descends one segment at a time. All literals of all nodes are in one hash table, by node and text, so the cost depends
 * on the path and not on the number of routes; where a node has one literal, it is compared without hashing. If nothing is found below
 * the literal, the typed parameters are tried, then the plain one, then the tail: the order of ranks. Nothing is allocated: a
 * pattern knows which segments are its parameters, so their values are cut from the path when they are asked for.
 *
 * <p>Nodes are numbers, and what there is of them lies in a few arrays: a lookup among 10,000 routes touches few lines of memory.
 *
 * <p>Two things could make a lookup slow, and the builder rules both out. Keys with equal hashes: the table has a seed for which no
 * lookup takes more than {@link #MAX_PROBES} comparisons, whatever key is looked up. And backtracking: the builder adds up the
 * nodes that the worst path could visit and refuses a table where they are many.
 *
 * <p>Thread-safe.
 *
 * @param <V> what patterns lead to
 */
public final class RouteTrie<V> {
    /** The most slots that a lookup of a literal looks at. */
    static final int MAX_PROBES = 32;

    // Of each node, five numbers: the child of a plain parameter, that of a tail, the first typed parameter, the first
    // value, and the slot of its literal. The root is node 0 and nobody's child, and lists begin at 1, so 0 is none.
    static final int NODE = 5;
    static final int PLAIN = 0;
    static final int TAIL = 1;
    static final int TYPED = 2;
    static final int VALUE = 3;
    static final int LITERAL = 4;

    // In place of the slot of a literal.
    static final int NO_LITERAL = -1;
    static final int MANY_LITERALS = -2;

    // Of each typed parameter, two: the child, and the next typed parameter of the same node.
    static final int TYPE = 2;

    private static final int PRIME =
            0x01000193; // FNV-1a: other keys collide under another seed, unlike in String's hash.

    private final int seed;
    private final int[] nodes;

    /** Open addressing; the length is a power of two. A free slot is null. */
    private final String[] literals;

    /** Of each slot, two: the node whose literal it is, and its child. */
    private final int[] edges;

    private final int[] types;
    private final List<SegmentMatcher> matchers;
    private final String[] labels;
    private final @Nullable Object[] values;

    /** Of each value, the next one of the same node. */
    private final int[] nextValues;

    RouteTrie(
            int seed,
            int[] nodes,
            String[] literals,
            int[] edges,
            int[] types,
            List<SegmentMatcher> matchers,
            String[] labels,
            @Nullable Object[] values,
            int[] nextValues) {
        this.seed = seed;
        this.nodes = nodes;
        this.literals = literals;
        this.edges = edges;
        this.types = types;
        this.matchers = matchers;
        this.labels = labels;
        this.values = values;
        this.nextValues = nextValues;
    }

    /**
     * Finds what a path leads to.
     *
     * @param path a path that begins with a slash
     * @param label the label of the value, such as a method
     * @return the value of the pattern of the lowest rank that matches the path and has the label, or null
     */
    public @Nullable V find(String path, String label) {
        return find(0, path, 1, label);
    }

    /** Goes down in a loop while there is one way, and by recursion where there are several. */
    private @Nullable V find(int start, String path, int first, String label) {
        int length = path.length();
        int node = start;
        int from = first;
        while (from <= length) {
            int at = node * NODE;
            int slot = literal(node, path, from);
            int plain = from < length ? nodes[at + PLAIN] : 0;
            int others = from < length ? nodes[at + TYPED] | nodes[at + TAIL] : 0;
            if (slot >= 0) {
                int next = from + literals[slot].length() + 1;
                if ((plain | others) == 0) {
                    node = edges[slot * 2 + 1];
                    from = next;
                    continue;
                }
                V found = find(edges[slot * 2 + 1], path, next, label);
                if (found != null) {
                    return found;
                }
            }
            int to = end(path, from);
            if (others != 0) {
                return findInParameters(at, path, from, to, label);
            }
            if (plain == 0 || to == from) {
                return null;
            }
            node = plain;
            from = to + 1;
        }
        return value(node, label);
    }

    private @Nullable V findInParameters(int at, String path, int from, int to, String label) {
        if (to > from) {
            for (int type = nodes[at + TYPED]; type != 0; type = types[type * TYPE + 1]) {
                if (matchers.get(type).matches(path, from, to)) {
                    V found = find(types[type * TYPE], path, to + 1, label);
                    if (found != null) {
                        return found;
                    }
                }
            }
            int plain = nodes[at + PLAIN];
            if (plain != 0) {
                V found = find(plain, path, to + 1, label);
                if (found != null) {
                    return found;
                }
            }
        }
        int tail = nodes[at + TAIL];
        return tail == 0 ? null : value(tail, label);
    }

    private static int end(String path, int from) {
        int slash = path.indexOf('/', from);
        return slash < 0 ? path.length() : slash;
    }

    /** Returns the slot of the literal that is the segment of a path; negative if a node has none such. */
    private int literal(int node, String path, int from) {
        int only = nodes[node * NODE + LITERAL];
        if (only >= 0) {
            String literal = literals[only];
            int to = from + literal.length();
            boolean same = path.startsWith(literal, from) && (to == path.length() || path.charAt(to) == '/');
            return same ? only : NO_LITERAL;
        }
        return only == NO_LITERAL ? NO_LITERAL : oneOfMany(node, path, from);
    }

    /** Computes the hash of a segment while it looks for its end. */
    private int oneOfMany(int node, String path, int from) {
        int length = path.length();
        int hash = seed;
        int to = from;
        for (; to < length; to++) {
            char c = path.charAt(to);
            if (c == '/') {
                break;
            }
            hash = (hash ^ c) * PRIME;
        }
        int mask = literals.length - 1;
        for (int slot = slot(hash, node, mask); ; slot = slot + 1 & mask) {
            String literal = literals[slot];
            if (literal == null) {
                return NO_LITERAL;
            }
            if (edges[slot * 2] == node && literal.length() == to - from && path.startsWith(literal, from)) {
                return slot;
            }
        }
    }

    @SuppressWarnings("unchecked") // The builder puts in values of V only.
    private @Nullable V value(int node, String label) {
        for (int value = nodes[node * NODE + VALUE]; value != 0; value = nextValues[value]) {
            if (labels[value].equals(label)) {
                return (V) values[value];
            }
        }
        return null;
    }

    /**
     * Collects the labels of all patterns that match a path.
     *
     * @param path a path that begins with a slash
     * @param found where the labels are added
     */
    public void labels(String path, Set<String> found) {
        labels(0, path, 1, found);
    }

    private void labels(int node, String path, int from, Set<String> found) {
        if (from > path.length()) {
            addLabels(node, found);
            return;
        }
        int to = end(path, from);
        int slot = literal(node, path, from);
        if (slot >= 0) {
            labels(edges[slot * 2 + 1], path, to + 1, found);
        }
        int at = node * NODE;
        for (int type = to > from ? nodes[at + TYPED] : 0; type != 0; type = types[type * TYPE + 1]) {
            if (matchers.get(type).matches(path, from, to)) {
                labels(types[type * TYPE], path, to + 1, found);
            }
        }
        if (nodes[at + PLAIN] != 0 && to > from) {
            labels(nodes[at + PLAIN], path, to + 1, found);
        }
        if (nodes[at + TAIL] != 0 && from < path.length()) {
            addLabels(nodes[at + TAIL], found);
        }
    }

    private void addLabels(int node, Set<String> found) {
        for (int value = nodes[node * NODE + VALUE]; value != 0; value = nextValues[value]) {
            found.add(labels[value]);
        }
    }

    static int hash(int seed, String path, int from, int to) {
        int hash = seed;
        for (int i = from; i < to; i++) {
            hash = (hash ^ path.charAt(i)) * PRIME;
        }
        return hash;
    }

    static int slot(int hash, int node, int mask) {
        int mixed = (hash ^ node) * 0x9E3779B1; // The golden ratio: spreads nodes, which are consecutive numbers.
        return (mixed ^ mixed >>> 15) & mask;
    }
}
