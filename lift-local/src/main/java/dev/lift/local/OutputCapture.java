package dev.lift.local;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** Lets what is printed through, and gives each line to the invocation that printed it. */
final class OutputCapture extends OutputStream {
    private static final ThreadLocal<@Nullable Invocation> CURRENT = new ThreadLocal<>();

    private final PrintStream through;
    private final Invocations invocations;

    /** A line that has begun, of each thread. */
    private final ThreadLocal<ByteArrayOutputStream> begun = ThreadLocal.withInitial(ByteArrayOutputStream::new);

    private OutputCapture(PrintStream through, Invocations invocations) {
        this.through = through;
        this.invocations = invocations;
    }

    /** Takes both streams of the process. */
    static void install(Invocations invocations) {
        System.setOut(new PrintStream(new OutputCapture(System.out, invocations), true, StandardCharsets.UTF_8));
        System.setErr(new PrintStream(new OutputCapture(System.err, invocations), true, StandardCharsets.UTF_8));
    }

    /** Says whose lines this thread prints from now on; null for nobody's. */
    static void of(@Nullable Invocation invocation) {
        if (invocation == null) {
            CURRENT.remove();
        } else {
            CURRENT.set(invocation);
        }
    }

    @Override
    public void write(int b) throws IOException {
        write(new byte[] {(byte) b}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int from, int length) throws IOException {
        through.write(bytes, from, length);
        Invocation own = CURRENT.get();
        Invocation printing = own == null ? invocations.onlyOne() : own;
        if (printing == null) {
            return;
        }
        ByteArrayOutputStream line = begun.get();
        for (int i = from; i < from + length; i++) {
            if (bytes[i] != '\n') {
                line.write(bytes[i]);
            } else {
                printing.line(line.toString(StandardCharsets.UTF_8).stripTrailing());
                line.reset();
            }
        }
    }

    @Override
    public void flush() {
        through.flush();
    }
}
