package dev.lift.events;

import com.amazonaws.services.lambda.runtime.Context;
import dev.lift.http.BodyCodecs;
import java.io.IOException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads the records of an event, each in the format of its source. */
final class Records {
    private final BodyCodecs codecs;
    private final @Nullable Context context;

    Records(BodyCodecs codecs, @Nullable Context context) {
        this.codecs = codecs;
        this.context = context;
    }

    /** Returns the messages of an event; null when it is of no source that is known, of several, or of a tumbling window. */
    @Nullable
    List<Message> read(Json event) throws IOException {
        if (event.has("detail-type") && event.has("source")) {
            return List.of(eventBridge(event));
        }
        // A window of a stream is to be answered with what was counted so far, which messages know nothing of.
        if (event.has("window")) {
            return null;
        }
        List<Json> records = event.has("Records") ? event.objects("Records") : List.of();
        List<Message> messages = new ArrayList<>(records.size());
        for (Json record : records) {
            Message message = read(record, record.string(record.has("EventSource") ? "EventSource" : "eventSource"));
            if (message == null
                    || !messages.isEmpty()
                            && message.source() != messages.get(0).source()) {
                return null;
            }
            messages.add(message);
        }
        return messages.isEmpty() ? null : messages;
    }

    private @Nullable Message read(Json record, @Nullable String source) throws IOException {
        if (source == null) {
            return null;
        }
        return switch (source) {
            case "aws:sqs" -> sqs(record);
            case "aws:sns" -> sns(record.object("Sns"), record);
            case "aws:s3" -> s3(record);
            case "aws:dynamodb" -> dynamoDb(record);
            case "aws:kinesis" -> kinesis(record);
            default -> null;
        };
    }

    private Message message(Message.Fields fields, byte[] body) {
        return new Message(fields, body, codecs, context);
    }

    private Message sqs(Json record) throws IOException {
        String arn = record.required("eventSourceARN");
        Json attributes = record.object("attributes");
        String count = attributes.string("ApproximateReceiveCount");
        return message(
                new Message.Fields(
                        MessageSource.SQS,
                        Arn.resource(arn),
                        "",
                        arn,
                        record.required("messageId"),
                        attributes.string("MessageGroupId"),
                        attributes.string("SequenceNumber"),
                        count == null ? 1 : Math.max(1, Integer.parseInt(count)),
                        attributes.string("SentTimestamp"),
                        headers(record.object("messageAttributes"), "stringValue", "binaryValue"),
                        record),
                utf8(record.required("body")));
    }

    private static Map<String, String> headers(Json attributes, String text, String other) throws IOException {
        Map<String, String> headers = new LinkedHashMap<>();
        for (String name : attributes.names()) {
            Json attribute = attributes.object(name);
            String value = attribute.string(attribute.has(text) ? text : other);
            if (value != null) {
                headers.put(name, value);
            }
        }
        return Map.copyOf(headers);
    }

    private Message sns(Json notification, Json record) throws IOException {
        return message(snsFields(notification, record), utf8(notification.required("Message")));
    }

    /** Also what a queue that is subscribed to a topic gets as a body. */
    static Message.Fields snsFields(Json notification, Json record) throws IOException {
        String topic = notification.required("TopicArn");
        String subject = notification.string("Subject");
        return new Message.Fields(
                MessageSource.SNS,
                Arn.resource(topic),
                subject == null ? "" : subject,
                topic,
                notification.required("MessageId"),
                null,
                notification.string("SequenceNumber"),
                1,
                notification.string("Timestamp"),
                headers(notification.object("MessageAttributes"), "Value", "Value"),
                record);
    }

    private Message eventBridge(Json event) throws IOException {
        return message(eventBridgeFields(event), detail(event));
    }

    static byte[] detail(Json event) {
        byte[] detail = event.json("detail");
        return detail == null ? utf8("{}") : detail;
    }

    /** Also what a queue that is a target of a rule gets as a body. */
    static Message.Fields eventBridgeFields(Json event) throws IOException {
        String source = event.required("source");
        String type = event.required("detail-type");
        List<Json> resources = event.array("resources");
        boolean scheduled =
                type.equals("Scheduled Event") && (source.equals("aws.events") || source.equals("aws.scheduler"));
        String arn = resources.isEmpty() ? "" : resources.get(0).reader().readString();
        return new Message.Fields(
                scheduled ? MessageSource.SCHEDULE : MessageSource.EVENT_BRIDGE,
                scheduled ? Arn.lastName(arn) : source,
                type,
                scheduled ? arn : "",
                event.required("id"),
                null,
                null,
                1,
                event.string("time"),
                Map.of(),
                event);
    }

    private Message s3(Json record) throws IOException {
        Json s3 = record.object("s3");
        Json object = s3.object("object");
        String bucket = s3.object("bucket").required("name");
        String key = object.required("key");
        String sequencer = object.string("sequencer");
        String version = object.string("versionId");
        String type = record.required("eventName");
        byte[] body = record.json("s3");
        return message(
                new Message.Fields(
                        MessageSource.S3,
                        bucket,
                        type,
                        String.valueOf(s3.object("bucket").string("arn")),
                        bucket + '/' + key + ' ' + version + ' ' + sequencer + ' ' + type,
                        // A blank is a plus there, as in forms.
                        URLDecoder.decode(key, StandardCharsets.UTF_8),
                        sequencer,
                        1,
                        record.string("eventTime"),
                        Map.of(),
                        record),
                body == null ? utf8("{}") : body);
    }

    private Message dynamoDb(Json record) throws IOException {
        String arn = record.required("eventSourceARN");
        Json change = record.object("dynamodb");
        String image = change.has("NewImage") ? "NewImage" : change.has("OldImage") ? "OldImage" : "Keys";
        return message(
                new Message.Fields(
                        MessageSource.DYNAMODB,
                        Arn.nameBehindSlash(arn),
                        record.required("eventName"),
                        arn,
                        record.required("eventID"),
                        null,
                        change.required("SequenceNumber"),
                        1,
                        change.string("ApproximateCreationDateTime"),
                        Map.of(),
                        record),
                DynamoDbImage.toJson(change.object(image)));
    }

    private Message kinesis(Json record) throws IOException {
        String arn = record.required("eventSourceARN");
        Json kinesis = record.object("kinesis");
        return message(
                new Message.Fields(
                        MessageSource.KINESIS,
                        Arn.nameBehindSlash(arn),
                        "",
                        arn,
                        record.required("eventID"),
                        kinesis.string("partitionKey"),
                        kinesis.required("sequenceNumber"),
                        1,
                        kinesis.string("approximateArrivalTimestamp"),
                        Map.of(),
                        record),
                kinesis.base64("data"));
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
