package dev.lift.codec;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.FutureTask;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/** What no codec can be written for is an error at its line, which says what to do. */
class CompileErrorTest {
    @TempDir
    private static Path folder;

    private static final String HEAD = """
            package com.example;
            import dev.lift.json.*;
            import jakarta.validation.constraints.*;
            import java.math.*;
            import java.util.*;
            import java.util.function.*;
            import org.jspecify.annotations.*;
            """;

    /** Each case: the line of the error below the head from 1, what the message must say, and the source. */
    private record Case(int line, String message, String source) {}

    private static final List<Case> CASES = new ArrayList<>();

    private static void refused(int line, String message, String source) {
        CASES.add(new Case(line, message, source));
    }

    static {
        refused(1, "@Json is for records, sealed interfaces and enums; A is none", "@Json class A {}");
        refused(1, "@Json is for records, sealed interfaces and enums; A is none", "@Json interface A {}");
        refused(1, "no codec is known for java.lang.Object", "@Json record A(Object a) {}");
        refused(1, "no codec is known for java.util.Date; name a codec with @Json.With", "@Json record A(Date a) {}");
        refused(
                1,
                "no codec is known for com.example.B; annotate it with @Json",
                "@Json record A(B b) {} record B(int c) {}");
        refused(
                1,
                "no codec is known for com.example.B; annotate it with @Json",
                "@Json record A(List<B> b) {} class B {}");
        refused(
                1,
                "no codec is known for com.example.B; annotate it with @Json",
                "@Json record A(Map<String, B[]> b) {} interface B {}");
        refused(1, "a map needs keys of type String", "@Json record A(Map<Integer, String> a) {}");
        refused(1, "a codec must know which type ? is", "@Json record A(List<?> a) {}");
        refused(
                1,
                "a codec must know which type ? extends java.lang.Number is",
                "@Json record A(Optional<? extends Number> a) {}");
        refused(
                1,
                "have no type; give it a type argument",
                "@Json @SuppressWarnings(\"rawtypes\") record A(List a) {}");
        refused(
                1,
                "Java makes no arrays of java.util.List<java.lang.String>; use a List",
                "@Json record A(List<String>[] a) {}");
        refused(1, "databind writes a char[] as a string; make it a String", "@Json record A(char[] a) {}");
        refused(
                1,
                "is private, so no codec beside it can use it; make it package-private",
                "class A { @Json private record B(int c) {} }");
        refused(
                1,
                "C is private, so no codec beside it can use it",
                "class A { private static class C { @Json record B(int c) {} } }");
        refused(
                1,
                "the member 'x' of A is used by the component a already",
                "@Json record A(@Json.Name(\"x\") int a, int x) {}");
        refused(
                1,
                "the member 'a' of A is used by the component a already",
                "@Json record A(int a, @Json.Alias(\"a\") int b) {}");
        refused(
                1,
                "the member 'a_b' of A is used by the component aB already",
                "@Json(naming = Json.Naming.SNAKE_CASE) record A(int aB, int a_b) {}");
        refused(1, "the name of a member must not be empty", "@Json record A(@Json.Name(\"\") int a) {}");
        refused(1, "the string 'B' stands for A already", "@Json enum E { @Json.Name(\"B\") A, B }");
        refused(
                2,
                "A.next -> A; make one of these @Nullable, Optional or a List",
                "@NullMarked\n@Json record A(A next) {}");
        refused(
                2,
                "A.b -> B.c -> C.a -> A; make one",
                "@NullMarked class O {\n@Json record A(B b) {} @Json record B(C c) {} @Json record C(A a) {} }");
        refused(
                1,
                "an Optional is empty when its member is absent",
                "@Json record A(@Json.Default(\"x\") Optional<String> a) {}");
        refused(
                1,
                "what is required is never absent",
                "@Json record A(@Json.Required @Json.Default(\"x\") String a) {}");
        refused(
                2,
                "an ignored component has no value; make it @Nullable",
                "@NullMarked\n@Json record A(@Json.Ignore String a) {}");
        refused(1, "the default 'x' is no int", "@Json record A(@Json.Default(\"x\") int a) {}");
        refused(1, "the default '300' is no byte", "@Json record A(@Json.Default(\"300\") byte a) {}");
        refused(1, "the default 'yes' is no boolean", "@Json record A(@Json.Default(\"yes\") boolean a) {}");
        refused(1, "the default 'NaN' is no double", "@Json record A(@Json.Default(\"NaN\") double a) {}");
        refused(1, "the default 'ab' is no char", "@Json record A(@Json.Default(\"ab\") char a) {}");
        refused(
                1,
                "expected one of SMALL, XL",
                "@Json record A(@Json.Default(\"BIG\") S a) {} enum S { SMALL, @Json.Name(\"XL\") BIG }");
        refused(
                1,
                "the default '[1]' is no java.util.List<java.lang.Integer> (only [] can be one)",
                "@Json record A(@Json.Default(\"[1]\") List<Integer> a) {}");
        refused(
                1,
                "the default 'tomorrow' is no java.time.LocalDate",
                "@Json record A(@Json.Default(\"tomorrow\") java.time.LocalDate a) {}");
        refused(
                1,
                "a default is for strings, numbers, booleans",
                "@Json record A(@Json.Default(\"x\") B a) {} @Json record B(int c) {}");
        refused(
                1,
                "must be a JsonCodec<java.lang.String>",
                "@Json record A(@Json.With(BCodec.class) String a) {}" + codec("BCodec", "Integer"));
        refused(
                1,
                "BCodec needs a constructor without parameters",
                "@Json record A(@Json.With(BCodec.class) String a) {}"
                        + codec("BCodec", "String").replace("class BCodec", "abstract class BCodec"));
        refused(
                1,
                "must be a Predicate<java.lang.Integer>",
                "@Json record A(@Json.Matches(P.class) int a) {} class P implements Predicate<String> { public boolean test(String s) { return true; } }");
        refused(
                1,
                "P needs a constructor without parameters",
                "@Json record A(@Json.Matches(P.class) int a) {} class P implements Predicate<Integer> { P(int i) {} public boolean test(Integer s) { return true; } }");
        refused(
                1,
                "a sealed interface with type parameters has no codec",
                "@Json sealed interface S<T> permits R {} @Json record R(int a) implements S<String> {}");
        refused(
                1,
                "R, which it permits, must be a record without type parameters, annotated with @Json",
                "@Json sealed interface S permits R {} record R(int a) implements S {}");
        refused(
                1,
                "R, which it permits, must be a record",
                "@Json sealed interface S permits R {} final class R implements S {}");
        refused(
                1,
                "T, which it permits, must be sealed and annotated with @Json",
                "@Json sealed interface S permits T {} sealed interface T extends S permits R {} @Json record R(int a) implements T {}");
        refused(
                1,
                "the discriminator 'R' stands for R and Q",
                "@Json sealed interface S permits R, Q {} @Json record R() implements S {} @Json @Json.Name(\"R\") record Q() implements S {}");
        refused(
                1,
                "the member 'type' of R is used by the discriminator already",
                "@Json record R(String type) implements S {} @Json sealed interface S permits R {}");
        refused(
                1,
                "sealed interfaces with different discriminators, type and kind",
                "@Json record R() implements S, T {} @Json sealed interface S permits R {} @Json @Json.Discriminator(\"kind\") sealed interface T permits R {}");
        refused(
                1,
                "a discriminator is a name of ASCII characters, was 'tüp'",
                "@Json @Json.Discriminator(\"tüp\") sealed interface S permits R {} @Json record R() implements S {}");
        refused(
                1,
                "Lift runs no regular expressions on what a client sends",
                "@Json record A(@Pattern(regexp = \"a+\") String a) {}");
        refused(1, "Lift runs no regular expressions on what a client sends", "@Json record A(@Email String a) {}");
        refused(
                1,
                "@Past is not one of the constraints that a codec tests",
                "@Json record A(@Past java.time.Instant a) {}");
        refused(1, "@Min is for a number, and this is java.lang.String", "@Json record A(@Min(1) String a) {}");
        refused(
                1,
                "@Size is for a string, a collection, a map or an array, and this is int",
                "@Json record A(@Size(max = 1) int a) {}");
        refused(1, "@NotBlank is for a string, and this is int", "@Json record A(@NotBlank int a) {}");
        refused(1, "@AssertTrue is for a boolean, and this is int", "@Json record A(@AssertTrue int a) {}");
        refused(1, "a codec knows no validation groups", "@Json record A(@Min(value = 1, groups = A.class) int a) {}");
        refused(
                1,
                "the message 'at least {value}' would need interpolation",
                "@Json record A(@Min(value = 1, message = \"at least {value}\") int a) {}");
        refused(1, "'x' is no decimal number", "@Json record A(@DecimalMin(\"x\") BigDecimal a) {}");
        refused(3, "@Even is tested by a validator, which a codec has not", """
                @jakarta.validation.Constraint(validatedBy = {}) @interface Even { String message() default ""; Class<?>[] groups() default {}; Class<? extends jakarta.validation.Payload>[] payload() default {}; }

                @Json record A(@Even int a) {}
                """);
        refused(
                1,
                "does not read @JsonProperty; use @Json.Name, which databind honours too",
                "@Json record A(@com.fasterxml.jackson.annotation.JsonProperty(\"x\") int a) {}");
        refused(
                1,
                "does not read @JsonIgnoreProperties; use @Json(unknown = ...)",
                "@Json @com.fasterxml.jackson.annotation.JsonIgnoreProperties(\"x\") record A(int a) {}");
        refused(
                1,
                "the types in it have no end",
                "@Json record A(Box<String> a) {} @Json record Box<T>(T t, List<Box<List<T>>> more) {}");
        refused(1, "com.example.AJson exists already", "@Json record A(int a) {} class AJson {}");
    }

    private static String codec(String name, String type) {
        return " class " + name + " implements JsonCodec<" + type
                + "> {} "
                        .replace(
                                "{}",
                                "{ public Class<" + type
                                        + "> type() { return " + type + ".class; } public " + type
                                        + " read(JsonReader in) { return null; } public void write(" + type
                                        + " v, JsonWriter out) {} }");
    }

    @Test
    void typesWithoutEnd_onASmallStack_areAnErrorAndNoOverflow() throws Exception {
        Case endless = CASES.stream()
                .filter(each -> each.message().startsWith("the types in it have no end"))
                .findFirst()
                .orElseThrow();
        FutureTask<Boolean> check = new FutureTask<>(() -> {
            check(endless);
            return true;
        });
        new Thread(null, check, "small stack", 512 * 1024).start();
        check.get();
    }

    @TestFactory
    Stream<DynamicTest> types_withoutCodec_areErrorsThatHelp() {
        return CASES.stream().map(each -> DynamicTest.dynamicTest(each.message(), () -> check(each)));
    }

    private static void check(Case each) throws IOException {
        int headLines = HEAD.split("\n").length;
        Javac.Result result = Javac.to(folder.resolve(Integer.toString(CASES.indexOf(each))))
                .source(HEAD + each.source())
                .run();
        assertThat(result.succeeded).as(each.source()).isFalse();
        assertThat(result.errors())
                .as("%s%n%s", each.source(), result.errors())
                .anyMatch(error -> error.startsWith((headLines + each.line()) + ": com.example.")
                        && error.contains(each.message()));
    }
}
