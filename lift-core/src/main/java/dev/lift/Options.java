package dev.lift;

import dev.lift.http.Request;
import dev.lift.internal.routing.SegmentMatcher;
import dev.lift.json.JsonReader;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Predicate;

/**
 * Limits and policies of an app. Each limit is checked before a handler runs; what exceeds it is refused with a 4xx that says
 * so. Not thread-safe.
 *
 * <pre>{@code
 * app.options(options -> options.maxBodyBytes(100_000).trailingSlash(Options.TrailingSlash.IGNORE));
 * }</pre>
 */
public final class Options {
    /** What a slash at the end of a path means. */
    public enum TrailingSlash {
        /** Another path, as the standards have it. */
        SIGNIFICANT,
        /** Nothing: {@code /users/} is served by {@code /users} where it has no route of its own, and the reverse. */
        IGNORE,
        /** A 308 to the path that has a route. */
        REDIRECT
    }

    int maxBodyBytes = 6 * 1024 * 1024;
    int maxHeaders = 200;
    int maxHeaderBytes = 64 * 1024;
    int maxPathLength = 8 * 1024;
    int maxPathDepth = 128;
    int maxQueryLength = 64 * 1024;
    int maxQueryParams = 1_000;
    int maxJsonDepth = JsonReader.DEFAULT_MAX_DEPTH;
    int maxJsonStringBytes = Integer.MAX_VALUE;
    int maxJsonItems = 100_000;
    int maxFormFields = 1_000;
    int maxReplyBytes = Integer.MAX_VALUE;
    boolean slashIgnored;
    boolean slashRedirected;
    boolean stageStripped = true;
    String basePath = "";

    /** The registered path types; null until there is one, as most apps have none. */
    Map<String, SegmentMatcher> pathTypes = Map.of();

    Options() {}

    /** Copies each field, which are values or immutable. (Object.clone throws an exception that costs a class to load.) */
    Options(Options other) {
        maxBodyBytes = other.maxBodyBytes;
        maxHeaders = other.maxHeaders;
        maxHeaderBytes = other.maxHeaderBytes;
        maxPathLength = other.maxPathLength;
        maxPathDepth = other.maxPathDepth;
        maxQueryLength = other.maxQueryLength;
        maxQueryParams = other.maxQueryParams;
        maxJsonDepth = other.maxJsonDepth;
        maxJsonStringBytes = other.maxJsonStringBytes;
        maxJsonItems = other.maxJsonItems;
        maxFormFields = other.maxFormFields;
        maxReplyBytes = other.maxReplyBytes;
        slashIgnored = other.slashIgnored;
        slashRedirected = other.slashRedirected;
        stageStripped = other.stageStripped;
        basePath = other.basePath;
        pathTypes = other.pathTypes;
    }

    /**
     * Limits the body; a larger one is answered with 413.
     *
     * @param bytes the most bytes after base64 decoding, from 0; 6 MiB unless set, which is what Lambda can carry
     * @return these options
     * @throws IllegalArgumentException when it is negative
     */
    public Options maxBodyBytes(int bytes) {
        maxBodyBytes = check("maxBodyBytes", bytes, 0);
        return this;
    }

    /**
     * Limits the number of headers; more are answered with 431.
     *
     * @param count the most header fields, from 1; 200 unless set
     * @return these options
     * @throws IllegalArgumentException when it is below 1
     */
    public Options maxHeaders(int count) {
        maxHeaders = check("maxHeaders", count, 1);
        return this;
    }

    /**
     * Limits the size of the headers; more is answered with 431.
     *
     * @param bytes the most bytes of all names and values, from 1; 64 KiB unless set
     * @return these options
     * @throws IllegalArgumentException when it is below 1
     */
    public Options maxHeaderBytes(int bytes) {
        maxHeaderBytes = check("maxHeaderBytes", bytes, 1);
        return this;
    }

    /**
     * Limits the length of the path; a longer one is answered with 414.
     *
     * @param characters the most characters of the canonical path, from 1; 8,192 unless set
     * @return these options
     * @throws IllegalArgumentException when it is below 1
     */
    public Options maxPathLength(int characters) {
        maxPathLength = check("maxPathLength", characters, 1);
        return this;
    }

    /**
     * Limits the number of segments of the path; more are answered with 414.
     *
     * @param segments the most segments, from 1; 128 unless set
     * @return these options
     * @throws IllegalArgumentException when it is below 1
     */
    public Options maxPathDepth(int segments) {
        maxPathDepth = check("maxPathDepth", segments, 1);
        return this;
    }

    /**
     * Limits the length of the query; a longer one is answered with 414.
     *
     * @param characters the most characters of the encoded query, from 0; 65,536 unless set
     * @return these options
     * @throws IllegalArgumentException when it is negative
     */
    public Options maxQueryLength(int characters) {
        maxQueryLength = check("maxQueryLength", characters, 0);
        return this;
    }

    /**
     * Limits the number of query parameters; more are answered with 414.
     *
     * @param count the most parameters, from 0; 1,000 unless set
     * @return these options
     * @throws IllegalArgumentException when it is negative
     */
    public Options maxQueryParams(int count) {
        maxQueryParams = check("maxQueryParams", count, 0);
        return this;
    }

    /**
     * Limits the nesting of JSON bodies; a deeper one is answered with 400.
     *
     * @param levels the most levels of arrays and objects, from 1 to 1,000; 1,000 unless set
     * @return these options
     * @throws IllegalArgumentException when it is outside its range
     */
    public Options maxJsonDepth(int levels) {
        if (levels > JsonReader.DEFAULT_MAX_DEPTH) {
            throw new IllegalArgumentException(
                    "maxJsonDepth must be at most " + JsonReader.DEFAULT_MAX_DEPTH + ", was " + levels);
        }
        maxJsonDepth = check("maxJsonDepth", levels, 1);
        return this;
    }

    /**
     * Limits strings in JSON bodies; a longer one is answered with 400.
     *
     * @param bytes the most bytes of a string or a name as it is written between its quotes, from 1; as many as a body may
     *     have unless set
     * @return these options
     * @throws IllegalArgumentException when it is below 1
     */
    public Options maxJsonStringBytes(int bytes) {
        maxJsonStringBytes = check("maxJsonStringBytes", bytes, 1);
        return this;
    }

    /**
     * Limits arrays and objects in JSON bodies; a larger one is answered with 400. An element of two bytes can become an
     * object of twenty.
     *
     * @param count the most elements of an array and members of an object, from 1; 100,000 unless set
     * @return these options
     * @throws IllegalArgumentException when it is below 1
     */
    public Options maxJsonItems(int count) {
        maxJsonItems = check("maxJsonItems", count, 1);
        return this;
    }

    /**
     * Limits forms; more fields or parts are answered with 413.
     *
     * @param count the most fields of a form and parts of a multipart body, from 1; 1,000 unless set
     * @return these options
     * @throws IllegalArgumentException when it is below 1
     */
    public Options maxFormFields(int count) {
        maxFormFields = check("maxFormFields", count, 1);
        return this;
    }

    /**
     * Limits replies below what their source takes (6,291,556 bytes, 1 MiB behind an Application Load Balancer); a larger one is
     * answered with 500 and logged.
     *
     * @param bytes the most bytes of the final JSON, base64 and escapes included, from 1,024; what the source takes unless set
     * @return these options
     * @throws IllegalArgumentException when it is below 1,024, which the answer in its place needs
     */
    public Options maxReplyBytes(int bytes) {
        maxReplyBytes = check("maxReplyBytes", bytes, 1_024);
        return this;
    }

    /**
     * Sets what a slash at the end of a path means.
     *
     * @param policy the policy; {@link TrailingSlash#SIGNIFICANT} unless set
     * @return these options
     */
    public Options trailingSlash(TrailingSlash policy) {
        slashIgnored = policy == TrailingSlash.IGNORE;
        slashRedirected = policy == TrailingSlash.REDIRECT;
        return this;
    }

    /**
     * Sets a prefix that the front door puts before the paths of this app, such as the base path mapping of a custom domain. It
     * is taken off where a path has it as whole segments, once.
     *
     * @param prefix a path such as {@code /v1}; none unless set
     * @return these options
     * @throws IllegalArgumentException when it does not begin with a slash or ends in one
     */
    public Options basePath(String prefix) {
        if (!prefix.startsWith("/") || prefix.endsWith("/")) {
            throw new IllegalArgumentException("basePath must begin with '/' and not end in it, was '" + prefix + "'");
        }
        // Compared with canonical paths, so spelled like one.
        basePath = new Request.Builder("GET")
                .path(prefix, /* encoded= */ false)
                .build()
                .path();
        return this;
    }

    /**
     * Sets whether the stage is taken off paths that begin with it: those of an HTTP API with a named stage and its default
     * domain.
     *
     * @param strip whether it is; true unless set
     * @return these options
     */
    public Options stripStage(boolean strip) {
        stageStripped = strip;
        return this;
    }

    /**
     * Registers a type for path parameters, {@code {name:type}}. A segment that is not of the type does not match the route.
     *
     * @param name the name of the type, of ASCII letters
     * @param test tests the decoded segment; it must be thread-safe and take a time that is linear in its length
     * @return these options
     * @throws IllegalArgumentException when the name has other characters or is taken
     */
    public Options pathType(String name, Predicate<String> test) {
        if (!PathPattern.isName(name) || PathPattern.isBuiltInType(name) || pathTypes.containsKey(name)) {
            throw new IllegalArgumentException(
                    "A path type needs a name of ASCII letters and digits that is not taken, was '" + name + "'");
        }
        Map<String, SegmentMatcher> types = new HashMap<>(pathTypes);
        types.put(name, new PathTypes.Registered(test));
        pathTypes = types;
        return this;
    }

    private static int check(String option, int value, int least) {
        if (value < least) {
            throw new IllegalArgumentException(option + " must be at least " + least + ", was " + value);
        }
        return value;
    }
}
