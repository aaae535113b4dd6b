package dev.lift.events;

import dev.lift.json.JsonReader;
import dev.lift.json.JsonWriter;
import java.io.IOException;
import java.math.BigDecimal;

/** Items of DynamoDB, in which each value stands behind its type, as the JSON that they stand for. */
final class DynamoDbImage {
    private DynamoDbImage() {}

    static byte[] toJson(Json image) throws IOException {
        JsonWriter out = new JsonWriter();
        JsonReader in = image.reader();
        copyItem(in, out);
        return out.toByteArray();
    }

    private static void copyItem(JsonReader in, JsonWriter out) throws IOException {
        in.beginObject();
        out.beginObject();
        while (in.nextMember()) {
            out.name(in.name());
            copyValue(in, out);
        }
        out.endObject();
    }

    private static void copyValue(JsonReader in, JsonWriter out) throws IOException {
        in.beginObject();
        if (!in.nextMember()) {
            throw in.fail("expected the type of a value");
        }
        copyTyped(in.name(), in, out);
        if (in.nextMember()) {
            throw in.fail("expected one type of a value");
        }
    }

    private static void copyTyped(String type, JsonReader in, JsonWriter out) throws IOException {
        switch (type) {
            case "S", "B" -> out.string(in.readString());
            case "N" -> out.number(new BigDecimal(in.readString()));
            case "BOOL" -> out.bool(in.readBoolean());
            case "NULL" -> {
                in.skipValue();
                out.nullValue();
            }
            case "M" -> copyItem(in, out);
            case "L" -> copyElements("", in, out);
            case "SS", "BS" -> copyElements("S", in, out);
            case "NS" -> copyElements("N", in, out);
            default -> throw in.fail("expected a type of DynamoDB");
        }
    }

    private static void copyElements(String type, JsonReader in, JsonWriter out) throws IOException {
        in.beginArray();
        out.beginArray();
        while (in.nextElement()) {
            if (type.isEmpty()) {
                copyValue(in, out);
            } else {
                copyTyped(type, in, out);
            }
        }
        out.endArray();
    }
}
