package dev.lift.middleware;

import dev.lift.Middleware;
import java.util.List;

/** Where each middleware stands in the recommended order, the outermost first, and which orders weaken something. */
enum Place {
    REQUEST_ID,
    TRACE,
    SPAN,
    ACCESS_LOG,
    METRICS,
    SERVER_TIMING,
    SECURITY_HEADERS,
    CORS,
    WARM_UP,
    MAINTENANCE,
    COMPRESSION,
    IP_FILTER,
    LOAD,
    BODY_LIMIT,
    CSRF,
    AUTHENTICATION,
    TENANT,
    AUTHORIZATION,
    FEATURE_GATE,
    RATE_LIMIT,
    DEADLINE,
    CACHE,
    CONDITIONAL,
    IDEMPOTENCY,
    VALIDATION;

    /** What must not stand further out than another, and why. */
    private record Rule(Place outer, Place inner, String reason) {}

    private static final String PREFLIGHT = "a browser sends a preflight without credentials, and it would be refused";
    private static final String UNSEEN = "what is refused further out would not be logged";
    private static final String BARE = "what is refused further out would not have them";
    private static final String UNKNOWN = "nobody knows yet who the caller is";
    private static final String STORED = "a reply that is stored would go to callers who may not see it";

    private static final List<Rule> RULES = List.of(
            new Rule(SPAN, TRACE, "its spans would have no parent"),
            new Rule(AUTHENTICATION, CORS, PREFLIGHT),
            new Rule(AUTHORIZATION, CORS, PREFLIGHT),
            new Rule(RATE_LIMIT, CORS, "preflights would use up what a caller may ask for"),
            new Rule(IDEMPOTENCY, CORS, "the headers of one origin would be replayed to another"),
            new Rule(CACHE, CORS, "the headers of one origin would be replayed to another"),
            new Rule(AUTHENTICATION, ACCESS_LOG, UNSEEN),
            new Rule(AUTHORIZATION, ACCESS_LOG, UNSEEN),
            new Rule(RATE_LIMIT, ACCESS_LOG, UNSEEN),
            new Rule(AUTHENTICATION, SECURITY_HEADERS, BARE),
            new Rule(AUTHORIZATION, SECURITY_HEADERS, BARE),
            new Rule(TENANT, AUTHENTICATION, UNKNOWN),
            new Rule(AUTHORIZATION, AUTHENTICATION, UNKNOWN),
            new Rule(IDEMPOTENCY, AUTHENTICATION, STORED),
            new Rule(IDEMPOTENCY, TENANT, STORED),
            new Rule(IDEMPOTENCY, AUTHORIZATION, STORED),
            new Rule(IDEMPOTENCY, CSRF, STORED),
            new Rule(CACHE, AUTHENTICATION, STORED),
            new Rule(CACHE, TENANT, STORED),
            new Rule(CACHE, AUTHORIZATION, STORED));

    /** Refuses to stand behind what must stand further in. */
    void checkBehind(List<Middleware> outer, Middleware self) {
        for (Middleware each : outer) {
            if (each instanceof Placed placed) {
                checkBehind(placed, self);
            }
        }
    }

    private void checkBehind(Placed outer, Middleware self) {
        for (Rule rule : RULES) {
            if (rule.outer == outer.place() && rule.inner == this) {
                throw new IllegalStateException(
                        self + " must come before " + outer + ", which was used first: " + rule.reason);
            }
        }
    }
}
