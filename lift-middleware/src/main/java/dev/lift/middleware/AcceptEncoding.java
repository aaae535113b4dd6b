package dev.lift.middleware;

import java.util.List;
import java.util.Locale;

/** What {@code Accept-Encoding} says (RFC 9110 section 12.5.3). */
final class AcceptEncoding {
    private static final int MOST_ENCODINGS = 50;

    private AcceptEncoding() {}

    /** Whether gzip is wanted, by its name or else by {@code *}, and not less than the reply as it is. What is malformed wants nothing. */
    static boolean takesGzip(List<String> fields) {
        int gzip = -1;
        int identity = -1;
        int any = -1;
        String[] encodings = String.join(",", fields).toLowerCase(Locale.ROOT).split(",", MOST_ENCODINGS);
        for (String each : encodings) {
            String[] parts = each.split(";", 2);
            String name = parts[0].trim();
            int weight = parts.length == 1 ? 1_000 : weight(parts[1].trim());
            if (name.equals("gzip") || name.equals("x-gzip")) {
                gzip = Math.max(gzip, weight);
            } else if (name.equals("identity")) {
                identity = weight;
            } else if (name.equals("*")) {
                any = weight;
            }
        }
        int wanted = gzip >= 0 ? gzip : any;
        return wanted > 0 && wanted >= identity;
    }

    /** Returns thousandths; 0 for what is no weight (RFC 9110 section 12.4.2). */
    private static int weight(String parameter) {
        if (!parameter.startsWith("q=") || parameter.length() < 3 || parameter.length() > 7) {
            return 0;
        }
        String number = parameter.substring(2);
        int thousandths = 0;
        for (int i = 0; i < 5; i++) {
            char c = i < number.length() ? number.charAt(i) : i == 1 ? '.' : '0';
            boolean expected = i == 1 ? c == '.' : c >= '0' && c <= '9';
            if (!expected) {
                return 0;
            }
            thousandths = i == 1 ? thousandths : thousandths * 10 + c - '0';
        }
        return thousandths <= 1_000 ? thousandths : 0;
    }
}
