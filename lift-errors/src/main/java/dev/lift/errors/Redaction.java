package dev.lift.errors;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * Takes secrets out of text before it is logged: the values of members, headers and parameters that are named like secrets,
 * {@code Bearer} and {@code Basic} credentials, passwords in URLs, JSON Web Tokens, and access keys of AWS. It also escapes control
 * characters, so that nothing in a text can end a line of the log, and cuts what is longer than 1,024 characters.
 *
 * <p>It is the last net, not the first: what must not be logged should not be put into a message.
 *
 * <p>Immutable and thread-safe.
 *
 * <pre>{@code
 * Redaction redaction = Redaction.standard().withNames("iban", "pan").withPattern("CUST-[0-9]{8}");
 * String safe = redaction.clean("iban=DE02120300000000202051"); // iban=[redacted]
 * }</pre>
 */
public final class Redaction {
    static final String REDACTED = "[redacted]";
    private static final int MAX_LENGTH = 1_024;

    /** What is looked at for a secret: one that begins before the cut may end behind it. */
    private static final int MAX_SEARCHED = 4 * MAX_LENGTH;

    private static final List<String> NAMES = List.of(
            "password",
            "passwd",
            "pwd",
            "passphrase",
            "secret",
            "token",
            "authorization",
            "cookie",
            "api[-_]?key",
            "access[-_]?key",
            "private[-_]?key",
            "credentials?",
            "session[-_]?id",
            "signature");

    /** Each looks at a bounded number of characters from any one, so the time is in proportion to the text. */
    private static final List<Pattern> VALUES = List.of(
            // Credentials of an Authorization header.
            Pattern.compile("(?i)\\b(?:bearer|basic)\\s{1,4}[A-Za-z0-9._~+/=-]++"),
            // User and password of a URL.
            Pattern.compile("(?<=://)[^/\\s?#:@]{0,256}:[^/\\s?#]{0,256}(?=@)"),
            // A JSON Web Token.
            Pattern.compile("\\beyJ[A-Za-z0-9_-]++\\.[A-Za-z0-9_-]++(?:\\.[A-Za-z0-9_-]*+)?"),
            // The id of an access key of AWS.
            Pattern.compile("\\b(?:AKIA|ASIA)[A-Z0-9]{16}\\b"));

    /** Headers whose whole value is secret, whatever separators are in it. */
    private static final Pattern LINE =
            Pattern.compile("(?i)((?:cookie|authorization)[\"']?\\s{0,4}[=:]\\s{0,4}[\"']?)[^\\r\\n\"']++");

    private static final String SEPARATOR = "[\"']?\\s{0,4}[=:]\\s{0,4}";
    private static final String QUOTED = "\"[^\"\\\\]*+(?:\\\\.[^\"\\\\]*+){0,64}\"?";

    private static final Redaction STANDARD = new Redaction(NAMES, VALUES);

    private final List<String> names;
    private final List<Pattern> values;
    private final Pattern name;
    private final Pattern named;

    private Redaction(List<String> names, List<Pattern> values) {
        this.names = names;
        this.values = values;
        String any = "(?:" + String.join("|", names) + ")";
        this.name = Pattern.compile(any, Pattern.CASE_INSENSITIVE);
        // What is named, the rest of the name, what separates it, and a quoted value or all up to what ends one.
        this.named = Pattern.compile(
                "(" + any + "[A-Za-z0-9_.-]{0,32}" + SEPARATOR + ")(?:" + QUOTED + "|'[^']*+'?|[^\\s&,;\"']++)",
                Pattern.CASE_INSENSITIVE);
    }

    /**
     * Returns the redaction that knows what is secret anywhere.
     *
     * @return the redaction
     */
    public static Redaction standard() {
        return STANDARD;
    }

    /**
     * Returns a copy that takes the values of further names for secrets.
     *
     * @param more parts of names of members, headers and parameters; case does not matter
     * @return the copy
     */
    public Redaction withNames(String... more) {
        List<String> all = new ArrayList<>(names);
        for (String each : more) {
            all.add(Pattern.quote(each.toLowerCase(Locale.ROOT)));
        }
        return new Redaction(all, values);
    }

    /**
     * Returns a copy that takes what matches a regular expression for a secret.
     *
     * @param pattern the expression, which must not backtrack without bounds: text may come from a client
     * @return the copy
     * @throws java.util.regex.PatternSyntaxException when it is malformed
     */
    public Redaction withPattern(String pattern) {
        List<Pattern> all = new ArrayList<>(values);
        all.add(Pattern.compile(pattern));
        return new Redaction(names, all);
    }

    /**
     * Tells whether a name is one of a secret.
     *
     * @param candidate the name of a member, header or parameter
     * @return whether its value must not be logged
     */
    public boolean isSecret(String candidate) {
        return name.matcher(candidate).find();
    }

    /** Returns all expressions, for the test of their cost. */
    List<Pattern> patterns() {
        List<Pattern> all = new ArrayList<>(List.of(LINE, name, named));
        all.addAll(values);
        return all;
    }

    /**
     * Makes a text fit for a line of the log.
     *
     * @param text any text
     * @return the text without known secrets and control characters, of about 1,024 characters at most
     */
    public String clean(String text) {
        String clean = text.length() > MAX_SEARCHED ? text.substring(0, MAX_SEARCHED) : text;
        clean = LINE.matcher(clean).replaceAll("$1" + REDACTED);
        clean = named.matcher(clean).replaceAll("$1" + REDACTED);
        for (Pattern value : values) {
            clean = value.matcher(clean).replaceAll(REDACTED);
        }
        return escape(clean, text.length() > MAX_SEARCHED);
    }

    static String escape(String text) {
        return escape(text, /* cut= */ false);
    }

    private static String escape(String text, boolean cut) {
        StringBuilder line = new StringBuilder(Math.min(text.length(), MAX_LENGTH) + 16);
        int i = 0;
        for (; i < text.length() && line.length() < MAX_LENGTH; i++) {
            char c = text.charAt(i);
            switch (c) {
                case '\n' -> line.append("\\n");
                case '\r' -> line.append("\\r");
                case '\t' -> line.append("\\t");
                default -> {
                    if (isUnsafe(c)) {
                        line.append("\\u").append(String.format(Locale.ROOT, "%04x", (int) c));
                    } else {
                        line.append(c);
                    }
                }
            }
        }
        return (i < text.length() || cut ? line.append("...") : line).toString();
    }

    /** Controls, separators of lines and paragraphs, marks that turn the direction of text, and halves of surrogate pairs. */
    private static boolean isUnsafe(char c) {
        return Character.isISOControl(c)
                || c == '\u2028'
                || c == '\u2029'
                || c >= '\u202A' && c <= '\u202E'
                || c >= '\u2066' && c <= '\u2069'
                || c == '\uFEFF';
    }
}
