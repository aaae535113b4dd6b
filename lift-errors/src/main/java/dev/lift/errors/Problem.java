package dev.lift.errors;

import dev.lift.http.HttpException;
import dev.lift.http.MediaType;
import dev.lift.http.Request;
import dev.lift.http.Response;
import dev.lift.json.FieldError;
import dev.lift.json.JsonWriter;
import java.io.IOException;
import java.time.Duration;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * A problem (RFC 9457): what a client is told of an error. It is written as {@code application/problem+json}, and read back
 * by {@link #parse}, so that clients and tests can use it too.
 *
 * <p>Beside the members of the standard it has {@code code} (the error's name in the {@link Catalogue}), {@code requestId},
 * {@code errors} (the fields of a body that were refused) and {@code retryAfter} (seconds), each where there is something to
 * say. Any other member is an extension of the app.
 *
 * <p>Text is cut at {@value #MAX_TEXT_LENGTH} characters; a problem has at most {@value #MAX_VALUES} values. Immutable and
 * thread-safe.
 *
 * <pre>{@code
 * Problem problem = Problem.of(409)
 *         .withCode("out-of-stock")
 *         .withDetail("Only 3 of A-7 are left")
 *         .with("available", 3);
 * int available = problem.member("available", Integer.class).orElse(0);
 * }</pre>
 */
public final class Problem {
    /** The type of a problem that has no more to say than its status (RFC 9457 section 4.2.1). */
    public static final String ABOUT_BLANK = "about:blank";

    /** The most characters of one text in a problem; what is longer ends in {@code ...}. */
    static final int MAX_TEXT_LENGTH = 2_000;

    /** The most values in a problem, elements of arrays and members of objects included. */
    static final int MAX_VALUES = 1_000;

    private static final MediaType[] OFFERS = {MediaType.PROBLEM_JSON, MediaType.JSON, MediaType.TEXT};

    /** All members in the order of the standard, then of their setting. */
    private final Map<String, Object> members;

    Problem(Map<String, Object> members) {
        this.members = members;
    }

    /**
     * Makes a problem of a status: the type is {@code about:blank}, the title what the status means.
     *
     * @param status the status code, 400 to 599
     * @return the problem
     * @throws IllegalArgumentException when the status is outside its range
     */
    public static Problem of(int status) {
        Map<String, Object> members = new LinkedHashMap<>();
        members.put("type", ABOUT_BLANK);
        members.put("title", HttpException.title(status));
        members.put("status", status);
        return new Problem(members);
    }

    /**
     * Reads a problem that somebody sent. As the standard asks of a consumer (RFC 9457 section 3.1), a member whose value is not
     * of its type is ignored, and absent members have their defaults.
     *
     * @param status the status code of the reply, which serves where the body names none
     * @param json the body
     * @return the problem
     * @throws IOException when the body is no JSON object, or over the limits of a problem
     */
    public static Problem parse(int status, byte[] json) throws IOException {
        return new ProblemReader(status).read(json);
    }

    private Problem copy(String name, Object value) {
        Map<String, Object> copy = new LinkedHashMap<>(members);
        copy.put(name, value);
        return new Problem(copy);
    }

    private Problem text(String name, String value) {
        return copy(name, Members.text(value));
    }

    /**
     * Returns a copy with a type of its own.
     *
     * @param type a URI, which should lead to the documentation of the error
     * @param title what is the same in each problem of this type, for people
     * @return the copy
     * @throws IllegalArgumentException when the type is no URI
     */
    public Problem withType(String type, String title) {
        return copy("type", Members.uri(type)).text("title", title);
    }

    /**
     * Returns a copy with another title, such as a translation.
     *
     * @param title what is the same in each problem of this type, for people
     * @return the copy
     */
    public Problem withTitle(String title) {
        return text("title", title);
    }

    /**
     * Returns a copy with a detail.
     *
     * @param detail a sentence about this occurrence that is safe to send to a client
     * @return the copy
     */
    public Problem withDetail(String detail) {
        return text("detail", detail);
    }

    /**
     * Returns a copy that names this occurrence.
     *
     * @param instance a URI
     * @return the copy
     * @throws IllegalArgumentException when it is no URI
     */
    public Problem withInstance(String instance) {
        return copy("instance", Members.uri(instance));
    }

    /**
     * Returns a copy with a code.
     *
     * @param code the name of the error for programs, such as {@code order-not-found}
     * @return the copy
     */
    public Problem withCode(String code) {
        return text("code", code);
    }

    /**
     * Returns a copy with the id that the log has, too.
     *
     * @param requestId the id of the invocation
     * @return the copy
     */
    public Problem withRequestId(String requestId) {
        return text("requestId", requestId);
    }

    /**
     * Returns a copy that names the fields that were refused.
     *
     * @param errors the errors, of which the first 100 are kept
     * @return the copy
     */
    public Problem withErrors(List<FieldError> errors) {
        return errors.isEmpty() ? without("errors") : copy("errors", Members.fieldErrors(errors));
    }

    /**
     * Returns a copy that says when to try again.
     *
     * @param delay how long to wait, rounded up to seconds; a negative one counts as none
     * @return the copy
     */
    public Problem withRetryAfter(Duration delay) {
        return copy("retryAfter", Members.seconds(delay));
    }

    /**
     * Returns a copy with an extension member (RFC 9457 section 3.2).
     *
     * @param name a letter, then 2 to 63 letters, digits and underscores; not the name of a member that has a method of its
     *     own
     * @param value a {@code String}, {@code Boolean}, {@code Number} of the JDK, {@code Enum}, or a {@code List} or {@code Map}
     *     of such values by names
     * @return the copy
     * @throws IllegalArgumentException when the name is reserved or malformed, or the value is none of these or too large
     */
    public Problem with(String name, Object value) {
        Members.checkName(name);
        Problem copy = copy(name, Members.value(name, value));
        Members.checkSize(copy.members);
        return copy;
    }

    /**
     * Returns a copy without a member.
     *
     * @param name the name of any member but {@code type}, {@code title} and {@code status}
     * @return the copy
     * @throws IllegalArgumentException for a member that each problem has
     */
    public Problem without(String name) {
        if (name.equals("type") || name.equals("title") || name.equals("status")) {
            throw new IllegalArgumentException("Each problem has a " + name);
        }
        Map<String, Object> copy = new LinkedHashMap<>(members);
        copy.remove(name);
        return new Problem(copy);
    }

    /** Returns the least that may be said, for when a part of the rest can not be trusted. */
    Problem bare() {
        Problem bare = of(status());
        for (String name : new String[] {"code", "requestId", "retryAfter"}) {
            Object value = members.get(name);
            bare = value == null ? bare : bare.copy(name, value);
        }
        return bare;
    }

    /**
     * Returns the type.
     *
     * @return a URI
     */
    public String type() {
        return (String) Objects.requireNonNull(members.get("type"));
    }

    /**
     * Returns the title.
     *
     * @return what is the same in each problem of this type
     */
    public String title() {
        return (String) Objects.requireNonNull(members.get("title"));
    }

    /**
     * Returns the status.
     *
     * @return the status code
     */
    public int status() {
        return (Integer) Objects.requireNonNull(members.get("status"));
    }

    /**
     * Returns the detail.
     *
     * @return a sentence about this occurrence, or empty
     */
    public Optional<String> detail() {
        return member("detail", String.class);
    }

    /**
     * Returns what names this occurrence.
     *
     * @return a URI, or empty
     */
    public Optional<String> instance() {
        return member("instance", String.class);
    }

    /**
     * Returns the code.
     *
     * @return the name of the error for programs, or empty
     */
    public Optional<String> code() {
        return member("code", String.class);
    }

    /**
     * Returns the id of the invocation.
     *
     * @return the id, or empty
     */
    public Optional<String> requestId() {
        return member("requestId", String.class);
    }

    /**
     * Returns the fields that were refused.
     *
     * @return the errors, possibly none; one that was read back is a violation if the status is 422
     */
    @SuppressWarnings("unchecked") // withErrors and the reader put in nothing else.
    public List<FieldError> errors() {
        Object errors = members.get("errors");
        return errors == null ? List.of() : (List<FieldError>) errors;
    }

    /**
     * Returns when to try again.
     *
     * @return how long to wait, or empty
     */
    public Optional<Duration> retryAfter() {
        return member("retryAfter", Long.class).map(Duration::ofSeconds);
    }

    /**
     * Returns a member, converted between the number types where no digit is lost.
     *
     * @param name the name
     * @param type {@code String}, {@code Boolean}, a number type of the JDK, {@code List} or {@code Map}
     * @param <T> the type
     * @return the value; empty when there is none, or it is of another type
     */
    public <T> Optional<T> member(String name, Class<T> type) {
        return Members.convert(members.get(name), type);
    }

    /**
     * Returns all members.
     *
     * @return the values by name, in their order on the wire; the collections can not be changed
     */
    public Map<String, Object> members() {
        return Collections.unmodifiableMap(members);
    }

    /**
     * Writes this problem as JSON.
     *
     * @return UTF-8, of media type {@code application/problem+json}
     */
    public byte[] toJson() {
        JsonWriter out = new JsonWriter(512);
        Members.write(members, out);
        return out.toByteArray();
    }

    /**
     * Writes this problem for people.
     *
     * @return some lines of plain text
     */
    public String toText() {
        return Members.text(this);
    }

    /**
     * Makes the reply: problem+json, or plain text for a client that prefers that to any JSON. It has {@code Vary: Accept},
     * {@code X-Content-Type-Options: nosniff}, and {@code Retry-After} (RFC 9110 section 10.2.3) where a delay is known.
     *
     * @param request the request, which says what the client accepts
     * @return the reply
     */
    public Response toResponse(Request request) {
        Response.Bodiless reply = Response.status(status());
        boolean text = MediaType.TEXT.equals(request.accepts(OFFERS).orElse(MediaType.PROBLEM_JSON));
        Response response = text ? reply.text(toText()) : reply.bytes(toJson(), MediaType.PROBLEM_JSON);
        response = response.header("X-Content-Type-Options", "nosniff").header("Vary", "Accept");
        Object seconds = members.get("retryAfter");
        return seconds == null ? response : response.header("Retry-After", seconds.toString());
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof Problem problem && canonical().equals(problem.canonical());
    }

    @Override
    public int hashCode() {
        return canonical().hashCode();
    }

    /** Two problems are the same whatever the order of their members. */
    private String canonical() {
        return string(new TreeMap<>(members));
    }

    /** The JSON. */
    @Override
    public String toString() {
        return string(members);
    }

    private static String string(Map<String, Object> members) {
        JsonWriter out = new JsonWriter(512);
        Members.write(members, out);
        return out.toString();
    }
}
