package dev.lift.examples.orders.http;

import dev.lift.errors.ErrorCode;

/** What can go wrong, and clients can act on. The page at {@code /errors} is made of it. */
public enum OrderError implements ErrorCode {
    ORDER_NOT_FOUND("order-not-found", 404, "There is no such order"),
    ORDER_STATE("order-state", 409, "The order is in a state that does not allow this"),
    ORDER_CHANGED("order-changed", 409, "Somebody has changed the order meanwhile: read it again"),
    VERSION_NEEDED("version-needed", 428, "If-Match must say which version of the order is meant"),
    VERSION_STALE("version-stale", 412, "The order is not of that version any more: read it again"),
    ARTICLE_UNKNOWN("article-unknown", 422, "An article is not for sale"),
    CURSOR_MALFORMED("cursor-malformed", 400, "The cursor is none that a page came with"),
    PAYMENT_DECLINED("payment-declined", 402, "The payment was declined"),
    PAYMENT_UNKNOWN("payment-unknown", 503, "Whether the order was paid is not known yet: pay again, it is paid once");

    private final String code;
    private final int status;
    private final String title;

    OrderError(String code, int status, String title) {
        this.code = code;
        this.status = status;
        this.title = title;
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
}
