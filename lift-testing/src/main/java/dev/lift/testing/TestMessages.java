package dev.lift.testing;

import dev.lift.json.JsonReader;
import dev.lift.json.JsonWriter;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The messages of one event of a queue, a topic, a bus, a bucket or a stream, as AWS writes them. Ids are {@code message-1}, {@code
 * message-2} and so on, and sequence numbers {@code 1}, {@code 2}, unless a message is given others.
 *
 * <p>Not thread-safe.
 *
 * <pre>{@code
 * test.sqs("orders").message("{\"sku\":\"a\"}").message("{\"sku\":\"b\"}").send().expectHandled();
 * }</pre>
 */
public final class TestMessages {
    private static final String ACCOUNT = ":eu-west-1:123456789012:";
    private static final String TIME = "2026-01-02T03:04:05.678Z";
    private static final String MILLIS = "1767323045678";

    private final LiftTest test;
    private final Kind kind;
    private final String name;
    private final String type;
    private final List<Sent> records = new ArrayList<>();

    enum Kind {
        SQS,
        SNS,
        EVENT_BRIDGE,
        SCHEDULE,
        S3,
        DYNAMODB,
        KINESIS
    }

    private static final class Sent {
        final String body;
        String id;

        @Nullable
        String group;

        int receiveCount = 1;
        final Map<String, String> attributes = new LinkedHashMap<>();

        Sent(String body, String id) {
            this.body = body;
            this.id = id;
        }
    }

    TestMessages(LiftTest test, Kind kind, String name, String type) {
        this.test = test;
        this.kind = kind;
        this.name = name;
        this.type = type;
    }

    /**
     * Adds a message.
     *
     * @param body its text; the detail of a bus and the image of a table as JSON, the latter with DynamoDB's types; the key of an object
     * @return this event
     * @throws IllegalStateException when there is one already, and the source sends one at a time
     */
    public TestMessages message(String body) {
        boolean alone = kind == Kind.EVENT_BRIDGE || kind == Kind.SCHEDULE || kind == Kind.SNS;
        if (alone && !records.isEmpty()) {
            throw new IllegalStateException("A source of this kind sends one message at a time");
        }
        int number = records.size() + 1;
        records.add(new Sent(body, isStream() ? Integer.toString(number) : "message-" + number));
        return this;
    }

    private boolean isStream() {
        return kind == Kind.DYNAMODB || kind == Kind.KINESIS;
    }

    private Sent last() {
        if (records.isEmpty()) {
            throw new IllegalStateException("message(...) comes first");
        }
        return records.get(records.size() - 1);
    }

    /**
     * Sets the id of the message that was added last; the sequence number of one of a stream.
     *
     * @param id the id
     * @return this event
     */
    public TestMessages id(String id) {
        last().id = id;
        return this;
    }

    /**
     * Sets what the message that was added last keeps its order with.
     *
     * @param group the message group of a FIFO queue, or the partition key of a stream
     * @return this event
     */
    public TestMessages group(String group) {
        last().group = group;
        return this;
    }

    /**
     * Sets how often the message that was added last was sent.
     *
     * @param count from 1
     * @return this event
     */
    public TestMessages receiveCount(int count) {
        last().receiveCount = count;
        return this;
    }

    /**
     * Adds a message attribute to the message that was added last.
     *
     * @param attribute its name
     * @param value its text
     * @return this event
     */
    public TestMessages attribute(String attribute, String value) {
        last().attributes.put(attribute, value);
        return this;
    }

    /**
     * Returns the event.
     *
     * @return JSON as Lambda sends it
     */
    public byte[] event() {
        JsonWriter out = new JsonWriter();
        if (kind == Kind.EVENT_BRIDGE || kind == Kind.SCHEDULE) {
            writeBusEvent(last(), out);
            return out.toByteArray();
        }
        out.beginObject().name("Records").beginArray();
        for (Sent record : records) {
            out.beginObject();
            switch (kind) {
                case SQS -> writeSqs(record, out);
                case SNS -> writeSns(record, out);
                case S3 -> writeS3(record, out);
                case DYNAMODB -> writeDynamoDb(record, out);
                default -> writeKinesis(record, out);
            }
            out.endObject();
        }
        return out.endArray().endObject().toByteArray();
    }

    private void writeSqs(Sent record, JsonWriter out) {
        text(out, "messageId", record.id);
        text(out, "receiptHandle", "handle-" + record.id);
        text(out, "body", record.body);
        out.name("attributes").beginObject();
        text(out, "ApproximateReceiveCount", Integer.toString(record.receiveCount));
        text(out, "SentTimestamp", MILLIS);
        text(out, "SenderId", "AIDAEXAMPLE");
        text(out, "ApproximateFirstReceiveTimestamp", MILLIS);
        if (name.endsWith(".fifo")) {
            text(out, "MessageGroupId", record.group == null ? "group" : record.group);
            text(out, "SequenceNumber", "1880" + (records.indexOf(record) + 1));
        }
        out.endObject().name("messageAttributes").beginObject();
        record.attributes.forEach((attribute, value) -> {
            out.name(attribute).beginObject();
            text(out, "stringValue", value);
            out.name("stringListValues").beginArray().endArray();
            out.name("binaryListValues").beginArray().endArray();
            text(out, "dataType", "String");
            out.endObject();
        });
        out.endObject();
        source(out, "aws:sqs", "arn:aws:sqs" + ACCOUNT + name);
    }

    private static void source(JsonWriter out, String source, String arn) {
        text(out, "eventSource", source);
        text(out, "eventSourceARN", arn);
        text(out, "awsRegion", "eu-west-1");
    }

    private void writeSns(Sent record, JsonWriter out) {
        text(out, "EventSource", "aws:sns");
        text(out, "EventVersion", "1.0");
        text(out, "EventSubscriptionArn", "arn:aws:sns" + ACCOUNT + name + ":21be56ed");
        out.name("Sns").beginObject();
        text(out, "Type", "Notification");
        text(out, "MessageId", record.id);
        text(out, "TopicArn", "arn:aws:sns" + ACCOUNT + name);
        text(out, "Message", record.body);
        text(out, "Timestamp", TIME);
        out.name("MessageAttributes").beginObject();
        record.attributes.forEach((attribute, value) -> {
            out.name(attribute).beginObject();
            text(out, "Type", "String");
            text(out, "Value", value);
            out.endObject();
        });
        out.endObject().endObject();
    }

    private void writeBusEvent(Sent record, JsonWriter out) {
        boolean scheduled = kind == Kind.SCHEDULE;
        out.beginObject();
        text(out, "version", "0");
        text(out, "id", record.id);
        text(out, "detail-type", scheduled ? "Scheduled Event" : type);
        text(out, "source", scheduled ? "aws.events" : name);
        text(out, "account", "123456789012");
        text(out, "time", "2026-01-02T03:04:05Z");
        text(out, "region", "eu-west-1");
        out.name("resources").beginArray();
        if (scheduled) {
            out.string("arn:aws:events" + ACCOUNT + "rule/" + name);
        }
        out.endArray().name("detail");
        json(out, record.body);
        out.endObject();
    }

    private void writeS3(Sent record, JsonWriter out) {
        text(out, "eventVersion", "2.1");
        text(out, "eventSource", "aws:s3");
        text(out, "awsRegion", "eu-west-1");
        text(out, "eventTime", TIME);
        text(out, "eventName", type);
        out.name("s3").beginObject();
        text(out, "s3SchemaVersion", "1.0");
        out.name("bucket").beginObject();
        text(out, "name", name);
        text(out, "arn", "arn:aws:s3:::" + name);
        out.endObject().name("object").beginObject();
        text(out, "key", java.net.URLEncoder.encode(record.body, StandardCharsets.UTF_8));
        out.name("size").number(1_024);
        text(out, "eTag", "d41d8cd98f00b204e9800998ecf8427e");
        text(out, "sequencer", "0055AED6DCD9028" + (records.indexOf(record) + 1));
        out.endObject().endObject();
    }

    private void writeDynamoDb(Sent record, JsonWriter out) {
        text(out, "eventID", "event-" + record.id);
        text(out, "eventName", type);
        text(out, "eventVersion", "1.1");
        source(out, "aws:dynamodb", "arn:aws:dynamodb" + ACCOUNT + "table/" + name + "/stream/2026-01-01T00:00:00.000");
        out.name("dynamodb").beginObject();
        out.name("ApproximateCreationDateTime").number(1_767_323_045);
        text(out, "SequenceNumber", record.id);
        text(out, "StreamViewType", "NEW_AND_OLD_IMAGES");
        out.name(type.equals("REMOVE") ? "OldImage" : "NewImage");
        json(out, record.body);
        out.endObject();
    }

    private void writeKinesis(Sent record, JsonWriter out) {
        out.name("kinesis").beginObject();
        text(out, "kinesisSchemaVersion", "1.0");
        text(out, "partitionKey", record.group == null ? "partition" : record.group);
        text(out, "sequenceNumber", record.id);
        out.name("data").base64(record.body.getBytes(StandardCharsets.UTF_8));
        out.name("approximateArrivalTimestamp").number(1_767_323_045.678);
        out.endObject();
        text(out, "eventVersion", "1.0");
        text(out, "eventID", "shardId-000000000006:" + record.id);
        text(out, "eventName", "aws:kinesis:record");
        source(out, "aws:kinesis", "arn:aws:kinesis" + ACCOUNT + "stream/" + name);
    }

    private static void text(JsonWriter out, String member, String value) {
        out.name(member).string(value);
    }

    /** Writes what the test gave as JSON, once it is sure to be that. */
    private static void json(JsonWriter out, String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        try {
            JsonReader in = new JsonReader(bytes);
            in.skipValue();
            in.end();
        } catch (IOException malformed) {
            throw new IllegalArgumentException("The body of such a message is JSON, was " + text, malformed);
        }
        out.raw(bytes);
    }

    /**
     * Sends the event through the function.
     *
     * @return what it reported
     */
    public TestBatch send() {
        return test.sendMessages(event());
    }

    /** The kind and the number of messages. */
    @Override
    public String toString() {
        return "TestMessages[" + records.size() + " of " + kind + " " + name + "]";
    }
}
