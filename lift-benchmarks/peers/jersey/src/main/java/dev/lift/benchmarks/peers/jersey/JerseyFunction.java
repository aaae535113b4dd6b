package dev.lift.benchmarks.peers.jersey;

import com.amazonaws.serverless.proxy.jersey.JerseyLambdaContainerHandler;
import com.amazonaws.serverless.proxy.model.AwsProxyResponse;
import com.amazonaws.serverless.proxy.model.HttpApiV2ProxyRequest;
import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Response;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import org.glassfish.jersey.jackson.JacksonFeature;
import org.glassfish.jersey.server.ResourceConfig;

/** The API on Jersey, in AWS's container for it. */
public final class JerseyFunction implements RequestStreamHandler {
    private static final JerseyLambdaContainerHandler<HttpApiV2ProxyRequest, AwsProxyResponse> HANDLER =
            JerseyLambdaContainerHandler.getHttpApiV2ProxyHandler(
                    new ResourceConfig().register(Resource.class).register(JacksonFeature.class));

    @Override
    public void handleRequest(InputStream event, OutputStream reply, Context context) throws IOException {
        HANDLER.proxyStream(event, reply, context);
    }

    public record User(String id, String name) {}

    public record NewOrder(String sku, int quantity, String note) {}

    public record Order(String id, String sku, int quantity, String note) {}

    public record Item(String order, String item) {}

    @Path("/")
    public static final class Resource {
        @GET
        @Path("hello")
        @Produces("text/plain")
        public String hello() {
            return "hello";
        }

        @GET
        @Path("users/{id}")
        @Produces("application/json")
        public User user(@PathParam("id") String id) {
            return new User(id, "Ada");
        }

        @POST
        @Path("orders")
        @Consumes("application/json")
        @Produces("application/json")
        public Response order(NewOrder order) {
            return Response.status(201)
                    .entity(new Order("1", order.sku(), order.quantity(), order.note()))
                    .build();
        }

        @GET
        @Path("orders/{id}/items/{item}")
        @Produces("application/json")
        public Item item(@PathParam("id") String id, @PathParam("item") String item) {
            return new Item(id, item);
        }
    }
}
