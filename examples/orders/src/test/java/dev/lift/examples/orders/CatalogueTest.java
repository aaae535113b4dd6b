package dev.lift.examples.orders;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lift.examples.orders.http.OrdersApi;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** The errors that clients can act on. */
class CatalogueTest {
    /** Whoever throws another code declares it first, and whoever declares one tells clients: {@code -Derrors.write} writes the page. */
    @Test
    void page_hasWhatIsDeclared() throws IOException {
        Path page = Path.of("ERRORS.md");
        String written = """
                # Errors of the orders API

                Written by `CatalogueTest` of what `OrderError` declares. `GET /errors` has the same as JSON.

                """ + OrdersApi.ERRORS.toMarkdown();
        if (System.getProperty("errors.write") != null) {
            Files.writeString(page, written);
        }
        assertThat(page).content().isEqualTo(written);
    }

    @Test
    void codes_areAllDeclared() throws IOException {
        assertThat(OrdersApi.ERRORS.undeclared(Path.of("target/classes"))).isEmpty();
    }
}
