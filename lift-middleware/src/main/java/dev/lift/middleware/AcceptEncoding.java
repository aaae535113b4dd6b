package dev.lift.middleware;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** What {@code Accept-Encoding} says (RFC 9110 section 12.5.3). */
final class AcceptEncoding {
    private static final int MOST_ENCODINGS = 50;
    private static final int UNSAID = -1;

    private AcceptEncoding() {}

    /**
     * Returns the coding that a client wants most, the first of those that it wants as much; null where it wants none, or the reply as it
     * is more. What is malformed wants nothing.
     */
    static @Nullable ContentCoding choose(List<String> fields, List<ContentCoding> codings) {
        int[] weights = new int[codings.size()];
        Arrays.fill(weights, UNSAID);
        int identity = UNSAID;
        int any = UNSAID;
        String[] encodings = String.join(",", fields).toLowerCase(Locale.ROOT).split(",", MOST_ENCODINGS);
        for (String each : encodings) {
            String[] parts = each.split(";", 2);
            String name = parts[0].trim();
            int weight = parts.length == 1 ? 1_000 : weight(parts[1].trim());
            if (name.equals("identity")) {
                identity = weight;
            } else if (name.equals("*")) {
                any = weight;
            } else {
                int named = indexOf(name.equals("x-gzip") ? "gzip" : name, codings);
                if (named >= 0) {
                    weights[named] = Math.max(weights[named], weight);
                }
            }
        }
        ContentCoding chosen = null;
        int most = Math.max(0, identity - 1);
        for (int i = 0; i < weights.length; i++) {
            int weight = weights[i] == UNSAID ? any : weights[i];
            if (weight > most) {
                most = weight;
                chosen = codings.get(i);
            }
        }
        return chosen;
    }

    private static int indexOf(String name, List<ContentCoding> codings) {
        for (int i = 0; i < codings.size(); i++) {
            if (codings.get(i).name().equals(name)) {
                return i;
            }
        }
        return -1;
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
