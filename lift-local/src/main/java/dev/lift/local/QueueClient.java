package dev.lift.local;

import dev.lift.json.JsonReader;
import dev.lift.json.JsonWriter;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.HttpURLConnection;
import java.net.URI;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The two calls of SQS that a poller needs, in its JSON protocol and unsigned: for a queue on this machine, such as ElasticMQ's. */
final class QueueClient {
    private static final int MOST_MESSAGES = 10;
    private static final int WAIT_SECONDS = 5;

    private final URI queue;

    /** A message as the queue gave it: members by name, as JSON. */
    record Received(String id, String receipt, Map<String, byte[]> members) {}

    QueueClient(URI queue) {
        this.queue = queue;
    }

    /** The last part of the URL. */
    String name() {
        return queue.getPath().substring(queue.getPath().lastIndexOf('/') + 1);
    }

    List<Received> receive() throws IOException {
        JsonWriter body = request();
        body.name("MaxNumberOfMessages").number(MOST_MESSAGES);
        body.name("WaitTimeSeconds").number(WAIT_SECONDS);
        body.name("MessageSystemAttributeNames").beginArray().string("All").endArray();
        body.name("AttributeNames").beginArray().string("All").endArray();
        body.name("MessageAttributeNames").beginArray().string("All").endArray();
        byte[] json = call("ReceiveMessage", body);
        JsonReader in = new JsonReader(json);
        List<Received> messages = new ArrayList<>();
        in.beginObject();
        while (in.nextMember()) {
            if (!in.nameIs("Messages")) {
                in.skipValue();
            } else if (!in.readNull()) {
                in.beginArray();
                while (in.nextElement()) {
                    messages.add(message(in, json));
                }
            }
        }
        return messages;
    }

    private static Received message(JsonReader in, byte[] json) throws IOException {
        Map<String, byte[]> members = new LinkedHashMap<>();
        String id = "";
        String receipt = "";
        in.beginObject();
        while (in.nextMember()) {
            if (in.nameIs("MessageId")) {
                id = in.readString();
            } else if (in.nameIs("ReceiptHandle")) {
                receipt = in.readString();
            } else {
                members.put(in.name(), value(in, json));
            }
        }
        return new Received(id, receipt, members);
    }

    /** Returns the next value as it is written. */
    private static byte[] value(JsonReader in, byte[] json) throws IOException {
        int start = in.position();
        in.skipValue();
        return Arrays.copyOfRange(json, start, in.endOfValue());
    }

    void delete(List<Received> messages) throws IOException {
        JsonWriter body = request().name("Entries").beginArray();
        for (Received each : messages) {
            body.beginObject().name("Id").string(Integer.toString(messages.indexOf(each)));
            body.name("ReceiptHandle").string(each.receipt).endObject();
        }
        call("DeleteMessageBatch", body.endArray());
    }

    private JsonWriter request() {
        return new JsonWriter().beginObject().name("QueueUrl").string(queue.toString());
    }

    private byte[] call(String action, JsonWriter body) throws IOException {
        byte[] bytes = body.endObject().toByteArray();
        HttpURLConnection connection =
                (HttpURLConnection) queue.resolve("/").toURL().openConnection();
        connection.setConnectTimeout(2_000);
        connection.setReadTimeout((WAIT_SECONDS + 10) * 1_000);
        connection.setRequestMethod("POST");
        connection.setRequestProperty("Content-Type", "application/x-amz-json-1.0");
        connection.setRequestProperty("X-Amz-Target", "AmazonSQS." + action);
        connection.setDoOutput(true);
        try (OutputStream out = connection.getOutputStream()) {
            out.write(bytes);
        }
        int status = connection.getResponseCode();
        if (status != 200) {
            throw new IOException(action + " of " + queue + " was answered with " + status);
        }
        try (InputStream in = connection.getInputStream()) {
            return in.readAllBytes();
        }
    }

    /** Writes received messages as the event that Lambda makes of them. */
    byte[] event(List<Received> messages) {
        JsonWriter out = new JsonWriter().beginObject().name("Records").beginArray();
        for (Received each : messages) {
            out.beginObject().name("messageId").string(each.id);
            out.name("receiptHandle").string(each.receipt);
            out.name("body").raw(each.members.getOrDefault("Body", new byte[] {'"', '"'}));
            out.name("attributes").raw(each.members.getOrDefault("Attributes", new byte[] {'{', '}'}));
            out.name("messageAttributes");
            writeAttributes(each.members.getOrDefault("MessageAttributes", new byte[] {'{', '}'}), out);
            out.name("eventSource").string("aws:sqs");
            out.name("eventSourceARN").string("arn:aws:sqs:local:000000000000:" + name());
            out.name("awsRegion").string("local").endObject();
        }
        return out.endArray().endObject().toByteArray();
    }

    /** Lambda begins the names of their members with small letters, and the queue with capitals. */
    private static void writeAttributes(byte[] json, JsonWriter out) {
        out.beginObject();
        try {
            JsonReader in = new JsonReader(json);
            in.beginObject();
            while (in.nextMember()) {
                out.name(in.name()).beginObject();
                in.beginObject();
                while (in.nextMember()) {
                    String name = in.name();
                    out.name(Character.toLowerCase(name.charAt(0)) + name.substring(1));
                    out.raw(value(in, json));
                }
                out.endObject();
            }
        } catch (IOException malformed) {
            throw new IllegalStateException("It was well-formed before", malformed);
        }
        out.endObject();
    }
}
