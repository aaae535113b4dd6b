package dev.lift.middleware;

import dev.lift.json.JsonReader;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.TreeMap;

/**
 * One spelling for each JSON document: members in the order of their names, and each value behind a letter for its type, with its length
 * where it has one. It is to be compared and not to be read.
 */
final class CanonicalJson {
    private static final int MOST_DEPTH = 100;

    private final JsonReader in;
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();

    private CanonicalJson(JsonReader in) {
        this.in = in;
    }

    /** Returns the spelling; the bytes that came when they are no JSON. */
    static byte[] of(byte[] json) {
        try {
            JsonReader in = new JsonReader(json, 0, json.length, MOST_DEPTH);
            byte[] spelling = value(in);
            in.end();
            return spelling;
        } catch (IOException notJson) {
            return json;
        }
    }

    private static byte[] value(JsonReader in) throws IOException {
        CanonicalJson value = new CanonicalJson(in);
        value.spell();
        return value.out.toByteArray();
    }

    private void spell() throws IOException {
        switch (in.peek()) {
            case '{' -> spellObject();
            case '[' -> spellArray();
            case '"' -> write('s', in.readString().getBytes(StandardCharsets.UTF_8));
            case 't', 'f' -> write(in.readBoolean() ? 't' : 'f', new byte[0]);
            case 'n' -> write(in.readNull() ? 'n' : '?', new byte[0]);
            default -> write('d', number(in.readDecimal()).getBytes(StandardCharsets.US_ASCII));
        }
    }

    /** 1, 1.0 and 1e0 are one number. It is not written out, as 1e999999999 has a billion digits. */
    private static String number(BigDecimal number) {
        BigDecimal stripped = number.stripTrailingZeros();
        return stripped.unscaledValue() + "e" + -(long) stripped.scale();
    }

    private void spellArray() throws IOException {
        ByteArrayOutputStream elements = new ByteArrayOutputStream();
        in.beginArray();
        while (in.nextElement()) {
            elements.writeBytes(value(in));
        }
        write('a', elements.toByteArray());
    }

    private void spellObject() throws IOException {
        Map<String, byte[]> members = new TreeMap<>();
        in.beginObject();
        while (in.nextMember()) {
            String name = in.name();
            if (members.put(name, value(in)) != null) {
                throw in.fail("each name once");
            }
        }
        CanonicalJson all = new CanonicalJson(in);
        members.forEach((name, value) -> {
            all.write('s', name.getBytes(StandardCharsets.UTF_8));
            all.out.writeBytes(value);
        });
        write('o', all.out.toByteArray());
    }

    private void write(char type, byte[] content) {
        out.writeBytes((type + Integer.toString(content.length) + ":").getBytes(StandardCharsets.US_ASCII));
        out.writeBytes(content);
    }
}
