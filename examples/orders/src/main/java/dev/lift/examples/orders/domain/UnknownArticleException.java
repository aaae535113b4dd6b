package dev.lift.examples.orders.domain;

/** An article is not for sale. */
public final class UnknownArticleException extends RuntimeException {
    private static final long serialVersionUID = 1;

    private final int line;

    UnknownArticleException(int line, String sku) {
        super("No article " + sku);
        this.line = line;
    }

    /** Returns which line of the order has it, from 0. */
    public int line() {
        return line;
    }
}
