package dev.lift.internal.routing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

class RouteTrieTest {
    private static final SegmentMatcher DIGITS =
            (path, from, to) -> path.substring(from, to).matches("[0-9]+");

    /** Patterns in a shorthand: :x is plain, #x is typed, *x is a tail. */
    private static List<String> segments(String pattern) {
        List<String> segments = new ArrayList<>();
        for (String text : pattern.substring(1).split("/", -1)) {
            segments.add(
                    text.startsWith(":")
                            ? RouteTrieBuilder.PLAIN
                            : text.startsWith("#") ? "{digits}" : text.startsWith("*") ? RouteTrieBuilder.TAIL : text);
        }
        return segments;
    }

    private static RouteTrie<String> trie(List<String> patterns) {
        RouteTrieBuilder<String> builder = new RouteTrieBuilder<>(Map.of("digits", DIGITS, "sku", DIGITS));
        for (String pattern : patterns) {
            assertThat(builder.add(segments(pattern), "GET", pattern)).isNull();
        }
        return builder.build();
    }

    /** Ranks by the definition: of the patterns that match, the one that is lowest at the first segment that differs. */
    private static String oracle(List<String> patterns, String path) {
        String best = null;
        for (String pattern : patterns) {
            if (matches(pattern.substring(1).split("/", -1), path.substring(1).split("/", -1))
                    && (best == null || ranks(pattern).compareTo(ranks(best)) < 0)) {
                best = pattern;
            }
        }
        return best;
    }

    private static boolean matches(String[] pattern, String[] path) {
        for (int i = 0; i < pattern.length; i++) {
            if (pattern[i].startsWith("*")) {
                return i < path.length && !(i == path.length - 1 && path[i].isEmpty());
            }
            boolean matches = i < path.length
                    && (pattern[i].startsWith(":")
                            ? !path[i].isEmpty()
                            : pattern[i].startsWith("#") ? path[i].matches("[0-9]+") : pattern[i].equals(path[i]));
            if (!matches) {
                return false;
            }
        }
        return pattern.length == path.length;
    }

    private static String ranks(String pattern) {
        StringBuilder ranks = new StringBuilder();
        for (String text : pattern.substring(1).split("/", -1)) {
            ranks.append(text.startsWith(":") ? '2' : text.startsWith("#") ? '1' : text.startsWith("*") ? '3' : '0');
        }
        return ranks.toString();
    }

    @Test
    void PA26_randomTables_agreeWithTheDefinitionInAnyOrder() {
        long seed = Long.getLong("seed", System.nanoTime());
        Random random = new Random(seed);
        String[] words = {"a", "b", "c", "1", "22", ":p", "#n", ""};
        String[] pathWords = {"a", "b", "c", "d", "1", "22", "7", "", "%2F"};
        for (int table = 0; table < 1_000; table++) {
            List<String> patterns = new ArrayList<>();
            RouteTrieBuilder<String> builder = new RouteTrieBuilder<>(Map.of("digits", DIGITS, "sku", DIGITS));
            for (int i = 0; i < 12; i++) {
                StringBuilder pattern = new StringBuilder();
                int depth = 1 + random.nextInt(4);
                for (int k = 0; k < depth; k++) {
                    String word = words[random.nextInt(words.length)];
                    pattern.append('/').append(word.isEmpty() && k < depth - 1 ? "a" : word);
                }
                if (random.nextInt(6) == 0) {
                    pattern.append("/*rest");
                }
                if (builder.add(segments(pattern.toString()), "GET", pattern.toString()) == null) {
                    patterns.add(pattern.toString());
                }
            }
            RouteTrie<String> trie = builder.build();
            Collections.shuffle(patterns, random);
            RouteTrie<String> shuffled = trie(patterns);
            for (int i = 0; i < 50; i++) {
                StringBuilder path = new StringBuilder();
                for (int k = 1 + random.nextInt(5); k > 0; k--) {
                    path.append('/').append(pathWords[random.nextInt(pathWords.length)]);
                }
                String expected = oracle(patterns, path.toString());
                assertThat(trie.find(path.toString(), "GET"))
                        .as("seed %d, %s in %s", seed, path, patterns)
                        .isEqualTo(expected);
                assertThat(shuffled.find(path.toString(), "GET")).isEqualTo(expected);
            }
        }
    }

    @Test
    void labels_ofAllMatchingPatterns_areCollected() {
        RouteTrieBuilder<String> builder = new RouteTrieBuilder<>(Map.of("digits", DIGITS, "sku", DIGITS));
        builder.add(segments("/users/me"), "GET", "1");
        builder.add(segments("/users/:id"), "DELETE", "2");
        builder.add(segments("/users/#id"), "PUT", "3");
        builder.add(segments("/*rest"), "POST", "4");
        RouteTrie<String> trie = builder.build();
        TreeSet<String> labels = new TreeSet<>();
        trie.labels("/users/me", labels);
        assertThat(labels).containsExactly("DELETE", "GET", "POST");
        assertThat(trie.find("/users/me", "DELETE")).isEqualTo("2");
        assertThat(trie.find("/users/7", "PUT")).isEqualTo("3");
        assertThat(trie.find("/users/me", "POST")).isEqualTo("4");
        assertThat(trie.find("/users/me", "PATCH")).isNull();
    }

    @Test
    void DO01_collidingLiterals_areFoundAndNoProbeRunIsLong() {
        List<String> patterns = new ArrayList<>();
        for (int i = 0; i < 32_768; i++) {
            StringBuilder word = new StringBuilder("/");
            for (int bit = 0; bit < 15; bit++) {
                word.append((i >> bit & 1) == 0 ? "Aa" : "BB");
            }
            patterns.add(word.toString());
        }
        RouteTrie<String> trie = trie(patterns);
        for (String pattern : patterns) {
            assertThat(trie.find(pattern, "GET")).isSameAs(pattern);
        }
        assertThat(trie.find("/AaAa", "GET")).isNull();
    }

    @Test
    void PA23_nearMisses_visitFewNodes() {
        List<String> patterns = new ArrayList<>();
        String prefix = "";
        for (int level = 0; level < 12; level++) {
            patterns.add(prefix + "/x");
            prefix += "/:p" + level;
        }
        RouteTrie<String> trie = trie(patterns);
        assertThat(trie.find("/x".repeat(12), "GET")).isEqualTo(patterns.get(11));
        assertThat(trie.find("/x".repeat(11) + "/y", "GET")).isNull();
    }

    @Test
    void PA23_combinationsWithoutEnd_areRefusedAtBuild() {
        RouteTrieBuilder<String> builder = new RouteTrieBuilder<>(Map.of("digits", DIGITS, "sku", DIGITS));
        for (int i = 0; i < 4_096; i++) {
            StringBuilder pattern = new StringBuilder();
            for (int bit = 0; bit < 12; bit++) {
                pattern.append((i >> bit & 1) == 0 ? "/a" : "/:p");
            }
            builder.add(segments(pattern.toString()), "GET", pattern.toString());
        }
        assertThatIllegalArgumentException().isThrownBy(builder::build).withMessageContaining("nodes");
    }

    @Test
    void tenThousandRoutes_eachIsFound() {
        List<String> patterns = new ArrayList<>();
        for (int i = 0; i < 10_000; i++) {
            patterns.add("/service" + i + "/items/:id");
        }
        RouteTrie<String> trie = trie(patterns);
        for (int i = 0; i < 10_000; i++) {
            assertThat(trie.find("/service" + i + "/items/42", "GET")).isSameAs(patterns.get(i));
        }
    }

    @Test
    void rival_ofEqualRank_isReported() {
        RouteTrieBuilder<String> builder = new RouteTrieBuilder<>(Map.of("digits", DIGITS, "sku", DIGITS));
        builder.add(segments("/a/:x/b"), "GET", "first");
        assertThat(builder.add(segments("/a/:y/b"), "GET", "second")).isEqualTo("first");
        assertThat(builder.add(segments("/a/:y/b"), "POST", "third")).isNull();
        assertThat(builder.add(segments("/a/#y/b"), "GET", "fourth")).isNull();
        assertThat(builder.add(List.of("a", "{sku}", "b"), "GET", "fifth")).isEqualTo("fourth");
    }
}
