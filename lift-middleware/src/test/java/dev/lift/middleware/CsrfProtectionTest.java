package dev.lift.middleware;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lift.Lift;
import dev.lift.Middleware;
import dev.lift.http.Request;
import dev.lift.http.Response;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Requests that a page of another site makes a browser send. Ids are those of the fault catalogue. */
class CsrfProtectionTest extends MiddlewareContract {
    private static final CsrfProtection TRUSTING = CsrfProtection.sameOrigin().trusting("https://app.example.com");

    @Override
    Middleware middleware() {
        return CsrfProtection.sameOrigin();
    }

    private static int status(String method, String... headers) {
        Request.Builder request = Request.of(method, "/").header("Host", "api.example.com");
        for (int i = 0; i < headers.length; i += 2) {
            if (!headers[i].isEmpty()) {
                request.header(headers[i], headers[i + 1]);
            }
        }
        return Lift.of(routes -> routes.use(TRUSTING).route(method, "/", handled -> Response.ok()))
                .handle(request.build())
                .status();
    }

    @ParameterizedTest
    @CsvSource({
        "same-origin, '',                           200",
        "none,        '',                           200",
        "same-site,   '',                           403",
        "cross-site,  '',                           403",
        "Same-Origin, '',                           403",
        "'',          https://api.example.com,      200",
        "'',          https://app.example.com,      200",
        "cross-site,  https://app.example.com,      200",
        "cross-site,  https://api.example.com,      403",
        "'',          http://api.example.com,       403",
        "'',          https://api.example.com:8443, 403",
        "'',          https://evil.example.com,     403",
        "'',          https://api.example.com.evil, 403",
        "'',          https://APP.example.com,      403",
        "'',          null,                         403",
        "same-origin, https://evil.example.com,     200"
    })
    void AU08_changes_areForPagesOfThisOriginAlone(String site, String origin, int status) {
        for (String method : new String[] {"POST", "PUT", "PATCH", "DELETE"}) {
            assertThat(status(
                            method,
                            name(site, "Sec-Fetch-Site"),
                            site,
                            name(origin, "Origin"),
                            origin,
                            "Cookie",
                            "session=1"))
                    .as(method)
                    .isEqualTo(status);
        }
    }

    private static String name(String value, String name) {
        return value.isEmpty() ? "" : name;
    }

    /** What a form can send, in each spelling: the type of the body is not asked. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "application/x-www-form-urlencoded",
                "APPLICATION/X-WWW-FORM-URLENCODED",
                "text/plain;charset=utf-8",
                "Multipart/Form-Data; boundary=x",
                "application/json",
                "text/plain; a=application/json"
            })
    void AU08_contentTypes_changeNothing(String type) {
        assertThat(status("POST", "Content-Type", type, "Origin", "https://evil.example.com", "Cookie", "session=1"))
                .isEqualTo(403);
        assertThat(status("POST", "Content-Type", type, "Sec-Fetch-Site", "same-origin", "Cookie", "session=1"))
                .isEqualTo(200);
    }

    @ParameterizedTest
    @CsvSource({
        "Cookie,        session=1,     403",
        "Authorization, Basic YTpi,    403",
        "Authorization, Digest x,      403",
        "Authorization, Bearer abc,    200",
        "X-Api-Key,     abc,           200"
    })
    void AU08_withoutASource_itDependsOnTheCredentials(String name, String value, int status) {
        assertThat(status("POST", name, value)).isEqualTo(status);
    }

    @Test
    void AU08_requestsThatOnlyRead_pass() {
        for (String method : new String[] {"GET", "HEAD", "OPTIONS"}) {
            assertThat(status(
                            method,
                            "Sec-Fetch-Site",
                            "cross-site",
                            "Origin",
                            "https://evil.example.com",
                            "Cookie",
                            "a=b"))
                    .as(method)
                    .isEqualTo(200);
        }
    }

    /** No header turns a method that changes something into one that reads. */
    @Test
    void AU08_methodTricks_changeNothing() {
        for (String trick : new String[] {"X-HTTP-Method-Override", "X-Method-Override", "X-HTTP-Method"}) {
            assertThat(status("POST", trick, "GET", "Origin", "https://evil.example.com", "Cookie", "a=b"))
                    .isEqualTo(403);
        }
        assertThat(status("get".toUpperCase(Locale.ROOT), "Cookie", "a=b")).isEqualTo(200);
    }

    @Test
    void AU08_severalSources_areNone() {
        assertThat(status("POST", "Sec-Fetch-Site", "same-origin", "Sec-Fetch-Site", "cross-site", "Cookie", "a=b"))
                .isEqualTo(403);
        assertThat(status(
                        "POST",
                        "Origin",
                        "https://api.example.com",
                        "Origin",
                        "https://evil.example.com",
                        "Cookie",
                        "a=b"))
                .isEqualTo(403);
    }

    @ParameterizedTest
    @ValueSource(strings = {"null", "*", "app.example.com", "https://app.example.com/", "https://*.example.com"})
    void originThatCanNotBeTrusted_isRefused(String origin) {
        assertThatThrownBy(() -> CsrfProtection.sameOrigin().trusting(origin))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
