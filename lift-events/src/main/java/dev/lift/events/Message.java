package dev.lift.events;

import com.amazonaws.services.lambda.runtime.Context;
import dev.lift.http.Attribute;
import dev.lift.http.BodyCodecs;
import dev.lift.http.Deadline;
import dev.lift.http.MediaType;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A record of a queue, a topic, a bus, a bucket or a stream. What all have in common has a method; the rest is in {@link #json}.
 *
 * <p>What came is immutable; attributes that middleware sets live for one invocation and belong to the thread that handles the message.
 *
 * <pre>{@code
 * String text = message.bodyText();
 * boolean again = message.receiveCount() > 1;
 * }</pre>
 */
public final class Message {
    private final Fields fields;
    private final byte[] body;
    private final BodyCodecs codecs;
    private final @Nullable Context context;
    private final Map<Attribute<?>, Object> attributes;

    /** What a format has read; the texts are those of the event. */
    record Fields(
            MessageSource source,
            String name,
            String type,
            String arn,
            String id,
            @Nullable String group,
            @Nullable String sequenceNumber,
            int receiveCount,
            @Nullable String time,
            Map<String, String> headers,
            Json json) {
        /** Returns these with the order and the count of what they came in. */
        Fields sentAs(Fields outer) {
            return new Fields(
                    source,
                    name,
                    type,
                    arn,
                    id,
                    outer.group,
                    outer.sequenceNumber,
                    outer.receiveCount,
                    time,
                    headers,
                    json);
        }
    }

    Message(Fields fields, byte[] body, BodyCodecs codecs, @Nullable Context context) {
        this(fields, body, codecs, context, new HashMap<>(4));
    }

    private Message(
            Fields fields,
            byte[] body,
            BodyCodecs codecs,
            @Nullable Context context,
            Map<Attribute<?>, Object> attributes) {
        this.fields = fields;
        this.body = body;
        this.codecs = codecs;
        this.context = context;
        this.attributes = attributes;
    }

    Fields fields() {
        return fields;
    }

    /**
     * Returns where it comes from.
     *
     * @return the kind of source
     */
    public MessageSource source() {
        return fields.source();
    }

    /**
     * Returns the name of what it comes from.
     *
     * @return the queue, topic, bucket, table, stream, rule or schedule; for a bus the {@code source} of the event
     */
    public String name() {
        return fields.name();
    }

    /**
     * Returns what happened, where the source says so.
     *
     * @return the detail type of a bus, the event of a bucket such as {@code ObjectCreated:Put}, {@code INSERT}, {@code MODIFY} or {@code
     *     REMOVE} of a table, the subject of a topic; else empty
     */
    public String type() {
        return fields.type();
    }

    /**
     * Returns the ARN of what it comes from.
     *
     * @return the ARN of the queue, topic, bucket, stream, rule or schedule; empty for other events of a bus
     */
    public String arn() {
        return fields.arn();
    }

    /**
     * Returns what tells it from others of its source, and is the same when it is sent again.
     *
     * @return the id
     */
    public String id() {
        return fields.id();
    }

    /**
     * Returns what it keeps its order with.
     *
     * @return the message group of a FIFO queue, the partition key of a stream, the key of an object (decoded); else empty
     */
    public Optional<String> group() {
        return Optional.ofNullable(fields.group());
    }

    /**
     * Returns where it stands in the order of its source.
     *
     * @return the sequence number, where the source has one
     */
    public Optional<String> sequenceNumber() {
        return Optional.ofNullable(fields.sequenceNumber());
    }

    /**
     * Returns how often it was sent.
     *
     * @return from 1; always 1 where the source does not count
     */
    public int receiveCount() {
        return fields.receiveCount();
    }

    /**
     * Returns when it was sent, or happened, by the clock of its source.
     *
     * @return the time, where the source says so
     * @throws IllegalStateException when it is no time
     */
    public Optional<Instant> time() {
        return Optional.ofNullable(fields.time()).map(Message::instant);
    }

    /** Sources write milliseconds, seconds with a fraction, or ISO 8601. */
    private static Instant instant(String text) {
        try {
            if (text.indexOf('T') > 0) {
                return Instant.parse(text);
            }
            java.math.BigDecimal number = new java.math.BigDecimal(text);
            boolean millis = number.scale() <= 0 && number.precision() - number.scale() >= 13;
            return Instant.ofEpochMilli((millis ? number : number.movePointRight(3)).longValue());
        } catch (RuntimeException none) {
            throw new IllegalStateException("The time of the message is none: " + text, none);
        }
    }

    /**
     * Returns what the sender wrote beside the body: message attributes.
     *
     * @return texts by their names; binary ones as base64, as they came
     */
    public Map<String, String> headers() {
        return fields.headers();
    }

    /**
     * Returns what the sender wrote beside the body.
     *
     * @param name the name of a message attribute, in its case
     * @return the text, or empty where there is none
     */
    public Optional<String> header(String name) {
        return Optional.ofNullable(fields.headers().get(name));
    }

    /**
     * Returns the body: the text of a queue or topic, the bytes of a stream, the detail of a bus and the new image of a table as JSON (the
     * old one where it was removed), the {@code s3} object of a bucket's record.
     *
     * @return a copy
     */
    public byte[] bodyBytes() {
        return body.clone();
    }

    /**
     * Returns the body as text.
     *
     * @return the text; what is not UTF-8 in it is replaced
     */
    public String bodyText() {
        return new String(body, StandardCharsets.UTF_8);
    }

    /**
     * Reads the body as JSON, with the codecs of the app.
     *
     * @param type the class of the value
     * @param <T> the type of the value
     * @return the value
     * @throws IOException when it is malformed or not of the type
     */
    public <T> T body(Class<T> type) throws IOException {
        return codecs.read(body, MediaType.JSON, type);
    }

    /**
     * Returns the whole record.
     *
     * @return JSON as it came
     */
    public byte[] json() {
        return fields.json().json();
    }

    /**
     * Returns when Lambda ends the invocation.
     *
     * @return the deadline
     */
    public Deadline deadline() {
        return Deadline.of(context);
    }

    /**
     * Returns Lambda's context.
     *
     * @return the context, or empty where no Lambda runtime sent the event
     */
    public Optional<Context> context() {
        return Optional.ofNullable(context);
    }

    /**
     * Returns what middleware has left for those further in.
     *
     * @param key the key
     * @param <T> the type of the value
     * @return the value, or empty
     */
    @SuppressWarnings("unchecked") // Only set() puts values in, of the key's type.
    public <T> Optional<T> get(Attribute<T> key) {
        return Optional.ofNullable((T) attributes.get(key));
    }

    /**
     * Leaves something for those further in.
     *
     * @param key the key
     * @param value the value
     * @param <T> the type of the value
     */
    public <T> void set(Attribute<T> key, T value) {
        attributes.put(key, value);
    }

    /**
     * Returns a copy with another body, for middleware that unpacks one.
     *
     * @param bytes the body
     * @return the copy, which shares attributes with this message
     */
    public Message withBody(byte[] bytes) {
        return new Message(fields, bytes.clone(), codecs, context, attributes);
    }

    /** Returns what stands inside: it is still this message to its source. */
    Message with(Fields inner, byte[] bytes) {
        return new Message(inner, bytes, codecs, context, attributes);
    }

    /** Source, name and id; nothing of the body. */
    @Override
    public String toString() {
        return fields.source() + " " + fields.name() + " " + fields.id();
    }
}
