package dev.lift.middleware;

import dev.lift.json.JsonWriter;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Lines as Lambda's own log has them, JSON or text, which need no logging library. */
final class StandardOutput implements AccessSink {
    private final boolean json;
    private final boolean infoToo;
    private final boolean errorsToo;
    private final Consumer<byte[]> out;

    /** Where the process writes. A class, as a lambda would cost a start more. */
    private static final class Out implements Consumer<byte[]> {
        @Override
        public void accept(byte[] line) {
            System.out.writeBytes(line);
            System.out.flush();
        }
    }

    StandardOutput(Function<String, @Nullable String> environment) {
        this(environment, new Out());
    }

    StandardOutput(Function<String, @Nullable String> environment, Consumer<byte[]> out) {
        this.out = out;
        this.json = "JSON".equalsIgnoreCase(environment.apply("AWS_LAMBDA_LOG_FORMAT"));
        String level = environment.apply("AWS_LAMBDA_LOG_LEVEL");
        String least = level == null ? "" : level.toUpperCase(Locale.ROOT);
        this.errorsToo = !least.equals("FATAL");
        this.infoToo = errorsToo && !least.equals("WARN") && !least.equals("ERROR");
    }

    @Override
    public void write(AccessLine line) {
        if (line.level == AccessLine.Level.ERROR ? errorsToo : infoToo) {
            out.accept(json ? json(line) : text(line));
        }
    }

    private static byte[] json(AccessLine line) {
        JsonWriter writer = new JsonWriter(512);
        writer.beginObject()
                .name("timestamp")
                .string(Timestamp.of(line.millis))
                .name("level")
                .string(line.level.name())
                .name("message")
                .string(line.message);
        for (Map.Entry<String, Object> field : line.fields.entrySet()) {
            writer.name(field.getKey());
            Object value = field.getValue();
            if (value instanceof Boolean flag) {
                writer.bool(flag);
            } else if (value instanceof Integer number) {
                writer.number(number.longValue());
            } else if (value instanceof Millis number) {
                writer.raw(number.toString().getBytes(StandardCharsets.US_ASCII));
            } else {
                writer.string(value.toString());
            }
        }
        byte[] bytes = writer.endObject().toByteArray();
        byte[] withEnd = Arrays.copyOf(bytes, bytes.length + 1);
        withEnd[bytes.length] = '\n';
        return withEnd;
    }

    /** What a client has a part in can begin no line of its own. */
    private static byte[] text(AccessLine line) {
        StringBuilder text = new StringBuilder(Timestamp.of(line.millis));
        text.append(' ').append(line.level).append(' ').append(line.message);
        for (Map.Entry<String, Object> field : line.fields.entrySet()) {
            text.append(' ')
                    .append(oneLine(field.getKey()))
                    .append('=')
                    .append(oneLine(field.getValue().toString()));
        }
        return text.append('\n').toString().getBytes(StandardCharsets.UTF_8);
    }

    private static String oneLine(String value) {
        boolean plain = Characters.areVisible(value) && value.indexOf('"') < 0;
        // Two characters that JSON lets stand, and that end a line for some.
        return plain
                ? value
                : new JsonWriter(value.length() + 16)
                        .string(value)
                        .toString()
                        .replace("\u2028", "\\u2028")
                        .replace("\u2029", "\\u2029");
    }

    @Override
    public String toString() {
        return json ? "JSON" : "text";
    }
}
