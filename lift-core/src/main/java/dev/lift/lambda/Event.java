package dev.lift.lambda;

import dev.lift.json.JsonReader;
import java.io.IOException;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * An event, checked and taken apart in one pass over its bytes. All HTTP-shaped formats use few and different names for
 * their members, so one pass can collect what any of them needs; which format it is shows at the end.
 *
 * <p>Not thread-safe; an event belongs to one invocation.
 *
 * <pre>{@code
 * JsonReader in = event.reader(); // for an adapter that needs more than has(name)
 * }</pre>
 */
public final class Event {
    private static final byte[] EMPTY_OBJECT = {'{', '}'};

    final byte[] bytes;

    @Nullable
    String version;

    @Nullable
    String method;

    @Nullable
    String httpMethod;

    @Nullable
    String path;

    @Nullable
    String rawPath;

    @Nullable
    String latticePath;

    @Nullable
    String queryString;

    byte @Nullable [] body;
    boolean base64;

    /** Names and values of {@code headers} in turn, lists taken apart. */
    String[] headers = new String[64];

    int headersEnd;
    String @Nullable [] cookies;

    // Where values start that are read again by the formats that need them; -1 where there is none.
    int multiValueHeadersAt = -1;
    int queryAt = -1;
    int multiValueQueryAt = -1;

    // Of requestContext.
    boolean hasContext;
    boolean hasHttp;
    boolean hasElb;
    boolean hasServiceNetwork;
    boolean hasConnection;

    @Nullable
    String contextMethod;

    @Nullable
    String contextPath;

    @Nullable
    String sourceIp;

    @Nullable
    String stage;

    @Nullable
    String domainName;

    @Nullable
    String requestId;

    int authorizerAt = -1;
    int identityAt = -1;

    /** Whether it is of a queue, a stream or a bus, as far as it was read: they take any reply for success. */
    boolean hasMessages;

    /** Whether an API asks a Lambda authorizer about a request; it has most of what the request has, and is none. */
    boolean asksToAuthorize;

    Event(byte[] bytes) {
        this.bytes = bytes;
    }

    /** Reads it, and checks it to its end. Fails when it is malformed, is no object, or has a known member of the wrong type. */
    void read() throws IOException {
        JsonReader in = new JsonReader(bytes);
        in.beginObject();
        while (in.nextMember()) {
            member(in);
        }
        in.end();
        decodeBody();
    }

    /** Names of one length are few: a switch and one or two comparisons find the member. */
    private void member(JsonReader in) throws IOException {
        switch (in.nameLength()) {
            case 4:
                member4(in);
                return;
            case 6:
                method = in.nameIs("method") ? in.readStringOrNull() : skipped(in, method);
                return;
            case 7:
                member7(in);
                return;
            case 10:
                httpMethod = in.nameIs("httpMethod") ? in.readStringOrNull() : skipped(in, httpMethod);
                return;
            case 8:
                asksToAuthorize |= in.nameIs("routeArn");
                latticePath = in.nameIs("raw_path") ? in.readStringOrNull() : skipped(in, latticePath);
                return;
            case 9:
                asksToAuthorize |= in.nameIs("methodArn");
                in.skipValue();
                return;
            case 11:
                hasMessages |= in.nameIs("detail-type");
                in.skipValue();
                return;
            case 14:
                member14(in);
                return;
            case 15:
            case 17:
                base64(in);
                return;
            case 21:
            case 23:
                queryAt = in.nameIs("query_string_parameters")
                        ? at(in, "query_string_parameters", queryAt)
                        : at(in, "queryStringParameters", queryAt);
                return;
            case 31:
                multiValueQueryAt = at(in, "multiValueQueryStringParameters", multiValueQueryAt);
                return;
            default:
                in.skipValue();
        }
    }

    private void member4(JsonReader in) throws IOException {
        if (in.nameIs("body")) {
            body = in.readNull() ? null : in.readUtf8();
        } else {
            path = in.nameIs("path") ? in.readStringOrNull() : skipped(in, path);
        }
    }

    private void member7(JsonReader in) throws IOException {
        if (in.nameIs("headers")) {
            readHeaders(in);
        } else if (in.nameIs("rawPath")) {
            rawPath = in.readStringOrNull();
        } else if (in.nameIs("cookies")) {
            readCookies(in);
        } else if (in.nameIs("version") && in.peek() == '"') {
            version = in.readString();
        } else {
            hasMessages |= in.nameIs("Records") || in.nameIs("records");
            in.skipValue();
        }
    }

    private void member14(JsonReader in) throws IOException {
        if (in.nameIs("requestContext")) {
            readContext(in);
        } else {
            queryString = in.nameIs("rawQueryString") ? in.readStringOrNull() : skipped(in, queryString);
        }
    }

    private void base64(JsonReader in) throws IOException {
        if (in.nameIs("isBase64Encoded") || in.nameIs("is_base64_encoded")) {
            base64 = readBase64Flag(in);
        } else {
            multiValueHeadersAt = at(in, "multiValueHeaders", multiValueHeadersAt);
        }
    }

    private void readContext(JsonReader in) throws IOException {
        if (in.readNull()) {
            return;
        }
        hasContext = true;
        in.beginObject();
        while (in.nextMember()) {
            contextMember(in);
        }
    }

    private void contextMember(JsonReader in) throws IOException {
        switch (in.nameLength()) {
            case 3:
                hasElb |= isObject(in, "elb");
                return;
            case 4:
                if (in.nameIs("http") && in.peek() == '{') {
                    readHttp(in);
                } else {
                    contextPath = in.nameIs("path") ? in.readStringOrNull() : skipped(in, contextPath);
                }
                return;
            case 5:
                stage = in.nameIs("stage") ? in.readStringOrNull() : skipped(in, stage);
                return;
            case 8:
                identityAt = objectAt(in, "identity", identityAt);
                return;
            case 9:
                requestId = in.nameIs("requestId") ? in.readStringOrNull() : skipped(in, requestId);
                return;
            case 10:
                authorizerOrDomain(in);
                return;
            case 12:
                hasConnection |= in.nameIs("connectionId") && in.peek() == '"';
                in.skipValue();
                return;
            case 17:
                hasServiceNetwork |= in.nameIs("serviceNetworkArn") && in.peek() == '"';
                in.skipValue();
                return;
            default:
                in.skipValue();
        }
    }

    private void authorizerOrDomain(JsonReader in) throws IOException {
        if (in.nameIs("domainName")) {
            domainName = in.readStringOrNull();
        } else {
            authorizerAt = objectAt(in, "authorizer", authorizerAt);
        }
    }

    private void readHttp(JsonReader in) throws IOException {
        hasHttp = true;
        in.beginObject();
        while (in.nextMember()) {
            if (in.nameIs("method")) {
                contextMethod = in.readStringOrNull();
            } else if (in.nameIs("sourceIp")) {
                sourceIp = in.readStringOrNull();
            } else {
                in.skipValue();
            }
        }
    }

    private static boolean isObject(JsonReader in, String name) throws IOException {
        boolean object = in.nameIs(name) && in.peek() == '{';
        in.skipValue();
        return object;
    }

    /** Remembers where an object starts; anything else in its place counts as none. */
    private static int objectAt(JsonReader in, String name, int known) throws IOException {
        int at = in.nameIs(name) && in.peek() == '{' ? in.position() : known;
        in.skipValue();
        return at;
    }

    private static @Nullable String skipped(JsonReader in, @Nullable String value) throws IOException {
        in.skipValue();
        return value;
    }

    /** Remembers where the value of a member starts, unless it is null; its own structure is checked when it is read. */
    private static int at(JsonReader in, String name, int known) throws IOException {
        if (!in.nameIs(name)) {
            in.skipValue();
            return known;
        }
        if (in.readNull()) {
            return known;
        }
        int at = in.position();
        if (in.peek() != '{') {
            throw in.fail("expected an object");
        }
        in.skipValue();
        return at;
    }

    /** Only true and "true" decode: nothing is guessed from the body itself. */
    private static boolean readBase64Flag(JsonReader in) throws IOException {
        if (in.readNull()) {
            return false;
        }
        if (in.peek() != '"') {
            return in.readBoolean();
        }
        String text = in.readString();
        if (text.equals("true") || text.equals("false")) {
            return text.equals("true");
        }
        throw in.fail("expected a boolean");
    }

    private void decodeBody() throws IOException {
        if (base64 && body != null) {
            byte[] quoted = new byte[body.length + 2];
            System.arraycopy(body, 0, quoted, 1, body.length);
            quoted[0] = '"';
            quoted[body.length + 1] = '"';
            body = new JsonReader(quoted).readBase64();
        }
    }

    private void readHeaders(JsonReader in) throws IOException {
        if (in.readNull()) {
            return;
        }
        headersEnd = 0;
        in.beginObject();
        while (in.nextMember()) {
            String name = in.name();
            if (in.peek() == '[') {
                in.beginArray();
                while (in.nextElement()) {
                    addHeader(name, in.readStringOrNull());
                }
            } else {
                addHeader(name, in.readStringOrNull());
            }
        }
    }

    /** Adds a header field; a null is what a front door writes for no value. */
    void addHeader(String name, @Nullable String value) {
        if (value == null) {
            return;
        }
        if (headersEnd == headers.length) {
            headers = Arrays.copyOf(headers, headersEnd * 2);
        }
        headers[headersEnd++] = name;
        headers[headersEnd++] = value;
    }

    private void readCookies(JsonReader in) throws IOException {
        if (in.readNull()) {
            return;
        }
        String[] read = new String[8];
        int count = 0;
        in.beginArray();
        while (in.nextElement()) {
            String cookie = in.readStringOrNull();
            if (cookie != null) {
                if (count == read.length) {
                    read = Arrays.copyOf(read, count * 2);
                }
                read[count++] = cookie;
            }
        }
        cookies = Arrays.copyOf(read, count);
    }

    /**
     * Returns the event as Lambda sent it.
     *
     * @return a copy of the bytes
     */
    public byte[] bytes() {
        return bytes.clone();
    }

    /**
     * Tells whether the event is of a WebSocket API: it names a connection and no method.
     *
     * @return whether it is
     */
    public boolean isOfWebSocket() {
        return hasConnection && httpMethod == null && !hasHttp && !hasElb && !asksToAuthorize;
    }

    /**
     * Tells whether the event has a member at the top that is not null.
     *
     * @param name the name of the member, ASCII
     * @return whether it has
     */
    public boolean has(String name) {
        JsonReader in = reader();
        boolean found = false;
        try {
            in.beginObject();
            while (in.nextMember()) {
                boolean named = in.nameIs(name);
                boolean empty = in.readNull();
                found |= named && !empty;
                if (!empty) {
                    in.skipValue();
                }
            }
        } catch (IOException impossible) {
            throw new IllegalStateException("The event was well-formed before", impossible);
        }
        return found;
    }

    /**
     * Returns a reader of the whole event, for adapters of further formats.
     *
     * @return a new reader, before the event's object
     */
    public JsonReader reader() {
        return new JsonReader(bytes);
    }

    JsonReader readerAt(int position) {
        return position < 0
                ? new JsonReader(EMPTY_OBJECT)
                : new JsonReader(bytes, position, bytes.length, JsonReader.DEFAULT_MAX_DEPTH);
    }

    /** The size; nothing of the content. */
    @Override
    public String toString() {
        return "Event[" + bytes.length + " bytes]";
    }
}
