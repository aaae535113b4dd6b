package dev.lift.errors;

import dev.lift.http.Headers;
import dev.lift.http.HttpException;
import dev.lift.http.Request;
import dev.lift.json.FieldError;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * An error with a code, thrown. What a client is told of it is its {@link #problem}; its context and cause are for the log
 * alone. {@link Problems} makes them.
 *
 * <p>Finish it in the statement that throws it; after that it must not change. It is then as thread-safe as any {@link Throwable}.
 *
 * <pre>{@code
 * throw Problems.notFound("order-not-found")
 *         .detail("There is no order " + id)
 *         .context("table", "orders");
 * }</pre>
 */
public class ApiException extends HttpException {
    private static final long serialVersionUID = 1;

    private final transient ErrorCode code;
    /** The sentence for the client; empty for none. */
    private String detail = "";

    private transient Headers headers = Headers.EMPTY;
    private transient List<FieldError> errors = List.of();
    private transient @Nullable Duration retryAfter;

    /** Both empty until something is put in: most errors have neither. */
    private transient Map<String, Object> members = Map.of();

    private transient Map<String, Object> context = Map.of();

    /**
     * Makes an exception.
     *
     * @param code the code
     */
    public ApiException(ErrorCode code) {
        super(code.status(), "");
        this.code = code;
    }

    /**
     * Sets the detail.
     *
     * @param sentence about this occurrence, safe to send to a client
     * @return this exception
     */
    public ApiException detail(String sentence) {
        detail = sentence;
        return this;
    }

    /**
     * Sets the cause, for the log.
     *
     * @param thrown what was caught
     * @return this exception
     * @throws IllegalStateException when it has a cause
     */
    public ApiException cause(Throwable thrown) {
        initCause(thrown);
        return this;
    }

    /**
     * Adds something for the log, which no client sees.
     *
     * @param name the name
     * @param value the value, of which the text is logged
     * @return this exception
     */
    public ApiException context(String name, Object value) {
        if (context.isEmpty()) {
            context = new LinkedHashMap<>();
        }
        context.put(name, value);
        return this;
    }

    /**
     * Adds a header to the reply.
     *
     * @param name the name
     * @param value the value
     * @return this exception
     * @throws IllegalArgumentException when a character is not allowed
     */
    public ApiException header(String name, String value) {
        headers = headers.plus(name, value);
        return this;
    }

    /**
     * Says when to try again, in the reply's {@code Retry-After} and in its problem.
     *
     * @param delay how long to wait
     * @return this exception
     */
    public ApiException retryAfter(Duration delay) {
        retryAfter = delay;
        return this;
    }

    /**
     * Adds an extension member to the problem.
     *
     * @param name the name
     * @param value the value
     * @return this exception
     * @throws IllegalArgumentException as {@link Problem#with} does
     */
    public ApiException member(String name, Object value) {
        Members.checkName(name);
        if (members.isEmpty()) {
            members = new LinkedHashMap<>();
        }
        members.put(name, Members.value(name, value));
        Members.checkSize(members);
        return this;
    }

    /**
     * Names a field of the request's body that was refused.
     *
     * @param pointer a JSON Pointer (RFC 6901 section 3) such as {@code /items/0/sku}
     * @param expectation what was expected, safe to send to a client
     * @return this exception
     */
    public ApiException error(String pointer, String expectation) {
        return errors(List.of(new FieldError(pointer, expectation, status() == 422)));
    }

    /**
     * Names fields of the request's body that were refused.
     *
     * @param more the errors
     * @return this exception
     */
    public ApiException errors(List<FieldError> more) {
        List<FieldError> all = new ArrayList<>(errors);
        all.addAll(more);
        errors = Collections.unmodifiableList(all);
        return this;
    }

    /**
     * Returns the code.
     *
     * @return the code
     */
    public final ErrorCode code() {
        return code;
    }

    /**
     * Returns the sentence for the client.
     *
     * @return the detail; empty when there is none
     */
    @Override
    public final String detail() {
        return detail;
    }

    @Override
    public final Headers headers() {
        return headers;
    }

    @Override
    public final List<FieldError> errors() {
        return errors;
    }

    /**
     * Returns when to try again.
     *
     * @return how long to wait, or empty when nothing was said
     */
    public final Optional<Duration> retryAfter() {
        return Optional.ofNullable(retryAfter);
    }

    /**
     * Tells whether the same request may succeed later.
     *
     * @return whether its code says so
     */
    public boolean isRetryable() {
        return code.isRetryable();
    }

    /**
     * Returns what is for the log alone.
     *
     * @return values by name, in the order of their setting
     */
    public final Map<String, Object> context() {
        return Collections.unmodifiableMap(context);
    }

    /**
     * Returns what a client is told. A code without documentation has no type of its own, and so the title that RFC 9457 section
     * 4.2.1 asks for; its own title is then the detail, unless there is one.
     *
     * @param request the request, whose id the problem names
     * @return the problem
     */
    public final Problem problem(Request request) {
        String documentation = code.documentation().orElse("");
        boolean documented = !documentation.isEmpty();
        String ofStatus = HttpException.title(status());
        String sentence = detail.isEmpty() && !documented && !code.title().equals(ofStatus) ? code.title() : detail;
        Map<String, Object> all = new LinkedHashMap<>();
        all.put("type", documented ? Members.uri(documentation) : Problem.ABOUT_BLANK);
        all.put("title", documented ? Members.text(code.title()) : ofStatus);
        all.put("status", status());
        if (!sentence.isEmpty()) {
            all.put("detail", Members.text(sentence));
        }
        all.put("code", code.code());
        all.put("requestId", Members.text(request.id()));
        if (!errors.isEmpty()) {
            all.put("errors", Members.fieldErrors(errors));
        }
        if (retryAfter != null) {
            all.put("retryAfter", Members.seconds(retryAfter));
        }
        all.putAll(members);
        return new Problem(all);
    }

    /** The code and the detail, for the log. */
    @Override
    public final String getMessage() {
        return detail.isEmpty() ? code.code() : code.code() + ": " + detail;
    }
}
