package dev.lift.resources;

import dev.lift.Lift;
import dev.lift.Routes;
import dev.lift.http.Request;
import dev.lift.http.Response;
import dev.lift.lambda.LiftHandler;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** A function that writes down what it does, for tests to see what is left of it once its process has ended. */
public final class OrdersFunction extends LiftHandler {
    /** Makes the function, as the Lambda runtime does. */
    public OrdersFunction() {
        this(new Journal(Path.of(System.getenv("JOURNAL"))));
    }

    private OrdersFunction(Journal journal) {
        this(journal, Resources.builder());
    }

    private OrdersFunction(Journal journal, ResourcesBuilder builder) {
        this(builder, builder.add("journal", () -> journal));
    }

    private OrdersFunction(ResourcesBuilder builder, Resource<Journal> journal) {
        super(Lift.of(new Orders(builder, journal)));
    }

    private record Orders(ResourcesBuilder builder, Resource<Journal> journal)
            implements java.util.function.Consumer<Routes> {
        @Override
        public void accept(Routes routes) {
            if (System.getenv("BROKEN") != null) {
                builder.add("database", () -> {
                            throw new IOException("Connection to db:5432 refused");
                        })
                        .dependsOn(journal);
            }
            if (System.getenv("SLOW") != null) {
                builder.add("slow", () -> {
                            journal.get().write("pid " + ProcessHandle.current().pid());
                            return new CountDownLatch(1).await(1, TimeUnit.HOURS);
                        })
                        .dependsOn(journal);
            }
            if (System.getenv("NOTHING_TO_FLUSH") == null) {
                builder.flush("journal", () -> journal.get().write("flush"));
            }
            Resources resources = builder.start();
            routes.use(resources.middleware());
            routes.post("/orders/{id}", this::order);
            routes.post("/hang", request -> {
                new CountDownLatch(1).await();
                return Response.noContent();
            });
            routes.post("/fail", request -> {
                throw new StackOverflowError("deep");
            });
            routes.post("/exit", request -> {
                System.exit(3);
                return Response.noContent();
            });
        }

        /** Takes up to two milliseconds, and writes down what it has done at the end. */
        private Response order(Request request) throws IOException {
            LockSupport.parkNanos(ThreadLocalRandom.current().nextLong(2_000_000));
            journal.get().write("order " + request.pathParam("id"));
            return Response.text("done");
        }
    }

    /** A file that lines are added to; closing it is a line too. */
    static final class Journal implements AutoCloseable {
        private final FileChannel file;

        Journal(Path path) {
            try {
                file = FileChannel.open(path, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
            } catch (IOException failed) {
                throw new java.io.UncheckedIOException(failed);
            }
        }

        void write(String line) throws IOException {
            int unused = file.write(ByteBuffer.wrap((line + "\n").getBytes(StandardCharsets.UTF_8)));
        }

        @Override
        public void close() throws IOException {
            write("closed");
            file.close();
        }
    }
}
