package dev.lift.errors;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/** What is written to the log from now on. */
public final class LogFile {
    private static final Path FILE = Path.of("target", "test.log");

    private final long begin = FILE.toFile().length();

    /** Begins here. */
    public LogFile() {}

    /** Returns all that was written, stack traces included. */
    public String text() {
        try (RandomAccessFile file = new RandomAccessFile(FILE.toFile(), "r")) {
            file.seek(begin);
            byte[] bytes = new byte[(int) (file.length() - begin)];
            file.readFully(bytes);
            return new String(bytes, StandardCharsets.UTF_8);
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    /** Returns how many lines of a level were written. */
    public long lines(String level) {
        return text().lines().filter(line -> line.contains(" " + level + " ")).count();
    }
}
