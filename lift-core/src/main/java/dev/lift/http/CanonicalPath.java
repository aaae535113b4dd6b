package dev.lift.http;

/**
 * The one spelling of a path. Whatever a source sends, decoded or not, becomes the same text: segments are split at the
 * slashes that were sent, each is decoded once, and written again with everything but the characters of RFC 3986
 * section 3.3 (pchar) escaped. So {@code /caf%c3%a9}, {@code /café} and {@code /c%61fé} are one path, and {@code %2F} stays
 * inside its segment. The result is ASCII, which is what middleware sees, the router matches and logs show.
 *
 * <p>A path with a dot segment, before or after decoding, is refused rather than resolved: nothing good asks for one.
 */
final class CanonicalPath {
    // One bit for each character of pchar below 64 and from 64 to 127: unreserved, sub-delims, ':' and '@'.
    private static final long LOW = mask("!$&'()*+,-.0123456789:;=", 0);
    private static final long HIGH = mask("@ABCDEFGHIJKLMNOPQRSTUVWXYZ_abcdefghijklmnopqrstuvwxyz~", 64);

    private CanonicalPath() {}

    private static long mask(String characters, int offset) {
        long mask = 0;
        for (int i = 0; i < characters.length(); i++) {
            mask |= 1L << characters.charAt(i) - offset;
        }
        return mask;
    }

    static boolean isSegmentCharacter(char c) {
        return c < 64 ? (LOW >>> c & 1) != 0 : c < 128 && (HIGH >>> c - 64 & 1) != 0;
    }

    /**
     * Returns the canonical spelling; the argument itself when it is that already, which is the common case.
     *
     * @param encoded whether the source sends escapes as the client did, rather than decoded text
     * @throws HttpException 400, when it is no path, or has a malformed escape, a control or a dot segment
     */
    static String of(String path, boolean encoded) {
        if (path.isEmpty()) {
            return "/"; // RFC 9110 section 4.2.3
        }
        if (path.charAt(0) != '/') {
            throw HttpException.refusal(400, "The path must begin with '/'");
        }
        int length = path.length();
        for (int i = 0; i < length; i++) {
            char c = path.charAt(i);
            boolean plain = c == '/' || isSegmentCharacter(c);
            if (!plain || c == '.' && path.charAt(i - 1) == '/') {
                return rewrite(path, encoded);
            }
        }
        return path;
    }

    private static String rewrite(String path, boolean encoded) {
        StringBuilder out = new StringBuilder(path.length() + 16);
        int from = 1;
        while (from <= path.length()) {
            int slash = path.indexOf('/', from);
            int to = slash < 0 ? path.length() : slash;
            String segment = encoded
                    ? PercentCoding.decode(path, from, to, /* plusIsBlank= */ false, "path")
                    : strict(path.substring(from, to));
            check(segment);
            out.append('/');
            PercentCoding.encodeSegment(segment, out);
            from = to + 1;
        }
        return out.toString();
    }

    private static String strict(String segment) {
        for (int i = 0; i < segment.length(); i++) {
            char c = segment.charAt(i);
            if (Character.isHighSurrogate(c)
                    && i + 1 < segment.length()
                    && Character.isLowSurrogate(segment.charAt(i + 1))) {
                i++;
            } else if (Character.isSurrogate(c)) {
                throw HttpException.refusal(400, "The path must be UTF-8 without NUL");
            }
        }
        return segment;
    }

    /** Refuses controls, and dot segments as any reader down the line could see them: split at / or \, cut at a ';'. */
    private static void check(String segment) {
        int from = 0;
        for (int i = 0; i <= segment.length(); i++) {
            char c = i < segment.length() ? segment.charAt(i) : '/';
            if (c < 0x20 || c == 0x7F) {
                throw HttpException.refusal(400, "The path must not have control characters");
            }
            if (c == '/' || c == '\\') {
                checkDots(segment, from, i);
                from = i + 1;
            }
        }
    }

    private static void checkDots(String segment, int from, int to) {
        int dots = from;
        while (dots < to && segment.charAt(dots) == '.') {
            dots++;
        }
        boolean onlyDots = dots == to || segment.charAt(dots) == ';';
        if (onlyDots && (dots - from == 1 || dots - from == 2)) {
            throw HttpException.refusal(400, "The path must not have dot segments");
        }
    }
}
