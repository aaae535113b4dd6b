package dev.lift.http;

import java.util.ArrayList;
import java.util.List;

/** Reads {@code Cookie} headers (RFC 6265 section 5.4) as they are: nothing is decoded, unquoted or guessed. */
final class CookieHeader {
    /** Browsers keep 180 for a site; more is noise, or an attack on whoever looks one up. */
    private static final int MAX_COOKIES = 300;

    private CookieHeader() {}

    static List<String> values(List<String> headers, String name) {
        List<String> values = new ArrayList<>(1);
        int count = 0;
        for (String header : headers) {
            int from = 0;
            while (from < header.length()) {
                int semicolon = header.indexOf(';', from);
                int to = semicolon < 0 ? header.length() : semicolon;
                if (++count > MAX_COOKIES) {
                    throw new HttpException(431, "A request must have at most " + MAX_COOKIES + " cookies");
                }
                add(header, from, to, name, values);
                from = to + 1;
            }
        }
        return values;
    }

    /** Only blanks and tabs are trimmed: any other space is part of a name, and makes it another one. */
    private static void add(String header, int from, int to, String name, List<String> values) {
        int start = from;
        int end = to;
        while (start < end && Headers.isBlank(header.charAt(start))) {
            start++;
        }
        while (end > start && Headers.isBlank(header.charAt(end - 1))) {
            end--;
        }
        int equals = header.indexOf('=', start);
        if (equals > start && equals < end && equals - start == name.length() && header.startsWith(name, start)) {
            values.add(header.substring(equals + 1, end));
        }
    }
}
