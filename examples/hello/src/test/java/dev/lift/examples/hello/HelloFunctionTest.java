package dev.lift.examples.hello;

import dev.lift.testing.LiftTest;
import org.junit.jupiter.api.Test;

class HelloFunctionTest {
    private final LiftTest test = LiftTest.of(new HelloFunction());

    @Test
    void hello_anyName_greets() {
        test.everySource(
                source -> source.get("/hello/Ada").send().expectStatus(200).expectBody("Hello, Ada"));
    }

    @Test
    void hello_escapedName_isDecodedOnce() {
        test.everySource(source ->
                source.get("/hello/%C3%85da%20%252e").send().expectStatus(200).expectBody("Hello, Åda %2e"));
    }

    @Test
    void echo_message_comesBackWithItsLength() {
        test.everySource(source -> source.post("/echo")
                .json("{\"message\":\"h\\u00e9 \\ud83d\\ude00\"}")
                .send()
                .expectStatus(200)
                .expectJson("/message", "hé 😀")
                .expectJson("/length", 4));
    }

    @Test
    void echo_notJson_isRefused() {
        test.post("/echo").json("{\"message\":}").send().expectProblem(400);
        test.post("/echo").body("text/plain", "hello").send().expectProblem(415);
    }
}
