package dev.lift.internal.routing;

import java.util.Arrays;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A node of an immutable trie over path segments, and thereby the trie itself: the root is a node.
 *
 * <p>A lookup descends one segment at a time. The segment's literal is found in a hash table in one step, its hash being
 * computed while its end is looked for, so the cost depends on the path and not on the number of routes. If nothing is
 * found below the literal, the typed parameters are tried, then the plain one, then the tail: the order of ranks.
 * Nothing is allocated: a pattern knows which segments are its parameters, so their values are cut from the path when
 * they are asked for.
 *
 * <p>Two things could make a lookup slow, and the builder rules both out. Keys with equal hashes: each table has the first
 * seed for which no lookup takes more than {@link #MAX_PROBES} comparisons, whatever key is looked up. And backtracking:
 * the builder adds up the nodes that the worst path could visit and refuses a table where they are many.
 *
 * <p>Thread-safe.
 *
 * @param <V> what patterns lead to
 */
public final class RouteTrie<V> {
    /** The most slots that a lookup of a literal looks at. */
    static final int MAX_PROBES = 8;

    private static final int PRIME = 0x01000193; // FNV-1a: two cheap steps for each character.

    private final int seed;

    /** Open addressing: a free slot is null. The length is a power of two, and at least twice the number of literals. */
    private final @Nullable String[] literals;

    private final @Nullable RouteTrie<V>[] literalNodes;
    private final List<SegmentMatcher> types;
    private final RouteTrie<V>[] typedNodes;
    private final @Nullable RouteTrie<V> plain;
    private final @Nullable RouteTrie<V> tail;
    private final String[] labels;
    private final Object[] values;

    RouteTrie(RouteTrieBuilder<V> node) {
        this.seed = node.seed;
        this.literals = node.literalTable;
        this.literalNodes = node.literalNodes;
        this.types = node.matchers();
        this.typedNodes = node.typedNodes();
        this.plain = node.plain == null ? null : node.plain.buildNode();
        this.tail = node.tail == null ? null : node.tail.buildNode();
        this.labels = node.labels();
        this.values = node.values();
    }

    /**
     * Finds what a path leads to.
     *
     * @param path a path that begins with a slash
     * @param label the label of the value, such as a method
     * @return the value of the pattern of the lowest rank that matches the path and has the label, or null
     */
    public @Nullable V find(String path, String label) {
        return find(path, 1, label);
    }

    private @Nullable V find(String path, int from, String label) {
        int length = path.length();
        if (from > length) {
            return value(label);
        }
        int hash = seed;
        int to = from;
        for (; to < length; to++) {
            char c = path.charAt(to);
            if (c == '/') {
                break;
            }
            hash = (hash ^ c) * PRIME;
        }
        RouteTrie<V> literal = literal(path, from, to, hash);
        if (literal != null) {
            V found = literal.find(path, to + 1, label);
            if (found != null) {
                return found;
            }
        }
        return from == length ? null : findInParameters(path, from, to, label);
    }

    private @Nullable V findInParameters(String path, int from, int to, String label) {
        if (to > from) {
            for (int i = 0; i < types.size(); i++) {
                if (types.get(i).matches(path, from, to)) {
                    V found = typedNodes[i].find(path, to + 1, label);
                    if (found != null) {
                        return found;
                    }
                }
            }
            if (plain != null) {
                V found = plain.find(path, to + 1, label);
                if (found != null) {
                    return found;
                }
            }
        }
        return tail == null ? null : tail.value(label);
    }

    private @Nullable RouteTrie<V> literal(String path, int from, int to, int hash) {
        int mask = literals.length - 1;
        int length = to - from;
        for (int slot = slot(hash, mask); ; slot = slot + 1 & mask) {
            String literal = literals[slot];
            if (literal == null) {
                return null;
            }
            if (literal.length() == length && path.startsWith(literal, from)) {
                return literalNodes[slot];
            }
        }
    }

    @SuppressWarnings("unchecked") // The builder puts in values of V only.
    private @Nullable V value(String label) {
        for (int i = 0; i < labels.length; i++) {
            if (labels[i].equals(label)) {
                return (V) values[i];
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
        labels(path, 1, found);
    }

    private void labels(String path, int from, Set<String> found) {
        if (from > path.length()) {
            found.addAll(Arrays.asList(labels));
            return;
        }
        int slash = path.indexOf('/', from);
        int to = slash < 0 ? path.length() : slash;
        RouteTrie<V> literal = literal(path, from, to, hash(seed, path, from, to));
        if (literal != null) {
            literal.labels(path, to + 1, found);
        }
        for (int i = 0; i < types.size() && to > from; i++) {
            if (types.get(i).matches(path, from, to)) {
                typedNodes[i].labels(path, to + 1, found);
            }
        }
        if (plain != null && to > from) {
            plain.labels(path, to + 1, found);
        }
        if (tail != null && from < path.length()) {
            found.addAll(Arrays.asList(tail.labels));
        }
    }

    static int hash(int seed, String path, int from, int to) {
        int hash = seed;
        for (int i = from; i < to; i++) {
            hash = (hash ^ path.charAt(i)) * PRIME;
        }
        return hash;
    }

    static int slot(int hash, int mask) {
        return (hash ^ hash >>> 15) & mask;
    }
}
