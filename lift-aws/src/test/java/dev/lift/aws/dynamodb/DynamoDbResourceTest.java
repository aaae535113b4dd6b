package dev.lift.aws.dynamodb;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lift.middleware.RateLimitPolicy;
import dev.lift.resources.Resource;
import dev.lift.resources.Resources;
import dev.lift.resources.ResourcesBuilder;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.ResourceNotFoundException;

/** The client as a resource, on DynamoDB Local. */
class DynamoDbResourceTest {
    @Test
    void resource_isWarmed_andServes() throws Exception {
        DynamoDbClient client = LocalDynamoDb.client();
        String table = LocalDynamoDb.newTable(client);
        ResourcesBuilder builder = Resources.builder();
        Resource<DynamoDbResource> dynamo = builder.add("dynamodb", () -> DynamoDbResource.of(client, table));
        Instant now = Instant.parse("2100-01-01T00:00:00Z");
        try (Resources resources = builder.start()) {
            assertThat(resources).isNotNull();
            assertThat(dynamo.get().client()).isSameAs(client);
            assertThat(dynamo.get().idempotency().claim("a".repeat(64), "", "owner", now, now.plusSeconds(1)))
                    .isEmpty();
            assertThat(dynamo.get()
                            .rateLimits()
                            .take("a", RateLimitPolicy.tokenBucket(1, Duration.ofMinutes(1)), now)
                            .allowed())
                    .isTrue();
            dynamo.get().afterRestore();
        }
    }

    @Test
    void close_closesTheClient() {
        AtomicBoolean closed = new AtomicBoolean();
        DynamoDbClient client = new DynamoDbClient() {
            @Override
            public String serviceName() {
                return "dynamodb";
            }

            @Override
            public void close() {
                closed.set(true);
            }
        };
        DynamoDbResource.of(client, "lift").close();
        assertThat(closed).isTrue();
    }

    /** A table that is not there is found out at the start, and not by the first request. */
    @Test
    void tableThatIsNotThere_failsTheWarming() {
        try (DynamoDbResource absent = DynamoDbResource.of(LocalDynamoDb.client(), "not-there")) {
            assertThatThrownBy(absent::warm).isInstanceOf(ResourceNotFoundException.class);
        }
    }
}
