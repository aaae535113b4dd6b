package dev.lift.examples.orders;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lift.examples.orders.local.LocalSettings;
import dev.lift.examples.orders.local.PaymentsStub;
import dev.lift.examples.orders.local.Tokens;
import dev.lift.http.EventSource;
import dev.lift.testing.EventBuilder;
import dev.lift.testing.LambdaReply;
import dev.lift.testing.RuntimeEmulator;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.HashSet;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The function under AWS's runtime client, configured as it is on AWS: by environment variables. */
class OrdersFunctionTest {
    private static final String TOKEN = "Bearer " + Tokens.of("acme", "ada");
    private static final Pattern ID = Pattern.compile("\"id\":\"([0-9a-f-]{36})\"");
    private static final int KILLS = Integer.getInteger("orders.kills", 5);

    @BeforeEach
    void empty() throws SQLException {
        TestDatabase.empty();
    }

    private static RuntimeEmulator.Builder function(PaymentsStub payments) {
        RuntimeEmulator.Builder function = RuntimeEmulator.of(OrdersFunction.class.getName());
        LocalSettings.environment(TestDatabase.settings(), payments.address()).forEach(function::environment);
        return function;
    }

    private static LambdaReply post(RuntimeEmulator lambda, String path, String key, String body) throws IOException {
        byte[] event = new EventBuilder("POST", path)
                .header("Authorization", TOKEN)
                .header("Idempotency-Key", key)
                .header("Content-Type", "application/json")
                .body(body.getBytes(StandardCharsets.UTF_8))
                .build(EventSource.HTTP_API);
        return LambdaReply.parse(EventSource.HTTP_API, lambda.invoke(event));
    }

    private static String id(LambdaReply reply) {
        Matcher matcher = ID.matcher(new String(reply.body(), StandardCharsets.UTF_8));
        assertThat(matcher.find()).isTrue();
        return matcher.group(1);
    }

    private static Set<String> orders() throws SQLException {
        try (Connection connection = TestDatabase.pool().getConnection();
                Statement query = connection.createStatement();
                ResultSet rows = query.executeQuery("SELECT id FROM orders")) {
            Set<String> ids = new HashSet<>();
            while (rows.next()) {
                ids.add(rows.getString(1));
            }
            return ids;
        }
    }

    /** A client that hears nothing sends the same again, to whatever process there is: it has one order in the end. */
    @Test
    void ordersOfProcessesThatAreKilled_areThereOnce() throws Exception {
        long seed = new Random().nextLong();
        Random random = new Random(seed);
        Set<String> acknowledged = new HashSet<>();
        try (PaymentsStub payments = PaymentsStub.start(0)) {
            for (int round = 0; round < KILLS; round++) {
                String key = "key-" + round;
                try (RuntimeEmulator lambda = function(payments).start()) {
                    Thread killer = new Thread(() -> {
                        LockSupport.parkNanos(random.nextInt(150_000_000));
                        lambda.process().destroyForcibly();
                    });
                    killer.start();
                    try {
                        acknowledged.add(
                                id(post(lambda, "/orders", key, "{\"lines\":[{\"sku\":\"mug\",\"quantity\":1}]}")));
                    } catch (IOException | RuntimeException killed) {
                        // As when the connection breaks.
                    }
                    killer.join();
                }
                expire();
                try (RuntimeEmulator lambda = function(payments).start()) {
                    acknowledged.add(
                            id(post(lambda, "/orders", key, "{\"lines\":[{\"sku\":\"mug\",\"quantity\":1}]}")));
                }
            }
        }
        assertThat(acknowledged).as("seed %s", seed).hasSize(KILLS);
        assertThat(orders()).as("seed %s", seed).isEqualTo(acknowledged);
    }

    /** As if the time of the claims had passed that nobody has completed. */
    private static void expire() throws SQLException {
        try (Connection connection = TestDatabase.pool().getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute("UPDATE idempotency SET until = now() - interval '1 minute' WHERE reply IS NULL");
        }
    }

    @Test
    void settingThatIsMissing_isAnInitErrorThatNamesIt() throws IOException {
        try (PaymentsStub payments = PaymentsStub.start(0)) {
            assertThatThrownBy(() ->
                            function(payments).environment("WEBHOOK_SECRET", "").start())
                    .hasMessageContaining("WEBHOOK_SECRET is missing");
        }
    }
}
