package dev.lift.codec;

import javax.lang.model.element.Element;

/** Something in a user's type that no codec can be written for: what, where, and what to do. */
final class CodecError extends RuntimeException {
    private static final long serialVersionUID = 1;

    private final transient Element element;

    CodecError(Element element, String message) {
        super(message);
        this.element = element;
    }

    Element element() {
        return element;
    }
}
