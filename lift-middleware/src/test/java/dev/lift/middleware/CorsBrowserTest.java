package dev.lift.middleware;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpServer;
import dev.lift.Lift;
import dev.lift.http.Response;
import dev.lift.lambda.LiftHandler;
import dev.lift.local.LocalGateway;
import java.io.File;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Executors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * CO-14: what a real browser makes of the replies. Runs where there is Chromium; CI has it. Pages come from many hosts, which are all
 * this machine to the browser.
 */
@Timeout(value = 300, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class CorsBrowserTest {
    /** A page that sends one request of each kind and shows which of them it could read. */
    private static final String PAGE = """
            <!doctype html><title>waiting</title><pre id="verdicts"></pre><script>
            const api = new URLSearchParams(location.search).get('api');
            const kinds = {
              'simple GET': {},
              'text POST': {method: 'POST', headers: {'Content-Type': 'text/plain'}, body: 'a'},
              'JSON POST': {method: 'POST', headers: {'Content-Type': 'application/json'}, body: '{}'},
              'PUT': {method: 'PUT', body: 'a'},
              'other header': {headers: {'X-Other': 'a'}},
              'credentials': {credentials: 'include'},
              'error': {path: '/absent'}
            };
            (async () => {
              const verdicts = {};
              for (const [name, options] of Object.entries(kinds)) {
                try {
                  const reply = await fetch(api + (options.path || '/'), options);
                  const text = await reply.text();
                  verdicts[name] = text.length > 0 ? 'read ' + reply.status + ' ' + reply.headers.get('X-Shown') : 'empty';
                } catch (refused) {
                  verdicts[name] = 'refused';
                }
              }
              const json = JSON.stringify(verdicts);
              document.getElementById('verdicts').textContent = json;
            })();
            </script>
            """;

    private static final Set<String> BY_DEFAULT = Set.of("simple GET", "text POST", "JSON POST", "error");

    @TempDir
    Path folder = Path.of("");

    private static final class Function extends LiftHandler {
        Function(Cors cors) {
            super(Lift.of(routes -> routes.use(cors)
                    .get(
                            "/",
                            request -> Response.text("got")
                                    .header("X-Shown", "yes")
                                    .header("X-Hidden", "yes"))
                    .post("/", request -> Response.text("posted").header("X-Shown", "yes"))
                    .put("/", request -> Response.text("put").header("X-Shown", "yes"))));
        }
    }

    private static Optional<Path> browser() {
        return Stream.of(System.getenv().getOrDefault("PATH", "").split(File.pathSeparator, -1))
                .flatMap(each -> Stream.of("chromium", "chromium-browser", "google-chrome")
                        .map(name -> Path.of(each, name)))
                .filter(Files::isExecutable)
                .findFirst();
    }

    private static HttpServer pages() throws IOException {
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(Executors.newCachedThreadPool());
        server.createContext("/", exchange -> {
            try (exchange) {
                byte[] page = PAGE.getBytes(StandardCharsets.UTF_8);
                if (exchange.getRequestURI().getPath().equals("/sandbox")) {
                    // The page has no origin then: it sends "null".
                    exchange.getResponseHeaders().add("Content-Security-Policy", "sandbox allow-scripts");
                }
                exchange.getResponseHeaders().add("Content-Type", "text/html; charset=utf-8");
                exchange.sendResponseHeaders(200, page.length);
                exchange.getResponseBody().write(page);
            }
        });
        server.start();
        return server;
    }

    private JsonNode visit(Path browser, String page, int api) throws Exception {
        Path profile = Files.createTempDirectory(folder, "profile");
        Process process = new ProcessBuilder(
                        browser.toString(),
                        "--headless",
                        "--no-sandbox",
                        "--disable-gpu",
                        "--no-first-run",
                        "--disable-background-networking",
                        "--disable-component-update",
                        "--disable-sync",
                        "--disable-features=HttpsUpgrades,LocalNetworkAccessChecks",
                        "--host-resolver-rules=MAP * 127.0.0.1",
                        "--user-data-dir=" + profile,
                        "--virtual-time-budget=20000",
                        "--dump-dom",
                        page + "?api=http://api.example.com:" + api)
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        String dom = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(dom).isZero();
        String json = dom.replaceAll("(?s).*<pre id=\"verdicts\">(.*?)</pre>.*", "$1");
        assertThat(json).as("%s: %s", page, dom).startsWith("{");
        return new ObjectMapper().readTree(json);
    }

    @Test
    void CO14_browser_readsWhatIsAllowed_andNothingElse() throws Exception {
        Optional<Path> browser = browser();
        Assumptions.assumeTrue(browser.isPresent(), "There is no Chromium on the PATH");
        HttpServer pages = pages();
        HttpServer elsewhere = pages();
        int port = pages.getAddress().getPort();
        String at = ":" + port;
        Cors some = Cors.of("http://app.example.com" + at, "http://localhost" + at)
                .headers("Content-Type")
                .exposed("X-Shown");
        Cors withCredentials = Cors.of("http://localhost" + at)
                .headers("Content-Type")
                .exposed("X-Shown")
                .credentials();
        List<String> faults = new ArrayList<>();
        try (LocalGateway api = LocalGateway.of(new Function(some)).port(0).start();
                LocalGateway cookies =
                        LocalGateway.of(new Function(withCredentials)).port(0).start();
                LocalGateway open =
                        LocalGateway.of(new Function(Cors.anyOrigin())).port(0).start()) {
            Map<String, Set<String>> expected = new LinkedHashMap<>();
            expected.put("http://app.example.com" + at + "/page", BY_DEFAULT);
            expected.put("http://localhost" + at + "/page", BY_DEFAULT);
            expected.put("http://APP.example.com" + at + "/page", BY_DEFAULT);
            for (String host : List.of(
                    "evil.example.com",
                    "app.example.com.evil.com",
                    "evilapp.example.com",
                    "sub.app.example.com",
                    "appxexample.com",
                    "127.0.0.1",
                    "xn--pp-yia.example.com")) {
                expected.put("http://" + host + at + "/page", Set.of());
            }
            expected.put("http://app.example.com:" + elsewhere.getAddress().getPort() + "/page", Set.of());
            expected.put("http://app.example.com" + at + "/sandbox", Set.of());
            for (Map.Entry<String, Set<String>> each : expected.entrySet()) {
                compare(each.getKey(), visit(browser.get(), each.getKey(), api.port()), each.getValue(), "yes", faults);
            }
            Set<String> all = Set.of("simple GET", "text POST", "JSON POST", "credentials", "error");
            String local = "http://localhost" + at + "/page";
            compare(local, visit(browser.get(), local, cookies.port()), all, "yes", faults);
            String app = "http://app.example.com" + at + "/page";
            compare(app, visit(browser.get(), app, cookies.port()), Set.of(), "yes", faults);
            String sandbox = "http://app.example.com" + at + "/sandbox";
            compare(
                    sandbox,
                    visit(browser.get(), sandbox, open.port()),
                    Set.of("simple GET", "text POST", "error"),
                    "null",
                    faults);
        } finally {
            pages.stop(0);
            elsewhere.stop(0);
        }
        assertThat(faults).isEmpty();
    }

    private static void compare(
            String page, JsonNode verdicts, Set<String> readable, String shown, List<String> faults) {
        assertThat(verdicts.size()).isEqualTo(7);
        verdicts.properties().forEach(verdict -> {
            String expected = !readable.contains(verdict.getKey())
                    ? "refused"
                    : verdict.getKey().equals("error") ? "read 404 null" : "read 200 " + shown;
            if (!verdict.getValue().textValue().equals(expected)) {
                faults.add(page + ", " + verdict.getKey() + ": "
                        + verdict.getValue().textValue() + ", expected " + expected);
            }
        });
    }
}
