package dev.lift.errors;

import java.util.Optional;

/** The errors of an app, as guides/errors.md has them. */
enum OrderError implements ErrorCode {
    ORDER_NOT_FOUND("order-not-found", 404, "There is no such order", "https://example.com/errors/order-not-found"),
    OUT_OF_STOCK("out-of-stock", 409, "Too few are left", ""),
    PAYMENT_UNAVAILABLE("payment-unavailable", 503, "Payments can not be taken at the moment", "");

    private final String code;
    private final int status;
    private final String title;
    private final String documentation;

    OrderError(String code, int status, String title, String documentation) {
        this.code = code;
        this.status = status;
        this.title = title;
        this.documentation = documentation;
    }

    @Override
    public String code() {
        return code;
    }

    @Override
    public int status() {
        return status;
    }

    @Override
    public String title() {
        return title;
    }

    @Override
    public Optional<String> documentation() {
        return documentation.isEmpty() ? Optional.empty() : Optional.of(documentation);
    }
}
