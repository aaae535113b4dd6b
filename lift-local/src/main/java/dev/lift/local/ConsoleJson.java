package dev.lift.local;

import dev.lift.Lift;
import dev.lift.Middleware;
import dev.lift.http.Route;
import dev.lift.json.JsonReader;
import dev.lift.json.JsonWriter;
import dev.lift.lambda.LiftHandler;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** What the console's page is told, as JSON. */
final class ConsoleJson {
    private final LocalGateway.Builder settings;
    private final Environment environment;

    ConsoleJson(LocalGateway.Builder settings, Environment environment) {
        this.settings = settings;
        this.environment = environment;
    }

    JsonWriter function() {
        LiftHandler function = environment.function();
        Lift app = function.app();
        JsonWriter out = new JsonWriter().beginObject();
        out.name("name").string(function.getClass().getName());
        out.name("source").string(settings.source.name().toLowerCase(Locale.ROOT));
        out.name("java").string(Runtime.version().toString());
        out.name("timeout").number(settings.timeout.toMillis());
        out.name("concurrency").number(settings.concurrency);
        out.name("frozen").bool(environment.isFrozen());
        out.name("routes").beginArray();
        for (Route route : app.routes()) {
            out.beginObject().name("method").string(route.method());
            out.name("path").string(route.path());
            out.name("body")
                    .stringOrNull(app.bodyType(route).map(Class::getSimpleName).orElse(null));
            strings(out.name("tags"), route.tags());
            strings(
                    out.name("middleware"),
                    app.middleware(route).stream().map(ConsoleJson::nameOf).toList());
            out.endObject();
        }
        return out.endArray().endObject();
    }

    private static String nameOf(Middleware middleware) {
        return MiddlewareTimes.nameOf(middleware);
    }

    private static void strings(JsonWriter out, List<String> values) {
        out.beginArray();
        values.forEach(out::string);
        out.endArray();
    }

    static JsonWriter list(List<Invocation> invocations) {
        JsonWriter out = new JsonWriter().beginArray();
        for (Invocation each : invocations) {
            out.beginObject();
            summary(each, out);
            out.endObject();
        }
        return out.endArray();
    }

    private static void summary(Invocation invocation, JsonWriter out) {
        out.name("number").number(invocation.number());
        out.name("title").string(invocation.title);
        out.name("began").string(invocation.began.toString());
        out.name("cold").bool(invocation.isCold());
        out.name("status").number(invocation.status());
        out.name("failure").stringOrNull(invocation.failure());
        out.name("micros").number(invocation.nanos() / 1_000);
    }

    static JsonWriter whole(Invocation invocation) {
        JsonWriter out = new JsonWriter().beginObject();
        summary(invocation, out);
        json(out.name("event"), invocation.event);
        json(out.name("reply"), invocation.reply());
        out.name("spans").beginArray();
        for (Invocation.Span each : invocation.spans()) {
            out.beginObject().name("name").string(each.name());
            out.name("begin").number(each.begin() / 1_000).name("end").number(each.end() / 1_000);
            out.endObject();
        }
        strings(out.endArray().name("log"), invocation.log());
        return out.endObject();
    }

    /** JSON as it is; what is none as a string. */
    private static void json(JsonWriter out, byte @Nullable [] bytes) {
        if (bytes == null || bytes.length == 0) {
            out.nullValue();
            return;
        }
        try {
            JsonReader in = new JsonReader(bytes);
            in.skipValue();
            in.end();
            out.raw(bytes);
        } catch (IOException none) {
            out.string(new String(bytes, StandardCharsets.UTF_8));
        }
    }
}
