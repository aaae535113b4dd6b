package dev.lift.aws.dynamodb;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lift.middleware.IdempotencyStore;
import dev.lift.middleware.IdempotencyStoreContract;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.TransactWriteItem;
import software.amazon.awssdk.services.dynamodb.model.TransactionCanceledException;

class DynamoDbIdempotencyStoreTest extends IdempotencyStoreContract {
    private static final DynamoDbClient CLIENT = LocalDynamoDb.client();
    private static final Instant NOW = Instant.parse("2100-01-01T00:00:00Z");
    private static final String KEY = "0123456789abcdef".repeat(4);

    @Override
    protected IdempotencyStore store() throws IOException {
        return DynamoDbIdempotencyStore.of(CLIENT, LocalDynamoDb.newTable(CLIENT));
    }

    @Override
    protected int rounds() {
        return 20;
    }

    /** Of two transactions that complete one claim, one is its owner's: only that one writes, its claim and the rest. */
    @Test
    void ID02_ID03_claim_isCompletedWithTheRest_byItsOwnerAlone() throws IOException {
        String table = LocalDynamoDb.newTable(CLIENT);
        DynamoDbIdempotencyStore store = DynamoDbIdempotencyStore.of(CLIENT, table);
        assertThat(store.claim(KEY, "print", "owner", NOW, NOW.plusSeconds(60))).isEmpty();
        assertThatThrownBy(() -> CLIENT.transactWriteItems(
                        request -> request.transactItems(completionWith(store, table, "zombie"))))
                .isInstanceOf(TransactionCanceledException.class)
                .hasMessageContaining("ConditionalCheckFailed");
        assertThat(effect(table)).isEmpty();
        assertThat(present(store)).isEmpty();
        CLIENT.transactWriteItems(request -> request.transactItems(completionWith(store, table, "owner")));
        assertThat(effect(table)).isNotEmpty();
        assertThat(present(store)).containsExactly(7);
        assertThatThrownBy(() -> CLIENT.transactWriteItems(
                        request -> request.transactItems(completionWith(store, table, "owner"))))
                .isInstanceOf(TransactionCanceledException.class);
        IdempotencyStore within = store.within(write -> {});
        assertThatThrownBy(() -> within.claim(KEY, "print", "owner", NOW, NOW))
                .isInstanceOf(UnsupportedOperationException.class);
        assertThatThrownBy(() -> within.release(KEY, "owner")).isInstanceOf(UnsupportedOperationException.class);
    }

    private static List<TransactWriteItem> completionWith(DynamoDbIdempotencyStore store, String table, String owner) {
        List<TransactWriteItem> writes = new ArrayList<>();
        writes.add(TransactWriteItem.builder()
                .put(put -> put.tableName(table).item(Map.of(LiftTable.ID, Values.text("effect"))))
                .build());
        try {
            assertThat(store.within(writes::add).complete(KEY, owner, new byte[] {7}, NOW.plusSeconds(90)))
                    .isTrue();
        } catch (Exception failed) {
            throw new AssertionError(failed);
        }
        return writes;
    }

    private static Map<?, ?> effect(String table) {
        return CLIENT.getItem(request -> request.tableName(table).key(Map.of(LiftTable.ID, Values.text("effect"))))
                .item();
    }

    private static byte[] present(DynamoDbIdempotencyStore store) {
        return store.claim(KEY, "print", "other", NOW, NOW.plusSeconds(60))
                .orElseThrow()
                .reply()
                .orElse(new byte[0]);
    }
}
