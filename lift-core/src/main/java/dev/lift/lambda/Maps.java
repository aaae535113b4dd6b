package dev.lift.lambda;

import dev.lift.http.Headers;
import dev.lift.http.HttpException;
import dev.lift.http.QueryParams;
import dev.lift.json.JsonReader;
import dev.lift.json.JsonWriter;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Headers and parameters as the older formats have them: in a map of single values, a map of lists, or both. */
final class Maps {
    private Maps() {}

    /** The map of lists wins name by name; the map of single values fills in names that it lacks. */
    static Headers headers(Event event) {
        if (event.multiValueHeadersAt < 0) {
            return Headers.received(event.headers, event.headersEnd);
        }
        List<String> fields = pairs(event, event.multiValueHeadersAt);
        Headers lists = Headers.received(fields.toArray(new String[0]), fields.size());
        for (int i = 0; i < event.headersEnd; i += 2) {
            if (!lists.contains(event.headers[i])) {
                fields.add(event.headers[i]);
                fields.add(event.headers[i + 1]);
            }
        }
        return Headers.received(fields.toArray(new String[0]), fields.size());
    }

    /**
     * Returns names and values of the query in turn.
     *
     * @param encoded whether the source leaves names and values as the client wrote them
     */
    static List<String> query(Event event, boolean encoded) {
        List<String> pairs = pairs(event, event.multiValueQueryAt);
        Set<String> names = new LinkedHashSet<>();
        for (int i = 0; i < pairs.size(); i += 2) {
            names.add(pairs.get(i));
        }
        List<String> single = pairs(event, event.queryAt);
        for (int i = 0; i < single.size(); i += 2) {
            if (!names.contains(single.get(i))) {
                pairs.add(single.get(i));
                pairs.add(single.get(i + 1));
            }
        }
        if (encoded) {
            for (int i = 0; i < pairs.size(); i++) {
                pairs.set(i, decode(pairs.get(i)));
            }
        }
        return pairs;
    }

    /** Decodes one name or value; its delimiters are escaped already, so it parses as a single nameless pair. */
    private static String decode(String text) {
        if (text.isEmpty()) {
            return text;
        }
        String escaped = text.replace("&", "%26");
        return QueryParams.parse("=".concat(escaped)).all("").get(0);
    }

    private static List<String> pairs(Event event, int position) {
        List<String> pairs = new ArrayList<>();
        try {
            JsonReader in = event.readerAt(position);
            in.beginObject();
            while (in.nextMember()) {
                String name = in.name();
                if (in.peek() == '[') {
                    in.beginArray();
                    while (in.nextElement()) {
                        add(pairs, name, in.readStringOrNull());
                    }
                } else {
                    add(pairs, name, in.readStringOrNull());
                }
            }
        } catch (IOException mistyped) {
            throw new HttpException(400, "The event has headers or query parameters that are not strings");
        }
        return pairs;
    }

    private static void add(List<String> pairs, String name, @Nullable String value) {
        if (value != null) {
            pairs.add(name);
            pairs.add(value);
        }
    }

    /** Returns a string member of an object in the event; empty where there is none. */
    static String text(Event event, int position, String name) {
        try {
            JsonReader in = event.readerAt(position);
            in.beginObject();
            while (in.nextMember()) {
                if (in.nameIs(name) && in.peek() == '"') {
                    return in.readString();
                }
                in.skipValue();
            }
        } catch (IOException impossible) {
            throw new IllegalStateException("The event was well-formed before", impossible);
        }
        return "";
    }

    /** The last entry is the one that the load balancer itself has added; all before it are a client's word. */
    static String lastForwardedFor(Headers headers) {
        List<String> values = headers.all("x-forwarded-for");
        String last = values.isEmpty() ? "" : values.get(values.size() - 1);
        return last.substring(last.lastIndexOf(',') + 1).strip();
    }

    /**
     * Writes headers for a format that has one value for each name. Several cookies get names in different case, which are one
     * header to HTTP and several to JSON: they must never be joined.
     */
    static void writeSingleHeaders(Headers headers, JsonWriter out) {
        int cookies = 0;
        out.name("headers").beginObject();
        for (int i = 0; i < headers.size(); i++) {
            if (HttpApiAdapter.isSetCookie(headers.name(i))) {
                out.name(setCookie(cookies++)).string(headers.value(i));
            } else if (HttpApiAdapter.isFirstOfItsName(headers, i)) {
                out.name(headers.name(i)).string(HttpApiAdapter.joined(headers, i));
            }
        }
        out.endObject();
    }

    /** Returns spelling number {@code index} of set-cookie: each letter's case is a bit. There are 512. */
    private static String setCookie(int index) {
        char[] name = "set-cookie".toCharArray();
        int bit = index;
        for (int i = 0; i < name.length && bit > 0; i++) {
            if (name[i] != '-') {
                name[i] = (bit & 1) == 0 ? name[i] : (char) (name[i] - 32);
                bit >>= 1;
            }
        }
        if (bit > 0) {
            throw new IllegalStateException("This event source can take at most 512 cookies");
        }
        return new String(name);
    }
}
