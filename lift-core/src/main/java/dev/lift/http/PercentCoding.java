package dev.lift.http;

import java.nio.charset.StandardCharsets;

/**
 * Percent-encoding (RFC 3986 section 2.1) and strict UTF-8, by a hexadecimal table of ASCII. The JDK's decoder takes
 * full-width digits, signs and overlong forms for what they are not.
 */
final class PercentCoding {
    private static final char[] HEX = "0123456789ABCDEF".toCharArray();

    private PercentCoding() {}

    /**
     * Decodes a part of a string once.
     *
     * @param plusIsBlank whether {@code +} stands for a blank, as in forms and queries
     * @param part what is decoded, for the message
     * @throws HttpException 400, when an escape is malformed, or the text is not UTF-8 or has a NUL
     */
    static String decode(String text, int from, int to, boolean plusIsBlank, String part) {
        byte[] bytes = new byte[(to - from) * 3];
        int length = 0;
        for (int i = from; i < to; i++) {
            char c = text.charAt(i);
            if (c == '%') {
                int high = hexDigit(text, i + 1, to);
                int low = hexDigit(text, i + 2, to);
                if (high < 0 || low < 0) {
                    throw HttpException.refusal(400, "The " + part + " has a malformed percent-escape");
                }
                bytes[length++] = (byte) (high << 4 | low);
                i += 2;
            } else if (c == '+' && plusIsBlank) {
                bytes[length++] = ' ';
            } else if (c < 0x80) {
                bytes[length++] = (byte) c;
            } else {
                int codePoint = codePointAt(text, i, to, part);
                for (byte b : new String(Character.toChars(codePoint)).getBytes(StandardCharsets.UTF_8)) {
                    bytes[length++] = b;
                }
                i += Character.charCount(codePoint) - 1;
            }
        }
        if (!isText(bytes, length)) {
            throw HttpException.refusal(400, "The " + part + " must be UTF-8 without NUL");
        }
        return new String(bytes, 0, length, StandardCharsets.UTF_8);
    }

    private static int hexDigit(String text, int index, int to) {
        return index < to ? hexDigit(text.charAt(index)) : -1;
    }

    private static int codePointAt(String text, int index, int to, String part) {
        char c = text.charAt(index);
        if (!Character.isSurrogate(c)) {
            return c;
        }
        if (Character.isHighSurrogate(c) && index + 1 < to && Character.isLowSurrogate(text.charAt(index + 1))) {
            return Character.toCodePoint(c, text.charAt(index + 1));
        }
        throw HttpException.refusal(400, "The " + part + " must be UTF-8 without NUL");
    }

    /** Appends text with all but the characters of a path segment (RFC 3986 section 3.3, pchar) escaped. */
    static void encodeSegment(String text, StringBuilder out) {
        for (byte b : text.getBytes(StandardCharsets.UTF_8)) {
            if (b > 0 && CanonicalPath.isSegmentCharacter((char) b)) {
                out.append((char) b);
            } else {
                appendEscape(b, out);
            }
        }
    }

    /** Appends text with all but unreserved characters (RFC 3986 section 2.3) escaped. */
    static void encodeComponent(String text, StringBuilder out) {
        for (byte b : text.getBytes(StandardCharsets.UTF_8)) {
            char c = (char) (b & 0xFF);
            char lower = Headers.lower(c);
            boolean unreserved = lower >= 'a' && lower <= 'z' || c >= '0' && c <= '9' || "-._~".indexOf(c) >= 0;
            if (unreserved) {
                out.append(c);
            } else {
                appendEscape(b, out);
            }
        }
    }

    private static void appendEscape(byte b, StringBuilder out) {
        out.append('%').append(HEX[b >> 4 & 0xF]).append(HEX[b & 0xF]);
    }

    static int hexDigit(char c) {
        if (c >= '0' && c <= '9') {
            return c - '0';
        }
        char lower = Headers.lower(c);
        return lower >= 'a' && lower <= 'f' ? lower - 'a' + 10 : -1;
    }

    private static boolean isText(byte[] bytes, int length) {
        for (int i = 0; i < length; i++) {
            if (bytes[i] == 0) {
                return false;
            }
        }
        return isUtf8(bytes, length);
    }

    /** RFC 3629 section 4: no overlong forms, no surrogates, nothing beyond U+10FFFF. */
    static boolean isUtf8(byte[] bytes, int length) {
        int i = 0;
        while (i < length) {
            int lead = bytes[i] & 0xFF;
            int more = lead < 0x80 ? 0 : lead < 0xC2 ? -1 : lead < 0xE0 ? 1 : lead < 0xF0 ? 2 : lead < 0xF5 ? 3 : -1;
            if (more < 0 || i + more >= length) {
                return false;
            }
            if (more > 0 && !isSecond(lead, bytes[i + 1] & 0xFF)) {
                return false;
            }
            for (int k = 2; k <= more; k++) {
                if ((bytes[i + k] & 0xC0) != 0x80) {
                    return false;
                }
            }
            i += more + 1;
        }
        return true;
    }

    private static boolean isSecond(int lead, int second) {
        int lowest = lead == 0xE0 ? 0xA0 : lead == 0xF0 ? 0x90 : 0x80;
        int highest = lead == 0xED ? 0x9F : lead == 0xF4 ? 0x8F : 0xBF;
        return second >= lowest && second <= highest;
    }
}
