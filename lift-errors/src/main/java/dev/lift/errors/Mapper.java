package dev.lift.errors;

import dev.lift.http.Headers;
import dev.lift.http.HttpException;
import dev.lift.http.Request;
import dev.lift.http.Response;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** Does what {@link ErrorMapping} says. Loaded with the first error. */
final class Mapper {
    /** A chain of causes may be a cycle, or as long as somebody made it. */
    static final int MAX_CAUSES = 20;

    private static final Set<String> WRAPPERS = Set.of(
            "java.util.concurrent.ExecutionException",
            "java.util.concurrent.CompletionException",
            "java.lang.reflect.InvocationTargetException",
            "java.lang.reflect.UndeclaredThrowableException",
            "java.lang.ExceptionInInitializerError",
            "java.io.UncheckedIOException",
            "java.security.PrivilegedActionException");

    private final Map<Class<?>, Function<Throwable, @Nullable ApiException>> rules;
    private final Set<String> wrappers;
    private final List<UnaryOperator<MappedError>> transformers;
    private final List<Consumer<MappedError>> observers;
    private final String challenge;
    private final boolean jackson;
    private final boolean development;
    private final ErrorLog log;

    Mapper(ErrorMapping.Builder settings) {
        rules = settings.rules;
        wrappers = settings.wrappers;
        transformers = settings.transformers;
        observers = settings.observers;
        challenge = settings.challenge;
        jackson = settings.jackson;
        log = new ErrorLog(settings.redaction, settings.catalogue);
        development = Development.isOn(settings.development, settings.environment);
    }

    Response handle(Throwable thrown, Request request) {
        ApiException known = mapOrNull(thrown);
        ApiException exception = known == null ? internal() : known;
        MappedError error = transform(new MappedError(
                request,
                thrown,
                exception,
                known == null,
                exception.problem(request),
                withChallenge(exception.status(), exception.headers())));
        if (development) {
            error = Development.show(error);
        }
        DeferredErrors.report(error, this);
        return error.toResponse();
    }

    /** Tells of an error: to the log, and to each hook. */
    void report(MappedError error) {
        log.write(error);
        for (Consumer<MappedError> observer : observers) {
            try {
                observer.accept(error);
            } catch (RuntimeException | LinkageError failed) {
                log.failed("A hook for errors failed", failed, error.request());
            }
        }
    }

    long droppedLines() {
        return log.dropped();
    }

    /** Tells of an error that was made up for by another attempt. */
    void recovered(MappedError error) {
        log.recovered(error);
    }

    private MappedError transform(MappedError error) {
        MappedError transformed = error;
        for (UnaryOperator<MappedError> transformer : transformers) {
            try {
                transformed = transformer.apply(transformed);
            } catch (RuntimeException | LinkageError failed) {
                log.failed("A transformer of errors failed", failed, error.request());
                // It may have been there to take something out.
                return error.withProblem(error.problem().bare());
            }
        }
        return transformed;
    }

    /** RFC 9110 section 15.5.2: a 401 has a challenge. */
    private Headers withChallenge(int status, Headers headers) {
        return status == 401 && !headers.contains("WWW-Authenticate")
                ? headers.plus("WWW-Authenticate", challenge)
                : headers;
    }

    ApiException map(Throwable thrown) {
        ApiException known = mapOrNull(thrown);
        return known == null ? internal() : known;
    }

    private static ApiException internal() {
        return new ApiException(SimpleErrorCode.ofStatus(500));
    }

    private @Nullable ApiException mapOrNull(Throwable thrown) {
        try {
            Throwable each = thrown;
            for (int i = 0; i < MAX_CAUSES && each != null; i++) {
                ApiException mapped = byRule(each);
                if (mapped != null) {
                    return mapped;
                }
                each = isWrapper(each) ? each.getCause() : null;
            }
        } catch (RuntimeException | LinkageError failed) {
            // A rule, or a method of what was thrown.
            log.failed("A rule for errors failed", failed, null);
        }
        return null;
    }

    private boolean isWrapper(Throwable thrown) {
        String name = thrown.getClass().getName();
        return WRAPPERS.contains(name) || wrappers.contains(name);
    }

    private @Nullable ApiException byRule(Throwable thrown) {
        for (Class<?> type = thrown.getClass(); type != null; type = type.getSuperclass()) {
            Function<Throwable, @Nullable ApiException> rule = rules.get(type);
            ApiException mapped = rule == null ? null : rule.apply(thrown);
            if (mapped == null) {
                mapped = LibraryErrors.map(thrown, type);
            }
            if (mapped == null
                    && jackson
                    && type.getName().equals("com.fasterxml.jackson.core.JsonProcessingException")) {
                mapped = JacksonErrors.map(thrown);
            }
            if (mapped != null) {
                return mapped;
            }
            if (thrown instanceof ApiException exception && type == ApiException.class) {
                return exception;
            }
            if (thrown instanceof HttpException exception && type == HttpException.class) {
                return of(exception);
            }
        }
        return null;
    }

    /** Returns an exception of the core, such as the router's 404, with the code that its status has. */
    private static ApiException of(HttpException exception) {
        ApiException mapped = new ApiException(SimpleErrorCode.ofStatus(exception.status()))
                .detail(exception.detail())
                .errors(exception.errors());
        Headers headers = exception.headers();
        for (int i = 0; i < headers.size(); i++) {
            mapped.header(headers.name(i), headers.value(i));
        }
        return mapped;
    }
}
