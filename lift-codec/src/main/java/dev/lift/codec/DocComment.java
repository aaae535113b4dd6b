package dev.lift.codec;

import org.jspecify.annotations.Nullable;

/** A documentation comment as plain text: what it says of a type, and what its {@code @param} tags say of components. */
final class DocComment {
    private final String comment;

    DocComment(@Nullable String comment) {
        this.comment = comment == null ? "" : comment;
    }

    /** Returns what stands before the first tag. */
    String text() {
        return plain(until(comment, 0));
    }

    /** Returns what is said of a component; empty for nothing. */
    String of(String component) {
        String tag = "@param " + component + " ";
        int start = comment.indexOf(tag);
        return start < 0 ? "" : plain(until(comment, start + tag.length()));
    }

    /** A block tag begins a line. */
    private static String until(String comment, int from) {
        int line = from;
        while (line >= 0 && line < comment.length()) {
            int first = line;
            while (first < comment.length() && comment.charAt(first) == ' ') {
                first++;
            }
            if (line > from || from == 0) {
                if (comment.startsWith("@", first)) {
                    return comment.substring(from, line);
                }
            }
            int end = comment.indexOf('\n', line);
            line = end < 0 ? -1 : end + 1;
        }
        return comment.substring(from);
    }

    // Leaves of an inline tag what is inside, and of HTML what is around.
    private static String plain(String javadoc) {
        StringBuilder plain = new StringBuilder();
        for (int i = 0; i < javadoc.length(); i++) {
            char c = javadoc.charAt(i);
            if (c == '{' && javadoc.startsWith("@", i + 1)) {
                int blank = javadoc.indexOf(' ', i);
                i = blank < 0 ? javadoc.length() : blank;
            } else if (c == '<') {
                int end = javadoc.indexOf('>', i);
                i = end < 0 ? javadoc.length() : end;
            } else if (c != '}') {
                boolean isBlank = Character.isWhitespace(c);
                boolean afterBlank = plain.length() == 0 || plain.charAt(plain.length() - 1) == ' ';
                if (!isBlank) {
                    plain.append(c);
                } else if (!afterBlank) {
                    plain.append(' ');
                }
            }
        }
        return plain.toString().strip();
    }
}
