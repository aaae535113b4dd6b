package dev.lift.resources;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Locale;

/**
 * Registers an internal extension without events: all it does is to make Lambda send SIGTERM before it ends the process, which it
 * does not do for a function without extensions.
 *
 * <p>Two requests of the Extensions API over plain sockets. The second, which tells Lambda that the extension is ready, is answered
 * by the next event: as there is none it is never answered, and nobody waits for it. An HTTP client would need a thread for that, and
 * take more time than the rest of the start.
 */
final class ExtensionsApi {
    private static final String IDENTIFIER = "lambda-extension-identifier:";
    private static final int LONGEST_LINE = 4_096;

    private final InetSocketAddress address;
    private final String host;
    private final int timeoutMillis;

    /**
     * Makes the client of an endpoint.
     *
     * @param endpoint the value of {@code AWS_LAMBDA_RUNTIME_API}, such as {@code 127.0.0.1:9001}
     * @param timeout how long connecting and each answer may take
     */
    ExtensionsApi(String endpoint, Duration timeout) {
        int colon = endpoint.lastIndexOf(':');
        host = endpoint;
        address = new InetSocketAddress(
                colon < 0 ? endpoint : endpoint.substring(0, colon),
                colon < 0 ? 80 : Integer.parseInt(endpoint.substring(colon + 1)));
        timeoutMillis = Math.toIntExact(timeout.toMillis());
    }

    /**
     * Registers the extension.
     *
     * @return the connection on which Lambda keeps the extension waiting; to be kept open for as long as SIGTERM is to come
     */
    Socket register() throws IOException {
        String identifier;
        try (Socket socket = connect()) {
            send(
                    socket,
                    "{\"events\":[]}",
                    "POST /2020-01-01/extension/register HTTP/1.1",
                    "Lambda-Extension-Name: lift",
                    "Content-Type: application/json",
                    "Content-Length: 13",
                    "Connection: close");
            identifier = identifier(new BufferedInputStream(socket.getInputStream()));
        }
        Socket waiting = connect();
        try {
            send(
                    waiting,
                    "",
                    "GET /2020-01-01/extension/event/next HTTP/1.1",
                    "Lambda-Extension-Identifier: " + identifier);
            return waiting;
        } catch (IOException | RuntimeException failed) {
            waiting.close();
            throw failed;
        }
    }

    private Socket connect() throws IOException {
        Socket socket = new Socket();
        try {
            socket.setTcpNoDelay(true);
            socket.setSoTimeout(timeoutMillis);
            socket.connect(address, timeoutMillis);
            return socket;
        } catch (IOException | RuntimeException failed) {
            socket.close();
            throw failed;
        }
    }

    private void send(Socket socket, String body, String... head) throws IOException {
        String request = String.join("\r\n", head) + "\r\nHost: " + host + "\r\n\r\n" + body;
        socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
        socket.getOutputStream().flush();
    }

    private static String identifier(InputStream in) throws IOException {
        String status = line(in);
        if (!status.startsWith("HTTP/1.1 200")) {
            throw new IOException("The Extensions API answered " + status);
        }
        String identifier = null;
        for (String line = line(in); !line.isEmpty(); line = line(in)) {
            if (line.toLowerCase(Locale.ROOT).startsWith(IDENTIFIER)) {
                identifier = line.substring(IDENTIFIER.length()).trim();
            }
        }
        if (identifier == null) {
            throw new IOException("The Extensions API gave no Lambda-Extension-Identifier");
        }
        return identifier;
    }

    private static String line(InputStream in) throws IOException {
        StringBuilder line = new StringBuilder();
        for (int b = in.read(); b != '\n'; b = in.read()) {
            if (b < 0 || line.length() == LONGEST_LINE) {
                throw new IOException("The Extensions API's answer ended after " + line);
            }
            if (b != '\r') {
                line.append((char) b);
            }
        }
        return line.toString();
    }
}
