package dev.lift.openapi;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What is said of one route beyond what it says itself. Not thread-safe.
 *
 * <pre>{@code
 * OpenApi.of(function.app()).operation("POST /orders", operation -> operation
 *         .summary("Places an order")
 *         .header("Idempotency-Key", String.class, "Makes it safe to send the order again")
 *         .reply(201, Order.class, "The order, which has been placed"));
 * }</pre>
 */
public final class Operation {
    /** A parameter that is not in the path. */
    record Parameter(String place, String name, Class<?> type, String description, boolean required) {}

    /** A reply; what it is read as is null where it has no body. */
    record Reply(int status, @Nullable Class<?> type, String mediaType, String description) {}

    String summary = "";
    String description = "";
    boolean deprecated;

    @Nullable
    String tag;

    @Nullable
    Class<?> body;

    final Map<String, Parameter> parameters = new LinkedHashMap<>();
    final Map<Integer, Reply> replies = new LinkedHashMap<>();
    final Map<String, Set<String>> security = new LinkedHashMap<>();

    Operation() {}

    /**
     * Says what it does, in a few words.
     *
     * @param text the words
     * @return this operation
     */
    public Operation summary(String text) {
        summary = text;
        return this;
    }

    /**
     * Says what it does at length. What was said before, such as of a middleware, stands before it.
     *
     * @param text CommonMark
     * @return this operation
     */
    public Operation description(String text) {
        description = description.isEmpty() ? text : description + "\n\n" + text;
        return this;
    }

    /**
     * Puts it among others.
     *
     * @param name what it belongs to; the first segment of its path unless set
     * @return this operation
     */
    public Operation tag(String name) {
        tag = name;
        return this;
    }

    /**
     * Says that it should not be used any more.
     *
     * @return this operation
     */
    public Operation deprecated() {
        deprecated = true;
        return this;
    }

    /**
     * Adds a parameter of the query, which may be left out.
     *
     * @param name its name
     * @param type what it is read as: a number, a boolean, an enum, a UUID, or a string for anything else
     * @param about what it does
     * @return this operation
     */
    public Operation query(String name, Class<?> type, String about) {
        return parameter("query", name, type, about, /* required= */ false);
    }

    /**
     * Adds a header of the request, which may be left out.
     *
     * @param name its name
     * @param type what it is read as
     * @param about what it does
     * @return this operation
     */
    public Operation header(String name, Class<?> type, String about) {
        return parameter("header", name, type, about, /* required= */ false);
    }

    /**
     * Adds a header that a request must have.
     *
     * @param name its name
     * @param type what it is read as
     * @param about what it does
     * @return this operation
     */
    public Operation requiredHeader(String name, Class<?> type, String about) {
        return parameter("header", name, type, about, /* required= */ true);
    }

    private Operation parameter(String place, String name, Class<?> type, String about, boolean required) {
        parameters.put(place + " " + name, new Parameter(place, name, type, about, required));
        return this;
    }

    /**
     * Says what a body is read as, where the route was declared without a type.
     *
     * @param type a type with {@code @Json}, or one that {@link OpenApiBuilder#schema} has been told of
     * @return this operation
     */
    public Operation body(Class<?> type) {
        body = type;
        return this;
    }

    /**
     * Adds a reply with a body of JSON.
     *
     * @param status from 100 to 599; what was said of this status before is replaced
     * @param type what it consists of: a type with {@code @Json}, or one that {@link OpenApiBuilder#schema} has been told of
     * @param about when it comes
     * @return this operation
     * @throws IllegalArgumentException when the status is outside its range
     */
    public Operation reply(int status, Class<?> type, String about) {
        return reply(new Reply(status, type, "application/json", about));
    }

    /**
     * Adds a reply without a body, or one whose body is not described.
     *
     * @param status from 100 to 599; what was said of this status before is replaced
     * @param about when it comes
     * @return this operation
     * @throws IllegalArgumentException when the status is outside its range
     */
    public Operation reply(int status, String about) {
        return reply(new Reply(status, null, "", about));
    }

    /**
     * Adds an error, which is a problem (RFC 9457). Others than those that are added are said to be problems too.
     *
     * @param status from 400 to 599
     * @param about when it comes
     * @return this operation
     * @throws IllegalArgumentException when the status is outside its range
     */
    public Operation problem(int status, String about) {
        if (status < 400) {
            throw new IllegalArgumentException("A problem has a status of 400 to 599, was " + status);
        }
        return reply(new Reply(status, null, "application/problem+json", about));
    }

    private Operation reply(Reply reply) {
        if (reply.status < 100 || reply.status > 599) {
            throw new IllegalArgumentException("A status is 100 to 599, was " + reply.status);
        }
        replies.put(reply.status, reply);
        return this;
    }

    /**
     * Says how a caller has to say who it is.
     *
     * @param scheme one that {@link OpenApiBuilder#security} has been told of
     * @param scopes what it needs to be allowed
     * @return this operation
     */
    public Operation security(String scheme, String... scopes) {
        security.computeIfAbsent(scheme, none -> new LinkedHashSet<>()).addAll(List.of(scopes));
        return this;
    }

    List<Reply> sortedReplies() {
        List<Reply> sorted = new ArrayList<>(replies.values());
        sorted.sort((one, other) -> Integer.compare(one.status, other.status));
        return sorted;
    }
}
