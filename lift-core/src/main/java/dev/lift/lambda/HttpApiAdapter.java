package dev.lift.lambda;

import com.amazonaws.services.lambda.runtime.Context;
import dev.lift.http.EventSource;
import dev.lift.http.Headers;
import dev.lift.http.Invocation;
import dev.lift.http.Request;
import dev.lift.http.Response;
import dev.lift.json.JsonWriter;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Payload format 2.0: HTTP API and function URL. An HTTP API sends the path decoded, a function URL as the client wrote it;
 * both send the query as it was written, and cookies apart from the headers. Also the neutral format for what is no
 * recognisable event.
 */
final class HttpApiAdapter implements EventAdapter {
    static final EventAdapter INSTANCE = new HttpApiAdapter();

    private HttpApiAdapter() {}

    @Override
    public boolean reads(Event event) {
        return event.hasHttp && event.rawPath != null;
    }

    @Override
    public Request read(Event event, @Nullable Context context) {
        boolean functionUrl = event.domainName != null && event.domainName.contains(".lambda-url.");
        String path = event.rawPath;
        String method = event.contextMethod;
        if (path == null || method == null) {
            throw Refusals.missing("requestContext.http.method");
        }
        EventSource source = functionUrl ? EventSource.FUNCTION_URL : EventSource.HTTP_API;
        Invocation invocation = Invocation.of(context, event.bytes, source)
                .withAuthorizer(event.authorizerAt, -1, /* ofHttpApi= */ true)
                .withRequestId(event.requestId)
                .withStage(event.stage, isStageInPath(event));
        Request.Builder builder = new Request.Builder(method)
                .path(path, /* encoded= */ functionUrl)
                .headers(headers(event))
                .source(source)
                .invocation(invocation)
                .clientIp(event.sourceIp == null ? "" : event.sourceIp);
        if (event.queryString != null) {
            builder.queryString(event.queryString);
        }
        return builder.body(event.body).build();
    }

    /** A named stage begins the path on the API's default domain, and not on a custom one. */
    static boolean isStageInPath(Event event) {
        return event.stage != null
                && !event.stage.equals("$default")
                && (event.domainName == null || event.domainName.contains(".execute-api."));
    }

    /** The cookies member is the truth; it becomes one header, which is what a browser sent. */
    private static Headers headers(Event event) {
        Headers headers = Headers.received(event.headers, event.headersEnd);
        if (event.cookies == null || event.cookies.length == 0) {
            return headers;
        }
        headers = headers.without("cookie");
        String[] fields = new String[headers.size() * 2 + 2];
        for (int i = 0; i < headers.size(); i++) {
            fields[i * 2] = headers.name(i);
            fields[i * 2 + 1] = headers.value(i);
        }
        fields[fields.length - 2] = "cookie";
        fields[fields.length - 1] = String.join("; ", Arrays.asList(event.cookies));
        return Headers.received(fields, fields.length);
    }

    @Override
    public void write(Response response, JsonWriter out) {
        Headers headers = response.headers();
        out.beginObject();
        out.name("statusCode").number(response.status());
        out.name("headers").beginObject();
        for (int i = 0; i < headers.size(); i++) {
            if (isFirstOfItsName(headers, i) && !isSetCookie(headers.name(i))) {
                out.name(headers.name(i)).string(joined(headers, i));
            }
        }
        out.endObject();
        if (headers.contains("Set-Cookie")) {
            out.name("cookies").beginArray();
            for (String cookie : headers.all("Set-Cookie")) {
                out.string(cookie);
            }
            out.endArray();
        }
        writeBody(response, out);
        out.endObject();
    }

    static boolean isSetCookie(String name) {
        return name.length() == 10 && name.equalsIgnoreCase("Set-Cookie");
    }

    static boolean isFirstOfItsName(Headers headers, int index) {
        for (int i = 0; i < index; i++) {
            if (headers.name(i).equalsIgnoreCase(headers.name(index))) {
                return false;
            }
        }
        return true;
    }

    /** RFC 9110 section 5.3: fields of one name can be joined by a comma; all but Set-Cookie. */
    static String joined(Headers headers, int index) {
        String name = headers.name(index);
        String value = headers.value(index);
        for (int i = index + 1; i < headers.size(); i++) {
            if (headers.name(i).equalsIgnoreCase(name)) {
                value = value.concat(", ").concat(headers.value(i));
            }
        }
        return value;
    }

    /** The one place where it is decided whether a body travels as text. */
    static void writeBody(Response response, JsonWriter out) {
        boolean text = response.isText();
        out.name("body");
        if (text) {
            out.utf8(response.bodyBytes());
        } else {
            out.base64(response.bodyBytes());
        }
        out.name("isBase64Encoded").bool(!text);
    }
}
