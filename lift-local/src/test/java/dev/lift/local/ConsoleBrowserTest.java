package dev.lift.local;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.logging.Level;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.openqa.selenium.By;
import org.openqa.selenium.Dimension;
import org.openqa.selenium.Keys;
import org.openqa.selenium.OutputType;
import org.openqa.selenium.WebElement;
import org.openqa.selenium.chrome.ChromeDriver;
import org.openqa.selenium.chrome.ChromeDriverService;
import org.openqa.selenium.chrome.ChromeOptions;
import org.openqa.selenium.logging.LogType;
import org.openqa.selenium.support.ui.WebDriverWait;

/** The console in a real browser. Runs where there are Chromium and its driver; CI has them. */
@Timeout(value = 120, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class ConsoleBrowserTest {
    private static @Nullable ChromeDriver driver;

    @SuppressWarnings("NullAway.Init")
    private LocalGateway gateway;

    private static Optional<Path> program(String... names) {
        return Stream.of(System.getenv().getOrDefault("PATH", "").split(File.pathSeparator, -1))
                .flatMap(each -> Stream.of(names).map(name -> Path.of(each, name)))
                .filter(Files::isExecutable)
                .findFirst();
    }

    @BeforeAll
    static void open() {
        Optional<Path> browser = program("chromium", "chromium-browser", "google-chrome");
        Optional<Path> service = program("chromedriver");
        Assumptions.assumeTrue(
                browser.isPresent() && service.isPresent(), "There are no Chromium and chromedriver on the PATH");
        ChromeOptions options = new ChromeOptions();
        options.setBinary(browser.get().toString());
        options.addArguments(
                "--headless",
                "--no-sandbox",
                "--disable-gpu",
                "--no-first-run",
                "--disable-background-networking",
                "--disable-component-update",
                "--disable-sync",
                "--disable-dev-shm-usage");
        org.openqa.selenium.logging.LoggingPreferences logs = new org.openqa.selenium.logging.LoggingPreferences();
        logs.enable(LogType.BROWSER, Level.ALL);
        options.setCapability("goog:loggingPrefs", logs);
        driver = new ChromeDriver(
                new ChromeDriverService.Builder()
                        .usingDriverExecutable(service.get().toFile())
                        .build(),
                options);
        driver.manage().window().setSize(new Dimension(1400, 1000));
    }

    @AfterAll
    static void quit() {
        if (driver != null) {
            driver.quit();
        }
    }

    @BeforeEach
    void start() {
        gateway = LocalGateway.of(new ConsoleTest.Function())
                .port(0)
                .console(true)
                .start();
        browser().get("http://localhost:" + gateway.port() + "/_lift");
        await("function", ConsoleTest.Function.class.getName());
    }

    /** Whatever a test does, the page must not run into an error, nor its policy be broken. */
    @AfterEach
    void stop() {
        List<String> errors = browser().manage().logs().get(LogType.BROWSER).getAll().stream()
                .filter(each -> each.getLevel().intValue() >= Level.SEVERE.intValue())
                // What the app answers with an error is logged too.
                .filter(each -> !each.getMessage().contains("Failed to load resource"))
                .map(Object::toString)
                .toList();
        browser().get("about:blank");
        gateway.close();
        assertThat(errors).isEmpty();
    }

    private static ChromeDriver browser() {
        ChromeDriver opened = driver;
        if (opened == null) {
            throw new IllegalStateException("There is no browser");
        }
        return opened;
    }

    private static WebElement find(String id) {
        return browser().findElement(By.id(id));
    }

    private static void await(String id, String text) {
        boolean unused = new WebDriverWait(browser(), Duration.ofSeconds(20))
                .until(page -> page.findElement(By.id(id)).getText().contains(text));
    }

    private String get(String target) throws IOException {
        return LocalGatewayTest.send(gateway, "GET " + target + " HTTP/1.1", new byte[0]);
    }

    /** For people to look at. */
    private static void screenshot(String name) throws IOException {
        Path folder = Files.createDirectories(Path.of("target", "screenshots"));
        Files.write(folder.resolve(name + ".png"), browser().getScreenshotAs(OutputType.BYTES));
    }

    private static void click(String id) {
        find(id).click();
    }

    private static void view(String name) {
        browser().findElement(By.cssSelector("nav a[href='#" + name + "']")).click();
    }

    @Test
    void invocations_appearByThemselves_andShowWhatHappened() throws IOException {
        get("/orders/failing?x=%3Cscript%3Ealert(1)%3C/script%3E");
        get("/health/ready");
        await("list", "GET /health/ready");
        assertThat(find("list").getText()).contains("cold", "500", "200");
        browser().findElements(By.cssSelector("#list tr")).get(1).sendKeys(Keys.ENTER);
        await("title", "GET /orders/failing");
        assertThat(find("spans").getText()).contains("Outer", "Inner", "with the handler");
        assertThat(find("reply").getText()).contains("\"statusCode\": 500");
        assertThat(find("event").getText()).contains("rawPath", "script");
        screenshot("invocations");
    }

    @Test
    void replay_andEdit_sendTheEventAgain() throws IOException {
        get("/health/ready");
        await("list", "GET /health/ready");
        browser().findElement(By.cssSelector("#list tr")).click();
        await("title", "#1 ");
        click("replay");
        await("title", "#2 event");
        await("reply", "\"statusCode\": 200");
        click("edit");
        WebElement editor = find("json");
        assertThat(editor.getDomProperty("value")).contains("/health/ready");
        editor.clear();
        editor.sendKeys("{\"Records\":[{\"body\":\"bad\"}]}");
        browser().findElement(By.cssSelector("#editor button")).click();
        await("failure", "bad message");
        assertThat(find("list").getText()).contains("failed");
    }

    @Test
    void request_isSentFromItsForm_andAMessageFromATemplate() throws IOException {
        view("send");
        find("method").clear();
        find("method").sendKeys("POST");
        find("target").clear();
        find("target").sendKeys("/orders/7");
        find("headers").sendKeys("Content-Type: application/json");
        find("body").sendKeys("\"mug\"");
        screenshot("send");
        browser().findElement(By.cssSelector("#request button")).click();
        await("title", "POST /orders/7");
        await("reply", "\"statusCode\": 201");
        view("send");
        assertThat(find("json").getDomProperty("value")).contains("aws:sqs");
        browser().findElement(By.cssSelector("#editor button")).click();
        await("reply", "batchItemFailures");
    }

    @Test
    void input_malformed_isSaid() {
        view("send");
        find("json").clear();
        find("json").sendKeys("no JSON");
        browser().findElement(By.cssSelector("#editor button")).click();
        await("message", "An event is a JSON object");
    }

    @Test
    void lifecycle_isDrivenByButtons() throws IOException {
        await("state", "running");
        assertThat(find("thaw").isEnabled()).isFalse();
        click("freeze");
        await("state", "frozen");
        assertThat(find("freeze").isEnabled()).isFalse();
        click("thaw");
        await("state", "running");
        click("restore");
        await("state", "restored");
        get("/health/ready");
        await("list", "cold");
    }

    @Test
    void routes_health_andOpenApi_areThere() throws IOException {
        view("routes");
        assertThat(find("table").getText()).contains("/orders/{id:int}", "Outer › Absent › Inner", "String", "orders");
        screenshot("routes");
        view("pages");
        await("found", "ready");
        screenshot("pages");
        browser().get("http://localhost:" + gateway.port() + "/_lift/openapi");
        assertThat(browser().findElement(By.tagName("h1")).getText()).isEqualTo("Function");
        browser().findElements(By.tagName("summary")).forEach(WebElement::click);
        assertThat(browser().findElement(By.tagName("body")).getText()).contains("POST", "/orders/{id}");
        screenshot("openapi");
    }

    @Test
    void page_saysWhenTheGatewayIsGone() {
        gateway.close();
        await("message", "The gateway does not answer");
    }

    /** WCAG 2.2, 4.1.2: each field and button has a name, in each view. */
    @Test
    void controls_haveNames() throws IOException {
        get("/health/ready");
        await("list", "GET /health/ready");
        browser().findElement(By.cssSelector("#list tr")).click();
        await("title", "#1 ");
        int controls = 0;
        for (String view : List.of("invocations", "send", "routes", "pages")) {
            view(view);
            for (WebElement each :
                    browser().findElements(By.cssSelector("button, input, textarea, select, a, section, nav"))) {
                if (each.isDisplayed()) {
                    assertThat(each.getAccessibleName())
                            .as("%s", each.getDomProperty("outerHTML"))
                            .isNotBlank();
                    controls++;
                }
            }
        }
        assertThat(controls).isGreaterThan(40);
    }
}
