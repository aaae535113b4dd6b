package dev.lift.errors;

import dev.lift.http.Request;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * Says the titles of errors in the language that a client asks for by {@code Accept-Language} (RFC 9110 section 12.5.4, matched by
 * the lookup of RFC 4647 section 3.4). Details are the business of whoever writes them. Replies have {@code Content-Language} and
 * {@code Vary}.
 *
 * <p>Immutable and thread-safe.
 *
 * <pre>{@code
 * Translations titles = Translations.of(Locale.ENGLISH)
 *         .with(Locale.FRENCH, Map.of("order-not-found", "Cette commande n'existe pas"));
 * ErrorMapping errors = ErrorMapping.builder().transform(titles).build();
 * }</pre>
 */
public final class Translations implements UnaryOperator<MappedError> {
    /** No browser sends a longer one. */
    private static final int MAX_HEADER_LENGTH = 1_024;

    private final Locale original;
    private final Map<Locale, Map<String, String>> titles;

    private Translations(Locale original, Map<Locale, Map<String, String>> titles) {
        this.original = original;
        this.titles = titles;
    }

    /**
     * Makes one without translations.
     *
     * @param original the language of the titles in the catalogue, which serves where nothing else fits
     * @return the translations
     */
    public static Translations of(Locale original) {
        return new Translations(original, Map.of(original, Map.of()));
    }

    /**
     * Returns a copy with a further language.
     *
     * @param language the language
     * @param titlesByCode titles by error code; one that is missing is said in the original language
     * @return the copy
     */
    public Translations with(Locale language, Map<String, String> titlesByCode) {
        Map<Locale, Map<String, String>> all = new HashMap<>(titles);
        all.put(language, Map.copyOf(titlesByCode));
        return new Translations(original, Map.copyOf(all));
    }

    /** Translates an error's title. */
    @Override
    public MappedError apply(MappedError error) {
        Locale language = language(error.request());
        ErrorCode code = error.exception().code();
        String title = titles.getOrDefault(language, Map.of()).get(code.code());
        Problem problem = error.problem();
        if (title != null) {
            // A code without documentation says its title as the detail.
            boolean titleIsDetail = problem.type().equals(Problem.ABOUT_BLANK)
                    && problem.detail().orElse(code.title()).equals(code.title());
            problem = titleIsDetail ? problem.withDetail(title) : problem.withTitle(title);
        }
        return error.withProblem(problem)
                .withHeader("Vary", "Accept-Language")
                .withHeader("Content-Language", (title == null ? original : language).toLanguageTag());
    }

    private Locale language(Request request) {
        String accept = String.join(",", request.headers("Accept-Language"));
        if (accept.isBlank() || accept.length() > MAX_HEADER_LENGTH) {
            return original;
        }
        Locale best = lookup(accept);
        return best == null ? original : best;
    }

    private @Nullable Locale lookup(String accept) {
        try {
            List<Locale.LanguageRange> ranges = Locale.LanguageRange.parse(accept);
            return Locale.lookup(ranges, titles.keySet());
        } catch (IllegalArgumentException malformed) {
            return null;
        }
    }
}
