package dev.lift.http;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Parameters of a query or of a form, in order, repeated ones included, each decoded once. Parsed as the WHATWG URL
 * Standard section 5.1 says ({@code application/x-www-form-urlencoded}), except that a malformed escape is refused instead of
 * guessed at. Names are compared exactly.
 *
 * <p>Immutable and thread-safe.
 *
 * <pre>{@code
 * QueryParams query = QueryParams.parse("tag=a&tag=b%26c&empty");
 * query.all("tag"); // [a, b&c]
 * query.get("empty"); // Optional[]
 * }</pre>
 */
public final class QueryParams {
    /** No parameters. */
    public static final QueryParams EMPTY = new QueryParams(List.of());

    /** Names at even indices, each value behind its name. */
    private final List<String> pairs;

    private QueryParams(List<String> pairs) {
        this.pairs = pairs;
    }

    /**
     * Parses an encoded query or form.
     *
     * @param encoded the text after {@code ?}, or the body of a form
     * @return the parameters
     * @throws HttpException 400, when an escape is malformed or decodes to what is not UTF-8
     */
    public static QueryParams parse(String encoded) {
        List<String> pairs = new ArrayList<>();
        int from = 0;
        while (from <= encoded.length()) {
            int ampersand = encoded.indexOf('&', from);
            int to = ampersand < 0 ? encoded.length() : ampersand;
            if (to > from) {
                int equals = encoded.indexOf('=', from);
                int nameEnd = equals < 0 || equals > to ? to : equals;
                pairs.add(decode(encoded, from, nameEnd));
                pairs.add(decode(encoded, Math.min(nameEnd + 1, to), to));
            }
            from = to + 1;
        }
        return pairs.isEmpty() ? EMPTY : new QueryParams(pairs);
    }

    /**
     * Makes parameters of decoded names and values in turn.
     *
     * @param namesAndValues a name, its value, the next name, ...
     * @return the parameters
     * @throws IllegalArgumentException when the last value is missing
     */
    public static QueryParams of(List<String> namesAndValues) {
        if ((namesAndValues.size() & 1) != 0) {
            throw new IllegalArgumentException("The last parameter has no value");
        }
        return namesAndValues.isEmpty() ? EMPTY : new QueryParams(List.copyOf(namesAndValues));
    }

    private static String decode(String text, int from, int to) {
        for (int i = from; i < to; i++) {
            char c = text.charAt(i);
            if (c == '%' || c == '+' || c == 0 || c >= 0x80) {
                return PercentCoding.decode(text, from, to, /* plusIsBlank= */ true, "query or form");
            }
        }
        return text.substring(from, to);
    }

    /**
     * Returns the first value of a parameter.
     *
     * @param name the name, exactly
     * @return the decoded value, or empty when the parameter is not there
     */
    public Optional<String> get(String name) {
        for (int i = 0; i < pairs.size(); i += 2) {
            if (pairs.get(i).equals(name)) {
                return Optional.of(pairs.get(i + 1));
            }
        }
        return Optional.empty();
    }

    /**
     * Returns all values of a parameter.
     *
     * @param name the name, exactly
     * @return the decoded values in order
     */
    public List<String> all(String name) {
        List<String> values = new ArrayList<>(2);
        for (int i = 0; i < pairs.size(); i += 2) {
            if (pairs.get(i).equals(name)) {
                values.add(pairs.get(i + 1));
            }
        }
        return values;
    }

    /**
     * Returns the names.
     *
     * @return each name once, in the order of its first appearance
     */
    public Set<String> names() {
        Set<String> names = new LinkedHashSet<>();
        for (int i = 0; i < pairs.size(); i += 2) {
            names.add(pairs.get(i));
        }
        return Collections.unmodifiableSet(names);
    }

    /**
     * Returns the number of parameters.
     *
     * @return the number, repeated names counted each time
     */
    public int size() {
        return pairs.size() / 2;
    }

    /**
     * Returns the parameters as a query, everything but unreserved characters (RFC 3986 section 2.3) escaped.
     *
     * @return the encoded query without {@code ?}
     */
    public String toQueryString() {
        StringBuilder query = new StringBuilder();
        for (int i = 0; i < pairs.size(); i += 2) {
            query.append(i == 0 ? "" : "&");
            PercentCoding.encodeComponent(pairs.get(i), query);
            query.append('=');
            PercentCoding.encodeComponent(pairs.get(i + 1), query);
        }
        return query.toString();
    }

    /** The names without the values, which may be secret. */
    @Override
    public String toString() {
        return "QueryParams" + names();
    }
}
