package dev.lift.benchmarks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** What the benchmarks ran on. */
final class Machine {
    private Machine() {}

    /** Returns the name of the processor as Linux knows it, or of the architecture elsewhere. */
    static String name() {
        try {
            for (String line : Files.readAllLines(Path.of("/proc/cpuinfo"))) {
                if (line.startsWith("model name")) {
                    return line.substring(line.indexOf(':') + 1).strip();
                }
            }
        } catch (IOException elsewhere) {
            // Other systems have no such file.
        }
        return System.getProperty("os.arch");
    }
}
