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
 * Application Load Balancer, with {@code headers} or with {@code multiValueHeaders}, as its target group is set; the reply has
 * the same. Path and query arrive as the client wrote them.
 */
final class AlbAdapter implements EventAdapter {
    static final EventAdapter SINGLE = new AlbAdapter(/* multiValue= */ false);
    static final EventAdapter MULTI = new AlbAdapter(/* multiValue= */ true);

    private static final int MAX_ALB_REPLY_BYTES = 1024 * 1024;

    private final boolean multiValue;

    private AlbAdapter(boolean multiValue) {
        this.multiValue = multiValue;
    }

    @Override
    public boolean reads(Event event) {
        return event.hasElb && multiValue == event.multiValueHeadersAt >= 0;
    }

    @Override
    public Request read(Event event, @Nullable Context context) {
        if (event.httpMethod == null || event.path == null) {
            throw Refusals.missing(event.path == null ? "path" : "httpMethod");
        }
        Headers headers = Maps.headers(event);
        return new Request.Builder(event.httpMethod)
                .path(event.path, /* encoded= */ true)
                .headers(headers)
                .query(QueryParams.of(Maps.query(event, /* encoded= */ true)))
                .source(multiValue ? EventSource.ALB_MULTI_VALUE : EventSource.ALB)
                .invocation(Invocation.of(context, event.bytes, EventSource.ALB))
                .clientIp(Maps.lastForwardedFor(headers))
                .body(event.body)
                .build();
    }

    @Override
    public void write(Response response, JsonWriter out) {
        out.beginObject();
        out.name("statusCode").number(response.status());
        if (multiValue) {
            RestApiAdapter.writeMultiValueHeaders(response.headers(), out);
        } else {
            Maps.writeSingleHeaders(response.headers(), out);
        }
        HttpApiAdapter.writeBody(response, out);
        out.endObject();
    }

    @Override
    public int maxReplyBytes() {
        return MAX_ALB_REPLY_BYTES;
    }
}
