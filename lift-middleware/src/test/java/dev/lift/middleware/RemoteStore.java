package dev.lift.middleware;

import java.io.IOException;
import java.io.InputStream;
import java.net.HttpURLConnection;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Base64;
import java.util.Optional;

/** A store in another process, which it asks over HTTP. */
final class RemoteStore implements IdempotencyStore {
    private final String url;

    RemoteStore(String url) {
        this.url = url;
    }

    /** Asks for something; arguments are names and values. */
    static String ask(String url, String what, String... arguments) throws IOException {
        StringBuilder target = new StringBuilder(url).append('/').append(what).append('?');
        for (int i = 0; i < arguments.length; i += 2) {
            target.append(arguments[i])
                    .append('=')
                    .append(URLEncoder.encode(arguments[i + 1], StandardCharsets.UTF_8))
                    .append('&');
        }
        HttpURLConnection connection =
                (HttpURLConnection) URI.create(target.toString()).toURL().openConnection();
        try (InputStream in = connection.getInputStream()) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    @Override
    public Optional<IdempotencyRecord> claim(String key, String fingerprint, String owner, Instant now, Instant until)
            throws IOException {
        String answer = ask(
                url,
                "claim",
                "key",
                key,
                "print",
                fingerprint,
                "owner",
                owner,
                "now",
                now.toString(),
                "until",
                until.toString());
        String[] parts = answer.split(" ", -1);
        return switch (parts[0]) {
            case "claimed" -> Optional.empty();
            case "progress" -> Optional.of(IdempotencyRecord.inProgress(parts[1], Instant.parse(parts[2])));
            case "completed" ->
                Optional.of(IdempotencyRecord.completed(
                        parts[1], Instant.parse(parts[2]), Base64.getDecoder().decode(parts[3])));
            default -> throw new IOException(answer);
        };
    }

    @Override
    public boolean complete(String key, String owner, byte[] reply, Instant until) throws IOException {
        String answer = ask(
                url,
                "complete",
                "key",
                key,
                "owner",
                owner,
                "reply",
                Base64.getEncoder().encodeToString(reply),
                "until",
                until.toString());
        String unused = ask(url, "saved");
        return Boolean.parseBoolean(answer);
    }

    @Override
    public boolean release(String key, String owner) throws IOException {
        return Boolean.parseBoolean(ask(url, "release", "key", key, "owner", owner));
    }

    @Override
    public int maxReplyBytes() {
        return 1_000;
    }
}
