package dev.lift.middleware;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lift.Lift;
import dev.lift.Middleware;
import dev.lift.http.Response;
import dev.lift.lambda.LiftHandler;
import dev.lift.testing.LiftTest;
import dev.lift.testing.TestResponse;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Query parameters and headers. Ids are those of the fault catalogue. */
class ParameterRulesTest extends MiddlewareContract {
    @Override
    Middleware middleware() {
        return ParameterRules.none().query("page", ParameterRule.integer(1, 2));
    }

    private static final class Function extends LiftHandler {
        Function(ParameterRules rules) {
            super(Lift.of(routes -> routes.use(rules).get("/", request -> Response.text("served"))));
        }
    }

    private static TestResponse get(ParameterRules rules, String query) {
        return LiftTest.of(new Function(rules)).get("/" + query).send();
    }

    @ParameterizedTest
    @CsvSource({
        "?n=1, 200",
        "?n=100, 200",
        "?n=0, 422",
        "?n=101, 422",
        "?n=-1, 422",
        "?n=, 422",
        "?n=1.0, 422",
        "?n=1e1, 422",
        "?n=+1, 422",
        "?n=01, 200",
        "?n=%201, 422",
        "?n=١, 422",
        "?n=99999999999999999999, 422",
        "?n=-9223372036854775809, 422",
        "'', 200",
        "?n=1&n=2, 422",
        "?N=0, 200"
    })
    void VA02_integers_areOfTheirRange(String query, int status) {
        get(ParameterRules.none().query("n", ParameterRule.integer(1, 100)), query.replace("١", "%D9%A1"))
                .expectStatus(status);
    }

    /** VA-01: an emoji is one. */
    @ParameterizedTest
    @CsvSource({"a, 200", "abc, 200", "abcd, 422", "'', 422", "😀😀😀, 200", "😀😀😀😀, 422"})
    void VA01_lengths_areOfCodePoints(String value, int status) {
        String encoded = java.net.URLEncoder.encode(value, java.nio.charset.StandardCharsets.UTF_8);
        get(ParameterRules.none().query("q", ParameterRule.length(1, 3)), "?q=" + encoded)
                .expectStatus(status);
    }

    @ParameterizedTest
    @CsvSource({
        "8e03978e-40d5-43e8-bc93-6894a57f9324, 200", "8E03978E-40D5-43E8-BC93-6894A57F9324, 200",
                "8e03978e40d543e8bc936894a57f9324, 422",
        "8e03978e-40d5-43e8-bc93-6894a57f932, 422", "8e03978e-40d5-43e8-bc93-6894a57f932g, 422",
                "8e03978e-40d5-43e8-bc93_6894a57f9324, 422",
        "1-1-1-1-1, 422"
    })
    void VA05_uuids_areOfTheirForm(String value, int status) {
        get(ParameterRules.none().query("id", ParameterRule.uuid()), "?id=" + value)
                .expectStatus(status);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "date|2026-02-28|true",
                "date|2024-02-29|true",
                "date|0000-01-01|true",
                "date|2026-02-29|false",
                "date|2026-2-28|false",
                "date|2026-13-01|false",
                "date|20260228|false",
                "date|+12026-02-28|false",
                "date|-001-02-28|false",
                "date|2026-02-28Z|false",
                "date|'2026-02-28 '|false",
                "date|٢026-02-28|false",
                "dateTime|2026-02-28T09:30:00Z|true",
                "dateTime|2026-02-28T09:30:00.123456789+05:30|true",
                "dateTime|2026-02-28T09:30:00-00:30|true",
                "dateTime|2026-02-28T09:30:00|false",
                "dateTime|2026-02-28T09:30Z|false",
                "dateTime|2026-02-28 09:30:00Z|false",
                "dateTime|2026-02-28T24:00:00Z|false",
                "dateTime|2026-02-28T09:30:60Z|false",
                "dateTime|2026-02-30T09:30:00Z|false",
                "dateTime|2026-02-28T09:30:00z|false",
                "dateTime|2026-02-28T09:30:00+19:00|false",
                "dateTime|2026-02-28T09:30:00+0530|false",
                "dateTime|2026-02-28T09:30:00+05:30:00|false",
                "dateTime|2026-02-28T09:30:00.1234567890Z|false",
                "email|ada@example.com|true",
                "email|a.b+c!#$%&'*/=?^_`{}~-@a-b.example.com|true",
                "email|a|false",
                "email|@example.com|false",
                "email|ada@|false",
                "email|ada@example|false",
                "email|ada@example..com|false",
                "email|ada@-example.com|false",
                "email|ada@example-.com|false",
                "email|ada@example.com.|false",
                "email|ada@@example.com|false",
                "email|a b@example.com|false",
                "email|\"a\"@example.com|false",
                "email|ada@[127.0.0.1]|false",
                "email|ada@example.com, b@example.com|false",
                "email|adä@example.com|false",
                "email|ada@example.com\tBcc: x@example.com|false",
                "https|https://example.com|true",
                "https|HTTPS://example.com:8443/a/b?c=d#e|true",
                "https|https://[2001:db8::1]/|true",
                "https|http://example.com|false",
                "https|https:/example.com|false",
                "https|https:example.com|false",
                "https|https:///path|false",
                "https|https://user@example.com|false",
                "https|https://good.example@evil.example/|false",
                "https|https://exa mple.com|false",
                "https|https://example.com\\@evil.example|false",
                "https|https://exämple.com|false",
                "https|javascript:alert(1)//https://|false",
                "https|//example.com|false",
                "https|https://|false"
            })
    void VA05_forms_areThoseOfTheirStandards(String form, String value, boolean met) {
        assertThat(FORMS.get(form).isMetBy(value)).isEqualTo(met);
    }

    private static final Map<String, ParameterRule> FORMS = Map.of(
            "date",
            ParameterRule.date(),
            "dateTime",
            ParameterRule.dateTime(),
            "email",
            ParameterRule.email(),
            "https",
            ParameterRule.httpsUrl());

    /** The longest that standards have are taken, and one more character is not. */
    @Test
    void VA05_lengths_areThoseOfTheStandards() {
        String label = "b".repeat(63);
        String longest = "a".repeat(60) + "@" + label + "." + label + "." + label + ".c";
        assertThat(longest).hasSize(254);
        assertThat(ParameterRule.email().isMetBy(longest)).isTrue();
        assertThat(ParameterRule.email().isMetBy("a" + longest)).isFalse();
        assertThat(ParameterRule.email().isMetBy("a".repeat(65) + "@example.com"))
                .isFalse();
        assertThat(ParameterRule.email().isMetBy("a@" + label + "b.com")).isFalse();
        assertThat(ParameterRule.httpsUrl().isMetBy("https://" + "a".repeat(2_040)))
                .isTrue();
        assertThat(ParameterRule.httpsUrl().isMetBy("https://" + "a".repeat(2_041)))
                .isFalse();
    }

    @Test
    void allThatIsWrong_isSaidAtOnce_andNothingOfWhatWasSent() {
        ParameterRules rules = ParameterRules.none()
                .requiredQuery("q", ParameterRule.length(1, 100))
                .query("sort", ParameterRule.oneOf("name", "date"))
                .requiredHeader("X-Version", ParameterRule.integer(1, 2))
                .refusingOthers();
        String body = get(rules, "?sort=secret&page=2")
                .expectProblem(422)
                .expectJson("/errors/0/pointer", "#/query/q")
                .expectJson("/errors/0/detail", "is missing; it must have from 1 to 100 characters")
                .expectJson("/errors/1/pointer", "#/query/sort")
                .expectJson("/errors/1/detail", "must be one of name, date")
                .expectJson("/errors/2/pointer", "#/header/X-Version")
                .expectJson("/errors/3/pointer", "#/query/page")
                .expectJson("/errors/3/detail", "is not known")
                .body();
        assertThat(body).doesNotContain("secret");
        LiftTest.of(new Function(rules))
                .get("/?q=a&sort=date")
                .header("x-version", "2")
                .send()
                .expectStatus(200);
    }

    /** VA-02, VA-05: neither the number of parameters nor their length is more than linear, or more than is said. */
    @Test
    void VA02_VA05_largeInput_isBounded() {
        StringBuilder query = new StringBuilder("?q=1");
        for (int i = 0; i < 150; i++) {
            query.append("&unknown").append(i).append("=1");
        }
        ParameterRules rules =
                ParameterRules.none().query("q", ParameterRule.integer(1, 9)).refusingOthers();
        String body = get(rules, query.toString()).expectProblem(422).body();
        assertThat(body.split("\"pointer\"", -1)).hasSize(101);
        for (ParameterRule rule : new ParameterRule[] {
            ParameterRule.integer(1, 9), ParameterRule.uuid(), ParameterRule.length(0, 10), ParameterRule.oneOf("a"),
            ParameterRule.date(), ParameterRule.dateTime(), ParameterRule.email(), ParameterRule.httpsUrl()
        }) {
            for (String pump : List.of("1", "a.", "a@", "@", "https://", "2026-02-28T09:30:00")) {
                assertThat(rule.isMetBy(pump.repeat(100_000))).as("%s", rule).isFalse();
            }
        }
    }

    @Test
    void settings_withoutMeaning_areRefused() {
        assertThatThrownBy(() -> ParameterRule.integer(2, 1)).hasMessageContaining("2 to 1 is empty");
        assertThatThrownBy(() -> ParameterRule.length(-1, 1)).hasMessageContaining("below 0");
        assertThatThrownBy(ParameterRule::oneOf).hasMessageContaining("At least one value");
        ParameterRules rules = ParameterRules.none().query("a", ParameterRule.uuid());
        assertThatThrownBy(() -> rules.requiredQuery("a", ParameterRule.uuid()))
                .hasMessageContaining("two rules for a");
        assertThatThrownBy(() -> rules.header("a b", ParameterRule.uuid())).hasMessageContaining("a b");
        assertThat(ParameterRule.matching("must be even", value -> true)).hasToString("ParameterRule[must be even]");
    }
}
