package dev.lift.json;

import java.io.IOException;

/** Characters beyond ASCII (RFC 3629). Many documents have none, so this is loaded when one does. */
final class Utf8 {
    private Utf8() {}

    /** Checks the sequence at an index by the table of section 4, and returns the index after it. */
    static int scan(JsonReader in, byte[] json, int i, int limit) throws IOException {
        int lead = json[i] & 0xFF;
        int second = i + 1 < limit ? json[i + 1] & 0xFF : 0;
        int length;
        boolean valid;
        if (lead >= 0xC2 && lead <= 0xDF) {
            length = 2;
            valid = second >= 0x80 && second <= 0xBF;
        } else if (lead >= 0xE0 && lead <= 0xEF) {
            length = 3;
            valid = second >= (lead == 0xE0 ? 0xA0 : 0x80) && second <= (lead == 0xED ? 0x9F : 0xBF);
        } else if (lead >= 0xF0 && lead <= 0xF4) {
            length = 4;
            valid = second >= (lead == 0xF0 ? 0x90 : 0x80) && second <= (lead == 0xF4 ? 0x8F : 0xBF);
        } else {
            length = 1;
            valid = false;
        }
        for (int k = i + 2; valid && k < i + length; k++) {
            valid = k < limit && (json[k] & 0xC0) == 0x80;
        }
        if (!valid) {
            throw in.malformed(i, "expected UTF-8");
        }
        return i + length;
    }
}
