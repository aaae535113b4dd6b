package dev.lift.middleware;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lift.Lift;
import dev.lift.Middleware;
import dev.lift.http.EventSource;
import dev.lift.http.Request;
import dev.lift.http.Response;
import dev.lift.lambda.LiftHandler;
import dev.lift.testing.LiftTest;
import dev.lift.testing.TestRequest;
import java.net.InetAddress;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Addresses of clients. Ids are those of the fault catalogue. */
class IpFilterTest extends MiddlewareContract {
    @Override
    Middleware middleware() {
        return IpFilter.allowing("10.0.0.0/8");
    }

    @Override
    TestRequest prepared(TestRequest request) {
        return request.clientIp("10.1.2.3");
    }

    private static int status(IpFilter filter, String clientIp) {
        return Lift.of(routes -> routes.use(filter).get("/", request -> Response.ok()))
                .handle(Request.get("/").clientIp(clientIp).build())
                .status();
    }

    @ParameterizedTest
    @CsvSource({
        "10.0.0.0/8,     10.255.0.1,               200",
        "10.0.0.0/8,     11.0.0.1,                 403",
        "10.0.0.0/8,     ::ffff:10.0.0.1,          200",
        "10.0.0.0/8,     ::FFFF:0a00:0001,         200",
        "10.0.0.0/8,     0:0:0:0:0:ffff:10.0.0.1,  200",
        "10.0.0.0/8,     ::10.0.0.1,               403",
        "10.0.0.0/8,     010.0.0.1,                403",
        "10.0.0.0/8,     10.0.0.1:80,              403",
        "10.0.0.0/8,     ' 10.0.0.1',              403",
        "10.0.0.0/8,     10.0.0,                   403",
        "10.0.0.0/8,     10.0.0.256,               403",
        "10.0.0.0/8,     '',                       403",
        "10.0.0.0/8,     localhost,                403",
        "10.0.0.0/8,     167772161,                403",
        "10.0.0.0/8,     0x0a.0.0.1,               403",
        "10.0.0.1,       10.0.0.1,                 200",
        "10.0.0.1,       10.0.0.2,                 403",
        "10.0.0.1/32,    10.0.0.1,                 200",
        "0.0.0.0/0,      203.0.113.9,              200",
        "0.0.0.0/0,      2001:db8::1,              403",
        "::/0,           2001:db8::1,              200",
        "::/0,           203.0.113.9,              200",
        "2001:db8::/32,  2001:DB8:0:0::1,          200",
        "2001:db8::/32,  2001:0db8::1,             200",
        "2001:db8::/32,  2001:db9::1,              403",
        "2001:db8::/32,  2001:db8::1%eth0,         403",
        "2001:db8::/32,  2001:db8:::1,             403",
        "2001:db8::/32,  2001:db8::1::2,           403",
        "2001:db8::/32,  2001:db8:1:2:3:4:5:6:7,   403",
        "2001:db8::/32,  2001:db8:12345::,         403",
        "2001:db8::/33,  2001:db8:8000::1,         403",
        "2001:db8::/33,  2001:db8:7fff::1,         200",
        "::1,            ::1,                      200",
        "::1,            0:0:0:0:0:0:0:1,          200",
        "::ffff:0:0/96,  203.0.113.9,              200"
    })
    void AU06_addresses_areComparedAsNumbers(String range, String address, int status) {
        assertThat(status(IpFilter.allowing(range), address)).isEqualTo(status);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "10.0.0.0/33",
                "10.0.0.0/-1",
                "10.0.0.0/",
                "10.0.0.0/08",
                "10.0.0.0/8/8",
                "10.0.0.1/8",
                "10.0.0/8",
                "256.0.0.0/8",
                "010.0.0.0/8",
                "2001:db8::/129",
                "2001:db8::1/32",
                "10.*",
                "example.com",
                " 10.0.0.0/8",
                "10.0.0.0/8 ",
                "::ffff:10.0.0.0/8",
                "1:2:3:4:5:6:7:8:9/64",
                "/8",
                "٣.0.0.0/8"
            })
    void AU06_rangeThatIsNone_isRefused(String range) {
        assertThatThrownBy(() -> IpFilter.allowing(range)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> IpFilter.allowingAllBut(range)).isInstanceOf(IllegalArgumentException.class);
    }

    /** The JDK's own parser is asked about addresses of any kind. */
    @Test
    void AU06_anyAddress_isWhatTheJdkSays() throws Exception {
        long seed = new Random().nextLong();
        Random random = new Random(seed);
        for (int round = 0; round < 20_000; round++) {
            byte[] bytes = new byte[random.nextBoolean() ? 4 : 16];
            random.nextBytes(bytes);
            for (int i = 0; i < bytes.length; i++) {
                bytes[i] = random.nextInt(3) == 0 ? 0 : bytes[i];
            }
            InetAddress address = InetAddress.getByAddress(bytes);
            byte[] parsed = IpRange.parseAddress(address.getHostAddress());
            assertThat(parsed).as("seed %s: %s", seed, address).isNotNull();
            if (parsed != null) {
                assertThat(InetAddress.getByAddress(parsed)).as("seed %s", seed).isEqualTo(address);
                int length = random.nextInt(8 * bytes.length + 1);
                byte[] network = bytes.clone();
                for (int bit = length; bit < 8 * network.length; bit++) {
                    network[bit / 8] &= (byte) ~(1 << (7 - bit % 8));
                }
                String range = InetAddress.getByAddress(network).getHostAddress() + "/" + length;
                boolean mapped = InetAddress.getByAddress(network).getAddress().length != network.length;
                if (!mapped) {
                    assertThat(IpRange.parse(range).contains(parsed))
                            .as("seed %s: %s in %s", seed, address, range)
                            .isTrue();
                    if (length > 0) {
                        network[(length - 1) / 8] ^= (byte) (1 << (7 - (length - 1) % 8));
                        String other = InetAddress.getByAddress(network).getHostAddress() + "/" + length;
                        assertThat(IpRange.parse(other).contains(parsed))
                                .as("seed %s: %s in %s", seed, address, other)
                                .isFalse();
                    }
                }
            }
        }
    }

    @Test
    void denied_winsOverAllowed() {
        IpFilter filter = IpFilter.allowing("10.0.0.0/8").denying("10.1.0.0/16");
        assertThat(status(filter, "10.2.0.1")).isEqualTo(200);
        assertThat(status(filter, "10.1.0.1")).isEqualTo(403);
        assertThat(status(filter, "::ffff:10.1.0.1")).isEqualTo(403);
        IpFilter all = IpFilter.allowingAllBut("203.0.113.0/24");
        assertThat(status(all, "203.0.113.9")).isEqualTo(403);
        assertThat(status(all, "::ffff:203.0.113.9")).isEqualTo(403);
        assertThat(status(all, "2001:db8::1")).isEqualTo(200);
        assertThat(status(all, "no address")).isEqualTo(403);
        assertThatThrownBy(IpFilter::allowing).hasMessageContaining("At least one");
    }

    private static final class Function extends LiftHandler {
        Function() {
            super(Lift.of(routes -> routes.use(IpFilter.allowing("10.0.0.0/8")).get("/", request -> Response.ok())));
        }
    }

    /** What a client writes itself is never its address. */
    @ParameterizedTest
    @ValueSource(
            strings = {"X-Forwarded-For", "X-Real-IP", "Forwarded", "CF-Connecting-IP", "True-Client-IP", "X-Client-IP"
            })
    void AU07_spoofedAddress_isNotTheClients(String header) {
        for (EventSource source : EventSource.values()) {
            if (source != EventSource.OTHER) {
                LiftTest.of(new Function())
                        .withSource(source)
                        .get("/")
                        .clientIp("203.0.113.9")
                        .header(header, header.equals("Forwarded") ? "for=10.0.0.1" : "10.0.0.1")
                        .send()
                        .expectStatus(403);
            }
        }
    }
}
