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
 * VPC Lattice, event versions 1 and 2. The path arrives as the client wrote it, in both versions possibly with the query
 * behind it, which then is the one that counts.
 */
final class LatticeAdapter implements EventAdapter {
    static final EventAdapter V1 = new LatticeAdapter(/* second= */ false);
    static final EventAdapter V2 = new LatticeAdapter(/* second= */ true);

    private final boolean second;

    private LatticeAdapter(boolean second) {
        this.second = second;
    }

    @Override
    public boolean reads(Event event) {
        if (event.method == null) {
            return false;
        }
        return second ? event.hasServiceNetwork && event.path != null : event.latticePath != null;
    }

    @Override
    public Request read(Event event, @Nullable Context context) {
        String sent = second ? event.path : event.latticePath;
        if (event.method == null || sent == null) {
            throw Refusals.missing("method");
        }
        int question = sent.indexOf('?');
        String path = question < 0 ? sent : sent.substring(0, question);
        Headers headers = Maps.headers(event);
        Request.Builder builder = new Request.Builder(event.method)
                .path(path, /* encoded= */ true)
                .headers(headers)
                .source(second ? EventSource.LATTICE_V2 : EventSource.LATTICE_V1)
                .invocation(Invocation.of(context, event.bytes, EventSource.LATTICE_V2)
                        .withAuthorizer(-1, event.identityAt, /* ofHttpApi= */ false))
                .clientIp(Maps.lastForwardedFor(headers));
        if (question >= 0) {
            builder.queryString(sent.substring(question + 1));
        } else {
            builder.query(QueryParams.of(Maps.query(event, /* encoded= */ false)));
        }
        return builder.body(event.body).build();
    }

    @Override
    public void write(Response response, JsonWriter out) {
        out.beginObject();
        out.name("statusCode").number(response.status());
        Maps.writeSingleHeaders(response.headers(), out);
        HttpApiAdapter.writeBody(response, out);
        out.endObject();
    }
}
