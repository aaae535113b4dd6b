package dev.lift.aws.parameters;

import java.io.IOException;
import java.io.InputStream;
import java.net.HttpURLConnection;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

/**
 * Configurations of AppConfig, from the extension that AWS has as a layer: no SDK is needed. A name is one of a configuration profile.
 *
 * <p>Immutable and thread-safe.
 *
 * <pre>{@code
 * Parameters features = Parameters.of(AppConfigParameters.of("shop", "production")).maxAge(Duration.ofSeconds(45));
 * String json = features.get("features");
 * }</pre>
 */
public final class AppConfigParameters implements ParameterSource {
    /** The extension's own port, unless {@code AWS_APPCONFIG_EXTENSION_HTTP_PORT} says another. */
    private static final int PORT = 2772;

    private static final int MOST_BYTES = 4 * 1024 * 1024;

    private final String application;
    private final String environment;
    private final int port;
    private final Duration timeout;

    private AppConfigParameters(String application, String environment, int port, Duration timeout) {
        this.application = application;
        this.environment = environment;
        this.port = port;
        this.timeout = timeout;
    }

    /**
     * Makes a source.
     *
     * @param application the name or id of the application
     * @param environment the name or id of its environment
     * @return the source
     */
    public static AppConfigParameters of(String application, String environment) {
        String port = System.getenv("AWS_APPCONFIG_EXTENSION_HTTP_PORT");
        return new AppConfigParameters(
                application, environment, port == null ? PORT : Integer.parseInt(port), Duration.ofSeconds(3));
    }

    /**
     * Sets the port of the extension.
     *
     * @param number the port
     * @return the source with it
     */
    public AppConfigParameters port(int number) {
        return new AppConfigParameters(application, environment, number, timeout);
    }

    /**
     * Sets how long to wait for the extension.
     *
     * @param time from a millisecond; three seconds unless set
     * @return the source with it
     * @throws IllegalArgumentException when it is below that
     */
    public AppConfigParameters timeout(Duration time) {
        if (time.toMillis() < 1) {
            throw new IllegalArgumentException("The time is a millisecond at least, was " + time);
        }
        return new AppConfigParameters(application, environment, port, time);
    }

    @Override
    public String fetch(String name) throws IOException {
        URI uri = URI.create("http://127.0.0.1:" + port + "/applications/" + segment(application) + "/environments/"
                + segment(environment) + "/configurations/" + segment(name));
        HttpURLConnection connection = (HttpURLConnection) uri.toURL().openConnection();
        connection.setConnectTimeout((int) timeout.toMillis());
        connection.setReadTimeout((int) timeout.toMillis());
        connection.setInstanceFollowRedirects(false);
        int status = connection.getResponseCode();
        if (status != 200) {
            throw new IOException("The extension of AppConfig has answered " + status + " for " + name);
        }
        try (InputStream in = connection.getInputStream()) {
            byte[] bytes = in.readNBytes(MOST_BYTES + 1);
            if (bytes.length > MOST_BYTES) {
                throw new IOException("The configuration " + name + " has more than " + MOST_BYTES + " bytes");
            }
            return new String(bytes, StandardCharsets.UTF_8);
        }
    }

    private static String segment(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }

    /** The application and the environment. */
    @Override
    public String toString() {
        return "AppConfigParameters[" + application + " " + environment + "]";
    }
}
