package dev.lift.json;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import java.util.function.Predicate;

/**
 * Asks lift-codec to write the {@link JsonCodec} of a record, a sealed interface or an enum when it is compiled. A record {@code
 * NewOrder} gets a class {@code NewOrderJson} beside it, and each module one class {@code AppCodecs} whose {@code all()}
 * belongs into {@code Routes.codecs(...)}.
 *
 * <p>Where a type has no codec, databind reads and writes it, and honours the annotations in here alike, apart from {@link
 * Matches} and the constraints of Jakarta Validation.
 *
 * <p>Which members a client must send follows from the types: a primitive is required; what is not {@code @Nullable} in code that is
 * {@code @NullMarked} (JSpecify) is required and must not be {@code null}; an {@code Optional} never is.
 *
 * <pre>{@code
 * @Json(naming = Json.Naming.SNAKE_CASE, unknown = Json.Unknown.REFUSE)
 * record Parcel(
 *         String sku,
 *         @Json.Name("qty") @Json.Alias("amount") int quantity,
 *         @Json.Default("EUR") String currencyCode,
 *         Optional<String> note) {}
 * }</pre>
 */
@Documented
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
public @interface Json {
    /**
     * Returns how names of members are made from names of components that have no {@link Name}.
     *
     * @return the naming
     */
    Naming naming() default Naming.AS_IS;

    /**
     * Returns what becomes of members that no component has.
     *
     * @return the policy
     */
    Unknown unknown() default Unknown.IGNORE;

    /**
     * How names of members are made from names of components.
     *
     * <pre>{@code
     * String member = Json.Naming.KEBAB_CASE.memberOf("unitPrice");
     * }</pre>
     */
    enum Naming {
        /** As they are: {@code unitPrice}. */
        AS_IS,
        /** In lower case with underscores: {@code unit_price}. */
        SNAKE_CASE,
        /** In lower case with hyphens: {@code unit-price}. */
        KEBAB_CASE,
        /** With a capital first: {@code UnitPrice}. */
        UPPER_CAMEL_CASE;

        /**
         * Makes the name of a member. Each ASCII capital begins a word, unless it comes after another one.
         *
         * @param component the name of a component
         * @return the name of its member
         */
        public String memberOf(String component) {
            if (this == AS_IS || component.isEmpty()) {
                return component;
            }
            if (this == UPPER_CAMEL_CASE) {
                return String.valueOf(upper(component.charAt(0))).concat(component.substring(1));
            }
            StringBuilder member = new StringBuilder();
            for (int i = 0; i < component.length(); i++) {
                char c = component.charAt(i);
                boolean capital = isCapital(c);
                boolean afterCapital = i > 0 && isCapital(component.charAt(i - 1));
                boolean beforeSmall = i + 1 < component.length() && !isCapital(component.charAt(i + 1));
                if (capital && i > 0 && (!afterCapital || beforeSmall)) {
                    member.append(this == SNAKE_CASE ? '_' : '-');
                }
                member.append(capital ? (char) (c + ('a' - 'A')) : c);
            }
            return member.toString();
        }

        private static boolean isCapital(char c) {
            return c >= 'A' && c <= 'Z';
        }

        private static char upper(char c) {
            return c >= 'a' && c <= 'z' ? (char) (c - ('a' - 'A')) : c;
        }
    }

    /**
     * What becomes of members that no component has.
     *
     * <pre>{@code
     * Json.Unknown policy = Json.Unknown.REFUSE;
     * }</pre>
     */
    enum Unknown {
        /** They are checked to be JSON and passed over. */
        IGNORE,
        /** They are answered with 400. */
        REFUSE
    }

    /** Names the member of a component, the string of an enum constant, or the discriminator of a record of a sealed interface. */
    @Documented
    @Target({
        ElementType.RECORD_COMPONENT,
        ElementType.FIELD,
        ElementType.PARAMETER,
        ElementType.METHOD,
        ElementType.TYPE
    })
    @Retention(RetentionPolicy.RUNTIME)
    @interface Name {
        /**
         * Returns the name.
         *
         * @return the name, not empty
         */
        String value();
    }

    /** Gives a component further names that are read, and never written. */
    @Documented
    @Target({ElementType.RECORD_COMPONENT, ElementType.FIELD, ElementType.PARAMETER, ElementType.METHOD})
    @Retention(RetentionPolicy.RUNTIME)
    @interface Alias {
        /**
         * Returns the names.
         *
         * @return the names, none empty
         */
        String[] value();
    }

    /** Keeps a component out of JSON: it is not written, and a member of its name is passed over. It gets its default or null. */
    @Documented
    @Target({ElementType.RECORD_COMPONENT, ElementType.FIELD, ElementType.PARAMETER, ElementType.METHOD})
    @Retention(RetentionPolicy.RUNTIME)
    @interface Ignore {}

    /** Requires the member of a component that could be absent without it. It may be {@code null} where its type may. */
    @Documented
    @Target({ElementType.RECORD_COMPONENT, ElementType.FIELD, ElementType.PARAMETER, ElementType.METHOD})
    @Retention(RetentionPolicy.RUNTIME)
    @interface Required {}

    /** Gives the value of a component whose member is absent. */
    @Documented
    @Target({ElementType.RECORD_COMPONENT, ElementType.FIELD, ElementType.PARAMETER, ElementType.METHOD})
    @Retention(RetentionPolicy.RUNTIME)
    @interface Default {
        /**
         * Returns the value: the text of a string, enum constant, UUID or {@code java.time} type, or JSON for the others, such as
         * {@code 10}, {@code true} or {@code []}.
         *
         * @return the value, checked when the record is compiled
         */
        String value();
    }

    /** Reads and writes a component by a codec of one's own. The class needs a constructor without parameters. */
    @Documented
    @Target({ElementType.RECORD_COMPONENT, ElementType.FIELD, ElementType.PARAMETER, ElementType.METHOD})
    @Retention(RetentionPolicy.RUNTIME)
    @interface With {
        /**
         * Returns the codec.
         *
         * @return its class
         */
        Class<? extends JsonCodec<?>> value();
    }

    /** Names the member that says which record of a sealed interface an object is. It is {@code type} without this annotation. */
    @Documented
    @Target(ElementType.TYPE)
    @Retention(RetentionPolicy.RUNTIME)
    @interface Discriminator {
        /**
         * Returns the name of the member.
         *
         * @return the name, of ASCII characters
         */
        String value();
    }

    /**
     * Requires a component to pass a test: the place for patterns, as Lift runs no regular expression on what a client sends.
     * What does not pass is answered with 422. The class needs a constructor without parameters, and must be thread-safe.
     */
    @Documented
    @Target({ElementType.RECORD_COMPONENT, ElementType.FIELD, ElementType.PARAMETER, ElementType.METHOD})
    @Retention(RetentionPolicy.RUNTIME)
    @interface Matches {
        /**
         * Returns the test. A null does not get to it.
         *
         * @return its class, a predicate of the component's type
         */
        Class<? extends Predicate<?>> value();

        /**
         * Returns what the client is told.
         *
         * @return a fragment such as {@code must be a SKU}; {@code must be a} and the name of the class in words unless set
         */
        String detail() default "";
    }
}
