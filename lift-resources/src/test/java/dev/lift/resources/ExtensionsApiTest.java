package dev.lift.resources;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What an endpoint of the Extensions API may answer. That of the emulator answers as it should. */
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class ExtensionsApiTest {
    private static final Duration SHORT = Duration.ofMillis(200);

    private static String endpoint(HttpServer server) {
        return "127.0.0.1:" + server.getAddress().getPort();
    }

    @Test
    void register_saysWhoItIs_andAsksForTheNextEvent() throws Exception {
        List<String> asked = Collections.synchronizedList(new ArrayList<>());
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", exchange -> {
            String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
            asked.add(exchange.getRequestMethod() + " " + exchange.getRequestURI() + " "
                    + exchange.getRequestHeaders().getFirst("Lambda-Extension-Name") + " "
                    + exchange.getRequestHeaders().getFirst("Lambda-Extension-Identifier") + " " + body);
            exchange.getResponseHeaders().add("lambda-extension-identifier", "id-7");
            exchange.sendResponseHeaders(200, -1);
            exchange.close();
        });
        server.start();
        try (Socket kept = new ExtensionsApi(endpoint(server), SHORT).register()) {
            assertThat(kept.isConnected()).isTrue();
            while (asked.size() < 2) {
                Thread.onSpinWait();
                if (Thread.interrupted()) {
                    throw new InterruptedException();
                }
            }
            assertThat(asked)
                    .containsExactly(
                            "POST /2020-01-01/extension/register lift null {\"events\":[]}",
                            "GET /2020-01-01/extension/event/next null id-7 ");
        } finally {
            server.stop(0);
        }
    }

    /** A status that refuses, no identifier, an answer that ends too early, and one that is no HTTP and has no end. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "HTTP/1.1 403 Forbidden\r\n\r\n",
                "HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n",
                "HTTP/1.1 200 OK\r\nLambda-Extension",
                "",
                "x"
            })
    void register_withAnotherAnswer_isRefused(String answer) throws Exception {
        try (ServerSocket server = new ServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
            Thread answering = new Thread(() -> answer(server, answer));
            answering.start();
            ExtensionsApi api = new ExtensionsApi("127.0.0.1:" + server.getLocalPort(), SHORT);
            assertThatThrownBy(api::register).isInstanceOf(IOException.class);
            answering.join();
        }
    }

    private static void answer(ServerSocket server, String answer) {
        try (Socket socket = server.accept()) {
            byte[] bytes = (answer.equals("x") ? "x".repeat(100_000) : answer).getBytes(StandardCharsets.US_ASCII);
            socket.getOutputStream().write(bytes);
            socket.shutdownOutput();
            socket.getInputStream().transferTo(java.io.OutputStream.nullOutputStream());
        } catch (IOException closed) {
            // The client has seen enough.
        }
    }

    @Test
    void register_withoutAnAnswer_isGivenUp() throws Exception {
        try (ServerSocket silent = new ServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
            ExtensionsApi api = new ExtensionsApi("127.0.0.1:" + silent.getLocalPort(), SHORT);
            assertThatThrownBy(api::register).isInstanceOf(IOException.class);
        }
    }

    /** Nobody needs the extension to serve, so a start goes on without it. */
    @ParameterizedTest
    @ValueSource(strings = {"", "localhost", "x:y", ":", "127.0.0.1:1", "127.0.0.1:99999", "a\nb:80"})
    void LC14_oddEnvironment_keepsNothingFromStarting(String runtimeApi) {
        ResourcesBuilder builder = Resources.builder(name -> name.equals("AWS_LAMBDA_RUNTIME_API") ? runtimeApi : null);
        Resource<String> resource = builder.add("resource", () -> "here");
        try (Resources resources = builder.start()) {
            assertThat(resource.get()).isEqualTo("here");
            assertThat(resources.report()).hasSize(1);
        }
    }
}
