package dev.lift;

import dev.lift.http.Request;
import dev.lift.http.Route;
import dev.lift.internal.routing.SegmentMatcher;
import java.util.function.Predicate;

/** The types of path parameters: ASCII digits and hexadecimal digits only, as the JDK's parsers take more than that. */
final class PathTypes {
    private PathTypes() {}

    static SegmentMatcher builtIn(String type) {
        return switch (type) {
            case "int" -> new Whole(Integer.MIN_VALUE);
            case "long" -> new Whole(Long.MIN_VALUE);
            default -> new Uuid();
        };
    }

    private static final class Whole implements SegmentMatcher {
        private final long least;

        Whole(long least) {
            this.least = least;
        }

        @Override
        public boolean matches(String path, int from, int to) {
            boolean negative = path.charAt(from) == '-';
            int first = negative ? from + 1 : from;
            // Counted downwards, as the range has one more value below zero than above.
            long value = 0;
            for (int i = first; i < to; i++) {
                int digit = path.charAt(i) - '0';
                if (digit < 0 || digit > 9 || value < (least + digit) / 10) {
                    return false;
                }
                value = value * 10 - digit;
            }
            return first < to && (negative || value != least);
        }
    }

    private static final class Uuid implements SegmentMatcher {
        @Override
        public boolean matches(String path, int from, int to) {
            if (to - from != 36) {
                return false;
            }
            for (int i = 0; i < 36; i++) {
                char c = path.charAt(from + i);
                boolean hyphen = i == 8 || i == 13 || i == 18 || i == 23;
                boolean hex = c >= '0' && c <= '9' || c >= 'a' && c <= 'f' || c >= 'A' && c <= 'F';
                if (hyphen ? c != '-' : !hex) {
                    return false;
                }
            }
            return true;
        }
    }

    /** A type that an app registers: it sees the decoded text. */
    static final class Registered implements SegmentMatcher {
        private static final Route ONE_SEGMENT = Route.of("*", "/{segment}");

        private final Predicate<String> test;

        Registered(Predicate<String> test) {
            this.test = test;
        }

        @Override
        public boolean matches(String path, int from, int to) {
            String segment = path.substring(from, to);
            if (segment.indexOf('%') < 0) {
                return test.test(segment);
            }
            Request request = Request.get("/" + segment).build().routed(ONE_SEGMENT, "/" + segment);
            return test.test(request.pathParam("segment"));
        }
    }
}
