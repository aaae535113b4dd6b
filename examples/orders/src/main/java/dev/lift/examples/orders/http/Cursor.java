package dev.lift.examples.orders.http;

import dev.lift.errors.Problems;
import dev.lift.examples.orders.domain.Order;
import dev.lift.examples.orders.domain.OrderQuery.Position;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.Base64;
import java.util.UUID;

/** Where a page ends, as clients carry it from one page to the next. */
final class Cursor {
    private static final int BYTES = 28;

    private Cursor() {}

    static String of(Order last) {
        Instant placedAt = last.placedAt();
        ByteBuffer bytes = ByteBuffer.allocate(BYTES)
                .putLong(placedAt.getEpochSecond())
                .putInt(placedAt.getNano())
                .putLong(last.id().getMostSignificantBits())
                .putLong(last.id().getLeastSignificantBits());
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes.array());
    }

    static Position parse(String cursor) {
        try {
            ByteBuffer bytes = ByteBuffer.wrap(Base64.getUrlDecoder().decode(cursor));
            if (bytes.remaining() == BYTES) {
                Instant placedAt = Instant.ofEpochSecond(bytes.getLong(), bytes.getInt());
                return new Position(placedAt, new UUID(bytes.getLong(), bytes.getLong()));
            }
        } catch (IllegalArgumentException | java.time.DateTimeException malformed) {
            // As below.
        }
        throw Problems.of(OrderError.CURSOR_MALFORMED);
    }
}
