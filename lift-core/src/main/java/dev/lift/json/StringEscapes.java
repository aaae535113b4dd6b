package dev.lift.json;

import java.io.IOException;
import java.util.Arrays;

/** The escapes in JSON strings (RFC 8259 section 7). Most documents have none, so this is loaded when one does. */
final class StringEscapes {
    private StringEscapes() {}

    /** Checks the escape at an index and returns the index after it. */
    static int scan(JsonReader in, byte[] json, int backslash, int limit) throws IOException {
        int i = backslash + 1;
        byte kind = i < limit ? json[i] : 0;
        switch (kind) {
            case '"', '\\', '/', 'b', 'f', 'n', 'r', 't':
                return i + 1;
            case 'u':
                int unit = scanHex4(in, json, i + 1, limit);
                if (Character.isLowSurrogate((char) unit)) {
                    break;
                }
                if (!Character.isHighSurrogate((char) unit)) {
                    return i + 5;
                }
                if (i + 6 < limit
                        && json[i + 5] == '\\'
                        && json[i + 6] == 'u'
                        && Character.isLowSurrogate((char) scanHex4(in, json, i + 7, limit))) {
                    return i + 11;
                }
                break;
            default:
                throw in.malformed(backslash, "expected an escape of RFC 8259 section 7");
        }
        throw in.malformed(backslash, "expected a whole surrogate pair");
    }

    private static int scanHex4(JsonReader in, byte[] json, int from, int limit) throws IOException {
        int value = 0;
        for (int i = from; i < from + 4; i++) {
            int digit = i < limit ? hexDigit(json[i]) : -1;
            if (digit < 0) {
                throw in.malformed(Math.min(i, limit), "expected four hexadecimal digits");
            }
            value = value << 4 | digit;
        }
        return value;
    }

    /** Returns the bytes of a string whose escapes have been found to be well-formed. */
    static byte[] decode(byte[] json, int from, int to) {
        byte[] out = new byte[to - from];
        int length = 0;
        int i = from;
        while (i < to) {
            byte b = json[i++];
            if (b != '\\') {
                out[length++] = b;
                continue;
            }
            byte kind = json[i++];
            if (kind != 'u') {
                out[length++] = simpleEscape(kind);
                continue;
            }
            int codePoint = hex4(json, i);
            i += 4;
            if (Character.isHighSurrogate((char) codePoint)) {
                codePoint = Character.toCodePoint((char) codePoint, (char) hex4(json, i + 2));
                i += 6;
            }
            length = putUtf8(codePoint, out, length);
        }
        return Arrays.copyOf(out, length);
    }

    private static int hex4(byte[] json, int from) {
        return hexDigit(json[from]) << 12
                | hexDigit(json[from + 1]) << 8
                | hexDigit(json[from + 2]) << 4
                | hexDigit(json[from + 3]);
    }

    private static byte simpleEscape(byte kind) {
        return switch (kind) {
            case 'b' -> '\b';
            case 'f' -> '\f';
            case 'n' -> '\n';
            case 'r' -> '\r';
            case 't' -> '\t';
            default -> kind;
        };
    }

    private static int putUtf8(int codePoint, byte[] out, int at) {
        int i = at;
        if (codePoint < 0x80) {
            out[i++] = (byte) codePoint;
        } else if (codePoint < 0x800) {
            out[i++] = (byte) (0xC0 | codePoint >> 6);
            out[i++] = (byte) (0x80 | codePoint & 0x3F);
        } else if (codePoint < 0x10000) {
            out[i++] = (byte) (0xE0 | codePoint >> 12);
            out[i++] = (byte) (0x80 | codePoint >> 6 & 0x3F);
            out[i++] = (byte) (0x80 | codePoint & 0x3F);
        } else {
            out[i++] = (byte) (0xF0 | codePoint >> 18);
            out[i++] = (byte) (0x80 | codePoint >> 12 & 0x3F);
            out[i++] = (byte) (0x80 | codePoint >> 6 & 0x3F);
            out[i++] = (byte) (0x80 | codePoint & 0x3F);
        }
        return i;
    }

    /** Returns the value of a hexadecimal digit, or -1. */
    static int hexDigit(byte b) {
        if (b >= '0' && b <= '9') {
            return b - '0';
        }
        int lower = b | 0x20;
        return lower >= 'a' && lower <= 'f' ? lower - 'a' + 10 : -1;
    }
}
