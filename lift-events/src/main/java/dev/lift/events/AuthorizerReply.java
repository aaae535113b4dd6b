package dev.lift.events;

import dev.lift.json.JsonWriter;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What a Lambda authorizer decides: an IAM policy for what it names, or, for HTTP APIs with simple responses, yes or no; and what the app
 * learns of the caller, as {@code request.invocation().lambdaAuthorizer()}.
 *
 * <p>An API that caches decisions uses one policy for all requests with the same identity: one that allows a single method would refuse the
 * caller's next request to another. {@link #stageOf} is for that; which of the stage's routes a caller may use is then up to the app
 * ({@code Authorization} of lift-middleware).
 *
 * <p>Immutable and thread-safe; each method returns a changed copy.
 *
 * <pre>{@code
 * AuthorizerHandler cached = request ->
 *         AuthorizerReply.allow("ada", AuthorizerReply.stageOf(request.arn())).with("roles", "admin");
 * }</pre>
 */
public final class AuthorizerReply {
    /** The most bytes that API Gateway takes. */
    public static final int MAX_BYTES = 8_192;

    /** One API of one account and region, then what of it. */
    private static final Pattern RESOURCE =
            Pattern.compile("arn:aws[a-z-]*:execute-api:[a-z0-9-]+:[0-9]{12}:[a-z0-9]+/[^\"\\\\\\s]+");

    private final boolean allowed;
    private final @Nullable String principal;
    private final List<String> resources;
    private final Map<String, Object> context;

    private AuthorizerReply(
            boolean allowed, @Nullable String principal, List<String> resources, Map<String, Object> context) {
        this.allowed = allowed;
        this.principal = principal;
        this.resources = resources;
        this.context = context;
    }

    /**
     * Allows a caller something.
     *
     * @param principal who the caller is, not blank
     * @param resources the ARNs of what is allowed, at least one; {@code *} and <code>?</code> stand for any after the id of the API
     * @return the reply
     * @throws IllegalArgumentException when there is no principal or resource, or a resource is not of one API
     */
    public static AuthorizerReply allow(String principal, String... resources) {
        return policy(/* allowed= */ true, principal, resources);
    }

    /**
     * Denies a caller something; the API answers 403.
     *
     * @param principal who the caller is, not blank
     * @param resources the ARNs of what is denied, as above
     * @return the reply
     * @throws IllegalArgumentException when there is no principal or resource, or a resource is not of one API
     */
    public static AuthorizerReply deny(String principal, String... resources) {
        return policy(/* allowed= */ false, principal, resources);
    }

    private static AuthorizerReply policy(boolean allowed, String principal, String... resources) {
        if (principal.isBlank() || resources.length == 0) {
            throw new IllegalArgumentException("A policy needs a principal and a resource");
        }
        for (String each : resources) {
            if (!RESOURCE.matcher(each).matches()) {
                throw new IllegalArgumentException("A resource is of one API, as AuthorizerRequest.arn() and"
                        + " AuthorizerReply.stageOf return it, was '" + each + "'");
            }
        }
        return new AuthorizerReply(allowed, principal, List.of(resources), Map.of());
    }

    /**
     * Answers an HTTP API whose authorizer has simple responses (payload 2.0).
     *
     * @param authorized whether the request is passed on; the API answers 403 otherwise
     * @return the reply
     */
    public static AuthorizerReply simple(boolean authorized) {
        return new AuthorizerReply(authorized, null, List.of(), Map.of());
    }

    /**
     * Returns everything in the stage that an ARN is of.
     *
     * @param arn the ARN of a method or route
     * @return the ARN of all methods and paths, or routes, of its stage
     * @throws IllegalArgumentException when it is none
     */
    public static String stageOf(String arn) {
        int api = arn.indexOf('/');
        int stage = arn.indexOf('/', api + 1);
        if (api < 0 || stage < 0) {
            throw new IllegalArgumentException("Expected the ARN of a method or route, was '" + arn + "'");
        }
        return arn.substring(0, stage) + "/*";
    }

    /**
     * Tells the app something of the caller.
     *
     * @param name its name, not blank; not {@code principalId}, which is the principal
     * @param value its value
     * @return the reply with it
     * @throws IllegalArgumentException when the name is one of those
     */
    public AuthorizerReply with(String name, String value) {
        return with(name, (Object) value);
    }

    /**
     * Tells the app something of the caller.
     *
     * @param name as above
     * @param value its value, which the app reads as text
     * @return the reply with it
     * @throws IllegalArgumentException when the name is one of those above
     */
    public AuthorizerReply with(String name, long value) {
        return with(name, (Object) value);
    }

    /**
     * Tells the app something of the caller.
     *
     * @param name as above
     * @param value its value, which the app reads as text
     * @return the reply with it
     * @throws IllegalArgumentException when the name is one of those above
     */
    public AuthorizerReply with(String name, boolean value) {
        return with(name, (Object) value);
    }

    /** Text, numbers and truth values are all that an API passes on. */
    private AuthorizerReply with(String name, Object value) {
        if (name.isBlank() || name.equals("principalId")) {
            throw new IllegalArgumentException("A name is not blank and not principalId, was '" + name + "'");
        }
        Map<String, Object> changed = new LinkedHashMap<>(context);
        changed.put(name, value);
        return new AuthorizerReply(allowed, principal, resources, changed);
    }

    /**
     * Returns what the API takes.
     *
     * @return JSON
     * @throws IllegalStateException when it is more than {@link #MAX_BYTES}: the API would refuse it, and every request with it
     */
    public byte[] json() {
        JsonWriter out = new JsonWriter();
        out.beginObject();
        if (principal == null) {
            out.name("isAuthorized").bool(allowed);
        } else {
            out.name("principalId").string(principal);
            writePolicy(out);
        }
        out.name("context").beginObject();
        context.forEach((name, value) -> writeValue(out.name(name), value));
        byte[] json = out.endObject().endObject().toByteArray();
        if (json.length > MAX_BYTES) {
            throw new IllegalStateException("The reply of an authorizer has " + json.length + " bytes, but at most "
                    + MAX_BYTES + " are taken: name fewer resources, or tell less of the caller");
        }
        return json;
    }

    private void writePolicy(JsonWriter out) {
        out.name("policyDocument").beginObject();
        out.name("Version").string("2012-10-17");
        out.name("Statement").beginArray().beginObject();
        out.name("Action").string("execute-api:Invoke");
        out.name("Effect").string(allowed ? "Allow" : "Deny");
        out.name("Resource").beginArray();
        resources.forEach(out::string);
        out.endArray().endObject().endArray().endObject();
    }

    private static void writeValue(JsonWriter out, Object value) {
        if (value instanceof Boolean truth) {
            out.bool(truth);
        } else if (value instanceof Long number) {
            out.number(number);
        } else {
            out.string((String) value);
        }
    }

    /** What was decided, without what the app is told. */
    @Override
    public String toString() {
        return "AuthorizerReply[" + (allowed ? "allow" : "deny") + ", " + principal + ", " + resources + "]";
    }
}
