package dev.lift.examples.orders.dynamodb;

import dev.lift.examples.orders.domain.OrderQuery;
import java.time.Instant;
import java.util.Locale;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeDefinition;
import software.amazon.awssdk.services.dynamodb.model.BillingMode;
import software.amazon.awssdk.services.dynamodb.model.CreateTableRequest;
import software.amazon.awssdk.services.dynamodb.model.GlobalSecondaryIndex;
import software.amazon.awssdk.services.dynamodb.model.KeySchemaElement;
import software.amazon.awssdk.services.dynamodb.model.KeyType;
import software.amazon.awssdk.services.dynamodb.model.ProjectionType;
import software.amazon.awssdk.services.dynamodb.model.ScalarAttributeType;

/**
 * One table: each order is an item, with its lines in it, and each event that is to be sent. Two indexes list the orders of a tenant and of
 * a customer by the time of their placement; they follow the table within moments.
 */
public final class OrdersTable {
    static final String KEY = "pk";
    static final String SORT = "sk";
    static final String OF_TENANT = "tenants";
    static final String OF_CUSTOMER = "customers";
    static final String TENANT_KEY = "tk";
    static final String CUSTOMER_KEY = "ck";
    static final String PLACED = "placed";

    private OrdersTable() {}

    /** Makes the table, for tests and a laptop. */
    public static void create(DynamoDbClient client, String table) {
        client.createTable(definition(table));
        client.waiter().waitUntilTableExists(request -> request.tableName(table));
    }

    private static CreateTableRequest definition(String table) {
        return CreateTableRequest.builder()
                .tableName(table)
                .billingMode(BillingMode.PAY_PER_REQUEST)
                .attributeDefinitions(text(KEY), text(SORT), text(TENANT_KEY), text(CUSTOMER_KEY), text(PLACED))
                .keySchema(key(KEY, KeyType.HASH), key(SORT, KeyType.RANGE))
                .globalSecondaryIndexes(index(OF_TENANT, TENANT_KEY), index(OF_CUSTOMER, CUSTOMER_KEY))
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

    private static GlobalSecondaryIndex index(String name, String key) {
        return GlobalSecondaryIndex.builder()
                .indexName(name)
                .keySchema(key(key, KeyType.HASH), key(PLACED, KeyType.RANGE))
                .projection(projection -> projection.projectionType(ProjectionType.ALL))
                .build();
    }

    static String orderKey(String tenant, UUID id) {
        return "order#" + tenant + "#" + id;
    }

    static String tenantKey(String tenant) {
        return "tenant#" + tenant;
    }

    /** With the length of the first name, so that no two pairs of names are one key. */
    static String customerKey(String tenant, String customer) {
        return "customer#" + tenant.length() + "#" + tenant + "#" + customer;
    }

    /** Sorts as time does, and by the id at one time. */
    static String placed(Instant time, UUID id) {
        return micros(time) + "#" + id;
    }

    static String micros(Instant time) {
        return String.format(Locale.ROOT, "%013d%06d", time.getEpochSecond(), time.getNano() / 1_000);
    }

    static @Nullable String after(OrderQuery query) {
        OrderQuery.Position after = query.after();
        return after == null ? null : placed(after.placedAt(), after.id());
    }
}
