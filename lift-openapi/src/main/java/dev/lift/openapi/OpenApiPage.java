package dev.lift.openapi;

import dev.lift.http.Route;
import dev.lift.openapi.OpenApiBuilder.Described;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Writes the page: plain HTML, which needs no script, and opens what one clicks. */
final class OpenApiPage {
    private static final String STYLE = """
            :root{color-scheme:light dark;--line:#8886;--soft:#8882}
            body{font:16px/1.5 system-ui,sans-serif;max-width:60rem;margin:2rem auto;padding:0 1rem}
            h1{margin-bottom:0}
            h2{margin-top:2.5rem;border-bottom:1px solid var(--line)}
            details{border:1px solid var(--line);border-radius:6px;margin:.5rem 0}
            summary{padding:.5rem .75rem;cursor:pointer}
            details[open]>summary{border-bottom:1px solid var(--line)}
            details>div{padding:.25rem .75rem .75rem}
            code,pre{font:14px/1.45 ui-monospace,monospace}
            pre{background:var(--soft);padding:.75rem;overflow:auto;border-radius:6px}
            .method{display:inline-block;min-width:4.5em;font-weight:700}
            .about{opacity:.8}
            table{border-collapse:collapse;width:100%}
            th,td{text-align:left;vertical-align:top;padding:.3rem .75rem .3rem 0;border-bottom:1px solid var(--line)}
            """;

    private final OpenApiBuilder said;
    private final Schemas schemas;
    private final List<Described> routes;
    private final StringBuilder out = new StringBuilder();

    OpenApiPage(OpenApiBuilder said, Schemas schemas, List<Described> routes) {
        this.said = said;
        this.schemas = schemas;
        this.routes = routes;
    }

    /** Escapes what is significant in the text of an element and in a quoted attribute. */
    static String escaped(String text) {
        return text.replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("\"", "&quot;");
    }

    static String schemaLink(String name) {
        return "<a href=\"#schema-" + escaped(name) + "\">" + escaped(name) + "</a>";
    }

    String write() {
        String title = escaped(said.title);
        out.append("<!doctype html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n")
                .append("<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n<title>")
                .append(title)
                .append("</title>\n<style>\n")
                .append(STYLE)
                .append("</style>\n</head>\n<body>\n<h1>")
                .append(title)
                .append("</h1>\n<p class=\"about\">Version ")
                .append(escaped(said.version))
                .append("</p>\n");
        paragraphs(said.description);
        if (!said.servers.isEmpty()) {
            out.append("<p>Served at ");
            out.append(String.join(
                    ", ",
                    said.servers.stream()
                            .map(url -> "<code>" + escaped(url) + "</code>")
                            .toList()));
            out.append("</p>\n");
        }
        Map<String, List<Described>> byTag = new LinkedHashMap<>();
        routes.forEach(each -> byTag.computeIfAbsent(OpenApiDocument.tagOf(each), none -> new ArrayList<>())
                .add(each));
        byTag.forEach((tag, operations) -> {
            out.append("<h2>").append(escaped(tag)).append("</h2>\n");
            operations.forEach(this::operation);
        });
        out.append("<h2>Schemas</h2>\n");
        schemas.byName().forEach(this::schema);
        return out.append("</body>\n</html>\n").toString();
    }

    private void paragraphs(String text) {
        for (String paragraph : text.split("\n\n", -1)) {
            if (!paragraph.isBlank()) {
                out.append("<p>").append(escaped(paragraph.strip())).append("</p>\n");
            }
        }
    }

    private void operation(Described described) {
        Operation operation = described.operation();
        Route route = described.route();
        out.append("<details><summary><span class=\"method\">")
                .append(escaped(route.method()))
                .append("</span> <code>")
                .append(escaped(new PathTemplate(route.path()).toString()))
                .append("</code> <span class=\"about\">")
                .append(operation.deprecated ? "deprecated; " : "")
                .append(escaped(operation.summary))
                .append("</span></summary>\n<div>\n");
        paragraphs(operation.description);
        operation.security.forEach((scheme, scopes) -> security(scheme, scopes));
        parameters(route, operation);
        Class<?> body = operation.body;
        if (body != null) {
            out.append("<p>Body: ").append(schemaLink(schemas.nameOf(body))).append("</p>\n");
        }
        out.append("<table><tr><th>Reply</th><th>Body</th><th>When</th></tr>\n");
        for (Operation.Reply each : operation.sortedReplies()) {
            row("" + each.status(), bodyOf(each.type(), each.mediaType()), escaped(each.description()));
        }
        row("any other", schemaLink("Problem"), "Any other error");
        out.append("</table>\n</div></details>\n");
    }

    private String bodyOf(@Nullable Class<?> type, String mediaType) {
        if (mediaType.isEmpty()) {
            return "";
        }
        return schemaLink(type == null ? "Problem" : schemas.nameOf(type));
    }

    private void security(String scheme, Set<String> scopes) {
        out.append("<p>Needs <code>").append(escaped(scheme)).append("</code>");
        if (!scopes.isEmpty()) {
            out.append(" with ").append(escaped(String.join(", ", scopes)));
        }
        out.append("</p>\n");
    }

    private void parameters(Route route, Operation operation) {
        List<PathTemplate.Segment> segments = new PathTemplate(route.path()).parameters();
        if (segments.isEmpty() && operation.parameters.isEmpty()) {
            return;
        }
        out.append("<table><tr><th>Parameter</th><th>In</th><th>About</th></tr>\n");
        for (PathTemplate.Segment each : segments) {
            String about = each.tail() ? "the rest of the path" : each.type();
            row("<code>" + escaped(each.name()) + "</code>", "path", escaped(about));
        }
        for (Operation.Parameter each : operation.parameters.values()) {
            String needed = each.required() ? ", needed" : "";
            row("<code>" + escaped(each.name()) + "</code>", each.place() + needed, escaped(each.description()));
        }
        out.append("</table>\n");
    }

    private void row(String one, String two, String three) {
        out.append("<tr><td>")
                .append(one)
                .append("</td><td>")
                .append(two)
                .append("</td><td>")
                .append(three)
                .append("</td></tr>\n");
    }

    private void schema(String name, byte[] json) {
        out.append("<h3 id=\"schema-")
                .append(escaped(name))
                .append("\">")
                .append(escaped(name))
                .append("</h3>\n<pre>")
                .append(PrettyJson.of(json))
                .append("</pre>\n");
    }
}
