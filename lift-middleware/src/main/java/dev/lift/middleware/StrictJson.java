package dev.lift.middleware;

import dev.lift.json.JsonReader;
import java.io.IOException;
import java.util.HashSet;
import java.util.Set;

/**
 * Looks whether JSON has one meaning, before a library reads it that may take the one or the other of two members of a name: UTF-8, names
 * once each, bounded in depth.
 */
final class StrictJson {
    private static final int MOST_DEPTH_OF_OBJECTS = 20;
    private static final int MOST_DEPTH = 100;

    private StrictJson() {}

    /** Whether it is an object that a token or a schema can be. */
    static boolean isObject(byte[] json) {
        JsonReader in = new JsonReader(json, 0, json.length, MOST_DEPTH_OF_OBJECTS);
        try {
            return in.peek() == '{' && isOneValue(in);
        } catch (IOException malformed) {
            return false;
        }
    }

    /** Whether it is any value. */
    static boolean isValue(byte[] json) {
        return isOneValue(new JsonReader(json, 0, json.length, MOST_DEPTH));
    }

    private static boolean isOneValue(JsonReader in) {
        try {
            look(in);
            in.end();
            return true;
        } catch (IOException malformed) {
            return false;
        }
    }

    private static void look(JsonReader in) throws IOException {
        switch (in.peek()) {
            case '{' -> {
                Set<String> names = new HashSet<>();
                in.beginObject();
                while (in.nextMember()) {
                    if (!names.add(in.name())) {
                        throw in.fail("each name once");
                    }
                    look(in);
                }
            }
            case '[' -> {
                in.beginArray();
                while (in.nextElement()) {
                    look(in);
                }
            }
            default -> in.skipValue();
        }
    }
}
