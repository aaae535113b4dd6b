package dev.lift.middleware;

/** Entity tags, and lists of them (RFC 9110 section 8.8.3). */
final class EntityTags {
    private EntityTags() {}

    /** Whether one of a list is a tag, by weak comparison; {@code *} is any. What is malformed ends the list. */
    static boolean anyMatches(String list, String tag) {
        if (list.trim().equals("*")) {
            return true;
        }
        String opaque = opaque(tag);
        int at = 0;
        while (at < list.length()) {
            char c = list.charAt(at);
            if (c == ' ' || c == '\t' || c == ',') {
                at++;
                continue;
            }
            int quote = list.startsWith("W/", at) ? at + 2 : at;
            int end = quote < list.length() && list.charAt(quote) == '"' ? list.indexOf('"', quote + 1) : -1;
            if (end < 0) {
                return false;
            }
            if (list.substring(quote, end + 1).equals(opaque)) {
                return true;
            }
            at = end + 1;
        }
        return false;
    }

    /** Makes a tag weak: the bytes of two replies may differ, and what they say does not. */
    static String weak(String tag) {
        return tag.startsWith("W/") ? tag : "W/" + tag;
    }

    private static String opaque(String tag) {
        return tag.startsWith("W/") ? tag.substring(2) : tag;
    }
}
