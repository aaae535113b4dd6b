package dev.lift.http;

import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Turns parameters into values. Each value has the spelling one expects and no other: ASCII digits without plus, blanks or
 * underscores, {@code true} and {@code false}, whole UUIDs. The JDK's own parsers take far more.
 */
final class ParamConversion {
    private ParamConversion() {}

    static <T> T convert(String text, Class<T> type, String kind, String name) {
        Object value = tryConvert(text, type);
        if (value == null) {
            throw new HttpException(400, "The " + kind + " '" + name + "' must be " + expected(type));
        }
        @SuppressWarnings("unchecked") // tryConvert returns an instance of the (boxed) type.
        T converted = (T) value;
        return converted;
    }

    private static @Nullable Object tryConvert(String text, Class<?> type) {
        if (type == String.class) {
            return text;
        }
        if (type == Integer.class || type == int.class) {
            Long number = wholeNumber(text);
            return number == null || number != number.intValue() ? null : (Integer) number.intValue();
        }
        if (type == Long.class || type == long.class) {
            return wholeNumber(text);
        }
        if (type == Boolean.class || type == boolean.class) {
            return text.equals("true") ? Boolean.TRUE : text.equals("false") ? Boolean.FALSE : null;
        }
        if (type == UUID.class) {
            return isUuid(text, 0, text.length()) ? UUID.fromString(text) : null;
        }
        if (type == BigDecimal.class) {
            return isDecimal(text) ? new BigDecimal(text) : null;
        }
        if (type == LocalDate.class || type == Instant.class) {
            return date(text, type);
        }
        if (type.isEnum()) {
            return constant(text, type);
        }
        throw new IllegalArgumentException("Parameters can not be converted to " + type.getName());
    }

    private static @Nullable Object date(String text, Class<?> type) {
        try {
            return type == LocalDate.class ? LocalDate.parse(text) : Instant.parse(text);
        } catch (DateTimeException malformed) {
            return null;
        }
    }

    private static @Nullable Object constant(String text, Class<?> type) {
        for (Object constant : type.getEnumConstants()) {
            if (((Enum<?>) constant).name().equals(text)) {
                return constant;
            }
        }
        return null;
    }

    private static String expected(Class<?> type) {
        if (type.isEnum()) {
            StringBuilder names = new StringBuilder("one of");
            for (Object constant : type.getEnumConstants()) {
                names.append(' ').append(((Enum<?>) constant).name());
            }
            return names.toString();
        }
        return switch (type.getSimpleName()) {
            case "Integer", "int" -> "a whole number of at most 32 bits";
            case "Long", "long" -> "a whole number of at most 64 bits";
            case "Boolean", "boolean" -> "true or false";
            case "UUID" -> "a UUID";
            case "BigDecimal" -> "a decimal number";
            case "LocalDate" -> "a date such as 2026-01-31";
            default -> "a time such as 2026-01-31T12:00:00Z";
        };
    }

    /** An optional minus and one to nineteen ASCII digits, in the range of long. */
    private static @Nullable Long wholeNumber(String text) {
        boolean negative = text.startsWith("-");
        int from = negative ? 1 : 0;
        if (text.length() == from || text.length() - from > 19) {
            return null;
        }
        long value = 0;
        for (int i = from; i < text.length(); i++) {
            int digit = text.charAt(i) - '0';
            if (digit < 0 || digit > 9 || value < (Long.MIN_VALUE + digit) / 10) {
                return null;
            }
            value = value * 10 - digit;
        }
        if (!negative && value == Long.MIN_VALUE) {
            return null;
        }
        return negative ? value : -value;
    }

    private static boolean isDecimal(String text) {
        int from = text.startsWith("-") ? 1 : 0;
        int dot = text.indexOf('.');
        int to = dot < 0 ? text.length() : dot;
        boolean fraction = dot < 0 || isDigits(text, dot + 1, text.length());
        return text.length() <= 100 && isDigits(text, from, to) && fraction;
    }

    private static boolean isDigits(String text, int from, int to) {
        for (int i = from; i < to; i++) {
            if (text.charAt(i) < '0' || text.charAt(i) > '9') {
                return false;
            }
        }
        return from < to;
    }

    /** RFC 9562 section 4: 8-4-4-4-12 hexadecimal digits. */
    private static boolean isUuid(String text, int from, int to) {
        if (to - from != 36) {
            return false;
        }
        for (int i = 0; i < 36; i++) {
            char c = text.charAt(from + i);
            boolean hyphen = i == 8 || i == 13 || i == 18 || i == 23;
            if (hyphen ? c != '-' : PercentCoding.hexDigit(c) < 0) {
                return false;
            }
        }
        return true;
    }
}
