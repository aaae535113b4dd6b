package dev.lift.http;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * An HTTP request. Its data is immutable and each part has been decoded once; attributes are mutable and live for one
 * invocation.
 *
 * <p>Thread-safe. {@code toString} shows the method and the path and nothing that could be secret.
 *
 * <pre>{@code
 * long id = request.pathParam("id", Long.class);
 * int limit = request.queryParam("limit", Integer.class).orElse(20);
 * NewOrder order = request.body(NewOrder.class);
 * }</pre>
 */
public final class Request {
    private static final byte[] NO_BODY = {};
    private static final Route UNROUTED = Route.of("*", "*");

    private final String method;
    private final String path;
    private final String queryString;
    private final @Nullable QueryParams query;
    private final Headers headers;
    private final byte[] body;
    private final boolean hasBody;
    private final boolean bodyWithheld;
    private final EventSource source;
    private final Invocation invocation;
    private final String clientIp;
    private final Route route;

    /** Guarded by this request's lock; made when the first attribute is set. */
    private @Nullable Map<Attribute<?>, Object> attributes;

    private volatile boolean answered;

    private Request(Builder builder) {
        this.method = builder.method;
        this.path = canonical(builder.path, builder.pathEncoded);
        this.queryString = builder.queryString;
        this.query = builder.query();
        this.headers = builder.headers;
        this.body = builder.body == null ? NO_BODY : builder.body;
        this.hasBody = builder.body != null;
        this.bodyWithheld = false;
        this.source = builder.source;
        this.invocation = builder.invocation;
        this.clientIp = builder.clientIp;
        this.route = UNROUTED;
        this.attributes = builder.attributes;
    }

    private Request(Request other, Route route, String path, boolean bodyWithheld) {
        this.method = other.method;
        this.path = path;
        this.queryString = other.queryString;
        this.query = other.query;
        this.headers = other.headers;
        this.body = bodyWithheld ? NO_BODY : other.body;
        this.hasBody = other.hasBody;
        this.bodyWithheld = bodyWithheld;
        this.source = other.source;
        this.invocation = other.invocation;
        this.clientIp = other.clientIp;
        this.route = route;
        this.attributes = other.attributes == null ? null : new HashMap<>(other.attributes);
    }

    /** Spares the app that gets only plain paths the class that knows all others. */
    private static String canonical(String path, boolean encoded) {
        for (int i = 0; i < path.length(); i++) {
            char c = path.charAt(i);
            boolean name = c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9' || c == '-' || c == '_';
            boolean plain = c == '/' || name && i > 0;
            if (!plain) {
                return CanonicalPath.of(path, encoded);
            }
        }
        return path.isEmpty() ? "/" : path;
    }

    /**
     * Starts a {@code GET}, for tests and for priming.
     *
     * @param path the path as a client sends it, with a query if it has one
     * @return a builder
     */
    public static Builder get(String path) {
        return of("GET", path);
    }

    /**
     * Starts a {@code HEAD}.
     *
     * @param path the path as a client sends it, with a query if it has one
     * @return a builder
     */
    public static Builder head(String path) {
        return of("HEAD", path);
    }

    /**
     * Starts a {@code POST}.
     *
     * @param path the path as a client sends it, with a query if it has one
     * @return a builder
     */
    public static Builder post(String path) {
        return of("POST", path);
    }

    /**
     * Starts a {@code PUT}.
     *
     * @param path the path as a client sends it, with a query if it has one
     * @return a builder
     */
    public static Builder put(String path) {
        return of("PUT", path);
    }

    /**
     * Starts a {@code PATCH}.
     *
     * @param path the path as a client sends it, with a query if it has one
     * @return a builder
     */
    public static Builder patch(String path) {
        return of("PATCH", path);
    }

    /**
     * Starts a {@code DELETE}.
     *
     * @param path the path as a client sends it, with a query if it has one
     * @return a builder
     */
    public static Builder delete(String path) {
        return of("DELETE", path);
    }

    /**
     * Starts a request of any method.
     *
     * @param method the method, a token, case-sensitive
     * @param path the path as a client sends it, with a query if it has one
     * @return a builder
     */
    public static Builder of(String method, String path) {
        int question = path.indexOf('?');
        if (question < 0) {
            return new Builder(method).path(path, /* encoded= */ true);
        }
        return new Builder(method)
                .path(path.substring(0, question), /* encoded= */ true)
                .queryString(path.substring(question + 1));
    }

    /**
     * Returns the method.
     *
     * @return such as {@code GET}; case-sensitive (RFC 9110 section 9.1)
     */
    public String method() {
        return method;
    }

    /**
     * Returns the canonical path: percent-encoded, one spelling for one resource, without the stage and base path that the
     * app strips. Middleware, the router and logs see this same object.
     *
     * @return such as {@code /caf%C3%A9/menu}; always begins with a slash and is ASCII
     */
    public String path() {
        return path;
    }

    /**
     * Returns the route that matched.
     *
     * @return the route; its path is {@code *} where none did
     */
    public Route route() {
        return route;
    }

    /**
     * Returns what sent the request.
     *
     * @return the source
     */
    public EventSource source() {
        return source;
    }

    /**
     * Returns the id of the invocation, as in Lambda's own log lines.
     *
     * @return the id; {@code -} where there is none
     */
    public String id() {
        return invocation.requestId();
    }

    /**
     * Returns the address of the client, from the position that the front door vouches for. A header that a client can write
     * is never it.
     *
     * @return an IPv4 or IPv6 address as text; empty where the event has none
     */
    public String clientIp() {
        return clientIp;
    }

    /**
     * Returns a path parameter, decoded exactly once.
     *
     * @param name a name in the route's pattern
     * @return the value, never empty
     * @throws IllegalArgumentException when the pattern has no such name, which is a bug
     */
    public String pathParam(String name) {
        return route.value(path, name);
    }

    /**
     * Returns a path parameter as another type.
     *
     * @param name a name in the route's pattern
     * @param type {@code Integer}, {@code Long}, {@code Boolean}, {@code BigDecimal}, {@code UUID}, {@code LocalDate}, {@code
     *     Instant}, {@code String} or an enum
     * @param <T> the type
     * @return the value
     * @throws HttpException 400, naming the parameter, when the value is not of the type
     * @throws IllegalArgumentException when the pattern has no such name or the type is none of these, which is a bug
     */
    public <T> T pathParam(String name, Class<T> type) {
        return ParamConversion.convert(pathParam(name), type, "path parameter", name);
    }

    /**
     * Returns the first value of a query parameter.
     *
     * @param name the name, case-sensitive
     * @return the decoded value, or empty
     */
    public Optional<String> queryParam(String name) {
        return queryParams().get(name);
    }

    /**
     * Returns all values of a query parameter.
     *
     * @param name the name, case-sensitive
     * @return the decoded values in order
     */
    public List<String> queryParams(String name) {
        return queryParams().all(name);
    }

    /**
     * Returns the first value of a query parameter as another type.
     *
     * @param name the name, case-sensitive
     * @param type as for {@link #pathParam(String, Class)}
     * @param <T> the type
     * @return the value, or empty when the parameter is not there
     * @throws HttpException 400, naming the parameter, when the value is not of the type
     * @throws IllegalArgumentException when the type is not one of these, which is a bug
     */
    public <T> Optional<T> queryParam(String name, Class<T> type) {
        Optional<String> value = queryParams().get(name);
        return value.isEmpty()
                ? Optional.empty()
                : Optional.of(ParamConversion.convert(value.get(), type, "query parameter", name));
    }

    /**
     * Returns all query parameters.
     *
     * @return the parameters
     */
    public QueryParams queryParams() {
        return query == null ? QueryParams.EMPTY : query;
    }

    /**
     * Tells whether the request has a query.
     *
     * @return whether it has at least one parameter
     */
    public boolean hasQuery() {
        return query != null;
    }

    /**
     * Returns the query as it was sent; of a source that sends it decoded, encoded again.
     *
     * @return the encoded query without {@code ?}; empty where there is none
     */
    public String queryString() {
        return queryString.isEmpty() && query != null ? query.toQueryString() : queryString;
    }

    /**
     * Returns the first value of a header.
     *
     * @param name the name; ASCII case does not matter
     * @return the value, or empty
     */
    public Optional<String> header(String name) {
        return headers.get(name);
    }

    /**
     * Returns all values of a header.
     *
     * @param name the name; ASCII case does not matter
     * @return the values, one for each field
     */
    public List<String> headers(String name) {
        return headers.all(name);
    }

    /**
     * Returns all headers.
     *
     * @return the headers
     */
    public Headers headers() {
        return headers;
    }

    /**
     * Returns the value of a cookie: the first one, as browsers send the most specific first.
     *
     * @param name the name, case-sensitive
     * @return the value as it was sent, or empty
     */
    public Optional<String> cookie(String name) {
        List<String> values = cookies(name);
        return values.isEmpty() ? Optional.empty() : Optional.of(values.get(0));
    }

    /**
     * Returns all values of a cookie.
     *
     * @param name the name, case-sensitive
     * @return the values as they were sent, in order
     */
    public List<String> cookies(String name) {
        return CookieHeader.values(headers.all("cookie"), name);
    }

    /**
     * Returns the media type of the body.
     *
     * @return the parsed {@code Content-Type}
     * @throws HttpException 415, when there is none or it is malformed
     */
    public MediaType contentType() {
        String header = headers.first("content-type");
        MediaType type = header == null ? null : MediaType.tryParse(header);
        if (type == null) {
            throw HttpException.refusal(415, "A body needs a well-formed Content-Type");
        }
        return type;
    }

    /**
     * Chooses what to answer with (RFC 9110 section 12.5.1).
     *
     * @param offers the media types that could be answered, the preferred one first
     * @return the offer that {@code Accept} prefers; the first one when there is no {@code Accept}; empty when it takes none
     */
    public Optional<MediaType> accepts(MediaType... offers) {
        return Negotiation.best(headers.all("accept"), offers);
    }

    /**
     * Tells whether the event carried a body, be it an empty one.
     *
     * @return whether it did
     */
    public boolean hasBody() {
        return hasBody;
    }

    /**
     * Returns the body.
     *
     * @return a copy of the bytes; empty without a body
     */
    public byte[] bodyBytes() {
        return body.clone();
    }

    /**
     * Returns the body as text, in the charset of its {@code Content-Type}, or UTF-8.
     *
     * @return the text; empty without a body
     * @throws HttpException 415, when the charset is not one of UTF-8, US-ASCII, ISO-8859-1 and UTF-16; 400, when the bytes are
     *     not text in it
     */
    public String bodyText() {
        String header = headers.first("content-type");
        MediaType type = header == null ? MediaType.TEXT : contentType();
        String name = type.parameter("charset").orElse("utf-8");
        if (Headers.sameName(name, "utf-8")) {
            if (!PercentCoding.isUtf8(body, body.length)) {
                throw HttpException.refusal(400, "The body must be UTF-8");
            }
            return new String(body, StandardCharsets.UTF_8);
        }
        return otherText(name);
    }

    private String otherText(String name) {
        Charset[] charsets = {StandardCharsets.US_ASCII, StandardCharsets.ISO_8859_1, StandardCharsets.UTF_16};
        for (Charset charset : charsets) {
            if (Headers.sameName(name, charset.name())) {
                String text = new String(body, charset);
                if (text.indexOf('\uFFFD') >= 0) {
                    throw HttpException.refusal(400, "The body must be " + charset.name());
                }
                return text;
            }
        }
        throw HttpException.refusal(415, "The charset of the body must be UTF-8, US-ASCII, ISO-8859-1 or UTF-16");
    }

    /**
     * Reads the body as a value, by the app's codec for its {@code Content-Type}.
     *
     * @param type the class of the value
     * @param <T> the type of the value
     * @return the value
     * @throws HttpException 400, when the body is empty, malformed or of another shape; 415, when no codec reads its media type
     */
    public <T> T body(Class<T> type) {
        return route.codecs().read(this, type);
    }

    /**
     * Reads the body as a form ({@code application/x-www-form-urlencoded}).
     *
     * @return the fields, apart from those of the query
     * @throws HttpException 415, when it is no form; 400, when an escape is malformed; 413, when it has too many fields
     */
    public QueryParams form() {
        if (!MediaType.FORM.includes(contentType())) {
            throw HttpException.refusal(415, "The Content-Type of the body must be application/x-www-form-urlencoded");
        }
        QueryParams form = QueryParams.parse(bodyText());
        if (form.size() > route.codecs().maxFormFields()) {
            throw HttpException.refusal(
                    413, "The form must have at most " + route.codecs().maxFormFields() + " fields");
        }
        return form;
    }

    /**
     * Reads the body as {@code multipart/form-data} (RFC 7578). Parts are kept in memory; no file is ever written.
     *
     * @return the parts in order
     * @throws HttpException 415, when it is no multipart form; 400, when it is malformed; 413, when it has too many parts
     */
    public List<Part> parts() {
        MediaType type = contentType();
        if (!MediaType.MULTIPART_FORM.includes(type)) {
            throw HttpException.refusal(415, "The Content-Type of the body must be multipart/form-data");
        }
        return Multipart.parse(body, type, route.codecs().maxFormFields());
    }

    byte[] body() {
        return body;
    }

    /**
     * Returns the size of the body.
     *
     * @return the size in bytes, decoded
     */
    public int bodyLength() {
        return body.length;
    }

    /**
     * Returns an attribute.
     *
     * @param key the key
     * @param <T> the type of the value
     * @return what was last set, or empty
     */
    @SuppressWarnings("unchecked") // set(key, value) is the only way in.
    public synchronized <T> Optional<T> get(Attribute<T> key) {
        return attributes == null ? Optional.empty() : Optional.ofNullable((T) attributes.get(key));
    }

    /**
     * Sets an attribute for those who handle this request after this.
     *
     * @param key the key
     * @param value the value
     * @param <T> the type of the value
     */
    public synchronized <T> void set(Attribute<T> key, T value) {
        if (attributes == null) {
            attributes = new HashMap<>();
        }
        attributes.put(key, value);
    }

    /**
     * Returns when Lambda ends this invocation.
     *
     * @return the deadline
     */
    public Deadline deadline() {
        return invocation.deadline();
    }

    /**
     * Returns what Lambda says of this invocation.
     *
     * @return the invocation
     */
    public Invocation invocation() {
        return invocation;
    }

    /**
     * Returns this request as matched by a route: what a router does before it calls the handler. The copy has attributes of
     * its own.
     *
     * @param matched the route
     * @param routedPath the canonical path to route by, without stage and base path
     * @return the copy
     */
    public Request routed(Route matched, String routedPath) {
        return new Request(this, matched, routedPath, bodyWithheld);
    }

    /**
     * Returns this request without its body, for the middleware that surrounds the refusal of a body.
     *
     * @return the copy
     */
    public Request withoutBody() {
        return new Request(this, route, path, /* bodyWithheld= */ true);
    }

    /**
     * Tells whether this request had a body that is over the app's limit.
     *
     * @return whether {@link #withoutBody} made it
     */
    public boolean isBodyWithheld() {
        return bodyWithheld;
    }

    /** Marks the request as answered: its chain must not be entered again. Called when the outermost error boundary has done its work. */
    public void answered() {
        answered = true;
    }

    /**
     * Tells whether the reply has left the chain. A handler that is called after that works for nobody.
     *
     * @return whether it has
     */
    public boolean isAnswered() {
        return answered;
    }

    /** Method and path. */
    @Override
    public String toString() {
        return method + " " + path;
    }

    /**
     * Builds a request: in tests, for priming, and in event adapters. Not thread-safe.
     *
     * <pre>{@code
     * Request request = Request.post("/orders?dry=true").header("X-Tag", "a").json("{}").build();
     * }</pre>
     */
    public static final class Builder {
        private final String method;
        private String path = "/";
        private boolean pathEncoded = true;
        private String queryString = "";
        private @Nullable QueryParams query;
        private Headers headers = Headers.EMPTY;
        private byte @Nullable [] body;
        private EventSource source = EventSource.OTHER;
        private Invocation invocation = Invocation.NONE;
        private String clientIp = "";
        private @Nullable Map<Attribute<?>, Object> attributes;

        /**
         * Starts a request for the path {@code /}.
         *
         * @param method the method
         * @throws HttpException 400, when it is no token (RFC 9110 section 9.1)
         */
        public Builder(String method) {
            if (method.length() > 32 || !Headers.isName(method)) {
                throw HttpException.refusal(400, "The method must be a token of at most 32 characters");
            }
            this.method = method;
        }

        /**
         * Sets the path.
         *
         * @param path the path without a query
         * @param encoded whether it has escapes as the client sent them; if not it is decoded text
         * @return this builder
         */
        public Builder path(String path, boolean encoded) {
            this.path = path;
            this.pathEncoded = encoded;
            return this;
        }

        /**
         * Sets the query as a client sends it.
         *
         * @param encoded the text after {@code ?}
         * @return this builder
         */
        public Builder queryString(String encoded) {
            this.queryString = encoded;
            return this;
        }

        /**
         * Sets parameters that the source has taken apart.
         *
         * @param decoded the parameters
         * @return this builder
         */
        public Builder query(QueryParams decoded) {
            this.query = decoded;
            return this;
        }

        private @Nullable QueryParams query() {
            QueryParams params = query == null && !queryString.isEmpty() ? QueryParams.parse(queryString) : query;
            return params == null || params.size() == 0 ? null : params;
        }

        /**
         * Adds a header field.
         *
         * @param name the name
         * @param value the value
         * @return this builder
         * @throws IllegalArgumentException when a character is not allowed
         */
        public Builder header(String name, String value) {
            headers = headers.plus(name, value);
            return this;
        }

        /**
         * Replaces all headers.
         *
         * @param headers the headers
         * @return this builder
         */
        public Builder headers(Headers headers) {
            this.headers = headers;
            return this;
        }

        /**
         * Sets the body.
         *
         * @param body the bytes, which the request takes over; null for none
         * @return this builder
         */
        public Builder body(byte @Nullable [] body) {
            this.body = body;
            return this;
        }

        /**
         * Sets a body of {@code application/json}.
         *
         * @param json the text
         * @return this builder
         */
        public Builder json(String json) {
            return header("Content-Type", "application/json").body(json.getBytes(StandardCharsets.UTF_8));
        }

        /**
         * Sets what sent the request.
         *
         * @param source the source
         * @return this builder
         */
        public Builder source(EventSource source) {
            this.source = source;
            return this;
        }

        /**
         * Sets what Lambda says of the invocation.
         *
         * @param invocation the invocation
         * @return this builder
         */
        public Builder invocation(Invocation invocation) {
            this.invocation = invocation;
            return this;
        }

        /**
         * Sets the address of the client.
         *
         * @param clientIp an address that the source vouches for
         * @return this builder
         */
        public Builder clientIp(String clientIp) {
            this.clientIp = clientIp;
            return this;
        }

        /**
         * Sets an attribute.
         *
         * @param key the key
         * @param value the value
         * @param <T> the type of the value
         * @return this builder
         */
        public <T> Builder attribute(Attribute<T> key, T value) {
            if (attributes == null) {
                attributes = new HashMap<>();
            }
            attributes.put(key, value);
            return this;
        }

        /**
         * Builds the request.
         *
         * @return the request
         * @throws HttpException 400, when path or query are malformed
         */
        public Request build() {
            return new Request(this);
        }
    }
}
