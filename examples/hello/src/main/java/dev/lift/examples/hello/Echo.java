package dev.lift.examples.hello;

import dev.lift.json.JsonCodec;
import dev.lift.json.JsonReader;
import dev.lift.json.JsonWriter;
import java.io.IOException;

/** What a client asks to hear again. */
public record Echo(String message) {
    static final class Codec implements JsonCodec<Echo> {
        @Override
        public Class<Echo> type() {
            return Echo.class;
        }

        @Override
        public Echo read(JsonReader in) throws IOException {
            String message = null;
            in.beginObject();
            while (in.nextMember()) {
                if (in.nameIs("message")) {
                    message = in.readString();
                } else {
                    in.skipValue();
                }
            }
            return new Echo(in.required(message, "message"));
        }

        @Override
        public void write(Echo echo, JsonWriter out) {
            out.beginObject().name("message").string(echo.message()).endObject();
        }
    }
}
