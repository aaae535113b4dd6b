package dev.lift.errors;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.LoggerFactory;

/** Shows the causes of an error in the reply: for a laptop, and never by accident on Lambda. */
final class Development {
    private static final int MAX_FRAMES = 10;

    private Development() {}

    static boolean isOn(boolean wanted, Function<String, @Nullable String> environment) {
        String property = System.getProperty(ErrorMapping.DEVELOPMENT, "");
        boolean forced = property.equals("force");
        if (!wanted && !forced && !property.equals("true")) {
            return false;
        }
        boolean onLambda = environment.apply("AWS_LAMBDA_FUNCTION_NAME") != null;
        boolean on = forced || !onLambda;
        warn(
                on
                        ? "Development mode: replies show the causes of errors"
                        : "Development mode is asked for and stays off, as this is a function on Lambda; "
                                + "-Dlift.development=force would switch it on");
        return on;
    }

    private static void warn(String message) {
        try {
            LoggerFactory.getLogger("dev.lift.errors").warn(message);
        } catch (RuntimeException | LinkageError failed) {
            // A logging backend that fails must not keep the function from starting.
        }
    }

    static MappedError show(MappedError error) {
        List<Map<String, Object>> causes = new ArrayList<>();
        for (Throwable cause : Causes.of(error.thrown())) {
            Map<String, Object> shown = new LinkedHashMap<>();
            shown.put("class", cause.getClass().getName());
            String message = Causes.message(cause);
            if (message != null) {
                shown.put("message", message);
            }
            List<String> frames = new ArrayList<>();
            for (StackTraceElement frame : Causes.stackTrace(cause)) {
                if (frames.size() < MAX_FRAMES) {
                    frames.add(frame.toString());
                }
            }
            shown.put("at", frames);
            causes.add(shown);
        }
        return error.withProblem(error.problem().with("causes", causes));
    }
}
