package dev.lift.errors;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lift.http.Request;
import dev.lift.http.Response;
import dev.lift.json.FieldError;
import dev.lift.json.JsonException;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ProblemTest {
    private static Problem parse(String json) throws Exception {
        return Problem.parse(400, json.getBytes(StandardCharsets.UTF_8));
    }

    private static Problem roundTrip(Problem problem) throws Exception {
        return Problem.parse(problem.status(), problem.toJson());
    }

    @Test
    void problem_withEachMember_isReadBackTheSame() throws Exception {
        Problem problem = Problem.of(422)
                .withType("https://example.com/errors/order-invalid", "The order is invalid")
                .withDetail("Two fields are wrong: \"é\" 💥")
                .withInstance("/orders/7")
                .withCode("order-invalid")
                .withRequestId("id-1")
                .withErrors(List.of(
                        new FieldError("/items/0/a b~1c/é", "must be at least 1", true),
                        new FieldError("", "expected an object", true)))
                .withRetryAfter(Duration.ofMillis(1_001))
                .with("balance", new BigDecimal("30.50"))
                .with("accounts", List.of("/a", Map.of("open", true, "since", 2020)))
                .with("retries", 3L)
                .with("ratio", 0.5)
                .with("big", new BigInteger("123456789012345678901234567890"))
                .with("day", Thread.State.NEW);
        Problem read = roundTrip(problem);
        assertThat(read).isEqualTo(problem).hasSameHashCodeAs(problem).hasToString(problem.toString());
        assertThat(read.type()).isEqualTo("https://example.com/errors/order-invalid");
        assertThat(read.title()).isEqualTo("The order is invalid");
        assertThat(read.detail()).contains("Two fields are wrong: \"é\" 💥");
        assertThat(read.instance()).contains("/orders/7");
        assertThat(read.code()).contains("order-invalid");
        assertThat(read.requestId()).contains("id-1");
        assertThat(read.retryAfter()).contains(Duration.ofSeconds(2));
        assertThat(read.errors()).extracting(FieldError::pointer).containsExactly("/items/0/a b~1c/é", "");
        assertThat(read.errors().get(0).isViolation()).isTrue();
        assertThat(read.member("balance", BigDecimal.class)).contains(new BigDecimal("30.50"));
        assertThat(read.member("retries", Integer.class)).contains(3);
        assertThat(read.member("ratio", Double.class)).contains(0.5);
        assertThat(read.member("ratio", Integer.class)).isEmpty();
        assertThat(read.member("big", Long.class)).isEmpty();
        assertThat(read.member("big", BigInteger.class)).isPresent();
        assertThat(read.member("day", String.class)).contains("NEW");
        assertThat(read.member("accounts", List.class).orElseThrow().size()).isEqualTo(2);
        assertThat(read.member("nothing", String.class)).isEmpty();
    }

    /** Members in any order and number, seeded: what is written is read back the same. */
    @Test
    void randomProblems_areReadBackTheSame() throws Exception {
        long seed = Long.getLong("seed", System.nanoTime());
        Random random = new Random(seed);
        for (int i = 0; i < 5_000; i++) {
            Problem problem = Problem.of(400 + random.nextInt(200));
            for (int k = random.nextInt(6); k > 0; k--) {
                problem = switch (random.nextInt(6)) {
                    case 0 -> problem.withDetail(text(random));
                    case 1 -> problem.withCode("code-" + random.nextInt(10));
                    case 2 ->
                        problem.withErrors(
                                List.of(new FieldError("/" + text(random).replace("~", ""), text(random), true)));
                    case 3 -> problem.withRetryAfter(Duration.ofMillis(random.nextInt(100_000) - 1_000));
                    case 4 -> problem.withRequestId(text(random));
                    default -> problem.with("member" + random.nextInt(3), value(random, 0));
                };
            }
            assertThat(roundTrip(problem))
                    .as("seed %d, %d: %s", seed, i, problem)
                    .isEqualTo(problem);
        }
    }

    private static String text(Random random) {
        StringBuilder text = new StringBuilder();
        for (int i = random.nextInt(12); i >= 0; i--) {
            text.append((char) (random.nextBoolean() ? ' ' + random.nextInt(95) : random.nextInt(0x10000)));
        }
        return Members.text(text.toString());
    }

    private static Object value(Random random, int depth) {
        return switch (random.nextInt(depth < 3 ? 8 : 6)) {
            case 0 -> text(random);
            case 1 -> random.nextInt();
            case 2 -> random.nextLong();
            case 3 -> random.nextDouble() * Math.pow(10, random.nextInt(40) - 20);
            case 4 -> random.nextBoolean();
            case 5 -> new BigDecimal(new BigInteger(90, random), random.nextInt(20));
            case 6 -> Arrays.asList(value(random, depth + 1), value(random, depth + 1));
            default -> Map.of(text(random) + "k", value(random, depth + 1));
        };
    }

    @Test
    void parse_membersOfAnotherType_areIgnored() throws Exception {
        Problem problem = parse(
                "{\"type\":7,\"title\":null,\"status\":\"404\",\"detail\":[1],\"instance\":false,"
                        + "\"errors\":[1,{\"detail\":\"x\"},{\"detail\":\"d\",\"pointer\":\"#/a\"}],\"retryAfter\":\"soon\",\"code\":{}}");
        assertThat(problem.type()).isEqualTo("about:blank");
        assertThat(problem.title()).isEqualTo("Bad Request");
        assertThat(problem.status()).isEqualTo(400);
        assertThat(problem.detail()).isEmpty();
        assertThat(problem.retryAfter()).isEmpty();
        assertThat(problem.code()).isEmpty();
        assertThat(problem.errors()).extracting(FieldError::pointer).containsExactly("/a");
        assertThat(parse("{}")).isEqualTo(Problem.of(400));
        assertThat(parse("{\"status\":999}").status()).isEqualTo(400);
        assertThat(parse("{\"status\":503}").status()).isEqualTo(503);
        assertThat(parse("{\"x\":{\"y\":[null]}}").member("x", Map.class)).isPresent();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "[]", "\"x\"", "{", "{\"a\":1,\"a\":2}", "null", "{} x"})
    void parse_whatIsNoProblem_isRefused(String json) {
        assertThatThrownBy(() -> parse(json)).isInstanceOf(JsonException.class);
    }

    @Test
    void parse_hugeOrDeepDocuments_areRefused() {
        assertThatThrownBy(() -> parse("{\"x\":" + "[".repeat(100_000) + "]".repeat(100_000) + "}"))
                .isInstanceOf(JsonException.class);
        assertThatThrownBy(() -> parse("{\"x\":[" + "1,".repeat(100_000) + "1]}"))
                .isInstanceOf(JsonException.class);
        assertThatThrownBy(() -> parse("{\"x\":\"" + "y".repeat(1_000_000) + "\"}"))
                .isInstanceOf(JsonException.class);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "status",
                "type",
                "title",
                "detail",
                "instance",
                "code",
                "errors",
                "requestId",
                "retryAfter",
                "__proto__",
                "constructor",
                "prototype",
                "",
                "ab",
                "a-b",
                "a b",
                "1ab",
                "äöü",
                "a\"b"
            })
    void ER05_reservedAndMalformedNames_areRefused(String name) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Problem.of(400).with(name, 1))
                .withMessageContaining("member");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Problems.conflict("x").member(name, 1));
    }

    @Test
    void ER05_hugeValues_areCutOrRefused() {
        Problem problem = Problem.of(400).withDetail("x".repeat(1 << 20)).with("long", "y".repeat(1 << 20));
        assertThat(problem.detail().orElseThrow()).hasSize(2_000).endsWith("...");
        assertThat(problem.toJson().length).isLessThan(5_000);
        List<Integer> many = new ArrayList<>();
        for (int i = 0; i < 1_001; i++) {
            many.add(i);
        }
        assertThatIllegalArgumentException().isThrownBy(() -> Problem.of(400).with("many", many));
        Object deep = "x";
        for (int i = 0; i < 20; i++) {
            deep = List.of(deep);
        }
        Object nested = deep;
        assertThatIllegalArgumentException().isThrownBy(() -> Problem.of(400).with("deep", nested));
        Map<String, Object> cycle = new HashMap<>();
        cycle.put("self", cycle);
        assertThatIllegalArgumentException().isThrownBy(() -> Problem.of(400).with("cycle", cycle));
        List<FieldError> errors = new ArrayList<>();
        for (int i = 0; i < 200; i++) {
            errors.add(new FieldError("/" + i, "wrong", true));
        }
        assertThat(Problem.of(422).withErrors(errors).errors()).hasSize(100);
    }

    @Test
    void values_thatJsonHasNot_areRefused() {
        for (Object value : new Object[] {Double.NaN, Float.POSITIVE_INFINITY, new Object(), new int[] {1}}) {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> Problem.of(400).with("value", value));
        }
        assertThatIllegalArgumentException().isThrownBy(() -> Problem.of(399));
        assertThatIllegalArgumentException().isThrownBy(() -> Problem.of(600));
        assertThatIllegalArgumentException().isThrownBy(() -> Problem.of(400).withType("a b", "x"));
        assertThatIllegalArgumentException().isThrownBy(() -> Problem.of(400).without("status"));
    }

    @Test
    void halvesOfSurrogatePairs_areReplaced() throws Exception {
        Problem problem = Problem.of(400).withDetail("a\ud800b\udc00c💥").with("text", "\ud800");
        assertThat(problem.detail()).contains("a\uFFFDb\uFFFDc💥");
        assertThat(roundTrip(problem)).isEqualTo(problem);
        // Neither half of a pair is left where a text is cut.
        String cut = Problem.of(400)
                .withDetail("x".repeat(1_996) + "💥💥💥")
                .detail()
                .orElseThrow();
        assertThat(cut).isEqualTo("x".repeat(1_996) + "...");
    }

    @Test
    void problems_areImmutable() {
        List<Object> list = new ArrayList<>(List.of(1));
        Problem problem = Problem.of(400).with("list", list);
        list.add(2);
        assertThat(problem.member("list", List.class).orElseThrow().size()).isEqualTo(1);
        problem.withDetail("other");
        assertThat(problem.detail()).isEmpty();
        assertThatThrownBy(() -> problem.members().put("x", 1)).isInstanceOf(UnsupportedOperationException.class);
        assertThat(problem.without("list")).isEqualTo(Problem.of(400));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            nullValues = "none",
            value = {
                "none | json",
                "text/html | json",
                "application/xml | json",
                "*/*;q=0 | json",
                "*/* | json",
                "application/json, text/plain, */* | json",
                "application/json, text/plain | json",
                "text/plain, application/json | json",
                "text/plain | text",
                "text/plain;q=0.9, application/json;q=0.1 | text",
                "text/* | text",
                "application/problem+json;q=0.5, text/plain;q=0.4 | json",
                "garbage;;; | json",
            })
    void ER04_accept_decidesTheForm(String accept, String form) throws Exception {
        Request.Builder request = Request.get("/");
        if (accept != null) {
            request.header("Accept", accept);
        }
        Response response = Problem.of(404).withDetail("No order 7").toResponse(request.build());
        assertThat(response.headers().get("Content-Type"))
                .contains(form.equals("json") ? "application/problem+json" : "text/plain; charset=utf-8");
        assertThat(response.headers().get("X-Content-Type-Options")).contains("nosniff");
        assertThat(response.headers().all("Vary")).containsExactly("Accept");
        assertThat(response.bodyText()).contains("No order 7");
    }

    @Test
    void text_hasWhatTheJsonHas() {
        Map<String, Object> stock = new LinkedHashMap<>();
        stock.put("Paris", 3);
        String text = Problem.of(422)
                .withDetail("The order is wrong")
                .withCode("order-invalid")
                .withRequestId("id-1")
                .withErrors(List.of(new FieldError("/sku", "must not be blank", true)))
                .with("stock", stock)
                .toText();
        assertThat(text)
                .isEqualTo("422 Unprocessable Content\nThe order is wrong\n- /sku: must not be blank\n"
                        + "code: order-invalid\nrequestId: id-1\nstock: {\"Paris\":3}\n");
    }
}
