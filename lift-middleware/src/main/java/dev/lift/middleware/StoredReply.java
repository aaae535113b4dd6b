package dev.lift.middleware;

import dev.lift.http.Response;
import dev.lift.json.JsonReader;
import dev.lift.json.JsonWriter;
import java.io.IOException;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** A reply as a store keeps it: JSON with status, headers and the body in base64. */
final class StoredReply {
    /** In place of a reply that is larger than the store takes. */
    private static final int TOO_LARGE = 0;

    private StoredReply() {}

    /** Returns the bytes; a mark in their place where they would be too many. */
    static byte[] write(Response response, Predicate<String> headers, int most) {
        byte[] bytes = write(response.status(), response, headers);
        return bytes.length <= most ? bytes : write(TOO_LARGE, Response.noContent(), headers);
    }

    private static byte[] write(int status, Response response, Predicate<String> headers) {
        JsonWriter out = new JsonWriter(response.bodyLength() * 4 / 3 + 256);
        out.beginObject().name("status").number(status).name("headers").beginArray();
        for (int i = 0; i < response.headers().size(); i++) {
            if (headers.test(response.headers().name(i))) {
                out.string(response.headers().name(i)).string(response.headers().value(i));
            }
        }
        out.endArray().name("body").base64(response.bodyBytes()).endObject();
        return out.toByteArray();
    }

    /** Returns the reply; null when it was too large to be kept. */
    static @Nullable Response read(byte[] bytes) throws IOException {
        JsonReader in = new JsonReader(bytes);
        int status = TOO_LARGE;
        Response headers = Response.ok();
        byte[] body = new byte[0];
        in.beginObject();
        while (in.nextMember()) {
            if (in.nameIs("status")) {
                status = in.readInt();
            } else if (in.nameIs("headers")) {
                headers = readHeaders(in, headers);
            } else if (in.nameIs("body")) {
                body = in.readBase64();
            } else {
                in.skipValue();
            }
        }
        in.end();
        if (status == TOO_LARGE) {
            return null;
        }
        Response reply = headers.withStatus(status);
        return body.length == 0 ? reply : reply.withBody(body);
    }

    private static Response readHeaders(JsonReader in, Response response) throws IOException {
        Response with = response;
        Set<String> seen = new TreeSet<>(String.CASE_INSENSITIVE_ORDER);
        in.beginArray();
        while (in.nextElement()) {
            String name = in.readString();
            if (!in.nextElement()) {
                throw in.fail("a value for each header");
            }
            String value = in.readString();
            with = seen.add(name) ? with.header(name, value) : with.addHeader(name, value);
        }
        return with;
    }
}
