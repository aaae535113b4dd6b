package dev.lift.middleware;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lift.Handler;
import dev.lift.Lift;
import dev.lift.Middleware;
import dev.lift.http.Cookie;
import dev.lift.http.EventSource;
import dev.lift.http.HttpException;
import dev.lift.http.Invocation;
import dev.lift.http.Request;
import dev.lift.http.Response;
import dev.lift.testing.TestClock;
import dev.lift.testing.TestContext;
import dev.lift.testing.TestRequest;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Requests that are sent several times. Ids are those of the fault catalogue. */
@Timeout(value = 120, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class IdempotencyTest extends MiddlewareContract {
    private final TestClock clock = TestClock.at(Instant.parse("2026-01-01T00:00:00Z"));
    private final AtomicInteger handled = new AtomicInteger();
    private final IdempotencyStore store = InMemoryIdempotencyStore.ofRecords(20_000);

    @Override
    Middleware middleware() {
        return Idempotency.with(InMemoryIdempotencyStore.ofRecords(10_000));
    }

    @Override
    TestRequest prepared(TestRequest request) {
        return request.header("Idempotency-Key", "key-" + handled.incrementAndGet());
    }

    private Idempotency idempotency() {
        return Idempotency.with(store).clock(clock);
    }

    private static Lift app(Middleware idempotency, Handler handler) {
        return Lift.of(routes -> routes.use(IdempotencyTest::authenticate, idempotency)
                .post("/orders", handler)
                .put("/orders", handler)
                .patch("/orders", handler)
                .delete("/orders", handler)
                .get("/orders", handler)
                .post("/orders/{id}", handler));
    }

    private static Response authenticate(Request request, Handler next) throws Exception {
        request.header("X-User").ifPresent(user -> Principal.of(user).authenticate(request));
        return next.handle(request);
    }

    private Response count(Request request) {
        return Response.created("/orders/" + handled.incrementAndGet()).text(request.bodyText());
    }

    private static Request.Builder post(String key) {
        return Request.post("/orders")
                .header("Content-Type", "application/json")
                .header("Idempotency-Key", key);
    }

    private static Request.Builder post(String key, String body) {
        return post(key).body(body.getBytes(StandardCharsets.UTF_8));
    }

    private static boolean isReplay(Response response) {
        return response.headers().contains("Idempotency-Replayed");
    }

    @Test
    void ID10_secondRequest_getsTheReplyOfTheFirst() {
        Lift app = app(idempotency(), request -> {
            handled.incrementAndGet();
            return Response.status(201)
                    .header("Location", "/orders/1")
                    .header("X-Several", "a")
                    .addHeader("X-Several", "b")
                    .header("Content-Type", "application/octet-stream")
                    .withBody(new byte[] {0, -1, 10})
                    .cookie(Cookie.of("session", "secret"));
        });
        Response first = app.handle(post("one", "{}").build());
        Response second = app.handle(post("one", "{}").build());
        assertThat(handled).hasValue(1);
        assertThat(isReplay(first)).isFalse();
        assertThat(second.headers().all("Idempotency-Replayed")).containsExactly("true");
        assertThat(second.status()).isEqualTo(201);
        assertThat(second.bodyBytes()).isEqualTo(new byte[] {0, -1, 10});
        assertThat(second.headers().all("X-Several")).containsExactly("a", "b");
        assertThat(second.headers().all("Location")).containsExactly("/orders/1");
        assertThat(second.headers().all("Content-Type")).containsExactly("application/octet-stream");
        assertThat(first.headers().contains("Set-Cookie")).isTrue();
        assertThat(second.headers().contains("Set-Cookie")).isFalse();
    }

    @Test
    void ID11_onlySomeHeaders_areKept() {
        Lift app = app(
                idempotency().keepingHeaders("Location", "Content-Type"),
                request -> Response.created("/orders/1").text("a").header("X-Secret", "s"));
        assertThat(app.handle(post("one").build()).headers().contains("X-Secret"))
                .isTrue();
        Response replay = app.handle(post("one").build());
        assertThat(replay.headers().contains("X-Secret")).isFalse();
        assertThat(replay.headers().contains("Location")).isTrue();
        assertThatThrownBy(() -> idempotency().keepingHeaders("set-cookie")).hasMessageContaining("Cookies");
    }

    /** Has the effect of a request and its completed claim in one transaction, of a database that may refuse to commit. */
    private Middleware transactions(List<String> effects, IdempotencyStore database, boolean commits) {
        return (request, next) -> {
            Response response = next.handle(request);
            IdempotencyClaim claim = IdempotencyClaim.of(request).orElseThrow();
            if (!commits) {
                assertThat(claim.complete(response, new Undone(database))).isTrue();
                throw new IllegalStateException("The transaction could not be committed");
            }
            if (!claim.complete(response, database)) {
                return Response.status(409).text("Rolled back");
            }
            effects.add(response.bodyText());
            return response;
        };
    }

    /** A part of a transaction that is rolled back: it says that it has completed, and nothing comes of it. */
    private record Undone(IdempotencyStore store) implements IdempotencyStore {
        @Override
        public Optional<IdempotencyRecord> claim(
                String key, String fingerprint, String owner, Instant now, Instant until) {
            throw new AssertionError("The claim stands outside of the transaction");
        }

        @Override
        public boolean complete(String key, String owner, byte[] reply, Instant until) {
            return true;
        }

        @Override
        public boolean release(String key, String owner) {
            throw new AssertionError("The claim stands outside of the transaction");
        }

        @Override
        public int maxReplyBytes() {
            return store.maxReplyBytes();
        }
    }

    @Test
    void ID02_claimThatIsCompletedWithItsEffect_isLeftAlone() {
        List<String> effects = new ArrayList<>();
        Lift app = app(
                Middleware.all(idempotency(), transactions(effects, store, true)),
                request -> Response.text("order " + handled.incrementAndGet()));
        assertThat(app.handle(post("a").build()).bodyText()).isEqualTo("order 1");
        Response again = app.handle(post("a").build());
        assertThat(again.bodyText()).isEqualTo("order 1");
        assertThat(again.headers().contains("Idempotency-Replayed")).isTrue();
        assertThat(effects).containsExactly("order 1");
    }

    @Test
    void ID02_transactionThatIsNotCommitted_freesTheKey() {
        List<String> effects = new ArrayList<>();
        Handler handler = request -> Response.text("order " + handled.incrementAndGet());
        Lift fails = app(Middleware.all(idempotency(), transactions(effects, store, false)), handler);
        Lift works = app(Middleware.all(idempotency(), transactions(effects, store, true)), handler);
        assertThat(fails.handle(post("a").build()).status()).isEqualTo(500);
        assertThat(works.handle(post("a").build()).bodyText()).isEqualTo("order 2");
        assertThat(effects).containsExactly("order 2");
    }

    /** Another has claimed the key since, and is to have the effect. */
    @Test
    void ID03_zombie_canNotHaveTheEffect() {
        List<String> effects = new ArrayList<>();
        Lift second = app(
                Middleware.all(idempotency(), transactions(effects, store, true)), request -> Response.text("second"));
        Lift first = app(Middleware.all(idempotency(), transactions(effects, store, true)), request -> {
            clock.advance(Duration.ofMinutes(16));
            assertThat(second.handle(post("a").build()).status()).isEqualTo(200);
            return Response.text("first");
        });
        assertThat(first.handle(post("a").build()).status()).isEqualTo(409);
        assertThat(effects).containsExactly("second");
        assertThat(second.handle(post("a").build()).bodyText()).isEqualTo("second");
    }

    @ParameterizedTest
    @CsvSource({"POST, 400", "PATCH, 400", "PUT, 201", "DELETE, 201", "GET, 201"})
    void ID09_missingKey_is400_whereItMatters(String method, int status) {
        Lift app = app(idempotency(), this::count);
        assertThat(app.handle(Request.of(method, "/orders").build()).status()).isEqualTo(status);
        assertThat(app(idempotency().optional(), this::count)
                        .handle(Request.of(method, "/orders").build())
                        .status())
                .isEqualTo(201);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "\"\"",
                "\"a",
                "a\"",
                "\"a\"b",
                "\"a\\\"",
                "\"a\\b\"",
                "a b",
                "a,b",
                "a;b=1",
                "\"a\";b=1",
                "\"a\", \"b\""
            })
    void ID09_malformedKey_is400(String key) {
        Response response = app(idempotency(), this::count).handle(post(key).build());
        assertThat(response.status()).isEqualTo(400);
        assertThat(handled).hasValue(0);
    }

    @Test
    void ID09_keysOfAnyLengthUpTo255_andNotTwo() {
        Lift app = app(idempotency(), this::count);
        assertThat(app.handle(post("k".repeat(255)).build()).status()).isEqualTo(201);
        assertThat(app.handle(post("k".repeat(256)).build()).status()).isEqualTo(400);
        assertThat(app.handle(post("one").header("Idempotency-Key", "one").build())
                        .status())
                .isEqualTo(400);
    }

    /** The draft's string and what most clients send are one key. */
    @Test
    void ID09_quotes_makeNoDifference() {
        Lift app = app(idempotency(), this::count);
        assertThat(isReplay(app.handle(post("\"8e03978e-40d5\"").build()))).isFalse();
        assertThat(isReplay(app.handle(post("8e03978e-40d5").build()))).isTrue();
        assertThat(isReplay(app.handle(post("\"a\\\"b\\\\\"").build()))).isFalse();
        assertThat(isReplay(app.handle(post("\"a\\\"b\\\\\"").build()))).isTrue();
    }

    @Test
    void ID04_otherPayload_is422() {
        Lift app = app(idempotency(), this::count);
        assertThat(app.handle(post("one", "{\"a\":1}").build()).status()).isEqualTo(201);
        for (String other : List.of("{\"a\":2}", "{\"a\":1} ", "", "{\"a\": 1}")) {
            assertThat(app.handle(post("one", other).build()).status())
                    .as(other)
                    .isEqualTo(422);
        }
        assertThat(app.handle(Request.post("/orders?x=1")
                                .header("Idempotency-Key", "one")
                                .body("{\"a\":1}".getBytes(StandardCharsets.UTF_8))
                                .build())
                        .status())
                .isEqualTo(422);
        assertThat(isReplay(app.handle(post("one", "{\"a\":1}").build()))).isTrue();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{\"a\":1,\"b\":[true,null]}|{ \"b\" : [true , null], \"a\":1.0 }|201",
                "{\"a\":100}|{\"a\":1e2}|201",
                "{\"a\":\"é\"}|{\"a\":\"\\u00e9\"}|201",
                "{\"a\":0}|{\"a\":-0}|201",
                "{\"a\":1}|{\"a\":\"1\"}|422",
                "{\"a\":[1,2]}|{\"a\":[2,1]}|422",
                "{\"a\":[1,2]}|{\"a\":[12]}|422",
                "{\"a\":null}|{}|422",
                "{\"a\":false}|{\"a\":null}|422",
                "{\"a\":{}}|{\"a\":[]}|422",
                "{\"ab\":\"c\"}|{\"a\":\"bc\"}|422",
                "[[1],2]|[[1,2]]|422",
                "{\"a\":1e999999999}|{\"a\":1e999999998}|422",
                "{\"a\":1e99999999999}|{\"a\":1e99999999998}|422",
                "{\"a\":1,\"a\":1}|{\"a\":1}|422",
                "{broken|{ broken|422"
            })
    void ID05_json_canBeComparedByItsMeaning(String one, String other, int status) {
        Lift app = app(idempotency().comparingJson(), this::count);
        assertThat(app.handle(post("one", one).build()).status()).isEqualTo(201);
        Response second = app.handle(post("one", other).build());
        assertThat(second.status()).isEqualTo(status);
        assertThat(isReplay(second)).isEqualTo(status == 201);
    }

    @Test
    void ID04_ID12_otherCallersMethodsAndPaths_haveTheirOwnKeys() {
        Lift app = app(idempotency(), this::count);
        List<Request> requests = List.of(
                post("one").build(),
                post("one").header("X-User", "ada").build(),
                post("one").header("X-User", "bob").build(),
                Request.put("/orders").header("Idempotency-Key", "one").build(),
                Request.post("/orders/1").header("Idempotency-Key", "one").build(),
                Request.post("/orders/2").header("Idempotency-Key", "one").build());
        for (Request request : requests) {
            assertThat(isReplay(app.handle(request))).isFalse();
        }
        assertThat(handled).hasValue(requests.size());
        Lift byTenant =
                app(idempotency().scope(request -> request.header("X-Tenant").orElse("")), this::count);
        assertThat(isReplay(byTenant.handle(post("two").header("X-Tenant", "a").build())))
                .isFalse();
        assertThat(isReplay(byTenant.handle(post("two").header("X-Tenant", "b").build())))
                .isFalse();
        assertThat(isReplay(byTenant.handle(post("two").header("X-Tenant", "a").build())))
                .isTrue();
    }

    @ParameterizedTest
    @CsvSource({
        "200, true", "201, true", "204, true", "303, true", "404, true", "410, true", "413, true", "400, false",
                "401, false",
        "403, false", "408, false", "409, false", "422, false", "425, false", "429, false", "500, false", "503, false",
                "504, false"
    })
    void ID07_onlyWhatIsFinal_isKept(int status, boolean kept) {
        for (boolean thrown : new boolean[] {true, false}) {
            handled.set(0);
            String key = status + "-" + thrown;
            Lift app = app(idempotency(), request -> {
                handled.incrementAndGet();
                if (thrown && status >= 400) {
                    throw new HttpException(status, "No");
                }
                return Response.status(status);
            });
            assertThat(app.handle(post(key).build()).status()).isEqualTo(status);
            Response second = app.handle(post(key).build());
            assertThat(second.status()).isEqualTo(status);
            assertThat(isReplay(second)).isEqualTo(kept);
            assertThat(handled).hasValue(kept ? 1 : 2);
        }
    }

    @Test
    void ID07_handlerThatThrows_releasesTheKey() {
        AtomicInteger calls = new AtomicInteger();
        Lift app = app(idempotency(), request -> {
            if (calls.incrementAndGet() == 1) {
                throw new IllegalStateException("the first time");
            }
            return Response.ok();
        });
        assertThat(app.handle(post("one").build()).status()).isEqualTo(500);
        assertThat(app.handle(post("one").build()).status()).isEqualTo(200);
    }

    @Test
    void ID14_requestsThatOnlyRead_areNotLookedAt() {
        Lift app = app(idempotency(), this::count);
        for (int i = 0; i < 2; i++) {
            assertThat(isReplay(app.handle(Request.get("/orders")
                            .header("Idempotency-Key", "a b")
                            .build())))
                    .isFalse();
        }
        assertThat(handled).hasValue(2);
    }

    @Test
    void ID06_replies_expire() {
        Lift app = app(idempotency().keepFor(Duration.ofMinutes(5)), this::count);
        assertThat(isReplay(app.handle(post("one").build()))).isFalse();
        clock.advance(Duration.ofMinutes(5).minusMillis(1));
        assertThat(isReplay(app.handle(post("one").build()))).isTrue();
        clock.advance(Duration.ofMillis(1));
        assertThat(isReplay(app.handle(post("one").build()))).isFalse();
        assertThatThrownBy(() -> idempotency().keepFor(Duration.ofMillis(999))).hasMessageContaining("a second");
    }

    /** ID-13: a claim lasts for as long as its invocation can, and the margin. */
    @ParameterizedTest
    @CsvSource({"3, 10, 13", "60, 0, 60", "0, 10, 10"})
    void ID13_claim_lastsUntilTheDeadline(int left, int margin, int seconds) throws Exception {
        CountDownLatch inHandler = new CountDownLatch(1);
        CountDownLatch mayEnd = new CountDownLatch(1);
        Lift app = app(idempotency().clockMargin(Duration.ofSeconds(margin)), request -> {
            if (handled.incrementAndGet() == 1) {
                inHandler.countDown();
                mayEnd.await();
            }
            return Response.ok();
        });
        Request first = post("one")
                .invocation(Invocation.of(
                        new TestContext("first", clock, Duration.ofSeconds(left)), new byte[0], EventSource.HTTP_API))
                .build();
        Thread running = new Thread(() -> app.handle(first));
        running.start();
        inHandler.await();
        clock.advance(Duration.ofSeconds(seconds).minusMillis(1));
        Response early = app.handle(post("one").build());
        assertThat(early.status()).isEqualTo(409);
        assertThat(early.headers().all("Retry-After")).containsExactly("1");
        clock.advance(Duration.ofMillis(1));
        assertThat(app.handle(post("one").build()).status()).isEqualTo(200);
        mayEnd.countDown();
        running.join();
        assertThat(handled).hasValue(2);
    }

    @Test
    void ID13_withoutAContext_aClaimLastsAsLongAsLambdaLetsAFunctionRun() throws Exception {
        List<Duration> claims = new ArrayList<>();
        IdempotencyStore recording = new Faulty(store) {
            @Override
            public Optional<IdempotencyRecord> claim(String key, String print, String owner, Instant now, Instant until)
                    throws Exception {
                claims.add(Duration.between(now, until));
                return super.claim(key, print, owner, now, until);
            }
        };
        app(Idempotency.with(recording).clock(clock), this::count)
                .handle(post("one").build());
        assertThat(claims).containsExactly(Duration.ofMinutes(15).plusSeconds(10));
    }

    /** ID-16: the claimer's clock is five minutes behind or ahead of the other's. */
    @ParameterizedTest
    @ValueSource(ints = {-5, 5})
    void ID16_clocksThatDiffer_makeNoTwoOwnersWithinTheMargin(int minutes) throws Exception {
        TestClock other = TestClock.at(clock.instant().plus(Duration.ofMinutes(minutes)));
        Idempotency margin = idempotency().clockMargin(Duration.ofMinutes(5));
        CountDownLatch inHandler = new CountDownLatch(1);
        CountDownLatch mayEnd = new CountDownLatch(1);
        Lift one = app(margin, request -> {
            inHandler.countDown();
            mayEnd.await();
            return count(request);
        });
        Lift two = app(margin.clock(other), this::count);
        Request first = post("one")
                .invocation(Invocation.of(
                        new TestContext("first", clock, Duration.ofSeconds(3)), new byte[0], EventSource.HTTP_API))
                .build();
        Thread running = new Thread(() -> one.handle(first));
        running.start();
        inHandler.await();
        clock.advance(Duration.ofMillis(2_999)); // The invocation still runs.
        other.advance(Duration.ofMillis(2_999));
        assertThat(two.handle(post("one").build()).status()).isEqualTo(409);
        mayEnd.countDown();
        running.join();
        assertThat(isReplay(two.handle(post("one").build()))).isTrue();
        assertThat(handled).hasValue(1);
        assertThatThrownBy(() -> idempotency().clockMargin(Duration.ofMillis(-1)))
                .hasMessageContaining("negative");
    }

    /** ID-03: the first comes back when the second has begun, or is done. Its own client gets its reply, nobody else. */
    @Test
    void ID03_zombie_changesNothingOfItsSuccessor() throws Exception {
        CountDownLatch inHandler = new CountDownLatch(1);
        CountDownLatch mayEnd = new CountDownLatch(1);
        Lift app = app(idempotency(), request -> {
            int number = handled.incrementAndGet();
            if (number == 1) {
                inHandler.countDown();
                mayEnd.await();
            }
            return Response.text("number " + number);
        });
        List<Response> late = Collections.synchronizedList(new ArrayList<>());
        Request first = post("one")
                .invocation(Invocation.of(
                        new TestContext("first", clock, Duration.ofSeconds(3)), new byte[0], EventSource.HTTP_API))
                .build();
        Thread zombie = new Thread(() -> late.add(app.handle(first)));
        zombie.start();
        inHandler.await();
        clock.advance(Duration.ofSeconds(13));
        assertThat(app.handle(post("one").build()).bodyBytes()).asString().isEqualTo("number 2");
        mayEnd.countDown();
        zombie.join();
        assertThat(late.get(0).bodyBytes()).asString().isEqualTo("number 1");
        assertThat(app.handle(post("one").build()).bodyBytes()).asString().isEqualTo("number 2");
        assertThat(handled).hasValue(2);
    }

    /** A store that fails where a test says so. */
    private static class Faulty implements IdempotencyStore {
        private final IdempotencyStore store;
        volatile @Nullable Exception atClaim;
        volatile @Nullable Exception atEnd;

        Faulty(IdempotencyStore store) {
            this.store = store;
        }

        private static void fail(@Nullable Exception failure) throws Exception {
            if (failure != null) {
                throw failure;
            }
        }

        @Override
        public Optional<IdempotencyRecord> claim(String key, String print, String owner, Instant now, Instant until)
                throws Exception {
            fail(atClaim);
            return store.claim(key, print, owner, now, until);
        }

        @Override
        public boolean complete(String key, String owner, byte[] reply, Instant until) throws Exception {
            fail(atEnd);
            return store.complete(key, owner, reply, until);
        }

        @Override
        public boolean release(String key, String owner) throws Exception {
            fail(atEnd);
            return store.release(key, owner);
        }

        @Override
        public int maxReplyBytes() {
            return 200;
        }
    }

    @Test
    void ID08_storeDownAtClaim_is503_andNothingIsHandled() {
        Faulty faulty = new Faulty(store);
        faulty.atClaim = new java.io.IOException("down");
        Response response = app(Idempotency.with(faulty).clock(clock), this::count)
                .handle(post("one").build());
        assertThat(response.status()).isEqualTo(503);
        assertThat(response.headers().all("Retry-After")).containsExactly("1");
        assertThat(handled).hasValue(0);
        assertThat(app(Idempotency.with(faulty).clock(clock).failingOpen(), this::count)
                        .handle(post("one").build())
                        .status())
                .isEqualTo(201);
    }

    @Test
    void ID08_storeDownAtSave_theClientHasItsReply_andTheKeyIsFreeOnceTheClaimExpires() {
        Faulty faulty = new Faulty(store);
        faulty.atEnd = new java.io.IOException("down");
        Lift app = app(Idempotency.with(faulty).clock(clock), this::count);
        assertThat(app.handle(post("one").build()).status()).isEqualTo(201);
        faulty.atEnd = null;
        assertThat(app.handle(post("one").build()).status()).isEqualTo(409);
        clock.advance(Duration.ofMinutes(16));
        assertThat(app.handle(post("one").build()).status()).isEqualTo(201);
        assertThat(handled).hasValue(2);
    }

    @Test
    void ID08_interruptedStore_leavesTheFlagSet() {
        Faulty faulty = new Faulty(store);
        faulty.atClaim = new InterruptedException();
        assertThat(app(Idempotency.with(faulty).clock(clock), this::count)
                        .handle(post("one").build())
                        .status())
                .isEqualTo(503);
        assertThat(Thread.interrupted()).isTrue();
    }

    @Test
    void ID10_replyThatIsTooLarge_isNotHandledAgain_andNotHalfReplayed() {
        Lift app = app(Idempotency.with(new Faulty(store)).clock(clock), request -> {
            handled.incrementAndGet();
            return Response.text("x".repeat(1_000));
        });
        assertThat(app.handle(post("one").build()).status()).isEqualTo(200);
        Response second = app.handle(post("one").build());
        assertThat(second.status()).isEqualTo(409);
        assertThat(second.bodyBytes()).asString().contains("too large to be kept");
        assertThat(second.headers().contains("Retry-After")).isFalse();
        assertThat(handled).hasValue(1);
    }

    /** ID-01: each key is handled once, whoever comes first, and all get the one reply or 409. */
    @Test
    void ID01_manyThreads_handleEachKeyOnce() throws Exception {
        int keys = 1_000;
        Map<String, AtomicInteger> counts = new ConcurrentHashMap<>();
        Lift app = app(idempotency(), request -> {
            int count = counts.computeIfAbsent(request.bodyText(), key -> new AtomicInteger())
                    .incrementAndGet();
            return Response.text(request.bodyText() + " " + count);
        });
        List<String> faults = Collections.synchronizedList(new ArrayList<>());
        List<Thread> threads = new ArrayList<>();
        for (int i = 0; i < 32; i++) {
            Thread thread = new Thread(() -> {
                for (int key = 0; key < keys; key++) {
                    Response response =
                            app.handle(post("key-" + key, "body-" + key).build());
                    boolean right = response.status() == 409
                            || response.status() == 200
                                    && new String(response.bodyBytes(), StandardCharsets.UTF_8)
                                            .equals("body-" + key + " 1");
                    if (!right) {
                        faults.add(key + ": " + response.status());
                    }
                }
            });
            thread.start();
            threads.add(thread);
        }
        for (Thread thread : threads) {
            thread.join();
        }
        assertThat(faults).isEmpty();
        assertThat(counts).hasSize(keys);
        assertThat(counts.values()).allMatch(count -> count.get() == 1);
    }

    /** ID-18: those that come while the first runs cost one look at the store each. */
    @Test
    void ID18_stormOfRetries_runsNoHandler() throws Exception {
        AtomicInteger claims = new AtomicInteger();
        IdempotencyStore counting = new Faulty(store) {
            @Override
            public Optional<IdempotencyRecord> claim(String key, String print, String owner, Instant now, Instant until)
                    throws Exception {
                claims.incrementAndGet();
                return super.claim(key, print, owner, now, until);
            }
        };
        CountDownLatch inHandler = new CountDownLatch(1);
        CountDownLatch mayEnd = new CountDownLatch(1);
        Lift app = app(Idempotency.with(counting).clock(clock), request -> {
            inHandler.countDown();
            mayEnd.await();
            return count(request);
        });
        Thread first = new Thread(() -> app.handle(post("one").build()));
        first.start();
        inHandler.await();
        for (int i = 0; i < 1_000; i++) {
            assertThat(app.handle(post("one").build()).status()).isEqualTo(409);
        }
        mayEnd.countDown();
        first.join();
        assertThat(handled).hasValue(1);
        assertThat(claims).hasValue(1_001);
    }

    /** ID-17: 64 hexadecimal digits of SHA-256, and no part of one that runs into the next. */
    @Test
    void ID17_keysOfTheStore_areHashes_andPartsDoNotRunIntoEachOther() {
        List<String> keys = new ArrayList<>();
        IdempotencyStore recording = new Faulty(store) {
            @Override
            public Optional<IdempotencyRecord> claim(String key, String print, String owner, Instant now, Instant until)
                    throws Exception {
                keys.add(key);
                keys.add(print);
                return super.claim(key, print, owner, now, until);
            }
        };
        Lift app = app(Idempotency.with(recording).clock(clock), this::count);
        app.handle(post("b").header("X-User", "a").build());
        app.handle(post("ab").build());
        app.handle(post("secret-key").header("X-User", "secret-user").build());
        assertThat(keys).allMatch(key -> key.matches("[0-9a-f]{64}"));
        assertThat(List.of(keys.get(0), keys.get(2), keys.get(4))).doesNotHaveDuplicates();
        assertThat(Idempotency.with(recording)).asString().startsWith("Idempotency[");
    }
}
