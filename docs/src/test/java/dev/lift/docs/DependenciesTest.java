package dev.lift.docs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.Node;
import org.w3c.dom.NodeList;

/** What modules bring with them is what dependencies.md says. */
class DependenciesTest {
    private static final Path ROOT = Path.of("..");
    private static final Pattern ARTIFACT = Pattern.compile("`([a-zA-Z0-9.-]+)`");
    private static final List<String> MODULES = List.of(
            "lift-core",
            "lift-codec",
            "lift-errors",
            "lift-resources",
            "lift-middleware",
            "lift-events",
            "lift-openapi",
            "lift-aws",
            "lift-testing",
            "lift-local");

    /** Those of the page by module; a row without a module goes on with that of the row before. */
    private static Map<String, Set<String>> documented() throws IOException {
        Map<String, Set<String>> documented = new LinkedHashMap<>();
        String module = "";
        for (String line : Files.readAllLines(ROOT.resolve("docs/dependencies.md"))) {
            String[] cells = line.split("\\|", -1);
            if (cells.length < 6 || cells[1].contains("---") || cells[1].strip().equals("module")) {
                continue;
            }
            module = cells[1].isBlank() ? module : cells[1].strip();
            Set<String> artifacts = documented.computeIfAbsent(module, none -> new TreeSet<>());
            Matcher matcher = ARTIFACT.matcher(cells[2]);
            while (matcher.find()) {
                artifacts.add(matcher.group(1));
            }
            assertThat(cells[3].isBlank())
                    .as("licence of %s", cells[2])
                    .isEqualTo(cells[2].strip().equals("none"));
        }
        return documented;
    }

    private static Set<String> declared(String module) throws Exception {
        Document pom = DocumentBuilderFactory.newInstance()
                .newDocumentBuilder()
                .parse(ROOT.resolve(module).resolve("pom.xml").toFile());
        Set<String> declared = new TreeSet<>();
        NodeList dependencies = pom.getElementsByTagName("dependency");
        for (int i = 0; i < dependencies.getLength(); i++) {
            Element dependency = (Element) dependencies.item(i);
            String scope = text(dependency, "scope");
            boolean ofTheModule =
                    dependency.getParentNode().getParentNode().getNodeName().equals("project");
            if (ofTheModule
                    && !scope.equals("test")
                    && !scope.equals("provided")
                    && !text(dependency, "groupId").equals("dev.lift")) {
                declared.add(text(dependency, "artifactId"));
            }
        }
        return declared;
    }

    private static String text(Element parent, String name) {
        for (Node each = parent.getFirstChild(); each != null; each = each.getNextSibling()) {
            if (each.getNodeName().equals(name)) {
                return each.getTextContent();
            }
        }
        return "";
    }

    @Test
    void dependencies_areThoseOfThePage() throws Exception {
        Map<String, Set<String>> documented = documented();
        assertThat(documented.keySet()).containsExactlyElementsOf(MODULES);
        for (String module : MODULES) {
            assertThat(documented.get(module)).as(module).isEqualTo(declared(module));
        }
    }
}
