package dev.lift.resources;

import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** The environment variables of the process. */
final class SystemEnvironment implements UnaryOperator<@Nullable String> {
    @Override
    public @Nullable String apply(@Nullable String name) {
        return System.getenv(name);
    }
}
