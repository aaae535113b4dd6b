package dev.lift.middleware;

import dev.lift.http.Request;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.slf4j.LoggerFactory;
import org.slf4j.MDC;
import org.slf4j.event.Level;
import org.slf4j.spi.LoggingEventBuilder;

/** Lines as key-values, and the MDC of what is logged further in. */
final class Slf4jSink implements AccessSink {
    @Override
    public @Nullable Object begin(Request request) {
        Map<String, String> before = MDC.getCopyOfContextMap();
        MDC.put("requestId", request.id());
        MDC.put("route", request.route().toString());
        Trace.of(request).ifPresent(trace -> MDC.put("traceId", trace.id()));
        return before;
    }

    @Override
    @SuppressWarnings("unchecked") // It is what begin has returned.
    public void end(@Nullable Object before) {
        if (before == null) {
            MDC.clear();
        } else {
            MDC.setContextMap((Map<String, String>) before);
        }
    }

    @Override
    public void write(AccessLine line) {
        Level level = line.level == AccessLine.Level.ERROR ? Level.ERROR : Level.INFO;
        LoggingEventBuilder event = LoggerFactory.getLogger("dev.lift.access").atLevel(level);
        for (Map.Entry<String, Object> field : line.fields.entrySet()) {
            event = event.addKeyValue(field.getKey(), field.getValue());
        }
        event.log(line.message);
    }

    @Override
    public String toString() {
        return "SLF4J";
    }
}
