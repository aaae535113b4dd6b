package dev.lift.middleware;

import dev.lift.http.Attribute;
import dev.lift.http.Request;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The trace that a request is a part of: one that {@link TraceContext} has found. Outgoing calls carry it on.
 *
 * <p>Immutable and thread-safe.
 *
 * <pre>{@code
 * Optional<String> header = Trace.of(request).map(Trace::traceparent);
 * }</pre>
 */
public final class Trace {
    static final Attribute<Trace> ATTRIBUTE = Attribute.of("trace");

    private static final int ID_DIGITS = 32;
    private static final int PARENT_DIGITS = 16;
    private static final int TRACEPARENT = 55;

    private final String id;
    private final String parent;
    private final boolean sampled;

    private Trace(String id, String parent, boolean sampled) {
        this.id = id;
        this.parent = parent;
        this.sampled = sampled;
    }

    /**
     * Returns the trace of a request.
     *
     * @param request the request
     * @return the trace, or empty where there is none
     */
    public static Optional<Trace> of(Request request) {
        return request.get(ATTRIBUTE);
    }

    /** Reads W3C Trace Context section 3.2, of this version or a later one; null for anything else. */
    static @Nullable Trace parseTraceparent(String text) {
        boolean shaped = text.length() >= TRACEPARENT
                && (text.length() == TRACEPARENT || text.charAt(TRACEPARENT) == '-' && !text.startsWith("00"))
                && text.charAt(2) == '-'
                && text.charAt(35) == '-'
                && text.charAt(52) == '-'
                && isHex(text, 0, 2)
                && isHex(text, 53, TRACEPARENT)
                && !text.startsWith("ff");
        return shaped ? of(text.substring(3, 35), text.substring(36, 52), (hex(text.charAt(54)) & 1) == 1) : null;
    }

    /** Reads X-Ray's header: {@code Root=1-<8 digits>-<24 digits>;Parent=<16 digits>;Sampled=1}; null for anything else. */
    static @Nullable Trace parseXRay(String text) {
        String root = "";
        String parent = "";
        boolean sampled = false;
        for (String part : text.split(";", 20)) {
            String field = part.trim();
            if (field.startsWith("Root=")) {
                root = field.substring(5);
            } else if (field.startsWith("Parent=")) {
                parent = field.substring(7);
            } else if (field.equals("Sampled=1")) {
                sampled = true;
            }
        }
        boolean shaped = root.length() == 35 && root.startsWith("1-") && root.charAt(10) == '-';
        return shaped ? of(root.substring(2, 10) + root.substring(11), parent, sampled) : null;
    }

    static @Nullable Trace of(String id, String parent, boolean sampled) {
        boolean known = id.length() == ID_DIGITS
                && isHex(id, 0, ID_DIGITS)
                && !isZero(id)
                && parent.length() == PARENT_DIGITS
                && isHex(parent, 0, PARENT_DIGITS)
                && !isZero(parent);
        return known ? new Trace(id, parent, sampled) : null;
    }

    private static boolean isZero(String digits) {
        return digits.replace("0", "").isEmpty();
    }

    private static boolean isHex(String text, int from, int to) {
        for (int i = from; i < to; i++) {
            if (hex(text.charAt(i)) < 0) {
                return false;
            }
        }
        return true;
    }

    /** Lower case alone, as the standards have it. */
    private static int hex(char c) {
        return c >= '0' && c <= '9' ? c - '0' : c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
    }

    /**
     * Returns the id that all parts of the trace have.
     *
     * @return 32 hexadecimal digits
     */
    public String id() {
        return id;
    }

    /**
     * Returns the part that this request was sent by.
     *
     * @return 16 hexadecimal digits
     */
    public String parent() {
        return parent;
    }

    /**
     * Tells whether the trace is recorded.
     *
     * @return whether it is
     */
    public boolean isSampled() {
        return sampled;
    }

    /**
     * Returns what an outgoing request is to carry in {@code traceparent} (W3C Trace Context), as a part of its own.
     *
     * @return the value, another one each time
     */
    public String traceparent() {
        return "00-" + id + "-" + newPart() + (sampled ? "-01" : "-00");
    }

    /**
     * Returns what an outgoing request is to carry in {@code X-Amzn-Trace-Id}, as a part of its own.
     *
     * @return the value, another one each time
     */
    public String xRayHeader() {
        return "Root=1-" + id.substring(0, 8) + "-" + id.substring(8) + ";Parent=" + newPart() + ";Sampled="
                + (sampled ? "1" : "0");
    }

    private static String newPart() {
        String digits = UUID.randomUUID().toString();
        return digits.substring(0, 8) + digits.substring(24, 32);
    }

    /** The id. */
    @Override
    public String toString() {
        return "Trace[" + id + "]";
    }
}
