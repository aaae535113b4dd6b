package dev.lift.health;

import dev.lift.json.JsonWriter;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * How well an app is, and each of its components.
 *
 * <p>Immutable and thread-safe.
 *
 * <pre>{@code
 * HealthReport report = health.report(request.deadline());
 * report.component("orders").map(HealthReport.Component::result).ifPresent(System.out::println);
 * }</pre>
 *
 * @param status the worst of what matters: a critical component that is down means {@link HealthStatus#DOWN}, any other that is not
 *     well {@link HealthStatus#DEGRADED}
 * @param components what was found, in the order of declaration
 */
public record HealthReport(HealthStatus status, List<Component> components) {
    /**
     * What was found of a component.
     *
     * @param name its name
     * @param type the kind of component
     * @param critical whether the app can not work without it
     * @param result what was found
     * @param at when somebody looked
     */
    public record Component(String name, String type, boolean critical, HealthResult result, Instant at) {}

    /**
     * Makes a report.
     *
     * @param status the worst of what matters
     * @param components what was found; copied
     */
    public HealthReport {
        components = List.copyOf(components);
    }

    static HealthReport of(List<Component> components) {
        HealthStatus status = HealthStatus.UP;
        for (Component each : components) {
            HealthStatus found = each.result().status();
            status = status.worse(each.critical() || found == HealthStatus.UP ? found : HealthStatus.DEGRADED);
        }
        return new HealthReport(status, components);
    }

    /**
     * Returns what was found of one component.
     *
     * @param name its name
     * @return what was found, or empty when there is none of that name
     */
    public Optional<Component> component(String name) {
        for (Component each : components) {
            if (each.name().equals(name)) {
                return Optional.of(each);
            }
        }
        return Optional.empty();
    }

    /** The reply as draft-inadarei-api-health-check-06 has it. */
    byte[] toJson(boolean details, Map<String, String> about) {
        JsonWriter out = new JsonWriter();
        out.beginObject();
        out.name("status").string(status.word());
        if (details) {
            about.forEach((name, value) -> out.name(name).string(value));
            out.name("checks").beginObject();
            for (Component each : components) {
                write(each, out);
            }
            out.endObject();
        }
        return out.endObject().toByteArray();
    }

    private static void write(Component component, JsonWriter out) {
        HealthResult result = component.result();
        out.name(component.name()).beginArray().beginObject();
        out.name("componentType").string(component.type());
        out.name("critical").bool(component.critical());
        Long value = result.observedValue();
        if (value != null) {
            out.name("observedValue").number(value);
            out.name("observedUnit").stringOrNull(result.observedUnit());
        }
        out.name("status").string(result.status().word());
        out.name("time").string(component.at().toString());
        String output = result.output();
        if (output != null && result.status() != HealthStatus.UP) {
            out.name("output").string(output);
        }
        out.endObject().endArray();
    }
}
