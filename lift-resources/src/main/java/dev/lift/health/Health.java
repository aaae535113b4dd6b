package dev.lift.health;

import dev.lift.Routes;
import dev.lift.http.Deadline;
import dev.lift.http.HttpException;
import dev.lift.http.MediaType;
import dev.lift.http.Request;
import dev.lift.http.Response;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import java.util.function.Predicate;

/**
 * The health of an app: looks at its components at the same time, each for no longer than it may take and the invocation lasts, and
 * reports it.
 *
 * <p>Mounted as a group it has four routes. {@code /live} says that the app answers, and asks nothing of anybody else. {@code /ready}
 * is 503 when a critical component is down. {@code /} is the whole report and {@code /{component}} one of its parts, both for those who
 * may see details; others see {@code pass}, {@code warn} or {@code fail} of the whole, and no component. No cache keeps a reply.
 *
 * <p>Thread-safe.
 *
 * <pre>{@code
 * Health health = Health.builder()
 *         .check(HealthChecks.pool("sessions", sessions))
 *         .check(HealthChecks.memory().nonCritical())
 *         .detailsFor(request -> request.invocation().jwtClaims().containsKey("ops"))
 *         .build();
 * app.group("/health", health);
 * }</pre>
 */
public final class Health implements Consumer<Routes> {
    private static final MediaType HEALTH_JSON = MediaType.parse("application/health+json");

    private final List<Watched> watched = new ArrayList<>();
    private final Predicate<Request> seesDetails;
    private final Map<String, String> about;
    private final Duration within;
    private final int atATime;

    private Health(Builder builder) {
        for (HealthCheck check : builder.checks.values()) {
            watched.add(new Watched(check, builder.clock));
        }
        seesDetails = builder.seesDetails;
        about = new LinkedHashMap<>(builder.about);
        within = builder.within;
        atATime = builder.atATime;
    }

    /**
     * Starts to describe the health of an app.
     *
     * @return a builder
     */
    public static Builder builder() {
        return new Builder();
    }

    /**
     * Declares the routes, in a group that says where.
     *
     * @param routes the group
     */
    @Override
    public void accept(Routes routes) {
        routes.get("/live", request -> reply(new HealthReport(HealthStatus.UP, List.of()), false));
        routes.get("/ready", request -> reply(report(request.deadline()), false));
        routes.get("/", request -> reply(report(request.deadline()), seesDetails.test(request)));
        routes.get("/{component}", this::component);
    }

    private Response component(Request request) throws InterruptedException {
        String name = request.pathParam("component");
        List<Watched> wanted =
                watched.stream().filter(each -> each.check.name().equals(name)).toList();
        // Who may not see details does not learn which components there are either.
        if (wanted.isEmpty() || !seesDetails.test(request)) {
            throw new HttpException(404, "There is no such component");
        }
        return reply(report(wanted, request.deadline()), true);
    }

    private Response reply(HealthReport report, boolean details) {
        return Response.status(report.status() == HealthStatus.DOWN ? 503 : 200)
                .bytes(report.toJson(details, about), HEALTH_JSON)
                .header("Cache-Control", "no-store");
    }

    /**
     * Looks at all components.
     *
     * @param deadline the deadline of the invocation; a tenth of a second of it is left for the reply
     * @return what was found
     * @throws InterruptedException when the thread is interrupted
     */
    public HealthReport report(Deadline deadline) throws InterruptedException {
        return report(watched, deadline);
    }

    private HealthReport report(List<Watched> wanted, Deadline deadline) throws InterruptedException {
        long left = Math.min(within.toMillis(), deadline.remainingMillis() - 100);
        long end = System.nanoTime() + Math.max(1, left) * 1_000_000;
        List<CompletableFuture<Watched.Found>> looks = new ArrayList<>();
        List<HealthReport.Component> components = new ArrayList<>();
        for (int i = 0; i < wanted.size(); i++) {
            while (looks.size() < wanted.size() && looks.size() < i + atATime) {
                looks.add(wanted.get(looks.size()).look());
            }
            Duration rest = Duration.ofNanos(Math.max(0, end - System.nanoTime()));
            Watched each = wanted.get(i);
            Watched.Found found = each.await(looks.get(i), rest);
            components.add(new HealthReport.Component(
                    each.check.name, each.check.componentType, each.check.critical, found.result(), found.at()));
        }
        return HealthReport.of(components);
    }

    /** The names of the components. */
    @Override
    public String toString() {
        List<String> names = new ArrayList<>();
        watched.forEach(each -> names.add(each.check.name()));
        return "Health" + names;
    }

    /** Describes the health of an app. Not thread-safe. {@code Health.builder().check(HealthChecks.memory()).build()} */
    public static final class Builder {
        private final Map<String, HealthCheck> checks = new LinkedHashMap<>();
        private final Map<String, String> about = new LinkedHashMap<>();
        private Predicate<Request> seesDetails = request -> false;
        private Duration within = Duration.ofSeconds(5);
        private int atATime = 8;
        private Clock clock = Clock.systemUTC();

        Builder() {}

        /**
         * Adds a component.
         *
         * @param check looks at it
         * @return this builder
         * @throws IllegalArgumentException when there is one of its name
         */
        public Builder check(HealthCheck check) {
            if (checks.putIfAbsent(check.name(), check) != null) {
                throw new IllegalArgumentException("There are two health checks of the name " + check.name());
            }
            return this;
        }

        /**
         * Sets who may see details: which components there are, and what is wrong with them.
         *
         * @param allowed decides by the request, after the middleware of the group; nobody unless set
         * @return this builder
         */
        public Builder detailsFor(Predicate<Request> allowed) {
            seesDetails = allowed;
            return this;
        }

        /**
         * Adds what the details say of the service: {@code version}, {@code releaseId}, {@code serviceId}, {@code description}.
         *
         * @param name the member of the reply
         * @param value its value
         * @return this builder
         * @throws IllegalArgumentException for the members {@code status} and {@code checks}
         */
        public Builder about(String name, String value) {
            if (name.equals("status") || name.equals("checks")) {
                throw new IllegalArgumentException("The member " + name + " is the report's own");
            }
            about.put(name, value);
            return this;
        }

        /**
         * Sets how long a report may take.
         *
         * @param limit above zero; 5 seconds unless set, and never more than the invocation's deadline leaves
         * @return this builder
         * @throws IllegalArgumentException when it is not above zero
         */
        public Builder within(Duration limit) {
            if (limit.isNegative() || limit.isZero()) {
                throw new IllegalArgumentException("within must be above zero, was " + limit);
            }
            within = limit;
            return this;
        }

        /**
         * Sets how many components are looked at at a time.
         *
         * @param most from 1; 8 unless set
         * @return this builder
         * @throws IllegalArgumentException when it is below 1
         */
        public Builder atATime(int most) {
            if (most < 1) {
                throw new IllegalArgumentException("atATime must be at least 1, was " + most);
            }
            atATime = most;
            return this;
        }

        /**
         * Sets the clock that ages of results are counted by, for tests.
         *
         * @param wall the clock
         * @return this builder
         */
        public Builder clock(Clock wall) {
            clock = wall;
            return this;
        }

        /**
         * Makes it.
         *
         * @return the health
         */
        public Health build() {
            return new Health(this);
        }
    }
}
