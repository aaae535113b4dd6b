package dev.lift.http;

import java.util.List;

/**
 * A route of the table: what a request was matched by. Use {@link #path()} as a label in logs and metrics; unlike the
 * path of a request it has few values.
 *
 * <p>Immutable and thread-safe.
 *
 * <pre>{@code
 * Route route = Route.of("GET", "/users/{id}");
 * route.toString(); // GET /users/{id}
 * }</pre>
 */
public final class Route {
    private final String method;
    private final String path;
    private final String[] names;

    /** For each name, which segment of the path it stands for, from 0. */
    private final int[] segments;

    /** Where the first parameter begins in each path, and which segment it is: what stands before is the same in all. */
    private final int firstAt;

    private final int firstSegment;
    private final boolean tail;
    private final BodyCodecs codecs;
    private final List<String> tags;

    private Route(
            String method,
            String path,
            String[] names,
            int[] segments,
            boolean tail,
            BodyCodecs codecs,
            List<String> tags) {
        this.method = method;
        this.path = path;
        this.names = names;
        this.segments = segments;
        this.firstAt = names.length > 0 ? literalPrefix(path) : 1;
        this.firstSegment = firstAt > 1 ? segments[0] : 0;
        this.tail = tail;
        this.codecs = codecs;
        this.tags = tags;
    }

    /**
     * Makes a route that reads and writes bodies with the default codecs.
     *
     * @param method the method, such as {@code GET}; {@code *} for any
     * @param path the pattern, such as {@code /users/{id}}
     * @return the route
     */
    public static Route of(String method, String path) {
        return of(method, path, BodyCodecs.DEFAULT);
    }

    /**
     * Makes a route.
     *
     * @param method the method, such as {@code GET}; {@code *} for any
     * @param path the pattern, such as {@code /users/{id:int}/files/{rest*}}; it must be well-formed, which the app's
     *     builder checks
     * @param codecs what reads and writes its bodies
     * @return the route
     */
    public static Route of(String method, String path, BodyCodecs codecs) {
        int count = 0;
        for (int at = path.indexOf("/{"); at >= 0; at = path.indexOf("/{", at + 1)) {
            count++;
        }
        String[] names = new String[count];
        int[] segments = new int[count];
        int parameter = 0;
        int segment = 0;
        for (int from = 1; from <= path.length(); segment++) {
            int slash = path.indexOf('/', from);
            int to = slash < 0 ? path.length() : slash;
            if (path.startsWith("{", from)) {
                // As literals in code are: then the name that a handler asks for is the same object.
                names[parameter] = name(path, from + 1, to - 1).intern();
                segments[parameter++] = segment;
            }
            from = to + 1;
        }
        return new Route(method, path, names, segments, path.endsWith("*}"), codecs, List.of());
    }

    /**
     * Marks a route.
     *
     * @param marks what it is marked with; what it was before is not kept
     * @return a copy with the tags
     */
    public Route tagged(List<String> marks) {
        return marks.equals(tags) ? this : new Route(method, path, names, segments, tail, codecs, List.copyOf(marks));
    }

    /** Other characters than these may be longer in a path, where they are escaped. */
    private static int literalPrefix(String pattern) {
        int end = pattern.indexOf('{');
        for (int i = 0; i < end; i++) {
            char c = pattern.charAt(i);
            boolean plain = c >= 'a' && c <= 'z'
                    || c >= 'A' && c <= 'Z'
                    || c >= '0' && c <= '9'
                    || c == '-'
                    || c == '_'
                    || c == '/';
            if (!plain) {
                return 1;
            }
        }
        return end;
    }

    private static String name(String path, int from, int to) {
        int colon = path.indexOf(':', from);
        int end = colon >= 0 && colon < to ? colon : to;
        return path.substring(from, end > from && path.charAt(end - 1) == '*' ? end - 1 : end);
    }

    /**
     * Returns the method.
     *
     * @return such as {@code GET}; {@code *} where the request was matched by no route
     */
    public String method() {
        return method;
    }

    /**
     * Returns the pattern, with the prefixes of its groups.
     *
     * @return such as {@code /users/{id}}; {@code *} where the request was matched by no route
     */
    public String path() {
        return path;
    }

    /**
     * Returns the names of the path parameters.
     *
     * @return the names in the order of the pattern
     */
    public List<String> pathParams() {
        return List.of(names);
    }

    /**
     * Returns what the route is marked with: see {@code Routes.tag}.
     *
     * @return the tags of its scope and of those around it, the outermost first
     */
    public List<String> tags() {
        return tags;
    }

    /**
     * Returns what reads and writes bodies on this route.
     *
     * @return the codecs of the app
     */
    public BodyCodecs codecs() {
        return codecs;
    }

    /** Returns the decoded value of a parameter of a path that this route matches. */
    String value(String requestPath, String name) {
        for (int i = 0; i < names.length; i++) {
            if (names[i].equals(name)) {
                boolean toTheEnd = tail && i == names.length - 1;
                return value(requestPath, segments[i], toTheEnd);
            }
        }
        throw new IllegalArgumentException(
                "The route " + this + " has no path parameter '" + name + "'; it has " + List.of(names));
    }

    private String value(String requestPath, int segment, boolean toTheEnd) {
        int from = firstAt;
        for (int i = firstSegment; i < segment; i++) {
            from = requestPath.indexOf('/', from) + 1;
        }
        int slash = toTheEnd ? -1 : requestPath.indexOf('/', from);
        return decode(requestPath, from, slash < 0 ? requestPath.length() : slash);
    }

    private static String decode(String path, int from, int to) {
        for (int i = from; i < to; i++) {
            if (path.charAt(i) == '%') {
                return PercentCoding.decode(path, from, to, /* plusIsBlank= */ false, "path");
            }
        }
        return path.substring(from, to);
    }

    /** Method and pattern. */
    @Override
    public String toString() {
        return method + " " + path;
    }
}
