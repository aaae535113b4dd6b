package dev.lift.errors;

import dev.lift.ErrorHandler;
import dev.lift.http.Headers;
import dev.lift.http.Request;
import dev.lift.http.Response;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * Answers each error with a problem, writes one line about it to the log, and tells whoever wants to know. It is the one
 * error handler that an app needs.
 *
 * <p>An {@link ApiException} becomes its problem, and so does an {@link dev.lift.http.HttpException}. Anything else is mapped by
 * the rule of the nearest superclass: the app's, or the one that comes ready-made for errors of {@code java.sql}, of the AWS SDK 2,
 * of Resilience4j, and of time-outs, interrupts and refused connections in the JDK. Wrappers such as {@link
 * java.util.concurrent.ExecutionException} are taken off first. What no rule knows is a 500 that tells the client nothing but the
 * request id.
 *
 * <p>Immutable and thread-safe.
 *
 * <pre>{@code
 * app.error(Throwable.class, ErrorMapping.standard());
 * }</pre>
 */
public final class ErrorMapping implements ErrorHandler<Throwable> {
    static final String DEVELOPMENT = "lift.development";

    private final @Nullable Builder settings;

    /** Made when the first error comes, so that a start without one loads nothing of it. */
    private volatile @Nullable Mapper mapper;

    private ErrorMapping(@Nullable Builder settings) {
        this.settings = settings;
        if (settings != null && settings.development || System.getProperty(DEVELOPMENT) != null) {
            mapper(); // Which warns, now and not with the first error.
        }
    }

    /**
     * Returns the mapping that has no rules of an app.
     *
     * @return the mapping
     */
    public static ErrorMapping standard() {
        return new ErrorMapping(null);
    }

    /**
     * Starts to describe a mapping.
     *
     * @return a builder
     */
    public static Builder builder() {
        return new Builder();
    }

    /**
     * Answers an error.
     *
     * @param error what was thrown
     * @param request the request that failed
     * @return a problem as the reply
     */
    @Override
    public Response handle(Throwable error, Request request) {
        return mapper().handle(error, request);
    }

    /**
     * Returns what an error means, without answering, logging or telling of it.
     *
     * @param error what was thrown
     * @return what it is mapped to: itself if it is one, and an exception with the code {@code internal-server-error} when no
     *     rule knows it
     */
    public ApiException map(Throwable error) {
        return mapper().map(error);
    }

    /**
     * Returns how many lines the logging backend has failed to take. Nobody else could tell.
     *
     * @return the count since this mapping was made
     */
    public long droppedLines() {
        return mapper().droppedLines();
    }

    private Mapper mapper() {
        Mapper made = mapper;
        if (made == null) {
            // Two threads may make one each: they are the same.
            made = new Mapper(settings == null ? builder() : settings);
            mapper = made;
        }
        return made;
    }

    /**
     * Describes a mapping. Not thread-safe.
     *
     * <pre>{@code
     * ErrorMapping errors = ErrorMapping.builder()
     *         .catalogue(Catalogue.of(OrderError.values()))
     *         .map(OutOfStock.class, error -> Problems.of(OrderError.OUT_OF_STOCK))
     *         .build();
     * }</pre>
     */
    public static final class Builder {
        final Map<Class<?>, Function<Throwable, @Nullable ApiException>> rules = new HashMap<>();
        final Set<String> wrappers = new HashSet<>();
        final List<UnaryOperator<MappedError>> transformers = new ArrayList<>();
        final List<Consumer<MappedError>> observers = new ArrayList<>();
        Catalogue catalogue = Catalogue.EMPTY;
        Redaction redaction = Redaction.standard();
        String challenge = "Bearer";
        boolean jackson;
        boolean development;
        Function<String, @Nullable String> environment = System::getenv;

        Builder() {}

        private Builder(Builder other) {
            rules.putAll(other.rules);
            wrappers.addAll(other.wrappers);
            transformers.addAll(other.transformers);
            observers.addAll(other.observers);
            catalogue = other.catalogue;
            redaction = other.redaction;
            challenge = other.challenge;
            jackson = other.jackson;
            development = other.development;
            environment = other.environment;
        }

        /**
         * Adds a rule for errors of a class and of its subclasses that have no rule of their own. It goes before the ready-made
         * ones of the same class.
         *
         * @param type the class
         * @param rule returns what the error means, or null to leave it to the rule of the superclass
         * @param <E> the class
         * @return this builder
         * @throws IllegalArgumentException when the class has a rule
         */
        public <E extends Throwable> Builder map(Class<E> type, Function<? super E, @Nullable ApiException> rule) {
            Function<Throwable, @Nullable ApiException> checked = error -> rule.apply(type.cast(error));
            if (rules.putIfAbsent(type, checked) != null) {
                throw new IllegalArgumentException("Two rules for " + type.getName() + "; remove one");
            }
            return this;
        }

        /**
         * Adds a rule that maps errors of a class to a code. Nothing of the error itself is sent.
         *
         * @param type the class
         * @param code the code
         * @param <E> the class
         * @return this builder
         * @throws IllegalArgumentException when the class has a rule
         */
        public <E extends Throwable> Builder map(Class<E> type, ErrorCode code) {
            catalogue.check(code);
            return map(type, error -> Problems.of(code));
        }

        /**
         * Takes errors of a class for wrappers: what counts is their cause, if they have one.
         *
         * @param type the class, without its subclasses
         * @return this builder
         */
        public Builder unwrap(Class<? extends Throwable> type) {
            wrappers.add(type.getName());
            return this;
        }

        /**
         * Sets the codes of the app. Rules may then use these alone, and a thrown code that is not among them is logged as
         * undeclared. Goes before the rules.
         *
         * @param codes the catalogue
         * @return this builder
         * @throws IllegalStateException when there is a rule already
         */
        public Builder catalogue(Catalogue codes) {
            if (!rules.isEmpty()) {
                throw new IllegalStateException("catalogue(...) comes before the rules, whose codes it checks");
            }
            catalogue = codes;
            return this;
        }

        /**
         * Adds a change to what clients are told, such as {@link Translations}. They are applied in the order of their adding. When
         * one fails, the client is told no more than status, code and request id.
         *
         * @param transformer returns the changed error
         * @return this builder
         */
        public Builder transform(UnaryOperator<MappedError> transformer) {
            transformers.add(transformer);
            return this;
        }

        /**
         * Adds a hook that sees each error once, after the transformers: for metrics and alarms. What it throws is logged, and
         * changes nothing.
         *
         * @param observer the hook; thread-safe, and fast, as the client waits for it
         * @return this builder
         */
        public Builder observe(Consumer<MappedError> observer) {
            observers.add(observer);
            return this;
        }

        /**
         * Sets what is taken out of lines of the log.
         *
         * @param secrets the redaction; {@link Redaction#standard()} unless set
         * @return this builder
         */
        public Builder redact(Redaction secrets) {
            redaction = secrets;
            return this;
        }

        /**
         * Sets the challenge of replies with 401 that have none of their own (RFC 9110 section 11.6.1).
         *
         * @param value such as {@code Bearer realm="orders"}; {@code Bearer} unless set
         * @return this builder
         * @throws IllegalArgumentException when a character is not allowed in a header
         */
        public Builder challenge(String value) {
            Headers.of("WWW-Authenticate", value);
            challenge = value;
            return this;
        }

        /**
         * Takes errors of Jackson's readers for malformed requests: 400, with a pointer to the field. For apps that read what clients
         * send with a mapper of their own, and nothing else: the reply of another service that can not be read is no fault of the
         * client, so without this it is a 500. Bodies that Lift reads are answered in any case.
         *
         * @return this builder
         */
        public Builder jacksonReadsRequests() {
            jackson = true;
            return this;
        }

        /**
         * Shows the causes of errors in replies, for a laptop. In a function on Lambda it stays off, whatever is set here, unless
         * the system property {@code lift.development} is {@code force}. Without this, the system property being {@code true}
         * does the same.
         *
         * @return this builder
         */
        public Builder development() {
            development = true;
            return this;
        }

        /**
         * Sets where variables of the environment come from.
         *
         * @param variables returns the value of a variable, or null; {@link System#getenv(String)} unless set
         * @return this builder
         */
        public Builder environment(Function<String, @Nullable String> variables) {
            environment = variables;
            return this;
        }

        /**
         * Makes the mapping.
         *
         * @return the mapping
         */
        public ErrorMapping build() {
            return new ErrorMapping(new Builder(this));
        }
    }
}
