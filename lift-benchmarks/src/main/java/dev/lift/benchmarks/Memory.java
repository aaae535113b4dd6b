package dev.lift.benchmarks;

import dev.lift.Handler;
import dev.lift.Lift;
import dev.lift.http.Response;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Measures the heap that an app of Lift retains: of many apps alike, what is in use after a full collection, without the strings
 * and the handler that they share. Run it with {@code -XX:+UseSerialGC}.
 */
public final class Memory {
    private static final Handler OK = request -> Response.noContent();

    private Memory() {}

    public static void main(String[] arguments) throws IOException {
        List<String> rows = new ArrayList<>(List.of("jdk,routes,retained_bytes"));
        for (int routes : new int[] {1, 100, 1_000}) {
            rows.add(System.getProperty("java.version") + "," + routes + "," + retainedBytes(routes));
        }
        Files.write(Path.of(arguments[0]), rows);
    }

    static long retainedBytes(int routes) {
        List<String> patterns = Tables.patterns("param" + routes);
        app(patterns);
        Lift[] apps = new Lift[Math.max(20, 20_000 / routes)];
        long before = used();
        for (int i = 0; i < apps.length; i++) {
            apps[i] = app(patterns);
        }
        long after = used();
        if (apps[apps.length - 1].routes().size() != routes) {
            throw new IllegalStateException("the app has not all its routes");
        }
        return (after - before) / apps.length;
    }

    private static Lift app(List<String> patterns) {
        return Lift.of(app -> {
            for (String pattern : patterns) {
                app.get(pattern, OK);
            }
        });
    }

    private static long used() {
        // The serial collector leaves some dead objects where they are, but not at every fourth collection.
        for (int i = 0; i < 4; i++) {
            System.gc();
        }
        return Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory();
    }
}
