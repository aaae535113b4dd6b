package dev.lift.middleware;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lift.Lift;
import dev.lift.Middleware;
import dev.lift.http.Request;
import dev.lift.http.Response;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** More than can be handled. Ids are those of the fault catalogue. */
class LoadSheddingTest extends MiddlewareContract {
    @Override
    Middleware middleware() {
        return LoadShedding.ofTarget(Duration.ofMinutes(1)).range(16, 1_000);
    }

    /** A machine that shares its processors among all that runs, in steps of a millisecond that no clock has to wait for. */
    private static final class Machine {
        static final double WORK_MILLIS = 10;
        final int processors;
        final AdaptiveLimit limit;
        final Random random;
        final List<double[]> running = new ArrayList<>();
        long now;
        int done;
        int late;
        int shed;

        Machine(int processors, AdaptiveLimit limit, long seed) {
            this.processors = processors;
            this.limit = limit;
            this.random = new Random(seed);
        }

        double perSecond() {
            return processors * 1_000 / WORK_MILLIS;
        }

        /** Offers so many times what it can do. */
        void run(int millis, double load) {
            for (int i = 0; i < millis; i++, now++) {
                double arriving = load * perSecond() / 1_000;
                for (double left = arriving; random.nextDouble() < left; left--) {
                    if (limit.tryAcquire()) {
                        running.add(new double[] {now, WORK_MILLIS});
                    } else {
                        shed++;
                    }
                }
                double share = running.isEmpty() ? 0 : Math.min(1, (double) processors / running.size());
                for (Iterator<double[]> each = running.iterator(); each.hasNext(); ) {
                    double[] request = each.next();
                    request[1] -= share;
                    if (request[1] <= 0) {
                        each.remove();
                        limit.release((long) (request[0] * 1e6), (now + 1) * 1_000_000, /* failed= */ false);
                        done++;
                        late += now + 1 - request[0] > 100 ? 1 : 0;
                    }
                }
            }
        }

        void reset() {
            done = 0;
            late = 0;
            shed = 0;
        }
    }

    /** RL-12: as much is done as can be, in time, at five and ten times what the machine can do; and soon after all is well again. */
    @ParameterizedTest
    @CsvSource({"1, 5", "2, 5", "4, 10", "16, 5"})
    void RL12_overload_isShed_andTheRestIsDoneInTime(int processors, double load) {
        long seed = new Random().nextLong();
        Machine machine = new Machine(processors, new AdaptiveLimit(100_000_000, 1, 1_000, 16), seed);
        machine.run(5_000, load);
        machine.reset();
        int lowest = Integer.MAX_VALUE;
        int highest = 0;
        for (int second = 0; second < 20; second++) {
            machine.run(1_000, load);
            lowest = Math.min(lowest, machine.limit.limit());
            highest = Math.max(highest, machine.limit.limit());
        }
        String as = "seed " + seed + ": " + machine.done + " done, " + machine.late + " late, " + machine.shed
                + " shed, limit " + lowest + " to " + highest;
        assertThat(machine.done - machine.late).as(as).isGreaterThan((int) (0.9 * 20 * machine.perSecond()));
        assertThat(highest).as(as).isLessThan(2 * lowest);
        machine.run(1_000, 0.5);
        machine.reset();
        machine.run(60_000, 0.5); // Long enough for a few bursts more or less to make no difference.
        assertThat(machine.shed).as("seed %s", seed).isLessThan(machine.done / 50);
        assertThat(machine.late).as("seed %s", seed).isLessThan(machine.done / 50);
    }

    @Test
    void RL12_withoutOverload_onlyBurstsAreShed() {
        long seed = new Random().nextLong();
        Machine machine = new Machine(4, new AdaptiveLimit(100_000_000, 1, 1_000, 16), seed);
        machine.run(60_000, 0.8);
        assertThat(machine.shed).as("seed %s", seed).isLessThan(machine.done / 100);
    }

    @Test
    void RL12_exceptedRoutes_areNeverRefused() throws Exception {
        CountDownLatch inHandler = new CountDownLatch(1);
        CountDownLatch mayEnd = new CountDownLatch(1);
        Lift app = Lift.of(routes -> routes.use(LoadShedding.ofTarget(Duration.ofSeconds(1))
                        .range(1, 1)
                        .except(route -> route.path().equals("/health")))
                .get("/", request -> {
                    inHandler.countDown();
                    mayEnd.await();
                    return Response.ok();
                })
                .get("/health", request -> Response.ok()));
        Thread running = new Thread(() -> app.handle(Request.get("/").build()));
        running.start();
        inHandler.await();
        Response refused = app.handle(Request.get("/").build());
        assertThat(refused.status()).isEqualTo(503);
        assertThat(refused.headers().all("Retry-After")).containsExactly("1");
        assertThat(app.handle(Request.get("/health").build()).status()).isEqualTo(200);
        mayEnd.countDown();
        running.join();
        assertThat(app.handle(Request.get("/").build()).status()).isEqualTo(200);
    }

    @Test
    void failures_teachNothing_andGiveTheirPlaceBack() {
        AdaptiveLimit limit = new AdaptiveLimit(1_000, 1, 10, 1);
        for (int i = 0; i < 100; i++) {
            assertThat(limit.tryAcquire()).isTrue();
            limit.release(0, 1, /* failed= */ true);
        }
        assertThat(limit.limit()).isEqualTo(1);
        assertThat(limit.running()).isZero();
    }

    @Test
    void settings_outsideTheirRange_areRefused() {
        assertThatThrownBy(() -> LoadShedding.ofTarget(Duration.ZERO)).hasMessageContaining("a millisecond");
        assertThatThrownBy(() -> LoadShedding.ofTarget(Duration.ofSeconds(1)).range(0, 1))
                .hasMessageContaining("0 to 1");
        assertThatThrownBy(() -> LoadShedding.ofTarget(Duration.ofSeconds(1)).range(2, 1))
                .hasMessageContaining("2 to 1");
        assertThat(LoadShedding.ofTarget(Duration.ofSeconds(1)).limit()).isEqualTo(16);
    }
}
