package dev.lift.aws.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.networknt.schema.InputFormat;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import dev.lift.Lift;
import dev.lift.http.HttpException;
import dev.lift.http.Request;
import dev.lift.http.Response;
import dev.lift.middleware.RequestMetrics;
import dev.lift.testing.TestClock;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.cloudwatchlogs.emf.model.DimensionSet;
import software.amazon.cloudwatchlogs.emf.model.MetricsContext;
import software.amazon.cloudwatchlogs.emf.model.Unit;

/** Documents of CloudWatch's embedded metric format, each checked by its schema and read as CloudWatch reads it. */
class EmfMetricsTest {
    private static final ObjectMapper MAPPER = new ObjectMapper();
    private static final Schema SCHEMA = schema();

    private final List<JsonNode> documents = Collections.synchronizedList(new ArrayList<>());
    private final EmfMetrics metrics = EmfMetrics.of("Shop", "orders")
            .clock(TestClock.at(Instant.ofEpochMilli(1_767_323_045_678L)))
            .to(this::read);

    private static Schema schema() {
        try (InputStream in = Objects.requireNonNull(EmfMetricsTest.class.getResourceAsStream("emf.schema.json"))) {
            return SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
                    .getSchema(new String(in.readAllBytes(), StandardCharsets.UTF_8), InputFormat.JSON);
        } catch (IOException unreadable) {
            throw new IllegalStateException(unreadable);
        }
    }

    private void read(byte[] line) {
        String text = new String(line, StandardCharsets.UTF_8);
        assertThat(text).endsWith("\n").hasLineCount(1);
        assertThat(SCHEMA.validate(text, InputFormat.JSON)).as(text).isEmpty();
        try {
            JsonNode document = MAPPER.readTree(text);
            checkReferences(document);
            documents.add(document);
        } catch (IOException malformed) {
            throw new AssertionError(text, malformed);
        }
    }

    /** What a schema can not say: names refer to members of the root, dimensions to texts and metrics to numbers. */
    private static void checkReferences(JsonNode document) {
        for (JsonNode directive : document.at("/_aws/CloudWatchMetrics")) {
            directive
                    .get("Dimensions")
                    .forEach(set -> set.forEach(name ->
                            assertThat(document.path(name.asText()).isTextual()).isTrue()));
            directive.get("Metrics").forEach(metric -> {
                JsonNode value = document.path(metric.get("Name").asText());
                assertThat(value.isNumber() || value.isArray() && value.size() <= 100)
                        .isTrue();
            });
        }
    }

    private JsonNode only() {
        assertThat(documents).hasSize(1);
        return documents.get(0);
    }

    private static Set<String> names(JsonNode document) {
        Set<String> names = new HashSet<>();
        document.at("/_aws/CloudWatchMetrics/0/Metrics")
                .forEach(metric -> names.add(metric.get("Name").asText()));
        return names;
    }

    @Test
    void requests_areMeasuredByRouteAndMethod_inOneDocument() {
        AtomicLong ticks = new AtomicLong();
        Lift app = Lift.of(routes -> routes.use(RequestMetrics.to(metrics).ticker(ticks::get))
                .get("/orders/{id}", request -> {
                    ticks.addAndGet(2_500_000);
                    metrics.count("OrdersRead", 1);
                    return Response.ok();
                })
                .get("/fails", request -> {
                    throw new HttpException(503, "No");
                }));
        app.handle(Request.get("/orders/secret").build());
        assertThat(documents).hasSize(2);
        JsonNode business = documents.get(0);
        assertThat(names(business)).containsExactly("OrdersRead");
        JsonNode document = documents.get(1);
        assertThat(document.at("/_aws/Timestamp").asLong()).isEqualTo(1_767_323_045_678L);
        assertThat(document.at("/_aws/CloudWatchMetrics/0/Namespace").asText()).isEqualTo("Shop");
        assertThat(document.at("/_aws/CloudWatchMetrics/0/Dimensions").toString())
                .isEqualTo("[[\"service\"],[\"method\",\"route\",\"service\"]]");
        assertThat(document.get("service").asText()).isEqualTo("orders");
        assertThat(document.get("route").asText()).isEqualTo("/orders/{id}");
        assertThat(document.get("Latency").asDouble()).isEqualTo(2.5);
        assertThat(document.get("Requests").asInt()).isEqualTo(1);
        assertThat(document.get("Errors").asInt()).isZero();
        assertThat(document.get("ColdStarts").asInt()).isEqualTo(1);
        assertThat(documents.toString()).doesNotContain("secret");
        app.handle(Request.get("/fails").build());
        app.handle(Request.get("/absent").build());
        assertThat(documents.get(2).get("Errors").asInt()).isEqualTo(1);
        assertThat(documents.get(2).has("ColdStarts")).isFalse();
        assertThat(documents.get(3).get("ClientErrors").asInt()).isEqualTo(1);
        assertThat(documents.get(3).get("route").asText()).isEqualTo("*");
        assertThat(documents).hasSize(4);
    }

    /** AWS's own library writes the same of the same metrics. */
    @Test
    void document_isThatOfAwssLibrary() throws Exception {
        Instant now = Instant.now().truncatedTo(ChronoUnit.MILLIS); // AWS's library takes no other.
        EmfMetrics lift =
                EmfMetrics.of("Shop", "orders").clock(TestClock.at(now)).to(this::read);
        MetricsContext aws = new MetricsContext();
        aws.setNamespace("Shop");
        aws.setTimestamp(now);
        aws.setDimensions(
                DimensionSet.of("service", "orders"), DimensionSet.of("currency", "EUR", "service", "orders"));
        aws.putMetric("Amount", 12.5, Unit.NONE);
        aws.putMetric("Amount", 7, Unit.NONE);
        aws.putMetric("Payments", 2, Unit.COUNT);
        aws.putMetric("Waited", 41.5, Unit.MILLISECONDS);
        JsonNode expected = MAPPER.readTree(aws.serialize().get(0));

        Map<String, String> euros = Map.of("currency", "EUR");
        lift.record("Amount", 12.5, MetricUnit.NONE, euros);
        lift.record("Amount", 7, MetricUnit.NONE, euros);
        lift.record("Payments", 2, MetricUnit.COUNT, euros);
        lift.record("Waited", 41.5, MetricUnit.MILLISECONDS, euros);
        lift.flush();

        JsonNode ours = only();
        assertThat(sorted(ours)).isEqualTo(sorted(expected));
    }

    /** The order of members, of names and of metrics says nothing, and a unit that is none need not be said; a number is a number. */
    private static String sorted(JsonNode document) {
        List<String> lines = new ArrayList<>();
        document.properties().forEach(member -> {
            if (!member.getKey().equals("_aws")) {
                lines.add(member.getKey() + "=" + numbers(member.getValue()));
            }
        });
        JsonNode directive = document.at("/_aws/CloudWatchMetrics/0");
        List<String> dimensions = new ArrayList<>();
        for (JsonNode set : directive.get("Dimensions")) {
            List<String> names = new ArrayList<>();
            set.forEach(name -> names.add(name.asText()));
            Collections.sort(names);
            dimensions.add(names.toString());
        }
        Collections.sort(dimensions);
        directive
                .get("Metrics")
                .forEach(metric -> lines.add(metric.get("Name").asText() + " in "
                        + metric.path("Unit").asText("None")));
        Collections.sort(lines);
        return document.at("/_aws/Timestamp") + " " + directive.get("Namespace") + " " + dimensions + " "
                + document.at("/_aws/CloudWatchMetrics").size() + lines;
    }

    private static String numbers(JsonNode value) {
        if (!value.isArray()) {
            return value.isNumber() ? Double.toString(value.asDouble()) : value.asText();
        }
        List<Double> all = new ArrayList<>();
        value.forEach(each -> all.add(each.asDouble()));
        return all.toString();
    }

    @Test
    void businessMetrics_waitForTheFlush_andAreTogether() {
        metrics.count("Orders", 2);
        metrics.record("Amount", 12.5, MetricUnit.NONE, Map.of("currency", "EUR"));
        metrics.record("Amount", 7, MetricUnit.NONE, Map.of("currency", "EUR"));
        metrics.record("Amount", 1, MetricUnit.NONE, Map.of("currency", "USD"));
        assertThat(documents).isEmpty();
        metrics.flush();
        assertThat(documents).hasSize(3);
        assertThat(documents.get(0).get("Orders").asInt()).isEqualTo(2);
        assertThat(documents.get(0).at("/_aws/CloudWatchMetrics/0/Dimensions").toString())
                .isEqualTo("[[\"service\"]]");
        assertThat(documents.get(1).get("Amount").toString()).isEqualTo("[12.5,7.0]");
        assertThat(documents.get(2).get("currency").asText()).isEqualTo("USD");
        metrics.flush();
        assertThat(documents).hasSize(3);
    }

    /** A document has 100 metrics and 100 values of each at most. */
    @Test
    void manyValuesAndMetrics_areSeveralDocuments() {
        for (int i = 0; i < 250; i++) {
            metrics.count("Orders", i);
        }
        metrics.flush();
        assertThat(documents)
                .extracting(document -> document.get("Orders").size())
                .containsExactly(100, 100, 50);
        documents.clear();
        for (int i = 0; i < 250; i++) {
            metrics.count("M" + i, 1);
        }
        metrics.flush();
        assertThat(documents).extracting(document -> names(document).size()).containsExactly(100, 100, 50);
    }

    /** DO-10: each set of values is a metric that somebody pays for. */
    @Test
    void DO10_dimensions_areBounded() {
        EmfMetrics few = metrics.most(10);
        for (int i = 0; i < 1_000; i++) {
            few.record("Amount", 1, MetricUnit.NONE, Map.of("tenant", "t" + i));
        }
        few.flush();
        Set<String> tenants = new HashSet<>();
        double sum = 0;
        for (JsonNode document : documents) {
            tenants.add(document.get("tenant").asText());
            JsonNode values = document.get("Amount");
            sum += values.isArray() ? values.size() : 1;
        }
        assertThat(tenants).hasSize(11).contains("t0", "t9", "other");
        assertThat(sum).isEqualTo(1_000);
        assertThatThrownBy(() -> metrics.most(0)).hasMessageContaining("one set");
    }

    /** What a client wrote may be in a value: it is made into one that CloudWatch takes. */
    @ParameterizedTest
    @ValueSource(strings = {"", " ", "\n", "é😀", ":colon", "a\"b\\c", "\u0000"})
    void values_areMadeIntoSome(String value) {
        metrics.record("Amount", 1, MetricUnit.NONE, Map.of("tenant", value));
        metrics.flush();
        String tenant = only().get("tenant").asText();
        assertThat(tenant).isNotBlank().matches("[ -~]+").doesNotStartWith(":");
    }

    @Test
    void longValues_areCutOff() {
        metrics.record("Amount", 1, MetricUnit.NONE, Map.of("tenant", "x".repeat(5_000)));
        metrics.flush();
        assertThat(only().get("tenant").asText()).hasSize(1_024);
    }

    @Test
    void whatCloudWatchWouldNotTake_isRefused() {
        for (String name : new String[] {"", " ", "é", "x".repeat(256), "_aws", ":a", "service"}) {
            assertThatThrownBy(() -> metrics.count(name, 1)).as(name).isInstanceOf(IllegalArgumentException.class);
        }
        for (double value : new double[] {Double.NaN, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY}) {
            assertThatThrownBy(() -> metrics.record("Amount", value, MetricUnit.NONE, Map.of()))
                    .hasMessageContaining("finite");
        }
        assertThatThrownBy(() -> metrics.record("Amount", 1, MetricUnit.NONE, Map.of("Amount", "x")))
                .hasMessageContaining("another name");
        Map<String, String> many = new LinkedHashMap<>();
        for (int i = 0; i < 29; i++) {
            many.put("d" + i, "x");
        }
        metrics.record("Amount", 1, MetricUnit.NONE, many);
        many.put("d29", "x");
        assertThatThrownBy(() -> metrics.record("Amount", 1, MetricUnit.NONE, many))
                .hasMessageContaining("29");
        assertThatThrownBy(() -> EmfMetrics.of("", "orders")).hasMessageContaining("1 to 255");
        metrics.flush();
        assertThat(only().get("Amount").asInt()).isEqualTo(1);
    }

    @Test
    void CC03_manyThreads_loseNothing() throws Exception {
        List<Thread> threads = new ArrayList<>();
        for (int i = 0; i < 8; i++) {
            Thread thread = new Thread(() -> {
                for (int n = 0; n < 1_000; n++) {
                    metrics.count("Orders", 1);
                    if (n % 10 == 0) {
                        metrics.flush();
                    }
                }
            });
            thread.start();
            threads.add(thread);
        }
        for (Thread thread : threads) {
            thread.join();
        }
        metrics.flush();
        long sum = 0;
        for (JsonNode document : documents) {
            JsonNode values = document.get("Orders");
            sum += values.isArray() ? values.size() : 1;
        }
        assertThat(sum).isEqualTo(8_000);
    }
}
