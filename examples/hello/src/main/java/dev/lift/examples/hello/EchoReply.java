package dev.lift.examples.hello;

import dev.lift.json.Json;

/** The message, and how many characters it has. */
@Json
public record EchoReply(String message, int length) {
    EchoReply(String message) {
        this(message, message.codePointCount(0, message.length()));
    }
}
