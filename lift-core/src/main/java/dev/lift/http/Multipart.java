package dev.lift.http;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Reads {@code multipart/form-data} (RFC 7578, RFC 2046 section 5.1.1) from memory, forward, looking at each byte a bounded
 * number of times. Lines end in CRLF, the closing delimiter must be there, parts do not nest.
 */
final class Multipart {
    private static final int MAX_PART_HEADER_BYTES = 8 * 1024;

    private final byte[] body;
    private final byte[] delimiter;
    private int position;

    private Multipart(byte[] body, byte[] delimiter) {
        this.body = body;
        this.delimiter = delimiter;
    }

    static List<Part> parse(byte[] body, MediaType type, int maxParts) {
        String boundary = type.parameter("boundary").orElse("");
        if (!isBoundary(boundary)) {
            throw new HttpException(400, "A multipart body needs a boundary of 1 to 70 characters");
        }
        byte[] delimiter = ("\r\n--" + boundary).getBytes(StandardCharsets.US_ASCII);
        return new Multipart(body, delimiter).parts(maxParts);
    }

    private List<Part> parts(int maxParts) {
        List<Part> parts = new ArrayList<>();
        // The first delimiter may stand at the very start, where no CRLF precedes it.
        position = startsWith(0, delimiter, 2) ? delimiter.length - 2 : afterDelimiter(0);
        while (!closes()) {
            if (parts.size() == maxParts) {
                throw new HttpException(413, "A multipart body must have at most " + maxParts + " parts");
            }
            parts.add(part());
        }
        return parts;
    }

    private boolean closes() {
        if (position + 1 < body.length && body[position] == '-' && body[position + 1] == '-') {
            return true;
        }
        while (position < body.length && Headers.isBlank((char) (body[position] & 0xFF))) {
            position++;
        }
        if (!isLineEnd(position)) {
            throw malformed();
        }
        position += 2;
        return false;
    }

    private Part part() {
        Headers headers = headers();
        int end = find(position - 2);
        // A part without content ends in the CRLF that also begins its delimiter.
        byte[] content = end < position ? new byte[0] : Arrays.copyOfRange(body, position, end);
        position = end + delimiter.length;
        String disposition = headers.first("content-disposition");
        String name = disposition == null ? null : parameter(disposition, "name");
        if (name == null) {
            throw new HttpException(400, "Each part of a form needs a Content-Disposition with a name");
        }
        return new Part(name, parameter(disposition == null ? "" : disposition, "filename"), headers, content);
    }

    private Headers headers() {
        List<String> fields = new ArrayList<>(4);
        int start = position;
        while (!isLineEnd(position)) {
            int end = position;
            while (!isLineEnd(end)) {
                if (end >= body.length || end - start > MAX_PART_HEADER_BYTES) {
                    throw malformed();
                }
                end++;
            }
            addField(new String(body, position, end - position, StandardCharsets.UTF_8), fields);
            position = end + 2;
        }
        position += 2;
        return Headers.trusted(fields.toArray(new String[0]), fields.size());
    }

    private static void addField(String line, List<String> fields) {
        int colon = line.indexOf(':');
        if (colon <= 0 || !Headers.isName(line.substring(0, colon)) || line.indexOf('\uFFFD') >= 0) {
            throw malformed();
        }
        String value = line.substring(colon + 1);
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            if (c < 0x20 && c != '\t' || c == 0x7F) {
                throw malformed();
            }
        }
        fields.add(line.substring(0, colon));
        fields.add(value.strip());
    }

    /** Reads a parameter of a Content-Disposition; browsers escape the quote as %22 and nothing else (WHATWG HTML). */
    private static @Nullable String parameter(String disposition, String wanted) {
        int i = disposition.indexOf(';');
        while (i >= 0 && i < disposition.length()) {
            int name = i + 1;
            while (name < disposition.length() && Headers.isBlank(disposition.charAt(name))) {
                name++;
            }
            int equals = disposition.indexOf('=', name);
            if (equals < 0) {
                return null;
            }
            boolean quoted = equals + 1 < disposition.length() && disposition.charAt(equals + 1) == '"';
            int end = disposition.indexOf(quoted ? '"' : ';', equals + (quoted ? 2 : 1));
            if (end < 0 && quoted) {
                throw malformed();
            }
            int to = end < 0 ? disposition.length() : end;
            if (Headers.sameName(disposition.substring(name, equals), wanted)) {
                return disposition.substring(equals + (quoted ? 2 : 1), to);
            }
            i = disposition.indexOf(';', to);
        }
        return null;
    }

    private int afterDelimiter(int from) {
        return find(from) + delimiter.length;
    }

    private int find(int from) {
        for (int i = Math.max(0, from); i <= body.length - delimiter.length; i++) {
            if (body[i] == '\r' && startsWith(i, delimiter, 0)) {
                return i;
            }
        }
        throw malformed();
    }

    private boolean startsWith(int at, byte[] bytes, int skip) {
        if (at + bytes.length - skip > body.length) {
            return false;
        }
        for (int i = skip; i < bytes.length; i++) {
            if (body[at + i - skip] != bytes[i]) {
                return false;
            }
        }
        return true;
    }

    private boolean isLineEnd(int at) {
        return at + 1 < body.length && body[at] == '\r' && body[at + 1] == '\n';
    }

    private static boolean isBoundary(String boundary) {
        for (int i = 0; i < boundary.length(); i++) {
            char c = boundary.charAt(i);
            if (c < 0x20 || c > 0x7E) {
                return false;
            }
        }
        return !boundary.isEmpty() && boundary.length() <= 70;
    }

    private static HttpException malformed() {
        return new HttpException(400, "The multipart body is malformed");
    }
}
