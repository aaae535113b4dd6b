package dev.lift.json;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The fields of one document that were refused: where each starts in the text, and what was expected. A reader keeps no path to
 * where it is; the pointers are found by one more pass over the document, when somebody asks for them.
 */
final class FieldErrors {
    /** Beyond these the document is given up: nobody reads more, and a client must not make the server write more. */
    static final int MAX = 100;

    private final byte[] json;
    private final int start;
    private final int limit;
    private final List<Noted> noted = new ArrayList<>(4);
    private @Nullable List<FieldError> resolved;

    private static final class Noted implements Comparable<Noted> {
        final int position;
        final @Nullable String member;
        final String detail;
        final boolean violation;

        Noted(int position, @Nullable String member, String detail, boolean violation) {
            this.position = position;
            this.member = member;
            this.detail = detail;
            this.violation = violation;
        }

        @Override
        public int compareTo(Noted other) {
            return Integer.compare(position, other.position);
        }

        FieldError at(StringBuilder path) {
            if (member == null) {
                return new FieldError(FieldError.pointer(path), detail, violation);
            }
            StringBuilder longer = new StringBuilder(path);
            FieldError.appendToken(longer, member);
            return new FieldError(FieldError.pointer(longer), detail, violation);
        }
    }

    FieldErrors(byte[] json, int start, int limit) {
        this.json = json;
        this.start = start;
        this.limit = limit;
    }

    FieldErrors(List<FieldError> resolved) {
        this(new byte[0], 0, 0);
        this.resolved = List.copyOf(resolved);
    }

    /** Notes what was refused while a value of the document was read, unless reading can not go on. */
    void note(IOException refused, int valueStart) throws IOException {
        if (!(refused instanceof JsonException fault)) {
            throw refused;
        }
        if (!fault.isAbout(json)) {
            // A codec has read JSON of its own, such as that in a string: only the value is known here.
            add(valueStart, null, fault.expectation(), /* violation= */ false);
        } else if (fault.isMalformed() || fault.isOf(this) && size() >= MAX) {
            throw refused;
        } else if (!fault.isOf(this)) {
            add(fault.position, fault.member, fault.expectation(), /* violation= */ false);
        }
    }

    void add(int position, @Nullable String member, String detail, boolean violation) throws IOException {
        noted.add(new Noted(position, member, detail, violation));
        resolved = null;
        if (noted.size() >= MAX) {
            throw exception();
        }
    }

    int size() {
        return resolved == null ? noted.size() : resolved.size();
    }

    FieldError first() {
        return list().get(0);
    }

    IOException exception() {
        Noted first = noted.get(0);
        return JsonException.collected(json, start, first.position, first.detail, this);
    }

    /** Returns the error of an exception that nobody has collected. */
    List<FieldError> only(JsonException fault) {
        Noted one = new Noted(fault.position, fault.member, fault.expectation(), /* violation= */ false);
        return List.of(resolve(new Noted[] {one}));
    }

    List<FieldError> list() {
        List<FieldError> list = resolved;
        if (list == null) {
            // In the order of the document. A member that is missing was noted behind its object, and belongs to its
            // start.
            Noted[] sorted = noted.toArray(new Noted[0]);
            Arrays.sort(sorted);
            list = List.of(resolve(sorted));
            resolved = list;
        }
        return list;
    }

    /** Walks over the document and gives each error the path to the value that starts at its position. */
    private FieldError[] resolve(Noted[] sorted) {
        FieldError[] errors = new FieldError[sorted.length];
        StringBuilder path = new StringBuilder();
        int next = 0;
        try {
            Walk walk = new Walk(new JsonReader(json, start, limit, Integer.MAX_VALUE), path);
            do {
                int at = walk.position();
                while (next < sorted.length && sorted[next].position <= at) {
                    errors[next] = sorted[next].at(path);
                    next++;
                }
            } while (next < sorted.length && walk.advance());
        } catch (IOException malformed) {
            // What comes after the fault was not read, so no error lies behind it.
        }
        for (; next < sorted.length; next++) {
            errors[next] = sorted[next].at(path);
        }
        return errors;
    }

    /** Visits each value of a document, in order, and keeps the path to it. */
    private static final class Walk {
        private final JsonReader in;
        private final StringBuilder path;

        /** For each open container: the length of the path to it, and the next index of an array or -1. */
        private int[] stack = new int[32];

        private int depth;

        Walk(JsonReader in, StringBuilder path) {
            this.in = in;
            this.path = path;
        }

        int position() {
            return in.position();
        }

        /** Goes on to the next value, in the one that was visited last or behind it. */
        boolean advance() throws IOException {
            switch (in.peek()) {
                case '{' -> {
                    in.beginObject();
                    push(-1);
                }
                case '[' -> {
                    in.beginArray();
                    push(0);
                }
                default -> in.skipValue();
            }
            while (depth > 0) {
                path.setLength(stack[2 * depth - 2]);
                int index = stack[2 * depth - 1];
                if (index < 0 ? in.nextMember() : in.nextElement()) {
                    FieldError.appendToken(path, index < 0 ? in.name() : Integer.toString(index));
                    stack[2 * depth - 1] = index < 0 ? index : index + 1;
                    return true;
                }
                depth--;
            }
            return false;
        }

        private void push(int index) {
            if (2 * depth == stack.length) {
                stack = Arrays.copyOf(stack, 4 * depth);
            }
            stack[2 * depth] = path.length();
            stack[2 * depth + 1] = index;
            depth++;
        }
    }
}
