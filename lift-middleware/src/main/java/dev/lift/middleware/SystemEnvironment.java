package dev.lift.middleware;

import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The environment of this process. A class, as a method reference would cost a start more. */
final class SystemEnvironment implements Function<String, @Nullable String> {
    @Override
    public @Nullable String apply(String name) {
        return System.getenv(name);
    }
}
