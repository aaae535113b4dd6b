package dev.lift.benchmarks.peers.spring;

import com.amazonaws.serverless.exceptions.ContainerInitializationException;
import com.amazonaws.serverless.proxy.model.AwsProxyResponse;
import com.amazonaws.serverless.proxy.model.HttpApiV2ProxyRequest;
import com.amazonaws.serverless.proxy.spring.SpringBootLambdaContainerHandler;
import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/** The API on Spring Boot, in AWS's container for it. */
public final class SpringFunction implements RequestStreamHandler {
    private static final SpringBootLambdaContainerHandler<HttpApiV2ProxyRequest, AwsProxyResponse> HANDLER;

    static {
        try {
            HANDLER = SpringBootLambdaContainerHandler.getHttpApiV2ProxyHandler(App.class);
        } catch (ContainerInitializationException failed) {
            throw new IllegalStateException(failed);
        }
    }

    @Override
    public void handleRequest(InputStream event, OutputStream reply, Context context) throws IOException {
        HANDLER.proxyStream(event, reply, context);
    }

    public record User(String id, String name) {}

    public record NewOrder(String sku, int quantity, String note) {}

    public record Order(String id, String sku, int quantity, String note) {}

    public record Item(String order, String item) {}

    @SpringBootApplication
    public static class App {}

    @RestController
    public static class Api {
        @GetMapping(path = "/hello", produces = "text/plain")
        public String hello() {
            return "hello";
        }

        @GetMapping("/users/{id}")
        public User user(@PathVariable String id) {
            return new User(id, "Ada");
        }

        @PostMapping("/orders")
        @ResponseStatus(HttpStatus.CREATED)
        public Order order(@RequestBody NewOrder order) {
            return new Order("1", order.sku(), order.quantity(), order.note());
        }

        @GetMapping("/orders/{id}/items/{item}")
        public Item item(@PathVariable String id, @PathVariable String item) {
            return new Item(id, item);
        }
    }
}
