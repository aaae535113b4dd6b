package dev.lift.examples.orders.http;

import dev.lift.json.Json;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.Size;
import java.util.List;

/** An order as a client sends it: prices are not the client's to say. */
@Json
record NewOrder(@Size(min = 1, max = 100) List<Line> lines) {
    @Json
    record Line(
            @NotBlank @Size(max = 64) String sku,
            @Min(1) @Max(1_000) int quantity) {}
}
