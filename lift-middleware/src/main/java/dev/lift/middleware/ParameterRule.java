package dev.lift.middleware;

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
