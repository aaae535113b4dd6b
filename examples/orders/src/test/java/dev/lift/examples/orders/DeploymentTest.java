package dev.lift.examples.orders;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lift.examples.orders.local.LocalSettings;
import java.io.IOException;
import java.io.Reader;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.AbstractConstruct;
import org.yaml.snakeyaml.constructor.SafeConstructor;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeDefinition;
import software.amazon.awssdk.services.dynamodb.model.GlobalSecondaryIndexDescription;
import software.amazon.awssdk.services.dynamodb.model.KeySchemaElement;
import software.amazon.awssdk.services.dynamodb.model.TableDescription;

/** What the template deploys is what the code needs. */
class DeploymentTest {
    private static final Pattern REFERENCE = Pattern.compile("\\$\\{([A-Za-z0-9.:]+)}");
    private static final Map<String, Object> TEMPLATE = template();
    private static final Map<String, Object> RESOURCES = map(TEMPLATE.get("Resources"));

    /** Reads {@code !Ref x} as {@code {Ref: x}} and {@code !Sub x} as {@code {Fn::Sub: x}}, as the long forms are. */
    private static final class Functions extends SafeConstructor {
        Functions() {
            super(new LoaderOptions());
            yamlMultiConstructors.put("!", new AbstractConstruct() {
                @Override
                public Object construct(Node node) {
                    String name = node.getTag().getValue().substring(1);
                    Object value = node instanceof ScalarNode scalar
                            ? scalar.getValue()
                            : node instanceof SequenceNode sequence
                                    ? constructSequence(sequence)
                                    : constructMapping((MappingNode) node);
                    boolean dotted = name.equals("GetAtt") && value instanceof String;
                    return Map.of(
                            name.equals("Ref") || name.equals("Condition") ? name : "Fn::" + name,
                            dotted ? List.of(((String) value).split("\\.", 2)) : value);
                }
            });
        }
    }

    private static Map<String, Object> template() {
        try (Reader in = Files.newBufferedReader(Path.of("deploy/template.yaml"))) {
            return map(new Yaml(new Functions()).load(in));
        } catch (IOException unreadable) {
            throw new IllegalStateException(unreadable);
        }
    }

    @SuppressWarnings("unchecked") // YAML has strings for keys here.
    private static Map<String, Object> map(Object value) {
        assertThat(value).isInstanceOf(Map.class);
        return (Map<String, Object>) value;
    }

    private static Object at(Object root, Object... path) {
        Object value = root;
        for (Object each : path) {
            value = each instanceof Integer index
                    ? ((List<?>) value).get(index)
                    : map(value).get(each);
            assertThat(value).as("%s of %s", each, List.of(path)).isNotNull();
        }
        return value;
    }

    private static Map<String, Object> function() {
        return map(at(RESOURCES, "OrdersFunction", "Properties"));
    }

    /** Collects what is referred to, and the conditions under which that is. */
    private static void collect(Object value, Set<String> references) {
        if (value instanceof Map<?, ?> map) {
            for (Map.Entry<?, ?> each : map.entrySet()) {
                switch (String.valueOf(each.getKey())) {
                    case "Ref" -> references.add(String.valueOf(each.getValue()));
                    case "Fn::GetAtt" -> references.add(String.valueOf(((List<?>) each.getValue()).get(0)));
                    case "Fn::Sub" -> {
                        Matcher matcher = REFERENCE.matcher(String.valueOf(each.getValue()));
                        while (matcher.find()) {
                            references.add(matcher.group(1));
                        }
                    }
                    default -> collect(each.getValue(), references);
                }
            }
        } else if (value instanceof List<?> list) {
            list.forEach(each -> collect(each, references));
        }
    }

    private static String subject(String reference) {
        int dot = reference.indexOf('.');
        return dot < 0 ? reference : reference.substring(0, dot);
    }

    @Test
    void references_leadSomewhere() {
        Set<String> known = new HashSet<>(RESOURCES.keySet());
        known.addAll(map(TEMPLATE.get("Parameters")).keySet());
        Set<String> references = new TreeSet<>();
        collect(TEMPLATE, references);
        assertThat(references).hasSizeGreaterThan(20);
        for (String each : references) {
            assertThat(each.startsWith("AWS::") || known.contains(subject(each)))
                    .as(each)
                    .isTrue();
        }
        Set<String> used = new HashSet<>();
        references.forEach(each -> used.add(subject(each)));
        assertThat(used)
                .as("what is asked for is used")
                .containsAll(map(TEMPLATE.get("Parameters")).keySet());
    }

    /** A front door that is not there can not be referred to by what is. */
    @Test
    void resourcesUnderACondition_areReferredToUnderIt() {
        RESOURCES.forEach((name, resource) -> {
            Object condition = map(resource).get("Condition");
            Set<String> references = new TreeSet<>();
            collect(map(resource).get("Properties"), references);
            for (String each : references) {
                Object other = RESOURCES.get(subject(each));
                Object needed = other == null ? null : map(other).get("Condition");
                assertThat(needed == null || needed.equals(condition))
                        .as("%s refers to %s, which is there under %s", name, each, needed)
                        .isTrue();
            }
        });
        assertThat(RESOURCES.values())
                .filteredOn(each -> map(each).containsKey("Condition"))
                .hasSize(12);
    }

    @Test
    void handler_isTheFunction_andItsArchiveIsWhatIsBuilt() {
        assertThat(function().get("Handler")).isEqualTo(OrdersFunction.class.getName());
        assertThat(function().get("CodeUri"))
                .isEqualTo("../target/orders-" + System.getProperty("project.version") + "-function.zip");
    }

    /** With what the template sets, the function finds all its settings. */
    @Test
    void environment_isWhatTheFunctionReads() {
        Map<String, String> environment = new HashMap<>();
        map(at(function(), "Environment", "Variables"))
                .forEach((name, value) ->
                        environment.put(name, value instanceof String text ? text : "https://example.com"));
        Settings settings = Settings.of(environment);
        assertThat(settings.database()).isInstanceOf(Settings.DynamoDb.class);
        assertThat(settings.eventBus()).isNotNull();
        Set<String> read = new TreeSet<>(LocalSettings.environment(
                        new Settings.DynamoDb("orders", "lift", URI.create("http://127.0.0.1:1")),
                        URI.create("http://a"))
                .keySet());
        read.remove("JWT_SECRET"); // In place of which there are keys,
        read.remove("DYNAMODB_ENDPOINT"); // and AWS's own endpoint.
        read.addAll(Set.of("JWKS_URL", "EVENT_BUS"));
        assertThat(environment.keySet()).isEqualTo(read);
    }

    @Test
    void tables_areThoseOfTheCode() {
        Settings.DynamoDb tables = TestDynamoDb.newTables();
        assertThat(table("OrdersTable")).isEqualTo(described(tables.orders(), Set.of()));
        // The index of LiftTable is for WebSocket connections, which this function has not.
        assertThat(table("LiftTable")).isEqualTo(described(tables.lift(), Set.of("connections")));
    }

    private static Map<String, Object> table(String name) {
        Map<String, Object> properties = map(at(RESOURCES, name, "Properties"));
        Map<String, Object> keys = new LinkedHashMap<>();
        keys.put("table", names(properties.get("KeySchema")));
        Object indexes = properties.get("GlobalSecondaryIndexes");
        if (indexes != null) {
            for (Object each : (List<?>) indexes) {
                keys.put(
                        String.valueOf(map(each).get("IndexName")),
                        names(map(each).get("KeySchema")));
            }
        }
        Set<String> attributes = new TreeSet<>();
        ((List<?>) at(properties, "AttributeDefinitions"))
                .forEach(each -> attributes.add(
                        map(each).get("AttributeName") + " " + map(each).get("AttributeType")));
        keys.put("attributes", attributes);
        return keys;
    }

    private static List<String> names(Object schema) {
        List<String> names = new ArrayList<>();
        ((List<?>) schema)
                .forEach(each -> names.add(
                        map(each).get("AttributeName") + " " + map(each).get("KeyType")));
        return names;
    }

    private static Map<String, Object> described(String table, Set<String> withoutIndexes) {
        DynamoDbClient client = TestDynamoDb.client();
        TableDescription description =
                client.describeTable(request -> request.tableName(table)).table();
        Map<String, Object> keys = new LinkedHashMap<>();
        keys.put("table", described(description.keySchema()));
        Set<String> used = new HashSet<>();
        description.keySchema().forEach(each -> used.add(each.attributeName()));
        for (GlobalSecondaryIndexDescription each : description.globalSecondaryIndexes()) {
            if (!withoutIndexes.contains(each.indexName())) {
                keys.put(each.indexName(), described(each.keySchema()));
                each.keySchema().forEach(key -> used.add(key.attributeName()));
            }
        }
        Set<String> attributes = new TreeSet<>();
        for (AttributeDefinition each : description.attributeDefinitions()) {
            if (used.contains(each.attributeName())) {
                attributes.add(each.attributeName() + " " + each.attributeTypeAsString());
            }
        }
        keys.put("attributes", attributes);
        return keys;
    }

    private static List<String> described(List<KeySchemaElement> schema) {
        return schema.stream()
                .map(each -> each.attributeName() + " " + each.keyTypeAsString())
                .toList();
    }

    /** The function knows queue and schedule by their names; whoever renames one here loses its messages. */
    @Test
    void triggers_areNamedAsTheirRoutes() {
        String routes = new OrdersFunction(LocalSettings.of(TestDatabase.settings(), URI.create("http://127.0.0.1:9")))
                .toString();
        assertThat(routes)
                .contains("SQS " + at(RESOURCES, "Shipments", "Properties", "QueueName"))
                .contains("SCHEDULE " + at(function(), "Events", "Outbox", "Properties", "Name"));
        assertThat(at(function(), "Events", "Shipments", "Properties", "FunctionResponseTypes"))
                .isEqualTo(List.of("ReportBatchItemFailures"));
        assertThat((Integer) at(RESOURCES, "Shipments", "Properties", "VisibilityTimeout"))
                .isGreaterThanOrEqualTo(6 * (Integer) function().get("Timeout"));
    }

    @Test
    void policies_nameActionsAndResources() {
        for (Object each : (List<?>) at(function(), "Policies", 0, "Statement")) {
            Set<String> references = new TreeSet<>();
            collect(map(each).get("Resource"), references);
            assertThat(references).as("%s", each).isNotEmpty();
            assertThat(String.valueOf(map(each).get("Action"))).doesNotContain("*");
        }
    }

    @Test
    void alarms_areInTheRunbook() throws IOException {
        String runbook = Files.readString(Path.of("deploy/RUNBOOK.md"));
        int alarms = 0;
        for (Map.Entry<String, Object> each : RESOURCES.entrySet()) {
            if (map(each.getValue()).get("Type").equals("AWS::CloudWatch::Alarm")) {
                assertThat(runbook).contains("## " + each.getKey());
                alarms++;
            }
        }
        assertThat(alarms).isEqualTo(6);
    }
}
