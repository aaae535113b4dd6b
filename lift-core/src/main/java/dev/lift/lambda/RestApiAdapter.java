package dev.lift.lambda;

import com.amazonaws.services.lambda.runtime.Context;
import dev.lift.http.EventSource;
import dev.lift.http.Headers;
import dev.lift.http.Invocation;
import dev.lift.http.QueryParams;
import dev.lift.http.Request;
import dev.lift.http.Response;
import dev.lift.json.JsonWriter;
import org.jspecify.annotations.Nullable;

/**
 * Payload format 1.0: REST API, and HTTP API set to that format. A REST API sends the path as the client wrote it, an HTTP
 * API decoded; both send the query decoded.
 */
final class RestApiAdapter implements EventAdapter {
    static final EventAdapter INSTANCE = new RestApiAdapter();

    private RestApiAdapter() {}

    @Override
    public boolean reads(Event event) {
        return event.httpMethod != null && event.hasContext;
    }

    @Override
    public Request read(Event event, @Nullable Context context) {
        boolean httpApi = "1.0".equals(event.version);
        String path = event.path == null || event.path.isEmpty() ? event.contextPath : event.path;
        if (event.httpMethod == null || path == null) {
            throw Refusals.missing("path");
        }
        return new Request.Builder(event.httpMethod)
                .path(path, /* encoded= */ !httpApi)
                .headers(Maps.headers(event))
                .query(QueryParams.of(Maps.query(event, /* encoded= */ false)))
                .source(EventSource.REST_API)
                .invocation(Invocation.of(context, event.bytes, EventSource.REST_API)
                        .withAuthorizer(event.authorizerAt, event.identityAt, httpApi)
                        .withRequestId(event.requestId)
                        .withStage(event.stage, httpApi && HttpApiAdapter.isStageInPath(event)))
                .clientIp(Maps.text(event, event.identityAt, "sourceIp"))
                .body(event.body)
                .build();
    }

    @Override
    public void write(Response response, JsonWriter out) {
        out.beginObject();
        out.name("statusCode").number(response.status());
        writeMultiValueHeaders(response.headers(), out);
        HttpApiAdapter.writeBody(response, out);
        out.endObject();
    }

    static void writeMultiValueHeaders(Headers headers, JsonWriter out) {
        out.name("multiValueHeaders").beginObject();
        for (int i = 0; i < headers.size(); i++) {
            if (HttpApiAdapter.isFirstOfItsName(headers, i)) {
                out.name(headers.name(i)).beginArray();
                for (String value : headers.all(headers.name(i))) {
                    out.string(value);
                }
                out.endArray();
            }
        }
        out.endObject();
    }
}
