package dev.lift.benchmarks.peers.micronaut;

import io.micronaut.http.HttpStatus;
import io.micronaut.http.MediaType;
import io.micronaut.http.annotation.Body;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Get;
import io.micronaut.http.annotation.Post;
import io.micronaut.http.annotation.Status;
import io.micronaut.serde.annotation.Serdeable;

/** The API on Micronaut. Its handler is Micronaut's own: {@code APIGatewayV2HTTPEventFunction}. */
@Controller
public class Api {
    @Serdeable
    public record User(String id, String name) {}

    @Serdeable
    public record NewOrder(String sku, int quantity, String note) {}

    @Serdeable
    public record Order(String id, String sku, int quantity, String note) {}

    @Serdeable
    public record Item(String order, String item) {}

    @Get(uri = "/hello", produces = MediaType.TEXT_PLAIN)
    public String hello() {
        return "hello";
    }

    @Get("/users/{id}")
    public User user(String id) {
        return new User(id, "Ada");
    }

    @Post("/orders")
    @Status(HttpStatus.CREATED)
    public Order order(@Body NewOrder order) {
        return new Order("1", order.sku(), order.quantity(), order.note());
    }

    @Get("/orders/{id}/items/{item}")
    public Item item(String id, String item) {
        return new Item(id, item);
    }
}
