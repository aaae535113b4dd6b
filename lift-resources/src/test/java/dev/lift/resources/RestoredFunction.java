package dev.lift.resources;

import dev.lift.Lift;
import dev.lift.Routes;
import dev.lift.http.Request;
import dev.lift.http.Response;
import dev.lift.lambda.LiftHandler;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;

/** A function with a database, which is primed, frozen and restored. */
public final class RestoredFunction extends LiftHandler {
    /** More than one request ever leaves: a pool of HikariCP may make a connection more than it was asked for. */
    private static final int CONNECTIONS = 8;

    /** Makes the function, as the Lambda runtime does. */
    public RestoredFunction() {
        this(new Services());
    }

    private RestoredFunction(Services services) {
        super(Lift.of(services::routes));
        services.resources.prime(this, Priming.safeRoutes(app()).rounds(2));
    }

    private static final class Services {
        final ResourcesBuilder builder = Resources.builder();
        final Resource<PooledDataSource> database = builder.add(
                "database",
                () -> PooledDataSource.builder(System.getenv("DATABASE"))
                        .credentials("postgres", "")
                        .max(CONNECTIONS)
                        .build());
        final Resources resources = builder.start();
        final AtomicInteger dryRuns = new AtomicInteger();

        void routes(Routes routes) {
            routes.use(resources.middleware());
            routes.get("/backend", this::backend);
            routes.get("/address", this::address);
            routes.post("/all", this::all);
            routes.get("/primed", request -> Response.text(resources.primed().size() + " " + dryRuns));
        }

        /** Needs every connection that the pool may make. */
        private Response all(Request request) throws SQLException {
            List<Connection> borrowed = new ArrayList<>();
            try {
                while (borrowed.size() < CONNECTIONS) {
                    borrowed.add(database.get().getConnection(request.deadline()));
                }
                return Response.text(String.valueOf(borrowed.size()));
            } finally {
                for (Connection each : borrowed) {
                    each.close();
                }
            }
        }

        /** The address that the connection goes to. */
        private Response address(Request request) throws SQLException {
            try (Connection connection = database.get().getConnection(request.deadline());
                    PreparedStatement statement = connection.prepareStatement("SELECT host(inet_server_addr())");
                    ResultSet result = statement.executeQuery()) {
                result.next();
                return Response.text(result.getString(1));
            }
        }

        /** The process of the server that serves the connection, and an id that must never come twice. */
        private Response backend(Request request) throws SQLException {
            if (request.invocation().isDryRun()) {
                dryRuns.incrementAndGet();
            }
            try (Connection connection = database.get().getConnection(request.deadline());
                    PreparedStatement statement = connection.prepareStatement("SELECT pg_backend_pid()");
                    ResultSet result = statement.executeQuery()) {
                result.next();
                return Response.text(result.getInt(1) + " " + UUID.randomUUID());
            }
        }
    }
}
