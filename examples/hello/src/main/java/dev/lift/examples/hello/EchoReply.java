package dev.lift.examples.hello;

import dev.lift.json.JsonCodec;
import dev.lift.json.JsonReader;
import dev.lift.json.JsonWriter;
import java.io.IOException;

/** The message, and how many characters it has. */
public record EchoReply(String message, int length) {
    EchoReply(String message) {
        this(message, message.codePointCount(0, message.length()));
    }

    static final class Codec implements JsonCodec<EchoReply> {
        @Override
        public Class<EchoReply> type() {
            return EchoReply.class;
        }

        @Override
        public EchoReply read(JsonReader in) throws IOException {
            return new EchoReply(new Echo.Codec().read(in).message());
        }

        @Override
        public void write(EchoReply reply, JsonWriter out) {
            out.beginObject();
            out.name("message").string(reply.message());
            out.name("length").number(reply.length());
            out.endObject();
        }
    }
}
