package dev.lift.resources;

import dev.lift.http.EventSource;
import dev.lift.testing.EventBuilder;
import dev.lift.testing.LambdaReply;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.FileInputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * A process that opens files until there is no descriptor left, calls the function meanwhile, and closes them again. Not under the
 * runtime client, which needs a descriptor for each reply.
 */
final class DescriptorLeak {
    private DescriptorLeak() {}

    /** Prints a status for each request, without descriptors and with them again; only the first needs some, for connections. */
    public static void main(String[] arguments) throws IOException {
        RestoredFunction function = new RestoredFunction();
        List<AutoCloseable> leaked = leakAll();
        int[] without = {
            status(function, "POST", "/all"), status(function, "GET", "/backend"), status(function, "GET", "/absent")
        };
        leaked.forEach(DescriptorLeak::close);
        int[] after = {status(function, "POST", "/all"), status(function, "GET", "/backend")};
        System.out.println("without " + without[0] + " " + without[1] + " " + without[2]);
        System.out.println("after " + after[0] + " " + after[1]);
    }

    private static int status(RestoredFunction function, String method, String path) throws IOException {
        ByteArrayOutputStream reply = new ByteArrayOutputStream();
        function.handleRequest(
                new ByteArrayInputStream(new EventBuilder(method, path).build(EventSource.HTTP_API)), reply, null);
        return LambdaReply.parse(EventSource.HTTP_API, reply.toByteArray()).status();
    }

    private static List<AutoCloseable> leakAll() throws IOException {
        List<AutoCloseable> all = new ArrayList<>();
        try {
            while (true) {
                all.add(new FileInputStream("/dev/null"));
            }
        } catch (IOException none) {
            return all;
        }
    }

    private static void close(AutoCloseable each) {
        try {
            each.close();
        } catch (Exception failed) {
            throw new IllegalStateException(failed);
        }
    }
}
