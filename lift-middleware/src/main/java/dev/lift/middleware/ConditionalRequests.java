package dev.lift.middleware;

import dev.lift.Handler;
import dev.lift.http.Request;
import dev.lift.http.Response;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Set;

/**
 * Answers with 304 and no body what a client has already, as RFC 9110 section 13 has it: by {@code If-None-Match}, or else by {@code
 * If-Modified-Since}. A reply to a GET or HEAD that has no {@code ETag} of its own gets one of its bytes, so the handler runs all the
 * same: what is saved is the transfer.
 *
 * <p>Conditions of requests that change something, such as {@code If-Match}, need what is there before, which only the handler knows.
 *
 * <p>Immutable and thread-safe.
 *
 * <pre>{@code
 * app.use(ConditionalRequests.withETags());
 * }</pre>
 */
public final class ConditionalRequests implements Placed {
    /** What a 304 has of the headers of the reply that it stands for (RFC 9110 section 15.4.5). */
    private static final Set<String> DESCRIBING =
            Set.of("content-encoding", "content-language", "content-length", "content-range", "content-type");

    /** 128 bits: nobody finds two bodies with one tag by chance, and who writes a body can choose what it says. */
    private static final int TAG_BYTES = 16;

    private ConditionalRequests() {}

    /**
     * Makes one.
     *
     * @return the middleware
     */
    public static ConditionalRequests withETags() {
        return new ConditionalRequests();
    }

    @Override
    public Response handle(Request request, Handler next) throws Exception {
        Response response = next.handle(request);
        boolean read = request.method().equals("GET") || request.method().equals("HEAD");
        if (!read || response.status() != 200) {
            return response;
        }
        Response tagged = tagged(response);
        return isWithTheClient(request, tagged) ? notModified(tagged) : tagged;
    }

    private static Response tagged(Response response) {
        if (response.headers().contains("ETag") || response.bodyLength() == 0) {
            return response;
        }
        byte[] hash = Arrays.copyOf(Sha256.of(response.bodyBytes()), TAG_BYTES);
        return response.header(
                "ETag", "\"" + Base64.getUrlEncoder().withoutPadding().encodeToString(hash) + "\"");
    }

    /** Of the two conditions the first wins, whatever the second says (RFC 9110 section 13.2.2). */
    private static boolean isWithTheClient(Request request, Response response) {
        List<String> tags = request.headers("If-None-Match");
        if (!tags.isEmpty()) {
            String own = response.headers().get("ETag").orElse("");
            return !own.isEmpty() && EntityTags.anyMatches(String.join(",", tags), own);
        }
        String modified = response.headers().get("Last-Modified").orElse("");
        List<String> since = request.headers("If-Modified-Since");
        return !modified.isEmpty() && since.size() == 1 && isNotAfter(modified, since.get(0));
    }

    private static boolean isNotAfter(String modified, String since) {
        try {
            return !date(modified).isAfter(date(since));
        } catch (DateTimeException malformed) {
            return false; // Then the condition is not there (RFC 9110 section 13.1.3).
        }
    }

    private static Instant date(String text) {
        return DateTimeFormatter.RFC_1123_DATE_TIME.parse(text, Instant::from);
    }

    private static Response notModified(Response response) {
        Response bare = Response.status(304);
        for (int i = 0; i < response.headers().size(); i++) {
            String name = response.headers().name(i);
            if (!DESCRIBING.contains(name.toLowerCase(java.util.Locale.ROOT))) {
                bare = bare.addHeader(name, response.headers().value(i));
            }
        }
        return bare;
    }

    @Override
    public Place place() {
        return Place.CONDITIONAL;
    }

    @Override
    public String toString() {
        return "ConditionalRequests";
    }
}
