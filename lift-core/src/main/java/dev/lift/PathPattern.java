package dev.lift;

import dev.lift.http.Request;
import dev.lift.internal.routing.RouteTrieBuilder;
import dev.lift.internal.routing.SegmentMatcher;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Parses patterns to the segments that {@link RouteTrieBuilder} takes, strictly: what looks like a parameter and is none would
 * otherwise be a literal that nothing matches.
 */
final class PathPattern {
    private final String pattern;
    private final Map<String, SegmentMatcher> types;
    private final List<String> segments = new ArrayList<>(6);
    private final List<String> names = new ArrayList<>(2);

    private PathPattern(String pattern, Map<String, SegmentMatcher> types) {
        this.pattern = pattern;
        this.types = types;
    }

    /** Parses a pattern; a built-in type that it uses is added to the types. */
    static List<String> parse(String pattern, Map<String, SegmentMatcher> types) {
        PathPattern parser = new PathPattern(pattern, types);
        parser.parse();
        return parser.segments;
    }

    private void parse() {
        if (!pattern.startsWith("/")) {
            throw malformed("must begin with '/'");
        }
        int from = 1;
        while (from <= pattern.length()) {
            int slash = pattern.indexOf('/', from);
            int to = slash < 0 ? pattern.length() : slash;
            if (to == from && slash >= 0) {
                throw malformed("must not have an empty segment but at the end");
            }
            segments.add(segment(pattern.substring(from, to), /* last= */ slash < 0));
            from = to + 1;
        }
    }

    private String segment(String text, boolean last) {
        if (text.indexOf('{') < 0 && text.indexOf('}') < 0) {
            return literal(text);
        }
        if (text.charAt(0) != '{' || text.indexOf('}') != text.length() - 1 || text.lastIndexOf('{') != 0) {
            throw malformed("must have parameters as whole segments, such as /{name}/");
        }
        String inner = text.substring(1, text.length() - 1);
        if (inner.endsWith("*")) {
            if (!last) {
                throw malformed("must have a tail only at the end");
            }
            name(inner.substring(0, inner.length() - 1));
            return RouteTrieBuilder.TAIL;
        }
        int colon = inner.indexOf(':');
        name(colon < 0 ? inner : inner.substring(0, colon));
        return colon < 0 ? RouteTrieBuilder.PLAIN : typed(inner.substring(colon + 1));
    }

    /** A literal is compared in its canonical spelling, which is what requests have. */
    private String literal(String text) {
        if (text.indexOf('*') >= 0 || text.indexOf('%') >= 0) {
            throw malformed("must have literals as plain text, without '*' and '%'");
        }
        if (text.equals(".") || text.equals("..")) {
            throw malformed("must not have dot segments");
        }
        boolean ascii = true;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            ascii &= c >= 'a' && c <= 'z'
                    || c >= 'A' && c <= 'Z'
                    || c >= '0' && c <= '9'
                    || c == '-'
                    || c == '_'
                    || c == '.';
        }
        return ascii
                ? text
                : new Request.Builder("GET")
                        .path("/" + text, /* encoded= */ false)
                        .build()
                        .path()
                        .substring(1);
    }

    private String typed(String type) {
        if (!types.containsKey(type)) {
            if (!isBuiltInType(type)) {
                throw malformed("must have types that exist: '" + type
                        + "' is not int, long or uuid, nor registered with Options.pathType");
            }
            types.put(type, PathTypes.builtIn(type));
        }
        return "{" + type + "}";
    }

    private void name(String name) {
        if (!isName(name)) {
            throw malformed("must have names of ASCII letters, digits and '_', the first no digit");
        }
        if (names.contains(name)) {
            throw malformed("must not use the name '" + name + "' twice");
        }
        names.add(name);
    }

    static boolean isBuiltInType(String type) {
        return type.equals("int") || type.equals("long") || type.equals("uuid");
    }

    static boolean isName(String name) {
        for (int i = 0; i < name.length(); i++) {
            char c = name.charAt(i);
            boolean letter = c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c == '_';
            if (!letter && (i == 0 || c < '0' || c > '9')) {
                return false;
            }
        }
        return !name.isEmpty();
    }

    private IllegalArgumentException malformed(String rule) {
        return new IllegalArgumentException("The path '" + pattern + "' " + rule);
    }
}
