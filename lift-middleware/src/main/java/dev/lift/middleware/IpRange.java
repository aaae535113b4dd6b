package dev.lift.middleware;

import org.jspecify.annotations.Nullable;

/** A range of addresses in CIDR notation (RFC 4632, RFC 4291 section 2.3), compared as numbers. */
final class IpRange {
    private static final int IPV6_BYTES = 16;
    private static final int IPV4_BITS = 32;

    /** Those that stand for IPv4 addresses (RFC 4291 section 2.5.5.2). */
    static final IpRange IPV4 = parse("0.0.0.0/0");

    private final byte[] network;
    private final int bits;

    private IpRange(byte[] network, int bits) {
        this.network = network;
        this.bits = bits;
    }

    /** Parses {@code 10.0.0.0/8}, {@code 2001:db8::/32}, or an address, which is a range of one. */
    static IpRange parse(String text) {
        int slash = text.indexOf('/');
        String address = slash < 0 ? text : text.substring(0, slash);
        byte[] network = parseAddress(address);
        if (network == null) {
            throw new IllegalArgumentException("'" + text + "' is no IP address, and no range such as 10.0.0.0/8");
        }
        int most = address.indexOf(':') < 0 ? IPV4_BITS : 8 * IPV6_BYTES;
        int length = slash < 0 ? most : parseNumber(text.substring(slash + 1), most);
        if (length < 0) {
            throw new IllegalArgumentException("The prefix length of '" + text + "' must be from 0 to " + most);
        }
        int bits = 8 * IPV6_BYTES - most + length;
        IpRange range = new IpRange(network, bits);
        if (!range.hasOnlyNetworkBits()) {
            throw new IllegalArgumentException("'" + text + "' has bits behind its prefix, which would be ignored");
        }
        return range;
    }

    private boolean hasOnlyNetworkBits() {
        for (int bit = bits; bit < 8 * IPV6_BYTES; bit++) {
            if ((network[bit / 8] >> (7 - bit % 8) & 1) != 0) {
                return false;
            }
        }
        return true;
    }

    boolean contains(byte[] address) {
        int whole = bits / 8;
        for (int i = 0; i < whole; i++) {
            if (network[i] != address[i]) {
                return false;
            }
        }
        int rest = bits % 8;
        return rest == 0 || (network[whole] ^ address[whole]) >> (8 - rest) == 0;
    }

    /**
     * Parses an address to its 16 bytes; an IPv4 address to the IPv6 address that stands for it (RFC 4291 section 2.5.5.2), so that both
     * spellings are one. Returns null for anything that is not exactly an address: octal, spaces, zones and ports are none.
     */
    static byte @Nullable [] parseAddress(String text) {
        byte[] bytes = new byte[IPV6_BYTES];
        if (text.indexOf(':') < 0) {
            bytes[10] = (byte) 0xff;
            bytes[11] = (byte) 0xff;
            return parseIpv4(text, bytes, 12) ? bytes : null;
        }
        return parseIpv6(text, bytes) ? bytes : null;
    }

    private static boolean parseIpv4(String text, byte[] into, int at) {
        String[] parts = text.split("\\.", -1);
        if (parts.length != 4) {
            return false;
        }
        for (int i = 0; i < 4; i++) {
            int part = parseNumber(parts[i], 255);
            if (part < 0) {
                return false;
            }
            into[at + i] = (byte) part;
        }
        return true;
    }

    private static boolean parseIpv6(String text, byte[] into) {
        int gap = text.indexOf("::");
        if (gap < 0) {
            return parseGroups(text, into, 0) == IPV6_BYTES;
        }
        byte[] tail = new byte[IPV6_BYTES];
        String after = text.substring(gap + 2);
        if (after.contains("::")) {
            return false;
        }
        int head = gap == 0 ? 0 : parseGroups(text.substring(0, gap), into, 0);
        int rest = after.isEmpty() ? 0 : parseGroups(after, tail, 0);
        if (head < 0 || rest < 0 || head + rest > IPV6_BYTES - 2) {
            return false;
        }
        System.arraycopy(tail, 0, into, IPV6_BYTES - rest, rest);
        return true;
    }

    /** Returns how many bytes the groups are, or -1. */
    private static int parseGroups(String text, byte[] into, int from) {
        int at = from;
        String[] groups = text.split(":", -1);
        for (int i = 0; i < groups.length; i++) {
            String group = groups[i];
            boolean last = i == groups.length - 1;
            if (last && group.indexOf('.') >= 0) {
                return at <= IPV6_BYTES - 4 && parseIpv4(group, into, at) ? at + 4 : -1;
            }
            if (group.isEmpty() || group.length() > 4 || at > IPV6_BYTES - 2) {
                return -1;
            }
            int value = 0;
            for (int c = 0; c < group.length(); c++) {
                int digit = group.charAt(c) < 128 ? Character.digit(group.charAt(c), 16) : -1;
                if (digit < 0) {
                    return -1;
                }
                value = value << 4 | digit;
            }
            into[at++] = (byte) (value >> 8);
            into[at++] = (byte) value;
        }
        return at;
    }

    /** Returns a decimal number without leading zeros, or -1. */
    private static int parseNumber(String digits, int most) {
        boolean leadingZero = digits.length() > 1 && digits.charAt(0) == '0';
        if (digits.isEmpty() || digits.length() > 3 || leadingZero) {
            return -1;
        }
        int value = 0;
        for (int i = 0; i < digits.length(); i++) {
            char c = digits.charAt(i);
            if (c < '0' || c > '9') {
                return -1;
            }
            value = value * 10 + c - '0';
        }
        return value <= most ? value : -1;
    }
}
