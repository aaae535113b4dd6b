package dev.lift.benchmarks;

import dev.lift.http.Request;
import dev.lift.http.Route;
import dev.lift.internal.routing.RouteTrie;
import dev.lift.internal.routing.RouteTrieBuilder;
import io.jooby.Router;
import io.jooby.internal.ChiLookup;
import io.undertow.util.PathTemplateMatcher;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.springframework.http.server.PathContainer;
import org.springframework.web.util.pattern.PathPattern;
import org.springframework.web.util.pattern.PathPatternParser;

/** Finds the route of a path and takes the values of its parameters out, as each router does it. */
interface Lookup {
    /** Returns the number of characters of all values, so that none can be left out; -1 when there is no route. */
    int find(String path);

    static Lookup of(String router, List<String> patterns) {
        return switch (router) {
            case "nothing" -> String::length;
            case "HashMap" -> new OfPaths(patterns);
            case "segment trie" -> new OfMaps(patterns);
            case "Lift" -> new OfLift(patterns);
            case "Jooby" -> new OfJooby(patterns);
            case "Spring" -> new OfSpring(patterns);
            case "Undertow" -> new OfUndertow(patterns);
            default -> throw new IllegalArgumentException(router);
        };
    }

    static int length(Map<String, String> values) {
        int length = 0;
        for (String value : values.values()) {
            length += value.length();
        }
        return length;
    }

    /** One map with whole paths: no router, as it knows no parameters, but what one lookup of a fresh string costs. */
    final class OfPaths implements Lookup {
        private final Map<String, Integer> lengths = new HashMap<>();

        OfPaths(List<String> patterns) {
            List<String> paths = Tables.paths(patterns, "hit");
            for (int i = 0; i < paths.size(); i++) {
                int parameters = patterns.get(i).split("\\{", -1).length - 1;
                lengths.put(paths.get(i), parameters * 8);
            }
        }

        @Override
        public int find(String path) {
            Integer length = lengths.get(path);
            return length == null ? -1 : length;
        }
    }

    /** A trie with a map for the segments of each node: what one writes by hand. */
    final class OfMaps implements Lookup {
        private static final class Node {
            final Map<String, Node> literals = new HashMap<>();
            Node parameter;
            boolean end;
        }

        private final Node root = new Node();

        OfMaps(List<String> patterns) {
            for (String pattern : patterns) {
                Node node = root;
                for (String segment : pattern.substring(1).split("/", -1)) {
                    if (segment.startsWith("{")) {
                        node.parameter = node.parameter == null ? new Node() : node.parameter;
                        node = node.parameter;
                    } else {
                        node = node.literals.computeIfAbsent(segment, name -> new Node());
                    }
                }
                node.end = true;
            }
        }

        @Override
        public int find(String path) {
            return find(root, path, 1, 0);
        }

        private static int find(Node node, String path, int from, int length) {
            if (from > path.length()) {
                return node.end ? length : -1;
            }
            int slash = path.indexOf('/', from);
            int to = slash < 0 ? path.length() : slash;
            String segment = path.substring(from, to);
            Node literal = node.literals.get(segment);
            int found = literal == null ? -1 : find(literal, path, to + 1, length);
            return found >= 0 || node.parameter == null
                    ? found
                    : find(node.parameter, path, to + 1, length + segment.length());
        }
    }

    final class OfLift implements Lookup {
        private record Entry(Route route, List<String> names) {}

        private static final Request REQUEST = Request.get("/").build();

        private final RouteTrie<Entry> trie;

        OfLift(List<String> patterns) {
            RouteTrieBuilder<Entry> builder = new RouteTrieBuilder<>(Map.of());
            for (String pattern : patterns) {
                Route route = Route.of("GET", pattern);
                List<String> segments = new ArrayList<>();
                for (String segment : pattern.substring(1).split("/", -1)) {
                    segments.add(segment.startsWith("{") ? RouteTrieBuilder.PLAIN : segment);
                }
                builder.add(segments, "GET", new Entry(route, route.pathParams()));
            }
            trie = builder.build();
        }

        @Override
        public int find(String path) {
            Entry entry = trie.find(path, "GET");
            if (entry == null) {
                return -1;
            }
            List<String> names = entry.names;
            if (names.isEmpty()) {
                return 0;
            }
            Request request = REQUEST.routed(entry.route, path);
            int length = 0;
            for (int i = 0; i < names.size(); i++) {
                length += request.pathParam(names.get(i)).length();
            }
            return length;
        }
    }

    final class OfJooby implements Lookup {
        private final ChiLookup chi = new ChiLookup();

        OfJooby(List<String> patterns) {
            patterns.forEach(pattern -> chi.add("GET", pattern));
        }

        @Override
        public int find(String path) {
            Router.Match match = chi.find("GET", path);
            return match == null ? -1 : length(match.pathMap());
        }
    }

    /** As Spring's mappings do it: plain paths in a map, the patterns in a list. */
    final class OfSpring implements Lookup {
        private final Map<String, PathPattern> direct = new HashMap<>();
        private final List<PathPattern> patterns = new ArrayList<>();

        OfSpring(List<String> all) {
            for (String each : all) {
                PathPattern pattern = PathPatternParser.defaultInstance.parse(each);
                if (pattern.hasPatternSyntax()) {
                    patterns.add(pattern);
                } else {
                    direct.put(each, pattern);
                }
            }
            patterns.sort(null);
        }

        @Override
        public int find(String path) {
            if (direct.get(path) != null) {
                return 0;
            }
            PathContainer container = PathContainer.parsePath(path);
            for (int i = 0; i < patterns.size(); i++) {
                PathPattern.PathMatchInfo match = patterns.get(i).matchAndExtract(container);
                if (match != null) {
                    return length(match.getUriVariables());
                }
            }
            return -1;
        }
    }

    final class OfUndertow implements Lookup {
        private final PathTemplateMatcher<String> matcher = new PathTemplateMatcher<>();

        OfUndertow(List<String> patterns) {
            patterns.forEach(pattern -> matcher.add(pattern, pattern));
        }

        @Override
        public int find(String path) {
            PathTemplateMatcher.PathMatchResult<String> match = matcher.match(path);
            return match == null ? -1 : length(match.getParameters());
        }
    }
}
