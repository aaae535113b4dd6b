package dev.lift.middleware;

import dev.lift.Handler;
import dev.lift.http.HttpException;
import dev.lift.http.Request;
import dev.lift.http.Response;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Lets only those webhooks through that are signed with a secret that sender and app share: HMAC-SHA-256 (RFC 2104) over the bytes of
 * the body as they came. Others get 401. Signatures are compared in constant time.
 *
 * <p>Several secrets are allowed at a time, to rotate them. A signature without a time can be sent again by whoever has seen it:
 * handlers of those tell repetitions by the sender's id of the delivery.
 *
 * <p>Immutable and thread-safe; each method returns a changed copy.
 *
 * <pre>{@code
 * app.group("/hooks", hooks -> hooks
 *         .use(WebhookSignature.github(secrets.password()))
 *         .post("/github", hello));
 * }</pre>
 */
public final class WebhookSignature implements Placed {
    private static final int LEAST_SECRET_BYTES = 16;
    private static final int MOST_SIGNATURES = 10;
    private static final int LONGEST_HEADER = 4_096;

    /** How the parts are put into headers. */
    private enum Format {
        /** {@code sha256=<hex>} over the body. */
        PREFIXED,
        /** {@code t=<seconds>,v1=<hex>} over the time, a dot and the body. */
        TIMED
    }

    private final String header;
    private final Format format;
    private final List<byte[]> secrets;
    private final Duration tolerance;
    private final Clock clock;

    private WebhookSignature(String header, Format format, List<byte[]> secrets, Duration tolerance, Clock clock) {
        this.header = header;
        this.format = format;
        this.secrets = secrets;
        this.tolerance = tolerance;
        this.clock = clock;
    }

    /**
     * Takes signatures as GitHub writes them: {@code X-Hub-Signature-256: sha256=...}.
     *
     * @param secrets the secrets, each of 16 bytes of UTF-8 at least
     * @return the middleware
     * @throws IllegalArgumentException when there is none, or one is too short
     */
    public static WebhookSignature github(String... secrets) {
        return new WebhookSignature(
                "X-Hub-Signature-256", Format.PREFIXED, keys(secrets), Duration.ZERO, Clock.systemUTC());
    }

    /**
     * Takes signatures as Stripe writes them: {@code Stripe-Signature: t=...,v1=...}, not older or newer than five minutes.
     *
     * @param secrets the secrets, each of 16 bytes of UTF-8 at least
     * @return the middleware
     * @throws IllegalArgumentException when there is none, or one is too short
     */
    public static WebhookSignature stripe(String... secrets) {
        return new WebhookSignature(
                "Stripe-Signature", Format.TIMED, keys(secrets), Duration.ofMinutes(5), Clock.systemUTC());
    }

    /**
     * Sets the header, for senders that write signatures in the same way under another name.
     *
     * @param name its name
     * @return the middleware with it
     * @throws IllegalArgumentException when it is no name
     */
    public WebhookSignature header(String name) {
        return new WebhookSignature(HeaderNames.check(name), format, secrets, tolerance, clock);
    }

    /**
     * Sets the clock, for tests.
     *
     * @param wall the clock
     * @return the middleware with it
     */
    public WebhookSignature clock(Clock wall) {
        return new WebhookSignature(header, format, secrets, tolerance, wall);
    }

    private static List<byte[]> keys(String... secrets) {
        if (secrets.length == 0) {
            throw new IllegalArgumentException("At least one secret is needed");
        }
        List<byte[]> keys = new ArrayList<>();
        for (String secret : secrets) {
            byte[] key = secret.getBytes(StandardCharsets.UTF_8);
            if (key.length < LEAST_SECRET_BYTES || secret.isBlank()) {
                throw new IllegalArgumentException("The secret of a webhook has at least 16 bytes, was " + key.length);
            }
            keys.add(key);
        }
        return keys;
    }

    @Override
    public Response handle(Request request, Handler next) throws Exception {
        List<String> sent = request.headers(header);
        boolean signed = sent.size() == 1
                && sent.get(0).length() <= LONGEST_HEADER
                && (format == Format.PREFIXED
                        ? isPrefixed(sent.get(0), request.bodyBytes())
                        : isTimed(sent.get(0), request.bodyBytes()));
        if (!signed) {
            throw new HttpException(401, "The signature in " + header + " is missing, wrong or too old");
        }
        return next.handle(request);
    }

    private boolean isPrefixed(String value, byte[] body) {
        return value.startsWith("sha256=") && isSignature(List.of(value.substring(7)), new byte[0], body);
    }

    private boolean isTimed(String value, byte[] body) {
        String time = "";
        List<String> signatures = new ArrayList<>();
        for (String part : value.split(",", -1)) {
            if (part.startsWith("t=") && time.isEmpty()) {
                time = part.substring(2);
            } else if (part.startsWith("v1=") && signatures.size() < MOST_SIGNATURES) {
                signatures.add(part.substring(3));
            }
        }
        return isRecent(time) && isSignature(signatures, (time + ".").getBytes(StandardCharsets.US_ASCII), body);
    }

    private boolean isRecent(String seconds) {
        if (seconds.isEmpty() || seconds.length() > 12 || !seconds.chars().allMatch(c -> c >= '0' && c <= '9')) {
            return false;
        }
        long age = clock.instant().getEpochSecond() - Long.parseLong(seconds);
        return Math.abs(age) <= tolerance.toSeconds();
    }

    private boolean isSignature(List<String> signatures, byte[] before, byte[] body) {
        boolean found = false;
        for (String signature : signatures) {
            if (signature.length() != 64 || !signature.chars().allMatch(HexFormat::isHexDigit)) {
                continue;
            }
            byte[] bytes = HexFormat.of().parseHex(signature);
            for (byte[] secret : secrets) {
                found |= MessageDigest.isEqual(bytes, sign(secret, before, body));
            }
        }
        return found;
    }

    private static byte[] sign(byte[] secret, byte[] before, byte[] body) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(secret, "HmacSHA256"));
            mac.update(before);
            return mac.doFinal(body);
        } catch (GeneralSecurityException never) {
            throw new IllegalStateException("Each JDK has HMAC with SHA-256", never);
        }
    }

    @Override
    public Place place() {
        return Place.AUTHENTICATION;
    }

    /** The header. */
    @Override
    public String toString() {
        return "WebhookSignature[" + header + "]";
    }
}
