package dev.lift.middleware;

import java.util.LinkedHashMap;
import java.util.Map;

/** One line of the access log, before it is written in one way or the other. */
final class AccessLine {
    private static final int LONGEST_VALUE = 1_024;

    enum Level {
        INFO,
        ERROR
    }

    final long millis;
    final Level level;
    final String message;

    /** Text, numbers, booleans and {@link Millis} by name, in their order. */
    final Map<String, Object> fields = new LinkedHashMap<>();

    AccessLine(long millis, Level level, String message) {
        this.millis = millis;
        this.level = level;
        this.message = message;
    }

    /** Adds a field; empty text is none. */
    void put(String name, Object value) {
        if (value instanceof String text) {
            if (!text.isEmpty()) {
                fields.put(name, text.length() > LONGEST_VALUE ? text.substring(0, LONGEST_VALUE) + "..." : text);
            }
        } else {
            fields.put(name, value);
        }
    }
}
