package dev.lift.errors;

import dev.lift.http.HttpException;

/** A code that is nothing but its values. */
record SimpleErrorCode(String code, int status, String title) implements ErrorCode {
    private static final int MAX_LENGTH = 64;

    SimpleErrorCode {
        check(code, status);
    }

    static void check(String code, int status) {
        if (!isName(code)) {
            throw new IllegalArgumentException("An error code is at most " + MAX_LENGTH
                    + " lower-case letters, digits and single dashes, and begins with a letter, not '"
                    + Members.text(code) + "'");
        }
        if (status < 400 || status > 599) {
            throw new IllegalArgumentException(
                    "The error code '" + code + "' has a status of 400 to 599, not " + status);
        }
    }

    private static boolean isName(String code) {
        char before = '-';
        for (int i = 0; i < code.length(); i++) {
            char c = code.charAt(i);
            boolean letter = c >= 'a' && c <= 'z';
            boolean allowed = letter || i > 0 && (c >= '0' && c <= '9' || c == '-' && before != '-');
            if (!allowed) {
                return false;
            }
            before = c;
        }
        return before != '-' && code.length() <= MAX_LENGTH;
    }

    static boolean isRetryable(int status) {
        return status == 429 || status == 502 || status == 503 || status == 504;
    }

    /** Returns the code of an error that names none: what its status means, such as {@code not-found}. */
    static ErrorCode ofStatus(int status) {
        String title = HttpException.title(status);
        StringBuilder code = new StringBuilder(title.length());
        for (int i = 0; i < title.length(); i++) {
            char c = title.charAt(i);
            code.append(c == ' ' ? '-' : (char) (c | 0x20));
        }
        return new SimpleErrorCode(code.toString(), status, title);
    }
}
