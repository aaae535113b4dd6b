package dev.lift;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lift.http.Request;
import java.io.IOException;
import java.io.InputStream;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** The classes of the error path are loaded with the first error, which may be that no file can be opened any more. */
class UnloadableErrorAnswerTest {
    @Test
    void LC12_errorPathThatCanNotBeLoaded_isTheLastResort() throws Exception {
        Class<?> app = new Without("dev.lift.ErrorAnswer").loadClass(App.class.getName());
        Callable<?> call = (Callable<?>) app.getDeclaredConstructor().newInstance();
        assertThat(call.call()).isEqualTo("500 200");
        assertThat(new App().call()).isEqualTo("418 200");
    }

    /** Answers a request that fails and one that does not. */
    public static final class App implements Callable<String> {
        /** Makes it. */
        public App() {}

        @Override
        public String call() {
            Lift app = Lift.of(routes -> {
                routes.get("/fails", request -> {
                    throw new dev.lift.http.HttpException(418, "short and stout");
                });
                routes.get("/works", request -> dev.lift.http.Response.text("works"));
            });
            return app.handle(Request.get("/fails").build()).status() + " "
                    + app.handle(Request.get("/works").build()).status();
        }
    }

    /** Loads the classes of Lift itself, but for one. */
    private static final class Without extends ClassLoader {
        private final String absent;

        Without(String absent) {
            super(Without.class.getClassLoader());
            this.absent = absent;
        }

        @Override
        protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
            if (!name.startsWith("dev.lift.")) {
                return super.loadClass(name, resolve);
            }
            if (name.equals(absent)) {
                throw new ClassNotFoundException(name);
            }
            Class<?> loaded = findLoadedClass(name);
            return loaded == null ? define(name) : loaded;
        }

        private Class<?> define(String name) throws ClassNotFoundException {
            @Nullable InputStream found = getParent().getResourceAsStream(name.replace('.', '/') + ".class");
            if (found == null) {
                throw new ClassNotFoundException(name);
            }
            try (InputStream in = found) {
                byte[] bytes = in.readAllBytes();
                return defineClass(name, bytes, 0, bytes.length);
            } catch (IOException failed) {
                throw new ClassNotFoundException(name, failed);
            }
        }
    }
}
