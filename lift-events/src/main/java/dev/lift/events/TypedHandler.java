package dev.lift.events;

/** Reads the body before its handler. */
final class TypedHandler<T> implements MessageHandler {
    final Class<T> type;
    private final BodyMessageHandler<T> handler;

    TypedHandler(Class<T> type, BodyMessageHandler<T> handler) {
        this.type = type;
        this.handler = handler;
    }

    @Override
    public void handle(Message message) throws Exception {
        handler.handle(message, message.body(type));
    }
}
