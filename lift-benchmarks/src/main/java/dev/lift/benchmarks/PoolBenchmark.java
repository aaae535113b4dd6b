package dev.lift.benchmarks;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import dev.lift.resources.Lease;
import dev.lift.resources.Pool;
import java.sql.Connection;
import java.util.concurrent.TimeUnit;
import org.apache.commons.pool2.BasePooledObjectFactory;
import org.apache.commons.pool2.PooledObject;
import org.apache.commons.pool2.impl.DefaultPooledObject;
import org.apache.commons.pool2.impl.GenericObjectPool;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import stormpot.Allocator;
import stormpot.BasePoolable;
import stormpot.Slot;
import stormpot.Timeout;

/** One borrow and return of an object that is there, in a pool of four. HikariCP lends JDBC connections, and wraps them. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class PoolBenchmark {
    private static final int SIZE = 4;

    @Param({"Lift", "HikariCP", "Stormpot", "Stormpot, inline", "commons-pool2"})
    String by = "Lift";

    private Borrower borrower = () -> null;
    private AutoCloseable pool = () -> {};

    @FunctionalInterface
    private interface Borrower {
        Object borrowAndReturn() throws Exception;
    }

    @Setup
    public void prepare() throws Exception {
        switch (by) {
            case "Lift" -> lift();
            case "HikariCP" -> hikari();
            case "Stormpot" ->
                stormpot(stormpot.Pool.from(new Objects()).setSize(SIZE).build());
            case "Stormpot, inline" ->
                stormpot(stormpot.Pool.fromInline(new Objects()).setSize(SIZE).build());
            default -> commons();
        }
        if (borrowAndReturn() == null) {
            throw new IllegalStateException("nothing was borrowed");
        }
    }

    private void lift() {
        Pool<Object> made = Pool.builder("objects", Object::new).max(SIZE).build();
        pool = made;
        borrower = () -> {
            try (Lease<Object> lease = made.borrow()) {
                return lease.get();
            }
        };
    }

    private void hikari() {
        HikariConfig config = new HikariConfig();
        config.setJdbcUrl("jdbc:h2:mem:pool");
        config.setMaximumPoolSize(SIZE);
        HikariDataSource made = new HikariDataSource(config);
        pool = made;
        borrower = () -> {
            try (Connection connection = made.getConnection()) {
                return connection;
            }
        };
    }

    private static final class Item extends BasePoolable {
        Item(Slot slot) {
            super(slot);
        }
    }

    private static final class Objects implements Allocator<Item> {
        @Override
        public Item allocate(Slot slot) {
            return new Item(slot);
        }

        @Override
        public void deallocate(Item item) {}
    }

    private void stormpot(stormpot.Pool<Item> made) {
        Timeout timeout = new Timeout(5, TimeUnit.SECONDS);
        pool = () -> made.shutdown().await(timeout);
        borrower = () -> {
            Item item = made.claim(timeout);
            item.release();
            return item;
        };
    }

    private void commons() {
        GenericObjectPool<Object> made = new GenericObjectPool<>(new BasePooledObjectFactory<>() {
            @Override
            public Object create() {
                return new Object();
            }

            @Override
            public PooledObject<Object> wrap(Object object) {
                return new DefaultPooledObject<>(object);
            }
        });
        made.setMaxTotal(SIZE);
        pool = made;
        borrower = () -> {
            Object object = made.borrowObject();
            made.returnObject(object);
            return object;
        };
    }

    @Benchmark
    public Object borrowAndReturn() throws Exception {
        return borrower.borrowAndReturn();
    }

    @TearDown
    public void close() throws Exception {
        pool.close();
    }
}
