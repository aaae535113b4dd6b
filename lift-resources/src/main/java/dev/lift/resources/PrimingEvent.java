package dev.lift.resources;

import dev.lift.http.EventSource;
import dev.lift.http.Headers;
import dev.lift.http.QueryParams;
import dev.lift.http.Request;
import dev.lift.json.JsonWriter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** The bytes of an event, as a front door would send it for a request. */
final class PrimingEvent {
    private PrimingEvent() {}

    /**
     * Writes the event.
     *
     * @throws IllegalArgumentException for a source whose events this does not write
     */
    static byte[] of(Request request, EventSource source) {
        JsonWriter out = new JsonWriter();
        out.beginObject();
        switch (source) {
            case HTTP_API -> payload2(request, "api.execute-api.amazonaws.com", out);
            case FUNCTION_URL -> payload2(request, "id.lambda-url.on.aws", out);
            case REST_API -> restApi(request, out);
            case ALB_MULTI_VALUE -> loadBalancer(request, out);
            default ->
                throw new IllegalArgumentException(
                        "Priming speaks HTTP_API, FUNCTION_URL, REST_API and ALB_MULTI_VALUE, not " + source);
        }
        if (request.hasBody()) {
            out.name("body").base64(request.bodyBytes());
        }
        out.name("isBase64Encoded").bool(request.hasBody());
        return out.endObject().toByteArray();
    }

    private static void payload2(Request request, String domain, JsonWriter out) {
        out.name("version").string("2.0");
        out.name("rawPath").string(request.path());
        out.name("rawQueryString").string(request.queryString());
        out.name("headers").beginObject();
        headers(request).forEach((name, values) -> out.name(name).string(String.join(",", values)));
        out.endObject();
        out.name("requestContext").beginObject();
        out.name("domainName").string(domain);
        out.name("http").beginObject();
        out.name("method").string(request.method());
        out.name("path").string(request.path());
        out.name("sourceIp").string("127.0.0.1");
        out.endObject();
        out.name("stage").string("$default");
        out.endObject();
    }

    private static void restApi(Request request, JsonWriter out) {
        payload1(request, out);
        out.name("requestContext").beginObject();
        out.name("identity").beginObject();
        out.name("sourceIp").string("127.0.0.1");
        out.endObject();
        out.name("stage").string("prod");
        out.endObject();
    }

    private static void loadBalancer(Request request, JsonWriter out) {
        payload1(request, out);
        out.name("requestContext").beginObject();
        out.name("elb").beginObject().endObject();
        out.endObject();
    }

    private static void payload1(Request request, JsonWriter out) {
        out.name("httpMethod").string(request.method());
        out.name("path").string(request.path());
        lists(out.name("multiValueHeaders"), headers(request));
        lists(out.name("multiValueQueryStringParameters"), query(request));
    }

    private static void lists(JsonWriter out, Map<String, List<String>> map) {
        out.beginObject();
        map.forEach((name, values) -> {
            out.name(name).beginArray();
            values.forEach(out::string);
            out.endArray();
        });
        out.endObject();
    }

    private static Map<String, List<String>> headers(Request request) {
        Map<String, List<String>> grouped = new LinkedHashMap<>();
        Headers headers = request.headers();
        for (int i = 0; i < headers.size(); i++) {
            String name = headers.name(i).toLowerCase(Locale.ROOT);
            grouped.computeIfAbsent(name, key -> new ArrayList<>()).add(headers.value(i));
        }
        return grouped;
    }

    private static Map<String, List<String>> query(Request request) {
        Map<String, List<String>> grouped = new LinkedHashMap<>();
        QueryParams query = request.queryParams();
        for (String name : query.names()) {
            grouped.put(name, query.all(name));
        }
        return grouped;
    }
}
