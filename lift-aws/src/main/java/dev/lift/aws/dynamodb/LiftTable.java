package dev.lift.aws.dynamodb;

import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeDefinition;
import software.amazon.awssdk.services.dynamodb.model.BillingMode;
import software.amazon.awssdk.services.dynamodb.model.CreateTableRequest;
import software.amazon.awssdk.services.dynamodb.model.GlobalSecondaryIndex;
import software.amazon.awssdk.services.dynamodb.model.KeySchemaElement;
import software.amazon.awssdk.services.dynamodb.model.KeyType;
import software.amazon.awssdk.services.dynamodb.model.ProjectionType;
import software.amazon.awssdk.services.dynamodb.model.ResourceInUseException;
import software.amazon.awssdk.services.dynamodb.model.ScalarAttributeType;
import software.amazon.awssdk.services.dynamodb.model.UpdateTimeToLiveRequest;

/**
 * The one table of the stores in this package: a partition key {@code id}, an index {@code connections} of {@code listed} and {@code
 * connection} (for {@link DynamoDbConnectionStore} alone), and a time to live in {@code expires}. Items of different stores have different
 * beginnings of their ids. Production makes it by its own templates; the guide has one.
 *
 * <p>Thread-safe.
 *
 * <pre>{@code
 * LiftTable.create(DynamoDbClient.builder().endpointOverride(URI.create("http://127.0.0.1:8000")).build(), "lift");
 * }</pre>
 */
public final class LiftTable {
    static final String ID = "id";

    /** When DynamoDB may delete an item, in seconds. It may take days; no store relies on it. */
    static final String EXPIRES = "expires";

    static final String INDEX = "connections";
    static final String LISTED = "listed";
    static final String CONNECTION = "connection";

    private LiftTable() {}

    /**
     * Makes the table, for tests and a laptop, if there is none.
     *
     * @param client the client
     * @param table the name of the table, of 3 to 255 characters
     */
    public static void create(DynamoDbClient client, String table) {
        try {
            client.createTable(definition(table));
        } catch (ResourceInUseException present) {
            return;
        }
        client.waiter().waitUntilTableExists(request -> request.tableName(table));
        client.updateTimeToLive(UpdateTimeToLiveRequest.builder()
                .tableName(table)
                .timeToLiveSpecification(ttl -> ttl.attributeName(EXPIRES).enabled(true))
                .build());
    }

    /**
     * Returns what the table has to be.
     *
     * @param table the name of the table
     * @return a request that makes it, billed by request
     */
    public static CreateTableRequest definition(String table) {
        return CreateTableRequest.builder()
                .tableName(table)
                .billingMode(BillingMode.PAY_PER_REQUEST)
                .attributeDefinitions(text(ID), text(LISTED), text(CONNECTION))
                .keySchema(key(ID, KeyType.HASH))
                .globalSecondaryIndexes(GlobalSecondaryIndex.builder()
                        .indexName(INDEX)
                        .keySchema(key(LISTED, KeyType.HASH), key(CONNECTION, KeyType.RANGE))
                        .projection(projection -> projection.projectionType(ProjectionType.ALL))
                        .build())
                .build();
    }

    private static AttributeDefinition text(String name) {
        return AttributeDefinition.builder()
                .attributeName(name)
                .attributeType(ScalarAttributeType.S)
                .build();
    }

    private static KeySchemaElement key(String name, KeyType type) {
        return KeySchemaElement.builder().attributeName(name).keyType(type).build();
    }
}
