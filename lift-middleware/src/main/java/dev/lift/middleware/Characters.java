package dev.lift.middleware;

/** Of which characters a text is. Loops, as the first stream of a process costs a start more than all middleware together. */
final class Characters {
    private Characters() {}

    /** Whether there are only visible characters of ASCII; of nothing that is so too. */
    static boolean areVisible(String text) {
        for (int i = 0; i < text.length(); i++) {
            if (text.charAt(i) <= ' ' || text.charAt(i) > '~') {
                return false;
            }
        }
        return true;
    }

    /** Whether there are only letters and digits of ASCII, {@code .}, {@code _} and {@code -}; of nothing that is so too. */
    static boolean areOfNames(String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            boolean plain = c >= 'a' && c <= 'z'
                    || c >= 'A' && c <= 'Z'
                    || c >= '0' && c <= '9'
                    || c == '.'
                    || c == '_'
                    || c == '-';
            if (!plain) {
                return false;
            }
        }
        return true;
    }
}
