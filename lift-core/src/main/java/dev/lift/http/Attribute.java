package dev.lift.http;

/**
 * A typed key of a value that middleware leaves on a request for those behind it. Two attributes are the same only if
 * they are the same object, so names can not collide.
 *
 * <p>Immutable and thread-safe.
 *
 * <pre>{@code
 * final class SignIn implements Middleware {
 *     static final Attribute<User> USER = Attribute.of("user");
 *
 *     public Response handle(Request request, Handler next) throws Exception {
 *         request.set(USER, userOf(request));
 *         return next.handle(request);
 *     }
 * }
 * }</pre>
 *
 * @param <T> the type of the value
 */
@SuppressWarnings("UnusedTypeParameter") // It types the value that goes with the key.
public final class Attribute<T> {
    private final String name;

    private Attribute(String name) {
        this.name = name;
    }

    /**
     * Makes a new key.
     *
     * @param name a name for people
     * @param <T> the type of the value
     * @return the key
     */
    public static <T> Attribute<T> of(String name) {
        return new Attribute<>(name);
    }

    /** The name. */
    @Override
    public String toString() {
        return name;
    }
}
