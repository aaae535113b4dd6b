package dev.lift.middleware;

import dev.lift.Handler;
import dev.lift.http.HttpException;
import dev.lift.http.Request;
import dev.lift.http.Response;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Lets only clients of some addresses through, or all but some: 403 for the others. The address is {@link Request#clientIp}, which the
 * front door vouches for, and never a header; ranges are compared as numbers, and an IPv4 address is the same however IPv6 writes it.
 * A client whose address is not known is refused.
 *
 * <p>Immutable and thread-safe; each method returns a changed copy.
 *
 * <pre>{@code
 * app.use(IpFilter.allowing("10.0.0.0/8", "2001:db8::/32").denying("10.1.2.3"));
 * }</pre>
 */
public final class IpFilter implements Placed {
    private final List<IpRange> allowed;
    private final List<IpRange> denied;
    private final String name;

    private IpFilter(List<IpRange> allowed, List<IpRange> denied, String name) {
        this.allowed = allowed;
        this.denied = denied;
        this.name = name;
    }

    /**
     * Lets only some through.
     *
     * @param ranges addresses, or ranges such as {@code 10.0.0.0/8}
     * @return the middleware
     * @throws IllegalArgumentException when there is none, or one is not written exactly as addresses and ranges are
     */
    public static IpFilter allowing(String... ranges) {
        return new IpFilter(parse(ranges), List.of(), "allowing " + Arrays.toString(ranges));
    }

    /**
     * Lets all but some through; of those that it allows, where it is called on others.
     *
     * @param ranges addresses, or ranges such as {@code 10.0.0.0/8}
     * @return the middleware
     * @throws IllegalArgumentException when there is none, or one is not written exactly as addresses and ranges are
     */
    public static IpFilter allowingAllBut(String... ranges) {
        return new IpFilter(
                List.of(IpRange.parse("::/0")), parse(ranges), "allowing all but " + Arrays.toString(ranges));
    }

    /**
     * Takes some off those that it allows.
     *
     * @param ranges addresses, or ranges such as {@code 10.0.0.0/8}, in place of those before
     * @return the middleware with them
     * @throws IllegalArgumentException when there is none, or one is not written exactly as addresses and ranges are
     */
    public IpFilter denying(String... ranges) {
        return new IpFilter(allowed, parse(ranges), name + " denying " + Arrays.toString(ranges));
    }

    private static List<IpRange> parse(String... ranges) {
        if (ranges.length == 0) {
            throw new IllegalArgumentException("At least one range is needed");
        }
        List<IpRange> parsed = new ArrayList<>();
        for (String range : ranges) {
            parsed.add(IpRange.parse(range));
        }
        return List.copyOf(parsed);
    }

    @Override
    public Response handle(Request request, Handler next) throws Exception {
        byte[] address = IpRange.parseAddress(request.clientIp());
        if (address == null || !contains(allowed, address) || contains(denied, address)) {
            throw new HttpException(403, "Clients of this address are not served");
        }
        return next.handle(request);
    }

    private static boolean contains(List<IpRange> ranges, byte[] address) {
        for (IpRange range : ranges) {
            if (range.contains(address)) {
                return true;
            }
        }
        return false;
    }

    @Override
    public Place place() {
        return Place.IP_FILTER;
    }

    /** The ranges. */
    @Override
    public String toString() {
        return "IpFilter[" + name + "]";
    }
}
