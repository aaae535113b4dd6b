package dev.lift.middleware;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lift.Handler;
import dev.lift.Lift;
import dev.lift.Middleware;
import dev.lift.http.EventSource;
import dev.lift.http.Request;
import dev.lift.http.Response;
import dev.lift.lambda.LiftHandler;
import dev.lift.testing.LiftTest;
import dev.lift.testing.TestClock;
import dev.lift.testing.TestResponse;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** How many requests there may be in what time. Ids are those of the fault catalogue. */
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class RateLimitTest extends MiddlewareContract {
    private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");
    private static final RateLimitPolicy THREE_A_MINUTE = RateLimitPolicy.tokenBucket(3, Duration.ofMinutes(1));

    private final TestClock clock = TestClock.at(NOW);

    @Override
    Middleware middleware() {
        return RateLimit.perClient(RateLimitPolicy.tokenBucket(1_000_000, Duration.ofHours(1)))
                .clock(TestClock.at(NOW));
    }

    @Override
    void assertApplied(TestResponse response) {
        assertThat(response.headers("RateLimit")).hasSize(1);
        assertThat(response.headers("RateLimit-Policy")).containsExactly("\"client\";q=1000000;w=3600");
    }

    private static Response authenticate(Request request, Handler next) throws Exception {
        request.header("X-User").ifPresent(user -> Principal.of(user).authenticate(request));
        return next.handle(request);
    }

    private static Lift app(RateLimit limit) {
        return Lift.of(routes -> routes.use(RateLimitTest::authenticate, limit)
                .get("/a", request -> Response.ok())
                .get("/users/{id}", request -> Response.ok())
                .post("/users/{id}", request -> Response.ok()));
    }

    private static Request from(String clientIp) {
        return Request.get("/a").clientIp(clientIp).build();
    }

    private static int admitted(Lift app, Request request, int sent) {
        int admitted = 0;
        for (int i = 0; i < sent; i++) {
            admitted += app.handle(request).status() == 200 ? 1 : 0;
        }
        return admitted;
    }

    @Test
    void RL09_headers_sayWhatIsLeft_andWhenToTryAgain() {
        Lift app = app(RateLimit.perClient(THREE_A_MINUTE).clock(clock));
        List<String> left = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            Response response = app.handle(from("203.0.113.9"));
            assertThat(response.headers().all("RateLimit-Policy")).containsExactly("\"client\";q=3;w=60");
            left.addAll(response.headers().all("RateLimit"));
        }
        assertThat(left).containsExactly("\"client\";r=2;t=20", "\"client\";r=1;t=40", "\"client\";r=0;t=60");
        Response refused = app.handle(from("203.0.113.9"));
        assertThat(refused.status()).isEqualTo(429);
        assertThat(refused.headers().all("Retry-After")).containsExactly("20");
        assertThat(refused.headers().all("RateLimit")).containsExactly("\"client\";r=0;t=60");
        clock.advance(Duration.ofMillis(19_999));
        assertThat(app.handle(from("203.0.113.9")).headers().all("Retry-After")).containsExactly("1");
        clock.advance(Duration.ofMillis(1));
        assertThat(app.handle(from("203.0.113.9")).status()).isEqualTo(200);
    }

    @Test
    void RL05_tokenBucket_hasNoEdges() {
        Lift app = app(RateLimit.perClient(
                        RateLimitPolicy.tokenBucket(60, Duration.ofMinutes(1)).burst(10))
                .clock(clock));
        assertThat(admitted(app, from("203.0.113.9"), 100)).isEqualTo(10);
        clock.advance(Duration.ofSeconds(1));
        assertThat(admitted(app, from("203.0.113.9"), 100)).isEqualTo(1);
        clock.advance(Duration.ofHours(1));
        assertThat(admitted(app, from("203.0.113.9"), 100)).isEqualTo(10);
    }

    /** In a fixed window there could be 20 in the two seconds around its end. */
    @Test
    void RL05_slidingWindow_hasNoEdges() {
        Lift app = app(RateLimit.perClient(RateLimitPolicy.slidingWindow(10, Duration.ofMinutes(1)))
                .clock(clock));
        clock.advance(Duration.ofSeconds(59));
        assertThat(admitted(app, from("203.0.113.9"), 100)).isEqualTo(10);
        clock.advance(Duration.ofSeconds(2));
        assertThat(admitted(app, from("203.0.113.9"), 100)).isZero();
        Response refused = app.handle(from("203.0.113.9"));
        long retryAfter = Long.parseLong(refused.headers().get("Retry-After").orElse("0"));
        clock.advance(Duration.ofSeconds(retryAfter));
        assertThat(app.handle(from("203.0.113.9")).status()).isEqualTo(200);
        clock.advance(Duration.ofMinutes(2));
        assertThat(admitted(app, from("203.0.113.9"), 100)).isEqualTo(10);
    }

    /** In any period of any history of requests there are no more than the policy says, and one that waits as told gets in. */
    @Test
    void RL05_anyHistory_keepsToThePolicy() {
        long seed = new Random().nextLong();
        Random random = new Random(seed);
        for (int round = 0; round < 300; round++) {
            int limit = 1 + random.nextInt(20);
            Duration period = Duration.ofMillis(1 + random.nextInt(5_000));
            boolean bucket = random.nextBoolean();
            int burst = bucket ? 1 + random.nextInt(30) : limit;
            RateLimitPolicy policy = bucket
                    ? RateLimitPolicy.tokenBucket(limit, period).burst(burst)
                    : RateLimitPolicy.slidingWindow(limit, period);
            // A sliding window may be off by what it does not know of how the window before was spread.
            int most = bucket ? burst + limit : 2 * limit;
            List<Instant> admitted = new ArrayList<>();
            RateLimitPolicy.State state = null;
            Instant now = NOW;
            for (int i = 0; i < 300; i++) {
                RateLimitPolicy.Decision decision = policy.decide(state, now);
                String as = "seed " + seed + ", round " + round + ": " + policy + " at " + now + ": " + decision;
                state = decision.state();
                assertThat(decision.remaining()).as(as).isBetween(0L, (long) Math.max(burst, limit));
                assertThat(decision.reset()).as(as).isGreaterThanOrEqualTo(Duration.ZERO);
                if (decision.allowed()) {
                    admitted.add(now);
                    Instant from = now.minus(period);
                    assertThat(admitted.stream()
                                    .filter(each -> each.isAfter(from))
                                    .count())
                            .as(as)
                            .isLessThanOrEqualTo(most);
                    now = now.plusNanos(random.nextLong(1 + period.toNanos() / limit));
                } else {
                    assertThat(decision.retryAfter()).as(as).isGreaterThan(Duration.ZERO);
                    assertThat(policy.decide(state, now.plus(decision.retryAfter()))
                                    .allowed())
                            .as(as)
                            .isTrue();
                    now = now.plus(
                            random.nextBoolean()
                                    ? decision.retryAfter()
                                    : decision.retryAfter().dividedBy(3));
                }
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"X-Forwarded-For", "X-Real-IP", "Forwarded", "CF-Connecting-IP", "True-Client-IP"})
    void RL01_spoofedAddresses_areOneClient(String header) {
        for (EventSource source : EventSource.values()) {
            if (source == EventSource.OTHER) {
                continue;
            }
            LiftTest test = LiftTest.of(
                            new Function(RateLimit.perClient(THREE_A_MINUTE).clock(clock)))
                    .withSource(source);
            int admitted = 0;
            for (int i = 0; i < 1_000; i++) {
                String address = "10.0." + i / 250 + "." + i % 250;
                admitted += test.get("/a")
                                        .clientIp("203.0.113.9")
                                        .header(header, header.equals("Forwarded") ? "for=" + address : address)
                                        .send()
                                        .status()
                                == 200
                        ? 1
                        : 0;
            }
            assertThat(admitted).as("%s", source).isEqualTo(3);
        }
    }

    private static final class Function extends LiftHandler {
        Function(RateLimit limit) {
            super(RateLimitTest.app(limit));
        }
    }

    @Test
    void RL02_networkOfIpv6_isOneClient() {
        Lift app = app(RateLimit.perClient(THREE_A_MINUTE).clock(clock));
        int admitted = 0;
        for (int i = 0; i < 100; i++) {
            admitted +=
                    app.handle(from("2001:db8:0:1::" + Integer.toHexString(i))).status() == 200 ? 1 : 0;
        }
        assertThat(admitted).isEqualTo(3);
        assertThat(app.handle(from("2001:db8:0:2::1")).status()).isEqualTo(200);
        assertThat(admitted(app, from("10.0.0.1"), 10)).isEqualTo(3);
        assertThat(admitted(app, from("::ffff:10.0.0.1"), 10)).isZero();
        assertThat(admitted(app, from("10.0.0.2"), 10)).isEqualTo(3);
    }

    @Test
    void RL03_keys_doNotRunIntoEachOther() {
        List<String> keys = new ArrayList<>();
        RateLimitStore recording = (key, policy, now) -> {
            keys.add(key);
            return policy.decide(null, now);
        };
        RateLimit limit = RateLimit.keyedBy(
                        "own",
                        THREE_A_MINUTE,
                        request -> request.header("X-Key").orElse(""))
                .store(recording);
        for (String key : List.of("a:b", "a", "ab", "A", "", "1:a", "x".repeat(100_000), "x".repeat(100_001))) {
            Request.Builder request = Request.get("/a");
            if (!key.isEmpty()) {
                request.header("X-Key", key);
            }
            app(limit).handle(request.build());
            app(limit.perRoute()).handle(request.build());
        }
        assertThat(keys).doesNotHaveDuplicates().allMatch(key -> key.length() <= 200);
        keys.clear();
        app(RateLimit.perPrincipal(THREE_A_MINUTE).store(recording)).handle(from("10.0.0.1"));
        app(RateLimit.perPrincipal(THREE_A_MINUTE).store(recording))
                .handle(Request.get("/a").header("X-User", "client:0a000001").build());
        assertThat(keys).doesNotHaveDuplicates();
    }

    @Test
    void RL04_manyThreads_areLetThroughExactly() throws Exception {
        for (RateLimitPolicy policy : List.of(
                RateLimitPolicy.tokenBucket(1_000, Duration.ofHours(1)),
                RateLimitPolicy.slidingWindow(1_000, Duration.ofHours(1)))) {
            Lift app = app(RateLimit.perClient(policy).clock(clock));
            AtomicInteger admitted = new AtomicInteger();
            List<Thread> threads = new ArrayList<>();
            for (int i = 0; i < 64; i++) {
                Thread thread = new Thread(() -> admitted.addAndGet(admitted(app, from("203.0.113.9"), 1_000)));
                thread.start();
                threads.add(thread);
            }
            for (Thread thread : threads) {
                thread.join();
            }
            assertThat(admitted).hasValue(1_000);
        }
    }

    /** LC-08, RL-06: back by an hour, forward by an hour, and a freeze of a quarter. */
    @Test
    void RL06_LC08_clockThatJumps_givesNoMoreThanABurst_andLocksNobodyOut() {
        for (RateLimitPolicy policy :
                List.of(THREE_A_MINUTE, RateLimitPolicy.slidingWindow(3, Duration.ofMinutes(1)))) {
            TestClock jumping = TestClock.at(NOW);
            Lift app = app(RateLimit.perClient(policy).clock(jumping));
            for (Duration jump : List.of(
                    Duration.ZERO,
                    Duration.ofHours(1),
                    Duration.ofHours(-1),
                    Duration.ofHours(-1),
                    Duration.ofMinutes(15),
                    Duration.ofDays(365))) {
                jumping.advance(jump);
                assertThat(admitted(app, from("203.0.113.9"), 100))
                        .as("%s: %s", policy, jump)
                        .isLessThanOrEqualTo(3);
                jumping.advance(Duration.ofMinutes(2));
                assertThat(admitted(app, from("203.0.113.9"), 100))
                        .as("%s: %s", policy, jump)
                        .isBetween(1, 3);
            }
        }
    }

    @Test
    void RL07_storeDown_isCountedHere_orRefused() {
        RateLimitStore down = (key, policy, now) -> {
            throw new java.io.IOException("down");
        };
        Lift open = app(RateLimit.perClient(THREE_A_MINUTE).clock(clock).store(down));
        assertThat(admitted(open, from("203.0.113.9"), 10)).isEqualTo(3);
        Lift closed =
                app(RateLimit.perClient(THREE_A_MINUTE).clock(clock).store(down).failingClosed());
        Response refused = closed.handle(from("203.0.113.9"));
        assertThat(refused.status()).isEqualTo(503);
        assertThat(refused.headers().contains("Retry-After")).isTrue();
        RateLimitStore interrupted = (key, policy, now) -> {
            throw new InterruptedException();
        };
        assertThat(app(RateLimit.perClient(THREE_A_MINUTE).store(interrupted))
                        .handle(from("203.0.113.9"))
                        .status())
                .isEqualTo(200);
        assertThat(Thread.interrupted()).isTrue();
    }

    /** RL-08: who is over the limit stays so, however many others come. */
    @Test
    void RL08_manyKeys_takeBoundedMemory_andGiveNobodyAFreshLimit() {
        Lift app = app(RateLimit.perClient(THREE_A_MINUTE).clock(clock).store(InMemoryRateLimitStore.ofKeys(100)));
        assertThat(admitted(app, from("203.0.113.9"), 10)).isEqualTo(3);
        int admitted = 0;
        for (int i = 0; i < 100_000; i++) {
            Request request = from("10." + i / 65_536 + "." + i / 256 % 256 + "." + i % 256);
            admitted += app.handle(request).status() == 200 ? 1 : 0;
        }
        assertThat(admitted(app, from("203.0.113.9"), 10)).isZero();
        assertThat(admitted).isBetween(99, 102);
        clock.advance(Duration.ofMinutes(1));
        assertThat(admitted(app, from("198.51.100.1"), 10)).isEqualTo(3);
        assertThatThrownBy(() -> InMemoryRateLimitStore.ofKeys(0)).hasMessageContaining("at least 1");
    }

    /** RL-10: other spellings of a path and other values of its parameters are one route. */
    @Test
    void RL10_perRoute_countsRoutesAndNotPaths() {
        Lift app = app(RateLimit.perClient(THREE_A_MINUTE).clock(clock).perRoute());
        int admitted = 0;
        for (int i = 0; i < 50; i++) {
            Request request = Request.get("/users/" + i).clientIp("203.0.113.9").build();
            admitted += app.handle(request).status() == 200 ? 1 : 0;
        }
        assertThat(admitted).isEqualTo(3);
        assertThat(admitted(app, from("203.0.113.9"), 10)).isEqualTo(3);
        assertThat(admitted(
                        app, Request.post("/users/1").clientIp("203.0.113.9").build(), 10))
                .isEqualTo(3);
        admitted = 0;
        for (int i = 0; i < 50; i++) {
            admitted += app.handle(Request.get("/absent-" + i)
                                            .clientIp("203.0.113.9")
                                            .build())
                                    .status()
                            == 404
                    ? 1
                    : 0;
        }
        assertThat(admitted).isEqualTo(3);
    }

    /** RL-11: by address before the caller is known, and by principal behind. */
    @Test
    void RL11_bothPositions_countTheirOwn() {
        Lift app = Lift.of(routes -> routes.use(
                        RateLimit.perClient(RateLimitPolicy.tokenBucket(5, Duration.ofMinutes(1)))
                                .clock(clock),
                        RateLimitTest::authenticate,
                        RateLimit.perPrincipal(THREE_A_MINUTE).clock(clock))
                .get("/a", request -> Response.ok()));
        Request ada = Request.get("/a")
                .clientIp("203.0.113.9")
                .header("X-User", "ada")
                .build();
        Request bob = Request.get("/a")
                .clientIp("203.0.113.9")
                .header("X-User", "bob")
                .build();
        assertThat(admitted(app, ada, 4)).isEqualTo(3);
        assertThat(admitted(app, bob, 4)).isEqualTo(1);
        Request elsewhere = Request.get("/a")
                .clientIp("203.0.113.10")
                .header("X-User", "bob")
                .build();
        Response response = app.handle(elsewhere);
        assertThat(response.status()).isEqualTo(200);
        assertThat(response.headers().all("RateLimit")).hasSize(2);
    }

    @Test
    void settings_outsideTheirRange_areRefused() {
        assertThatThrownBy(() -> RateLimitPolicy.tokenBucket(0, Duration.ofSeconds(1)))
                .hasMessageContaining("was 0");
        assertThatThrownBy(() -> RateLimitPolicy.slidingWindow(1, Duration.ZERO))
                .hasMessageContaining("millisecond");
        assertThatThrownBy(() -> RateLimitPolicy.slidingWindow(1, Duration.ofDays(2)))
                .hasMessageContaining("a day");
        assertThatThrownBy(() ->
                        RateLimitPolicy.tokenBucket(1, Duration.ofSeconds(1)).burst(-1))
                .hasMessageContaining("-1");
        assertThatThrownBy(() ->
                        RateLimitPolicy.slidingWindow(1, Duration.ofSeconds(1)).burst(2))
                .hasMessageContaining("no burst");
        assertThatThrownBy(() -> RateLimit.perClient(THREE_A_MINUTE).named("a b"))
                .hasMessageContaining("a b");
        assertThat(RateLimit.perClient(THREE_A_MINUTE.burst(9)).named("login"))
                .hasToString("RateLimit[login: token bucket of 3 in PT1M, 9 at once]");
    }
}
