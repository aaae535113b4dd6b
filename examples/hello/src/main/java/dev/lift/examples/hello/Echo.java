package dev.lift.examples.hello;

import dev.lift.json.Json;

/** What a client asks to hear again. */
@Json
public record Echo(String message) {}
