package dev.lift.json;

import java.io.IOException;
import java.util.Arrays;

/**
 * Finds the member that says what an object is before the object is read. What it passes over is checked later, when it is read.
 *
 * <p>Objects nest, and each may ask. Where a container ends is therefore noted when it is passed for the first time, so that all
 * questions together cost one pass over the document and not one for each level.
 */
final class Lookahead {
    private final byte[] json;
    private final int limit;

    /** Where the containers passed so far start, ascending, and where each ends. */
    private int[] starts = new int[16];

    private int[] ends = new int[16];
    private int count;
    private int scanned;

    Lookahead(byte[] json, int limit) {
        this.json = json;
        this.limit = limit;
    }

    /** Returns where the value of a member of the object at an index starts, or -1. */
    int find(int object, String member) throws IOException {
        int i = skipSpace(object + 1);
        while (i < limit && json[i] == '"') {
            int end = endOfString(i);
            boolean found = isName(i, end, member);
            i = skipSpace(end);
            if (i >= limit || json[i] != ':') {
                return -1;
            }
            i = skipSpace(i + 1);
            if (found) {
                return i;
            }
            i = skipSpace(endOfValue(i));
            if (i >= limit || json[i] != ',') {
                return -1;
            }
            i = skipSpace(i + 1);
        }
        return -1;
    }

    private boolean isName(int quote, int end, String member) throws IOException {
        for (int i = quote + 1; i < end; i++) {
            if (json[i] == '\\') {
                return member.equals(new JsonReader(json, quote, end, 1).readString());
            }
        }
        if (end - quote - 2 != member.length()) {
            return false;
        }
        for (int i = 0; i < member.length(); i++) {
            if (json[quote + 1 + i] != member.charAt(i)) {
                return false;
            }
        }
        return true;
    }

    private int endOfValue(int from) {
        if (from >= limit) {
            return limit;
        }
        if (json[from] == '"') {
            return endOfString(from);
        }
        if (json[from] == '{' || json[from] == '[') {
            return endOfContainer(from);
        }
        int i = from;
        while (i < limit && json[i] != ',' && json[i] != '}' && json[i] != ']') {
            i++;
        }
        return i;
    }

    private int endOfString(int quote) {
        for (int i = quote + 1; i < limit; i++) {
            if (json[i] == '"') {
                return i + 1;
            }
            if (json[i] == '\\') {
                i++;
            }
        }
        return limit;
    }

    private int endOfContainer(int from) {
        if (from >= scanned) {
            scan(from);
        }
        int index = Arrays.binarySearch(starts, 0, count, from);
        return index < 0 ? limit : ends[index];
    }

    /** Notes where a container and each one in it ends. One that is not closed ends with the text. */
    private void scan(int from) {
        int[] open = new int[16];
        int depth = 0;
        int i = from;
        do {
            byte b = json[i];
            if (b == '"') {
                i = endOfString(i);
                continue;
            }
            if (b == '{' || b == '[') {
                if (depth == open.length) {
                    open = Arrays.copyOf(open, depth * 2);
                }
                open[depth++] = note(i);
            } else if (b == '}' || b == ']') {
                ends[open[--depth]] = i + 1;
            }
            i++;
        } while (depth > 0 && i < limit);
        scanned = i;
    }

    private int note(int start) {
        if (count == starts.length) {
            starts = Arrays.copyOf(starts, count * 2);
            ends = Arrays.copyOf(ends, count * 2);
        }
        starts[count] = start;
        ends[count] = limit;
        return count++;
    }

    private int skipSpace(int from) {
        int i = from;
        while (i < limit && (json[i] == ' ' || json[i] == '\n' || json[i] == '\r' || json[i] == '\t')) {
            i++;
        }
        return i;
    }
}
