package dev.lift.examples.orders;

import dev.lift.examples.orders.local.LocalDynamoDb;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.util.Objects;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;

/** One DynamoDB Local for all tests of a run. */
public final class TestDynamoDb {
    private static final URI ENDPOINT = start();
    private static final DynamoDbClient CLIENT = LocalDynamoDb.client(ENDPOINT);

    private TestDynamoDb() {}

    private static URI start() {
        try {
            return Objects.requireNonNull(LocalDynamoDb.start().endpoint());
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    /** Returns tables that have nothing in them. */
    public static Settings.DynamoDb newTables() {
        return LocalDynamoDb.newTables(ENDPOINT);
    }

    /** Returns a client of it. */
    public static DynamoDbClient client() {
        return CLIENT;
    }
}
