package dev.lift.errors;

import dev.lift.json.JsonWriter;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The errors that an app answers with, declared once: for the code that throws them, for a page that clients read, and for
 * whatever describes the API. Codes that are malformed or declared twice are refused when the app is built; {@link #undeclared}
 * lets a test find those that are thrown and not declared.
 *
 * <p>Immutable and thread-safe.
 *
 * <pre>{@code
 * Catalogue catalogue = Catalogue.of(OrderError.values());
 * String page = catalogue.toMarkdown();
 * }</pre>
 */
public final class Catalogue {
    static final Catalogue EMPTY = new Catalogue(Map.of());

    private final Map<String, ErrorCode> codes;

    private Catalogue(Map<String, ErrorCode> codes) {
        this.codes = codes;
    }

    /**
     * Makes a catalogue.
     *
     * @param codes the codes, such as the values of an enum
     * @return the catalogue
     * @throws IllegalArgumentException when a code is malformed or declared twice, its status outside 400 to 599, or its documentation
     *     no URI
     */
    public static Catalogue of(ErrorCode... codes) {
        return EMPTY.with(codes);
    }

    /**
     * Returns a copy with further codes, such as those of another part of the app.
     *
     * @param more the codes
     * @return the copy
     * @throws IllegalArgumentException when a code is malformed or declared twice, its status outside 400 to 599, or its documentation
     *     no URI
     */
    public Catalogue with(ErrorCode... more) {
        Map<String, ErrorCode> all = new LinkedHashMap<>(codes);
        for (ErrorCode each : more) {
            SimpleErrorCode.check(each.code(), each.status());
            each.documentation().ifPresent(Members::uri);
            ErrorCode previous = all.putIfAbsent(each.code(), each);
            if (previous != null) {
                throw new IllegalArgumentException("The error code '" + each.code() + "' is declared twice, as "
                        + previous + " and as " + each + "; remove one");
            }
        }
        return new Catalogue(all);
    }

    /**
     * Returns the codes that Lift's own mapping answers with: of what each status means, and of its ready-made rules.
     *
     * @return the codes, by status
     */
    public static List<ErrorCode> builtIn() {
        List<ErrorCode> builtIn = new ArrayList<>();
        for (int status : new int[] {400, 401, 403, 404, 405, 406, 413, 414, 415, 422, 429, 431, 500}) {
            builtIn.add(SimpleErrorCode.ofStatus(status));
        }
        builtIn.addAll(List.of(LibraryErrors.codes()));
        return builtIn;
    }

    /**
     * Returns the codes.
     *
     * @return the codes in the order of their declaration
     */
    public Collection<ErrorCode> codes() {
        return Collections.unmodifiableCollection(codes.values());
    }

    /**
     * Returns a code by its name.
     *
     * @param code the name
     * @return the code, or empty when none is declared
     */
    public Optional<ErrorCode> find(String code) {
        return Optional.ofNullable(codes.get(code));
    }

    /** Refuses a code that is not declared, in an app that has a catalogue. */
    void check(ErrorCode code) {
        if (!codes.isEmpty() && !isDeclared(code)) {
            throw new IllegalArgumentException("The error code '" + code.code() + "' with status " + code.status()
                    + " is not declared; add it to the catalogue");
        }
    }

    private boolean isDeclared(ErrorCode code) {
        ErrorCode declared = codes.get(code.code());
        return declared != null && declared.status() == code.status();
    }

    /** Tells whether a code is declared, where there are declarations; what Lift answers by itself always is. */
    boolean isDeclared(ApiException exception) {
        return codes.isEmpty() || isDeclared(exception.code()) || isBuiltIn(exception.code());
    }

    private static boolean isBuiltIn(ErrorCode code) {
        for (ErrorCode each : builtIn()) {
            if (each.code().equals(code.code())) {
                return true;
            }
        }
        return SimpleErrorCode.ofStatus(code.status()).code().equals(code.code());
    }

    /**
     * Finds the codes that compiled classes name in calls of {@link Problems} and that are not declared, and the calls whose code
     * is no constant. For a test of the app; needs {@code org.ow2.asm:asm} on its class path.
     *
     * @param classes a folder of class files, such as {@code target/classes}
     * @return a line for each, with its class, method and line; empty when all are declared
     * @throws IOException when the folder can not be read
     */
    public List<String> undeclared(Path classes) throws IOException {
        return new UndeclaredCodes(this).find(classes);
    }

    /**
     * Writes the page that clients read.
     *
     * @return a table in Markdown, by status and then by code
     */
    public String toMarkdown() {
        StringBuilder page = new StringBuilder("| code | status | meaning | try again |\n|---|---|---|---|\n");
        for (ErrorCode code : sorted()) {
            String name = "`" + code.code() + "`";
            String documentation = code.documentation().orElse("");
            page.append("| ")
                    .append(documentation.isEmpty() ? name : "[" + name + "](" + documentation + ")")
                    .append(" | ")
                    .append(code.status())
                    .append(" | ")
                    .append(cell(code.title()))
                    .append(" | ")
                    .append(code.isRetryable() ? "yes" : "no")
                    .append(" |\n");
        }
        return page.toString();
    }

    /** Returns text that can neither end a cell of a table nor a line. */
    private static String cell(String text) {
        return text.replace("\\", "\\\\").replace("|", "\\|").replace('\n', ' ').replace('\r', ' ');
    }

    /**
     * Writes the catalogue for programs.
     *
     * @return a JSON array of objects with {@code code}, {@code status}, {@code title}, {@code documentation} where there is one,
     *     and {@code retryable}
     */
    public byte[] toJson() {
        JsonWriter out = new JsonWriter();
        out.beginArray();
        for (ErrorCode code : sorted()) {
            out.beginObject();
            out.name("code").string(code.code());
            out.name("status").number(code.status());
            out.name("title").string(code.title());
            code.documentation().ifPresent(url -> out.name("documentation").string(url));
            out.name("retryable").bool(code.isRetryable());
            out.endObject();
        }
        out.endArray();
        return out.toByteArray();
    }

    private List<ErrorCode> sorted() {
        List<ErrorCode> sorted = new ArrayList<>(codes.values());
        sorted.sort((one, other) -> one.status() != other.status()
                ? Integer.compare(one.status(), other.status())
                : one.code().compareTo(other.code()));
        return sorted;
    }
}
