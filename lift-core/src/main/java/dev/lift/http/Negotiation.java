package dev.lift.http;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Content negotiation by {@code Accept} (RFC 9110 section 12.5.1): the most specific range decides the weight of an offer. */
final class Negotiation {
    /** No client has this many preferences; what follows them is not looked at. */
    private static final int MAX_RANGES = 100;

    private Negotiation() {}

    static Optional<MediaType> best(List<String> accept, MediaType... offers) {
        List<String> ranges = new ArrayList<>();
        for (String header : accept) {
            split(header, ranges);
        }
        if (ranges.isEmpty()) {
            return offers.length == 0 ? Optional.empty() : Optional.of(offers[0]);
        }
        List<MediaType> parsed = new ArrayList<>();
        for (String range : ranges) {
            MediaType type = MediaType.tryParse(range);
            if (type != null) {
                parsed.add(type);
            }
        }
        MediaType best = null;
        int bestWeight = 0;
        for (MediaType offer : offers) {
            int weight = weight(offer, parsed);
            if (weight > bestWeight) {
                best = offer;
                bestWeight = weight;
            }
        }
        return Optional.ofNullable(best);
    }

    /** Splits at commas outside of quotes. */
    private static void split(String header, List<String> ranges) {
        boolean quoted = false;
        int from = 0;
        for (int i = 0; i <= header.length() && ranges.size() < MAX_RANGES; i++) {
            char c = i < header.length() ? header.charAt(i) : ',';
            if (c == '\\' && quoted) {
                i++;
            } else if (c == '"') {
                quoted = !quoted;
            } else if (c == ',' && (!quoted || i == header.length())) {
                add(header, from, i, ranges);
                from = i + 1;
            }
        }
    }

    private static void add(String header, int from, int to, List<String> ranges) {
        int start = from;
        int end = Math.min(to, header.length());
        while (start < end && Headers.isBlank(header.charAt(start))) {
            start++;
        }
        while (end > start && Headers.isBlank(header.charAt(end - 1))) {
            end--;
        }
        if (start < end) {
            ranges.add(header.substring(start, end));
        }
    }

    /** The weight of an offer, 0 to 1000. */
    private static int weight(MediaType offer, List<MediaType> ranges) {
        int weight = 0;
        int precedence = -1;
        for (MediaType range : ranges) {
            int specific = range.type().equals("*") ? 0 : range.subtype().equals("*") ? 1 : 2;
            if (specific > precedence && range.includes(offer)) {
                precedence = specific;
                weight = quality(range.parameter("q").orElse("1"));
            }
        }
        return weight;
    }

    /** RFC 9110 section 12.4.2: 0 or 1 with at most three decimals; anything else counts as not acceptable. */
    private static int quality(String text) {
        if (text.isEmpty() || text.length() > 5 || text.charAt(0) != '0' && text.charAt(0) != '1') {
            return 0;
        }
        int value = (text.charAt(0) - '0') * 1000;
        int unit = 100;
        for (int i = 1; i < text.length(); i++) {
            char c = text.charAt(i);
            if (i == 1 ? c != '.' : c < '0' || c > '9') {
                return 0;
            }
            if (i > 1) {
                value += (c - '0') * unit;
                unit /= 10;
            }
        }
        return value > 1000 ? 0 : value;
    }
}
