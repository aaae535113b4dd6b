package dev.lift.docs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Each fault of the catalogue has a test that is named by it, or a reason in reliability.md why it has none. */
class TraceabilityTest {
    private static final Path ROOT = Path.of("..");
    private static final Pattern ID = Pattern.compile("(?<![A-Z])([A-Z]{2})-?(\\d{2})(?!\\d)");

    /** How many faults each class of the catalogue has. */
    private static final Map<String, Integer> CLASSES = new LinkedHashMap<>();

    static {
        CLASSES.put("EV", 28);
        CLASSES.put("BD", 22);
        CLASSES.put("PA", 31);
        CLASSES.put("QS", 12);
        CLASSES.put("HD", 14);
        CLASSES.put("CK", 11);
        CLASSES.put("RS", 15);
        CLASSES.put("DO", 12);
        CLASSES.put("CO", 14);
        CLASSES.put("JW", 23);
        CLASSES.put("AU", 12);
        CLASSES.put("RL", 13);
        CLASSES.put("ID", 18);
        CLASSES.put("VA", 10);
        CLASSES.put("ER", 14);
        CLASSES.put("EX", 19);
        CLASSES.put("CC", 8);
        CLASSES.put("LC", 16);
        CLASSES.put("PO", 22);
        CLASSES.put("RE", 21);
        CLASSES.put("LI", 10);
        CLASSES.put("WS", 10);
        CLASSES.put("CA", 8);
        CLASSES.put("CF", 7);
    }

    private static Set<String> idsIn(String text) {
        Set<String> ids = new TreeSet<>();
        Matcher matcher = ID.matcher(text);
        while (matcher.find()) {
            ids.add(matcher.group(1) + "-" + matcher.group(2));
        }
        return ids;
    }

    private static Set<String> idsOfTests() throws IOException {
        Set<String> ids = new TreeSet<>();
        try (Stream<Path> files = Files.walk(ROOT)) {
            List<Path> tests = files.filter(each -> each.toString().endsWith(".java"))
                    .filter(each -> each.toString().contains("/src/test/java/")
                            || each.toString().contains("benchmarks/stress"))
                    .filter(each -> !each.endsWith("TraceabilityTest.java"))
                    .toList();
            assertThat(tests).hasSizeGreaterThan(100);
            for (Path each : tests) {
                ids.addAll(idsIn(read(each)));
            }
        }
        return ids;
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    @Test
    void faults_haveTests_orAReason() throws IOException {
        Set<String> tested = idsOfTests();
        Set<String> explained = idsIn(read(ROOT.resolve("docs/reliability.md")));
        Set<String> missing = new TreeSet<>();
        CLASSES.forEach((name, count) -> {
            for (int i = 1; i <= count; i++) {
                String id = "%s-%02d".formatted(name, i);
                if (!tested.contains(id) && !explained.contains(id)) {
                    missing.add(id);
                }
            }
        });
        assertThat(missing).isEmpty();
        assertThat(CLASSES.values().stream().mapToInt(Integer::intValue).sum()).isEqualTo(370);
    }
}
