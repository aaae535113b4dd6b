package dev.lift.events;

import dev.lift.json.JsonReader;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** An object in an event, whose members are read when they are asked for. */
final class Json {
    private static final byte[] EMPTY = {'{', '}'};
    private static final String[] NO_NAMES = {};
    private static final int[] NO_BOUNDS = {};

    /** As many members as are looked through one by one. */
    private static final int FEW = 16;

    private final byte[] bytes;
    private final int from;
    private int to;

    // Its members, in their order; none before it is opened, and of a value that is no object.
    private String[] names = NO_NAMES;
    private int[] bounds = NO_BOUNDS;
    private int size;

    /** Where they are, of an object with many. */
    private @Nullable Map<String, Integer> index;

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

    private Json opened() throws IOException {
        open(reader());
        return this;
    }

    /** Finds the members of the object that a reader stands before. */
    private void open(JsonReader in) throws IOException {
        in.beginObject();
        while (in.nextMember()) {
            if (size == names.length) {
                int more = size == 0 ? FEW : 2 * size;
                names = Arrays.copyOf(names, more);
                bounds = Arrays.copyOf(bounds, 2 * more);
            }
            names[size] = in.name();
            bounds[2 * size] = in.position();
            in.skipValue();
            bounds[2 * size + 1] = in.endOfValue();
            size++;
        }
    }

    /** Returns which member has a name, which none has twice; -1 when none has. */
    private int find(String name) {
        if (size > FEW) {
            return index().getOrDefault(name, -1);
        }
        int at = size - 1;
        while (at >= 0 && !names[at].equals(name)) {
            at--;
        }
        return at;
    }

    private Map<String, Integer> index() {
        Map<String, Integer> known = index;
        if (known == null) {
            known = new HashMap<>();
            for (int i = 0; i < size; i++) {
                known.put(names[i], i);
            }
            index = known;
        }
        return known;
    }

    /** Returns a member that is not null; null where there is none. */
    private @Nullable Json member(String name) {
        int at = find(name);
        return at < 0 || bytes[bounds[2 * at]] == 'n' ? null : value(bytes, bounds[2 * at], bounds[2 * at + 1]);
    }

    JsonReader reader() {
        return new JsonReader(bytes, from, to, JsonReader.DEFAULT_MAX_DEPTH);
    }

    private char first() {
        return (char) bytes[from];
    }

    /** Whether there is a member that is not null. */
    boolean has(String name) {
        int at = find(name);
        return at >= 0 && bytes[bounds[2 * at]] != 'n';
    }

    /** Returns where an object that is a member begins; -1 when there is none. */
    int position(String name) {
        int at = find(name);
        return at < 0 || bytes[bounds[2 * at]] != '{' ? -1 : bounds[2 * at];
    }

    Iterable<String> names() {
        return Arrays.asList(names).subList(0, size);
    }

    /** Returns the text of a member, or of a number or truth value as it is written; null where there is none. */
    @Nullable
    String string(String name) throws IOException {
        Json member = member(name);
        if (member == null) {
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
        Json member = member(name);
        return member == null ? value(EMPTY, 0, EMPTY.length) : member.opened();
    }

    /** Returns the values of an array; none where there is no such member. */
    List<Json> array(String name) throws IOException {
        Json member = member(name);
        return member == null ? List.of() : member.elements();
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

    /** Returns the objects of an array; none where there is no such member. */
    List<Json> objects(String name) throws IOException {
        Json member = member(name);
        List<Json> objects = new ArrayList<>();
        if (member != null) {
            JsonReader in = member.reader();
            in.beginArray();
            while (in.nextElement()) {
                int start = in.position();
                Json object = new Json(bytes, start, start);
                object.open(in);
                object.to = in.endOfValue();
                objects.add(object);
            }
        }
        return objects;
    }

    /** Returns a member's value as it is written; null where there is none. */
    byte @Nullable [] json(String name) {
        Json member = member(name);
        return member == null ? null : member.json();
    }

    byte[] json() {
        return Arrays.copyOfRange(bytes, from, to);
    }

    byte[] base64(String name) throws IOException {
        Json member = member(name);
        if (member == null) {
            throw reader().fail(name, "expected base64");
        }
        return member.reader().readBase64();
    }

    private String text() {
        return new String(bytes, from, to - from, java.nio.charset.StandardCharsets.US_ASCII);
    }
}
