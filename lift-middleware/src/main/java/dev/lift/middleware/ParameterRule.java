package dev.lift.middleware;

import java.net.URI;
import java.net.URISyntaxException;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.function.Predicate;

/**
 * What a parameter has to be, and the sentence that says so; the sentence has nothing of the value. Each looks at a value in linear time.
 *
 * <p>Immutable and thread-safe, where its predicate is.
 *
 * <pre>{@code
 * ParameterRule page = ParameterRule.integer(1, 100);
 * ParameterRule even = ParameterRule.matching("must be even", value -> value.length() % 2 == 0);
 * }</pre>
 */
public final class ParameterRule {
    private static final int MOST_DIGITS = 19;
    private static final String LETTERS_AND_DIGITS = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789";

    private final String sentence;
    private final Predicate<String> allowed;

    private ParameterRule(String sentence, Predicate<String> allowed) {
        this.sentence = sentence;
        this.allowed = allowed;
    }

    /**
     * Asks for an integer of a range, in decimal digits of ASCII with a minus sign at most.
     *
     * @param least the least
     * @param most the most
     * @return the rule
     * @throws IllegalArgumentException when the least is more than the most
     */
    public static ParameterRule integer(long least, long most) {
        if (least > most) {
            throw new IllegalArgumentException("The range " + least + " to " + most + " is empty");
        }
        return new ParameterRule(
                "must be an integer from " + least + " to " + most, value -> isInteger(value, least, most));
    }

    private static boolean isInteger(String value, long least, long most) {
        String digits = value.startsWith("-") ? value.substring(1) : value;
        if (digits.isEmpty() || digits.length() > MOST_DIGITS || !hasOnly("0123456789", digits)) {
            return false;
        }
        try {
            long number = Long.parseLong(value);
            return number >= least && number <= most;
        } catch (NumberFormatException tooLarge) {
            return false;
        }
    }

    private static boolean hasOnly(String characters, String text) {
        for (int i = 0; i < text.length(); i++) {
            if (characters.indexOf(text.charAt(i)) < 0) {
                return false;
            }
        }
        return true;
    }

    /**
     * Asks for a length, in Unicode code points: an emoji of one is one.
     *
     * @param least the least, from 0
     * @param most the most
     * @return the rule
     * @throws IllegalArgumentException when the least is negative, or more than the most
     */
    public static ParameterRule length(int least, int most) {
        if (least < 0 || least > most) {
            throw new IllegalArgumentException("The range " + least + " to " + most + " is empty, or begins below 0");
        }
        return new ParameterRule("must have from " + least + " to " + most + " characters", value -> {
            int length = value.codePointCount(0, value.length());
            return length >= least && length <= most;
        });
    }

    /**
     * Asks for one of some values, as they stand.
     *
     * @param values the values
     * @return the rule
     * @throws IllegalArgumentException when there is none
     */
    public static ParameterRule oneOf(String... values) {
        if (values.length == 0) {
            throw new IllegalArgumentException("At least one value must be allowed");
        }
        List<String> all = List.of(values);
        return new ParameterRule("must be one of " + String.join(", ", all), all::contains);
    }

    /**
     * Asks for a UUID in its form of 36 characters (RFC 9562 section 4).
     *
     * @return the rule
     */
    public static ParameterRule uuid() {
        return new ParameterRule("must be a UUID", ParameterRule::isUuid);
    }

    private static boolean isUuid(String value) {
        if (value.length() != 36) {
            return false;
        }
        for (int i = 0; i < 36; i++) {
            boolean dash = i == 8 || i == 13 || i == 18 || i == 23;
            if (dash ? value.charAt(i) != '-' : "0123456789abcdefABCDEF".indexOf(value.charAt(i)) < 0) {
                return false;
            }
        }
        return true;
    }

    /**
     * Asks for a date of the calendar (RFC 3339, full-date), such as {@code 2026-02-28}, of the years 0000 to 9999.
     *
     * @return the rule
     */
    public static ParameterRule date() {
        return new ParameterRule("must be a date such as 2026-02-28", ParameterRule::isDate);
    }

    private static boolean isDate(String value) {
        if (value.length() != 10 || value.charAt(0) == '+' || value.charAt(0) == '-') {
            return false;
        }
        try {
            LocalDate.parse(value);
            return true;
        } catch (DateTimeException none) {
            return false;
        }
    }

    /**
     * Asks for a moment with its offset (RFC 3339, date-time), such as {@code 2026-02-28T09:30:00Z}; to the nanosecond at most, and
     * without leap seconds.
     *
     * @return the rule
     */
    public static ParameterRule dateTime() {
        return new ParameterRule("must be a date and time such as 2026-02-28T09:30:00Z", ParameterRule::isDateTime);
    }

    private static boolean isDateTime(String value) {
        boolean shaped = value.length() >= 20
                && value.length() <= 35
                && value.charAt(4) == '-'
                && value.charAt(10) == 'T'
                && value.charAt(16) == ':'
                && (value.charAt(19) == '.' || value.charAt(19) == 'Z' || value.length() == 25)
                && hasOnly("0123456789-+:.TZ", value)
                && (value.endsWith("Z") || value.charAt(value.length() - 3) == ':');
        if (!shaped) {
            return false;
        }
        try {
            OffsetDateTime.parse(value);
            return true;
        } catch (DateTimeException none) {
            return false;
        }
    }

    /**
     * Asks for an e-mail address of the kind that browsers take (HTML section 4.10.5.1.5), of 254 characters at most and with a dot in its
     * domain: none with quotes, comments, blanks, other letters than those of ASCII, or an address of a host. Whether anybody reads what is
     * sent there is to be found out by sending something.
     *
     * @return the rule
     */
    public static ParameterRule email() {
        return new ParameterRule("must be an e-mail address", ParameterRule::isEmail);
    }

    private static boolean isEmail(String value) {
        int at = value.indexOf('@');
        return value.length() <= 254
                && at > 0
                && at <= 64
                && hasOnly(LETTERS_AND_DIGITS + ".!#$%&'*+/=?^_`{|}~-", value.substring(0, at))
                && isDomain(value.substring(at + 1));
    }

    /** Whether it is labels of letters, digits and hyphens (RFC 1123 section 2.1), at least two. */
    private static boolean isDomain(String text) {
        String[] labels = text.split("\\.", -1);
        for (String label : labels) {
            boolean allowed = !label.isEmpty()
                    && label.length() <= 63
                    && label.charAt(0) != '-'
                    && label.charAt(label.length() - 1) != '-'
                    && hasOnly(LETTERS_AND_DIGITS + "-", label);
            if (!allowed) {
                return false;
            }
        }
        return labels.length > 1;
    }

    /**
     * Asks for an absolute URL of {@code https} with a host (RFC 3986), of 2,048 characters at most; without a user, behind which another
     * host could hide. It says nothing of where the host is: a server that calls what clients name needs a list of hosts too.
     *
     * @return the rule
     */
    public static ParameterRule httpsUrl() {
        return new ParameterRule("must be a URL that begins with https://", ParameterRule::isHttpsUrl);
    }

    private static boolean isHttpsUrl(String value) {
        if (value.length() > 2_048 || !value.regionMatches(/* ignoreCase= */ true, 0, "https://", 0, 8)) {
            return false;
        }
        try {
            URI uri = new URI(value);
            return uri.getHost() != null
                    && uri.getRawUserInfo() == null
                    && uri.toASCIIString().equals(value);
        } catch (URISyntaxException none) {
            return false;
        }
    }

    /**
     * Asks for what a predicate accepts.
     *
     * @param sentence what is asked for, for clients, such as {@code must be even}
     * @param allowed decides; it must be thread-safe
     * @return the rule
     */
    public static ParameterRule matching(String sentence, Predicate<String> allowed) {
        return new ParameterRule(sentence, allowed);
    }

    boolean isMetBy(String value) {
        return allowed.test(value);
    }

    String sentence() {
        return sentence;
    }

    /** The sentence. */
    @Override
    public String toString() {
        return "ParameterRule[" + sentence + "]";
    }
}
