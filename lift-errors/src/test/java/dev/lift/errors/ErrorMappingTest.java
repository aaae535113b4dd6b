package dev.lift.errors;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.lift.http.Headers;
import dev.lift.http.HttpException;
import dev.lift.http.Request;
import dev.lift.http.Response;
import dev.lift.testing.LiftTest;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.reflect.InvocationTargetException;
import java.net.ConnectException;
import java.net.SocketTimeoutException;
import java.net.http.HttpTimeoutException;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.SQLTimeoutException;
import java.sql.SQLTransientConnectionException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import software.amazon.awssdk.awscore.exception.AwsErrorDetails;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.exception.AbortedException;
import software.amazon.awssdk.core.exception.ApiCallTimeoutException;
import software.amazon.awssdk.core.exception.RetryableException;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.services.dynamodb.model.CancellationReason;
import software.amazon.awssdk.services.dynamodb.model.ConditionalCheckFailedException;
import software.amazon.awssdk.services.dynamodb.model.ProvisionedThroughputExceededException;
import software.amazon.awssdk.services.dynamodb.model.ResourceNotFoundException;
import software.amazon.awssdk.services.dynamodb.model.TransactionCanceledException;

/** What each error becomes, and who hears of it. */
class ErrorMappingTest {
    private static final ErrorMapping STANDARD = ErrorMapping.standard();

    private static AwsServiceException.Builder aws(AwsServiceException.Builder builder, int status, String code) {
        builder.statusCode(status);
        builder.awsErrorDetails(AwsErrorDetails.builder().errorCode(code).build());
        return builder;
    }

    private static TransactionCanceledException cancelled(String... codes) {
        List<CancellationReason> reasons = new ArrayList<>();
        for (String code : codes) {
            reasons.add(CancellationReason.builder().code(code).build());
        }
        return TransactionCanceledException.builder()
                .cancellationReasons(reasons)
                .statusCode(400)
                .build();
    }

    /** ER-11: the table of what is whose fault. */
    static Stream<Arguments> errors() {
        return Stream.of(
                Arguments.of(Problems.notFound("order-not-found"), 404, "order-not-found"),
                Arguments.of(new HttpException(405, "x", Headers.of("Allow", "GET")), 405, "method-not-allowed"),
                Arguments.of(new HttpException(422, "x"), 422, "unprocessable-content"),
                Arguments.of(new TimeoutException(), 504, "timed-out"),
                Arguments.of(new SocketTimeoutException(), 504, "timed-out"),
                Arguments.of(new HttpTimeoutException("x"), 504, "timed-out"),
                Arguments.of(new ConnectException(), 503, "unavailable"),
                Arguments.of(new java.net.SocketException("Connection reset"), 503, "unavailable"),
                Arguments.of(new java.net.UnknownHostException("db"), 503, "unavailable"),
                Arguments.of(new InterruptedException(), 503, "unavailable"),
                Arguments.of(new CancellationException(), 503, "unavailable"),
                Arguments.of(new RejectedExecutionException(), 503, "overloaded"),
                Arguments.of(new SQLException("x", "08006"), 503, "unavailable"),
                Arguments.of(new SQLException("x", "40001"), 503, "unavailable"),
                Arguments.of(new SQLException("x", "40P01"), 503, "unavailable"),
                Arguments.of(new SQLException("x", "53300"), 503, "unavailable"),
                Arguments.of(new SQLException("x", "55P03"), 503, "unavailable"),
                Arguments.of(new SQLException("x", "57P01"), 503, "unavailable"),
                Arguments.of(new SQLException("x", "57014"), 504, "timed-out"),
                Arguments.of(new SQLTimeoutException(), 504, "timed-out"),
                Arguments.of(new SQLTransientConnectionException(), 503, "unavailable"),
                Arguments.of(new SQLException("x", "23505"), 409, "conflict"),
                Arguments.of(new SQLException("x", "23503"), 409, "conflict"),
                Arguments.of(new SQLException("x", "23502"), 500, "internal-server-error"),
                Arguments.of(new SQLException("x", "42601"), 500, "internal-server-error"),
                Arguments.of(new SQLException("x"), 500, "internal-server-error"),
                Arguments.of(
                        aws(ConditionalCheckFailedException.builder(), 400, "ConditionalCheckFailedException")
                                .build(),
                        409,
                        "conflict"),
                Arguments.of(
                        aws(
                                        ProvisionedThroughputExceededException.builder(),
                                        400,
                                        "ProvisionedThroughputExceededException")
                                .build(),
                        503,
                        "overloaded"),
                Arguments.of(
                        aws(AwsServiceException.builder(), 429, "TooManyRequests")
                                .build(),
                        503,
                        "overloaded"),
                Arguments.of(
                        aws(AwsServiceException.builder(), 500, "InternalError").build(), 503, "unavailable"),
                Arguments.of(
                        aws(AwsServiceException.builder(), 412, "PreconditionFailed")
                                .build(),
                        409,
                        "conflict"),
                Arguments.of(
                        aws(AwsServiceException.builder(), 403, "AccessDeniedException")
                                .build(),
                        500,
                        "internal-server-error"),
                Arguments.of(
                        aws(ResourceNotFoundException.builder(), 400, "ResourceNotFoundException")
                                .build(),
                        500,
                        "internal-server-error"),
                Arguments.of(cancelled("None", "ConditionalCheckFailed"), 409, "conflict"),
                Arguments.of(cancelled("None", "TransactionConflict"), 503, "overloaded"),
                Arguments.of(cancelled("ValidationError"), 500, "internal-server-error"),
                Arguments.of(ApiCallTimeoutException.builder().message("x").build(), 504, "timed-out"),
                Arguments.of(AbortedException.builder().message("x").build(), 503, "unavailable"),
                Arguments.of(RetryableException.builder().message("x").build(), 503, "unavailable"),
                Arguments.of(SdkClientException.create("no region"), 500, "internal-server-error"),
                Arguments.of(new IllegalStateException(), 500, "internal-server-error"),
                Arguments.of(new IOException(), 500, "internal-server-error"),
                Arguments.of(new AssertionError(), 500, "internal-server-error"));
    }

    @ParameterizedTest
    @MethodSource("errors")
    void ER11_errors_areMappedByTheTable(Throwable thrown, int status, String code) {
        for (Throwable each : new Throwable[] {
            thrown,
            new ExecutionException(thrown),
            new CompletionException(new ExecutionException(thrown)),
            new InvocationTargetException(thrown)
        }) {
            ApiException mapped = STANDARD.map(each);
            assertThat(mapped.status()).as("%s", each).isEqualTo(status);
            assertThat(mapped.code().code()).isEqualTo(code);
        }
        assertThat(STANDARD.map(thrown).isRetryable()).isEqualTo(status == 503 || status == 504);
        assertThat(Problems.rateLimited(Duration.ofSeconds(1)).isRetryable()).isTrue();
    }

    @Test
    void databaseErrors_ofARealDatabase_areMapped() throws Exception {
        try (Connection connection = DriverManager.getConnection("jdbc:h2:mem:errors");
                Statement statement = connection.createStatement()) {
            statement.execute(
                    "create table t (id int primary key, parent int references t(id), name varchar not null)");
            statement.execute("insert into t values (1, null, 'a')");
            assertThat(status(statement, "insert into t values (1, null, 'b')")).isEqualTo(409);
            assertThat(status(statement, "insert into t values (2, 7, 'b')")).isEqualTo(409);
            assertThat(status(statement, "insert into t values (2, 1, null)")).isEqualTo(500);
            assertThat(status(statement, "selekt")).isEqualTo(500);
        }
    }

    private static int status(Statement statement, String sql) {
        try {
            statement.execute(sql);
            return 200;
        } catch (SQLException failed) {
            return STANDARD.map(failed).status();
        }
    }

    record Parcel(List<Order> items) {}

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            nullValues = "none",
            value = {
                "{\"items\":[{\"sku\":\"a\",\"quantity\":\"canary\"}]} | mismatched-json | /items/0/quantity",
                "{\"canary\":1} | mismatched-json | /canary",
                "{\"items\":[{ | malformed-json | none",
                "canary | malformed-json | none",
            })
    void jacksonErrors_areTheClientsWhereTheAppSaysSo(String json, String code, String pointer) {
        ObjectMapper mapper = new ObjectMapper();
        ErrorMapping errors = ErrorMapping.builder().jacksonReadsRequests().build();
        var response = App.with(errors, request -> Response.json(mapper.readValue(request.bodyText(), Parcel.class)))
                .post("/x")
                .json(json)
                .send()
                .expectStatus(400);
        Problem problem = App.problem(response);
        assertThat(problem.code()).contains(code);
        assertThat(problem.errors().stream().map(error -> error.pointer()).toList())
                .isEqualTo(pointer == null ? List.of() : List.of(pointer));
        if (!json.contains("\"canary\":")) {
            assertThat(response.body()).doesNotContain("canary");
        }
        // Another service's reply is no fault of the client.
        App.problem(App.with(STANDARD, request -> Response.json(mapper.readValue(json, Parcel.class)))
                .get("/x")
                .send()
                .expectStatus(500));
    }

    @Test
    void jacksonErrors_ofTypesItCanNotHandle_areTheApps() {
        ErrorMapping errors = ErrorMapping.builder().jacksonReadsRequests().build();
        App.problem(App.with(errors, request -> {
                    new ObjectMapper().writeValueAsString(new Object());
                    return Response.ok();
                })
                .get("/x")
                .send()
                .expectStatus(500));
    }

    static class Base extends RuntimeException {
        private static final long serialVersionUID = 1;
    }

    static class Derived extends Base {
        private static final long serialVersionUID = 1;
    }

    static class MyTimeout extends TimeoutException {
        private static final long serialVersionUID = 1;
    }

    @Test
    void rules_nearestSuperclass_wins() {
        ErrorMapping errors = ErrorMapping.builder()
                .map(RuntimeException.class, error -> Problems.badRequest("runtime"))
                .map(Base.class, error -> Problems.conflict("base"))
                .map(TimeoutException.class, error -> Problems.unavailable("mine"))
                .build();
        assertThat(errors.map(new Derived()).code().code()).isEqualTo("base");
        assertThat(errors.map(new IllegalStateException()).code().code()).isEqualTo("runtime");
        assertThat(errors.map(new MyTimeout()).code().code()).isEqualTo("mine");
        // An ApiException has a rule of its own, which is nearer.
        assertThat(errors.map(Problems.notFound("gone")).code().code()).isEqualTo("gone");
        assertThat(errors.map(new HttpException(415, "x")).status()).isEqualTo(415);
    }

    @Test
    void rules_returningNull_leaveItToTheSuperclass() {
        ErrorMapping errors = ErrorMapping.builder()
                .map(Derived.class, error -> null)
                .map(Base.class, error -> Problems.conflict("base"))
                .build();
        assertThat(errors.map(new Derived()).code().code()).isEqualTo("base");
    }

    @Test
    void rules_ofASuperclassOfApiException_doNotReplaceIt() {
        ErrorMapping errors = ErrorMapping.builder()
                .map(NotFoundException.class, error -> Problems.of(410, "gone"))
                .build();
        assertThat(errors.map(Problems.notFound("x")).status()).isEqualTo(410);
        assertThat(errors.map(Problems.conflict("x")).status()).isEqualTo(409);
    }

    @Test
    void wrappers_areTakenOffWhereTheyAreOnlyThat() {
        ApiException inner = Problems.notFound("x");
        assertThat(STANDARD.map(new CompletionException(inner))).isSameAs(inner);
        assertThat(STANDARD.map(new UncheckedIOException(new ConnectException()))
                        .status())
                .isEqualTo(503);
        // Whoever wraps it in an exception of another meaning means that.
        assertThat(STANDARD.map(new IllegalStateException(inner)).status()).isEqualTo(500);
        ErrorMapping errors =
                ErrorMapping.builder().unwrap(IllegalStateException.class).build();
        assertThat(errors.map(new IllegalStateException(inner))).isSameAs(inner);
        assertThat(STANDARD.map(new CompletionException("no cause", null)).status())
                .isEqualTo(500);
    }

    @Test
    void ER03_cyclesAndDeepChains_end() {
        Exception one = new ExecutionException("one", null);
        Exception two = new ExecutionException("two", one);
        ErrorMapping errors =
                ErrorMapping.builder().unwrap(CyclicException.class).build();
        assertThat(errors.map(new CyclicException()).status()).isEqualTo(500);
        Throwable deep = new TimeoutException();
        for (int i = 0; i < 10_000; i++) {
            deep = new ExecutionException("deep", deep);
        }
        assertThat(STANDARD.map(deep).status()).isEqualTo(500);
        App.problem(App.throwing(deep).get("/x").send().expectStatus(500));
        App.problem(App.throwing(new CyclicException()).get("/x").send().expectStatus(500));
        App.problem(App.throwing(two).get("/x").send().expectStatus(500));
        Exception suppressed = new Exception("a");
        Exception other = new Exception("b");
        suppressed.addSuppressed(other);
        other.addSuppressed(suppressed);
        App.problem(App.throwing(suppressed).get("/x").send().expectStatus(500));
    }

    static final class CyclicException extends RuntimeException {
        private static final long serialVersionUID = 1;

        @Override
        public synchronized Throwable getCause() {
            return this;
        }
    }

    @ParameterizedTest
    @CsvSource({"401,WWW-Authenticate,Bearer", "405,Allow,'GET, PUT'", "429,Retry-After,30", "503,Retry-After,5"})
    void headers_ofEachStatus_areThere(int status, String header, String value) {
        ApiException thrown = switch (status) {
            case 401 -> Problems.unauthenticated("no-token");
            case 405 -> Problems.methodNotAllowed(List.of("PUT", "GET"));
            case 429 -> Problems.rateLimited(Duration.ofSeconds(30));
            default -> Problems.unavailable("down").retryAfter(Duration.ofMillis(4_500));
        };
        App.throwing(thrown).everySource(source -> {
            var response = source.get("/x").send().expectStatus(status).expectHeader(header, value);
            assertThat(response.headers("Vary")).containsExactly("Accept");
            App.problem(response);
        });
    }

    @Test
    void headers_ofTheException_areKeptOnce() {
        LiftTest test = App.throwing(Problems.unauthenticated("expired")
                .header("WWW-Authenticate", "Bearer error=\"invalid_token\"")
                .header("X-A", "1")
                .header("Retry-After", "7")
                .retryAfter(Duration.ofSeconds(3)));
        var response = test.get("/x").send();
        assertThat(response.headers("WWW-Authenticate")).containsExactly("Bearer error=\"invalid_token\"");
        assertThat(response.headers("Retry-After")).containsExactly("3");
        assertThat(response.headers("X-A")).containsExactly("1");
        ErrorMapping errors =
                ErrorMapping.builder().challenge("Basic realm=\"x\"").build();
        App.with(errors, request -> App.sneakyThrow(Problems.unauthenticated("x")))
                .get("/x")
                .send()
                .expectHeader("WWW-Authenticate", "Basic realm=\"x\"");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> ErrorMapping.builder().challenge("a\nb"));
    }

    @Test
    void codes_withAndWithoutDocumentation_areProblemsOfTheStandard() {
        Problem documented =
                App.problem(App.throwing(Problems.of(OrderError.ORDER_NOT_FOUND).detail("No order 7"))
                        .get("/x")
                        .send());
        assertThat(documented.type()).isEqualTo("https://example.com/errors/order-not-found");
        assertThat(documented.title()).isEqualTo("There is no such order");
        assertThat(documented.detail()).contains("No order 7");
        // about:blank has the title of the status (RFC 9457 section 4.2.1), so the code's is the detail.
        Problem undocumented = App.problem(
                App.throwing(Problems.of(OrderError.OUT_OF_STOCK)).get("/x").send());
        assertThat(undocumented.type()).isEqualTo("about:blank");
        assertThat(undocumented.title()).isEqualTo("Conflict");
        assertThat(undocumented.detail()).contains("Too few are left");
        Problem detailed = App.problem(App.throwing(Problems.of(OrderError.OUT_OF_STOCK)
                        .detail("3 are left")
                        .member("available", 3))
                .get("/x")
                .send());
        assertThat(detailed.detail()).contains("3 are left");
        assertThat(detailed.member("available", Integer.class)).contains(3);
    }

    @Test
    void routers404And405AndLimits_haveTheSameForm() {
        App.throwing(new IllegalStateException()).everySource(source -> {
            assertThat(App.problem(source.get("/nowhere").send().expectStatus(404))
                            .code())
                    .contains("not-found");
            var refused = source.delete("/x").send().expectStatus(405);
            assertThat(refused.headers("Allow")).isNotEmpty();
            assertThat(App.problem(refused).code()).contains("method-not-allowed");
            assertThat(App.problem(source.get("/" + "x".repeat(9_000)).send().expectStatus(414))
                            .code())
                    .contains("uri-too-long");
        });
    }

    record Order(String sku, int quantity) {}

    @Test
    void fieldErrors_ofABody_areKept() {
        LiftTest test = App.of(app -> app.error(Throwable.class, STANDARD)
                .post("/orders", Order.class, (request, order) -> Response.json(order)));
        Problem problem = App.problem(test.post("/orders")
                .json("{\"sku\":1,\"quantity\":\"many\"}")
                .send()
                .expectStatus(400));
        assertThat(problem.code()).contains("bad-request");
        assertThat(problem.errors()).isNotEmpty();
        Problem thrown = App.problem(App.throwing(Problems.validation("order-invalid")
                        .error("/sku", "must not be blank")
                        .error("/items/0/a b", "must be at least 1"))
                .get("/x")
                .send()
                .expectStatus(422));
        assertThat(thrown.errors()).extracting(error -> error.pointer()).containsExactly("/sku", "/items/0/a b");
    }

    @Test
    void observers_seeEachErrorOnce() {
        List<MappedError> seen = new ArrayList<>();
        ErrorMapping errors = ErrorMapping.builder()
                .observe(error -> {
                    throw new IllegalStateException("a hook that fails");
                })
                .observe(seen::add)
                .build();
        IllegalStateException unmapped = new IllegalStateException("x");
        LiftTest test = App.of(app -> app.error(Throwable.class, errors)
                .use((request, next) -> next.handle(request))
                .group(
                        "/a",
                        group -> group.use((request, next) -> next.handle(request))
                                .get("/{id}", request -> App.sneakyThrow(unmapped))
                                .get("/known/{id}", request -> App.sneakyThrow(Problems.conflict("x")))));
        App.problem(test.get("/a/7").send().expectStatus(500));
        App.problem(test.get("/a/known/7").send().expectStatus(409));
        assertThat(seen).hasSize(2);
        assertThat(seen.get(0).thrown()).isSameAs(unmapped);
        assertThat(seen.get(0).isUnmapped()).isTrue();
        assertThat(seen.get(0).route().path()).isEqualTo("/a/{id}");
        assertThat(seen.get(0).problem().status()).isEqualTo(500);
        assertThat(seen.get(1).isUnmapped()).isFalse();
        assertThat(seen.get(1).exception().code().code()).isEqualTo("x");
    }

    @Test
    void ER12_observers_getTheRoutesPattern() {
        List<String> labels = new ArrayList<>();
        ErrorMapping errors = ErrorMapping.builder()
                .observe(error -> labels.add(error.route().path()))
                .build();
        LiftTest test = App.of(app -> app.error(Throwable.class, errors)
                .get("/orders/{id}", request -> App.sneakyThrow(Problems.notFound("x"))));
        for (int i = 0; i < 100; i++) {
            test.get("/orders/" + i).send();
            test.get("/nowhere/" + i).send();
        }
        assertThat(labels).hasSize(200).containsOnly("/orders/{id}", "*");
    }

    @Test
    void ER13_errorOfMiddleware_isOneProblem() {
        List<MappedError> seen = new ArrayList<>();
        ErrorMapping errors = ErrorMapping.builder().observe(seen::add).build();
        LiftTest test = App.of(app -> app.error(Throwable.class, errors)
                .use((request, next) -> {
                    next.handle(request);
                    throw Problems.forbidden("after-the-reply");
                })
                .get("/x", request -> Response.text("a body that must not be sent")));
        Problem problem = App.problem(test.get("/x").send().expectStatus(403));
        assertThat(problem.code()).contains("after-the-reply");
        assertThat(seen).hasSize(1);
        assertThat(App.problem(test.get("/nowhere").send().expectStatus(403)).code())
                .contains("after-the-reply");
    }

    @Test
    void scopes_haveHandlersOfTheirOwn() {
        ErrorMapping ofApp = STANDARD;
        ErrorMapping ofGroup = ErrorMapping.builder()
                .map(IllegalStateException.class, error -> Problems.conflict("of-group"))
                .build();
        LiftTest test = App.of(app -> app.error(Throwable.class, ofApp)
                .get("/x", request -> App.sneakyThrow(new IllegalStateException()))
                .group(
                        "/g",
                        group -> group.error(Throwable.class, ofGroup)
                                .error(
                                        Base.class,
                                        (error, request) -> ofGroup.handle(Problems.notFound("of-handler"), request))
                                .get("/x", request -> App.sneakyThrow(new IllegalStateException()))
                                .get("/y", request -> App.sneakyThrow(new Derived()))));
        App.problem(test.get("/x").send().expectStatus(500));
        assertThat(App.problem(test.get("/g/x").send()).code()).contains("of-group");
        assertThat(App.problem(test.get("/g/y").send()).code()).contains("of-handler");
    }

    @Test
    void transformers_changeWhatIsSaid() {
        ErrorMapping errors = ErrorMapping.builder()
                .transform(error -> error.withProblem(error.problem().with("shop", "Paris")))
                .transform(error ->
                        error.withProblem(error.problem().without("detail")).withHeader("X-Shop", "1"))
                .build();
        var response = App.with(
                        errors,
                        request -> App.sneakyThrow(Problems.conflict("x").detail("private")))
                .get("/x")
                .send()
                .expectHeader("X-Shop", "1");
        Problem problem = App.problem(response);
        assertThat(problem.member("shop", String.class)).contains("Paris");
        assertThat(problem.detail()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            nullValues = "none",
            value = {
                "fr | fr | Cette commande n'existe pas",
                "fr-CA, en;q=0.5 | fr | Cette commande n'existe pas",
                "de, fr;q=0.8 | fr | Cette commande n'existe pas",
                "en | en | There is no such order",
                "none | en | There is no such order",
                "xx | en | There is no such order",
                "*;q=x;;garbage | en | There is no such order",
                "fr;q=0 | en | There is no such order",
            })
    void translations_followAcceptLanguage(String accept, String language, String title) {
        Translations titles = Translations.of(Locale.ENGLISH)
                .with(
                        Locale.FRENCH,
                        Map.of(
                                "order-not-found",
                                "Cette commande n'existe pas",
                                "out-of-stock",
                                "Il n'en reste pas assez"));
        ErrorMapping errors = ErrorMapping.builder().transform(titles).build();
        LiftTest test = App.with(errors, request -> App.sneakyThrow(Problems.of(OrderError.ORDER_NOT_FOUND)));
        var request = test.get("/x");
        var response = (accept == null ? request : request.header("Accept-Language", accept)).send();
        assertThat(App.problem(response).title()).isEqualTo(title);
        response.expectHeader("Content-Language", language);
        assertThat(String.join(",", response.headers("Vary")))
                .contains("Accept")
                .contains("Accept-Language");
    }

    @Test
    void translations_ofACodeWithoutDocumentation_areItsDetail() {
        Translations titles =
                Translations.of(Locale.ENGLISH).with(Locale.FRENCH, Map.of("out-of-stock", "Il n'en reste pas assez"));
        ErrorMapping errors = ErrorMapping.builder().transform(titles).build();
        LiftTest test = App.with(errors, request -> App.sneakyThrow(Problems.of(OrderError.OUT_OF_STOCK)));
        Problem problem =
                App.problem(test.get("/x").header("Accept-Language", "fr").send());
        assertThat(problem.title()).isEqualTo("Conflict");
        assertThat(problem.detail()).contains("Il n'en reste pas assez");
        String huge = "fr," + "x-y;q=0.1,".repeat(1_000) + "z";
        assertThat(App.problem(test.get("/x").header("Accept-Language", huge).send())
                        .detail())
                .contains("Too few are left");
    }

    @Test
    void undeclaredCodes_areMarkedInTheLog() {
        ErrorMapping errors = ErrorMapping.builder()
                .catalogue(Catalogue.of(OrderError.values()))
                .build();
        LogFile log = new LogFile();
        App.with(errors, request -> App.sneakyThrow(Problems.of(418, "teapot")))
                .get("/x")
                .send();
        assertThat(log.text()).contains("undeclared=true").contains("code=teapot");
        log = new LogFile();
        App.with(errors, request -> App.sneakyThrow(Problems.of(OrderError.OUT_OF_STOCK)))
                .get("/x")
                .send();
        App.with(errors, request -> App.sneakyThrow(new HttpException(404, "x")))
                .get("/x")
                .send();
        assertThat(log.text()).doesNotContain("undeclared");
    }

    /** The mapping is reached with a request that nobody routed, too. */
    @Test
    void handle_withoutAnApp_answers() {
        Response response =
                STANDARD.handle(new IllegalStateException("x"), Request.get("/").build());
        assertThat(response.status()).isEqualTo(500);
    }
}
