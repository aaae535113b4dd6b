package dev.lift.middleware;

import dev.lift.Handler;
import dev.lift.http.Request;
import dev.lift.http.Response;
import dev.lift.json.FieldError;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Looks at query parameters and headers before handlers see them: 422 with a sentence for each that is missing, comes several times, or is
 * not what its rule asks for, all at once. Where they stand is said as {@code #/query/page} or {@code #/header/x-version}.
 *
 * <p>Immutable and thread-safe; each method returns a changed copy.
 *
 * <pre>{@code
 * app.group("/search", search -> search
 *         .use(ParameterRules.none()
 *                 .requiredQuery("q", ParameterRule.length(1, 100))
 *                 .query("page", ParameterRule.integer(1, 1_000))
 *                 .refusingOthers())
 *         .get("/", hello));
 * }</pre>
 */
public final class ParameterRules implements Placed {
    private static final int MOST_ERRORS = 100;

    private final Map<String, Rule> query;
    private final Map<String, Rule> headers;
    private final boolean refusingOthers;

    private record Rule(ParameterRule rule, boolean required) {}

    private ParameterRules(Map<String, Rule> query, Map<String, Rule> headers, boolean refusingOthers) {
        this.query = query;
        this.headers = headers;
        this.refusingOthers = refusingOthers;
    }

    /**
     * Begins without rules.
     *
     * @return the middleware, which lets everything through
     */
    public static ParameterRules none() {
        return new ParameterRules(Map.of(), Map.of(), /* refusingOthers= */ false);
    }

    /**
     * Asks something of a query parameter that may be left out.
     *
     * @param name its name
     * @param rule the rule
     * @return the middleware with it
     */
    public ParameterRules query(String name, ParameterRule rule) {
        return new ParameterRules(with(query, name, new Rule(rule, /* required= */ false)), headers, refusingOthers);
    }

    /**
     * Asks for a query parameter.
     *
     * @param name its name
     * @param rule the rule
     * @return the middleware with it
     */
    public ParameterRules requiredQuery(String name, ParameterRule rule) {
        return new ParameterRules(with(query, name, new Rule(rule, /* required= */ true)), headers, refusingOthers);
    }

    /**
     * Asks something of a header that may be left out.
     *
     * @param name its name
     * @param rule the rule
     * @return the middleware with it
     * @throws IllegalArgumentException when it is no name
     */
    public ParameterRules header(String name, ParameterRule rule) {
        Rule optional = new Rule(rule, /* required= */ false);
        return new ParameterRules(query, with(headers, HeaderNames.check(name), optional), refusingOthers);
    }

    /**
     * Asks for a header.
     *
     * @param name its name
     * @param rule the rule
     * @return the middleware with it
     * @throws IllegalArgumentException when it is no name
     */
    public ParameterRules requiredHeader(String name, ParameterRule rule) {
        Rule required = new Rule(rule, /* required= */ true);
        return new ParameterRules(query, with(headers, HeaderNames.check(name), required), refusingOthers);
    }

    /**
     * Refuses query parameters that there is no rule for, as a misspelt one would else be ignored.
     *
     * @return the middleware with it
     */
    public ParameterRules refusingOthers() {
        return new ParameterRules(query, headers, /* refusingOthers= */ true);
    }

    private static Map<String, Rule> with(Map<String, Rule> rules, String name, Rule rule) {
        Map<String, Rule> more = new LinkedHashMap<>(rules);
        if (more.put(name, rule) != null) {
            throw new IllegalArgumentException("There are two rules for " + name);
        }
        return more;
    }

    @Override
    public Response handle(Request request, Handler next) throws Exception {
        List<FieldError> errors = new ArrayList<>();
        query.forEach((name, rule) -> check("query", name, request.queryParams(name), rule, errors));
        headers.forEach((name, rule) -> check("header", name, request.headers(name), rule, errors));
        if (refusingOthers) {
            for (String name : request.queryParams().names()) {
                if (!query.containsKey(name)) {
                    errors.add(FieldError.at(List.of("query", name), "is not known", /* violation= */ true));
                }
            }
        }
        if (!errors.isEmpty()) {
            throw new InvalidFieldsException(
                    "The request has parameters that are not valid",
                    errors.subList(0, Math.min(errors.size(), MOST_ERRORS)));
        }
        return next.handle(request);
    }

    private static void check(String kind, String name, List<String> sent, Rule rule, List<FieldError> errors) {
        String sentence = "";
        if (sent.isEmpty()) {
            sentence = rule.required ? "is missing; it " + rule.rule.sentence() : "";
        } else if (sent.size() > 1) {
            sentence = "must come once";
        } else if (!rule.rule.isMetBy(sent.get(0))) {
            sentence = rule.rule.sentence();
        }
        if (!sentence.isEmpty()) {
            errors.add(FieldError.at(List.of(kind, name), sentence, /* violation= */ true));
        }
    }

    @Override
    public Place place() {
        return Place.VALIDATION;
    }

    /** The names. */
    @Override
    public String toString() {
        return "ParameterRules" + query.keySet() + headers.keySet();
    }
}
