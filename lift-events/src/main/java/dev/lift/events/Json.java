package dev.lift.events;

import dev.lift.json.JsonReader;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** An object in an event, whose members are read when they are asked for. */
final class Json {
    private final byte[] bytes;
    private final int from;
    private final int to;

    /** None before it was asked for; a value that is no object has none. */
    private Map<String, Json> members = Map.of();

    private Json(byte[] bytes, int from, int to) {
        this.bytes = bytes;
        this.from = from;
        this.to = to;
    }

    static Json of(byte[] bytes) throws IOException {
        return value(bytes, 0, bytes.length).opened();
    }

    private static Json value(byte[] bytes, int from, int to) {
        return new Json(bytes, from, to);
    }

    /** Finds the members of an object. */
    private Json opened() throws IOException {
        Map<String, Json> found = new LinkedHashMap<>();
        JsonReader in = reader();
        in.beginObject();
        while (in.nextMember()) {
            String name = in.name();
            int start = in.position();
            in.skipValue();
            found.put(name, value(bytes, start, in.endOfValue()));
        }
        members = found;
        return this;
    }

    JsonReader reader() {
        return new JsonReader(bytes, from, to, JsonReader.DEFAULT_MAX_DEPTH);
    }

    private char first() {
        return (char) bytes[from];
    }

    boolean isNull() {
        return first() == 'n';
    }

    /** Whether there is a member that is not null. */
    boolean has(String name) {
        Json member = members.get(name);
        return member != null && !member.isNull();
    }

    /** Returns where an object that is a member begins; -1 when there is none. */
    int position(String name) {
        Json member = members.get(name);
        return member == null || member.first() != '{' ? -1 : member.from;
    }

    Iterable<String> names() {
        return members.keySet();
    }

    /** Returns the text of a member, or of a number or truth value as it is written; null where there is none. */
    @Nullable
    String string(String name) throws IOException {
        Json member = members.get(name);
        if (member == null || member.isNull()) {
            return null;
        }
        return switch (member.first()) {
            case '"' -> member.reader().readString();
            case '{', '[' -> throw member.reader().fail(name, "expected a string");
            default -> member.text();
        };
    }

    /** Returns the text of a member that every such event has. */
    String required(String name) throws IOException {
        String text = string(name);
        if (text == null) {
            throw reader().fail(name, "expected a string");
        }
        return text;
    }

    /** Returns the object of a member; one without members where there is none. */
    Json object(String name) throws IOException {
        Json member = members.get(name);
        return member == null || member.isNull() ? value(new byte[] {'{', '}'}, 0, 2) : member.opened();
    }

    /** Returns the values of an array; none where there is no such member. */
    List<Json> array(String name) throws IOException {
        Json member = members.get(name);
        return member == null || member.isNull() ? List.of() : member.elements();
    }

    List<Json> elements() throws IOException {
        List<Json> elements = new ArrayList<>();
        JsonReader in = reader();
        in.beginArray();
        while (in.nextElement()) {
            int start = in.position();
            in.skipValue();
            elements.add(value(bytes, start, in.endOfValue()));
        }
        return elements;
    }

    List<Json> objects(String name) throws IOException {
        List<Json> objects = array(name);
        for (Json each : objects) {
            each.opened();
        }
        return objects;
    }

    /** Returns a member's value as it is written; null where there is none. */
    byte @Nullable [] json(String name) {
        Json member = members.get(name);
        return member == null || member.isNull() ? null : member.json();
    }

    byte[] json() {
        return Arrays.copyOfRange(bytes, from, to);
    }

    byte[] base64(String name) throws IOException {
        Json member = members.get(name);
        if (member == null) {
            throw reader().fail(name, "expected base64");
        }
        return member.reader().readBase64();
    }

    private String text() {
        return new String(bytes, from, to - from, java.nio.charset.StandardCharsets.US_ASCII);
    }
}
