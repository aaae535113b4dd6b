package dev.lift.events;

import static org.assertj.core.api.Assertions.assertThat;

import com.amazonaws.services.lambda.runtime.events.DynamodbEvent;
import com.amazonaws.services.lambda.runtime.events.KinesisEvent;
import com.amazonaws.services.lambda.runtime.events.S3Event;
import com.amazonaws.services.lambda.runtime.events.SNSEvent;
import com.amazonaws.services.lambda.runtime.events.SQSBatchResponse;
import com.amazonaws.services.lambda.runtime.events.SQSEvent;
import com.amazonaws.services.lambda.runtime.events.ScheduledEvent;
import com.amazonaws.services.lambda.runtime.events.StreamsEventResponse;
import com.amazonaws.services.lambda.runtime.serialization.events.LambdaEventSerializers;
import dev.lift.testing.LiftTest;
import dev.lift.testing.TestBatch;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What tests send is what AWS's own library reads, and what is replied is what it reads of replies. */
class AwsLibraryTest {
    private final LiftTest test = LiftTest.of(new EventFunctionOfTests(routes -> routes.sqs("*", message -> {
                if (message.bodyText().equals("bad")) {
                    throw new IllegalStateException("bad");
                }
            })
            .kinesis("*", message -> {
                if (message.bodyText().equals("bad")) {
                    throw new IllegalStateException("bad");
                }
            })));

    private static <T> T read(Class<T> type, byte[] json) {
        return LambdaEventSerializers.serializerFor(type, AwsLibraryTest.class.getClassLoader())
                .fromJson(new ByteArrayInputStream(json));
    }

    @Test
    void sqs_isRead() {
        SQSEvent.SQSMessage message = read(
                        SQSEvent.class,
                        test.sqs("orders.fifo")
                                .message("a\n\"é")
                                .group("g")
                                .attribute("k", "v")
                                .receiveCount(3)
                                .event())
                .getRecords()
                .get(0);
        assertThat(message.getMessageId()).isEqualTo("message-1");
        assertThat(message.getBody()).isEqualTo("a\n\"é");
        assertThat(message.getEventSource()).isEqualTo("aws:sqs");
        assertThat(message.getEventSourceArn()).endsWith(":orders.fifo");
        assertThat(message.getAttributes())
                .containsEntry("MessageGroupId", "g")
                .containsEntry("ApproximateReceiveCount", "3");
        assertThat(message.getMessageAttributes().get("k").getStringValue()).isEqualTo("v");
    }

    @Test
    void otherSources_areRead() {
        SNSEvent.SNS sns = read(
                        SNSEvent.class,
                        test.sns("news").message("hello").attribute("k", "v").event())
                .getRecords()
                .get(0)
                .getSNS();
        assertThat(sns.getMessage()).isEqualTo("hello");
        assertThat(sns.getTopicArn()).endsWith(":news");
        assertThat(sns.getTimestamp().getMillis()).isEqualTo(1_767_323_045_678L);
        assertThat(sns.getMessageAttributes().get("k").getValue()).isEqualTo("v");

        ScheduledEvent bus = read(
                ScheduledEvent.class,
                test.eventBridge("shop.orders", "Paid").message("{\"id\":7}").event());
        assertThat(bus.getSource()).isEqualTo("shop.orders");
        assertThat(bus.getDetailType()).isEqualTo("Paid");
        assertThat(bus.getDetail()).containsEntry("id", 7);

        ScheduledEvent schedule =
                read(ScheduledEvent.class, test.schedule("nightly").event());
        assertThat(schedule.getResources()).first().asString().endsWith("rule/nightly");

        var object = read(
                        S3Event.class,
                        test.s3("photos", "ObjectCreated:Put")
                                .message("a b+é.png")
                                .event())
                .getRecords()
                .get(0);
        assertThat(object.getEventName()).isEqualTo("ObjectCreated:Put");
        assertThat(object.getS3().getBucket().getName()).isEqualTo("photos");
        assertThat(object.getS3().getObject().getUrlDecodedKey()).isEqualTo("a b+é.png");

        DynamodbEvent.DynamodbStreamRecord change = read(
                        DynamodbEvent.class,
                        test.dynamoDb("orders", "INSERT")
                                .message("{\"id\":{\"S\":\"o-1\"}}")
                                .event())
                .getRecords()
                .get(0);
        assertThat(change.getEventName()).isEqualTo("INSERT");
        assertThat(change.getDynamodb().getNewImage().get("id").getS()).isEqualTo("o-1");
        assertThat(change.getDynamodb().getSequenceNumber()).isEqualTo("1");

        KinesisEvent.KinesisEventRecord record = read(
                        KinesisEvent.class,
                        test.kinesis("clicks").message("click").group("p").event())
                .getRecords()
                .get(0);
        assertThat(new String(record.getKinesis().getData().array(), StandardCharsets.UTF_8))
                .isEqualTo("click");
        assertThat(record.getKinesis().getPartitionKey()).isEqualTo("p");
        assertThat(record.getEventSourceARN()).endsWith("stream/clicks");
    }

    @Test
    void replies_areRead() {
        TestBatch queue = test.sqs("orders").message("a").message("bad").send();
        assertThat(read(SQSBatchResponse.class, queue.body().getBytes(StandardCharsets.UTF_8))
                        .getBatchItemFailures())
                .extracting(SQSBatchResponse.BatchItemFailure::getItemIdentifier)
                .isEqualTo(List.of("message-2"));
        TestBatch stream =
                test.kinesis("clicks").message("a").message("bad").message("b").send();
        assertThat(read(StreamsEventResponse.class, stream.body().getBytes(StandardCharsets.UTF_8))
                        .getBatchItemFailures())
                .extracting(StreamsEventResponse.BatchItemFailure::getItemIdentifier)
                .isEqualTo(List.of("2"));
    }
}
