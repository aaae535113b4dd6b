package dev.lift.http;

import com.amazonaws.services.lambda.runtime.Context;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What Lambda and the front door say of one invocation. All of it comes from the event's {@code requestContext} and the
 * Lambda context; nothing that a client can write, such as a header, is ever taken for it.
 *
 * <p>Immutable and thread-safe.
 *
 * <pre>{@code
 * String subject = request.invocation().jwtClaims().get("sub");
 * }</pre>
 */
public final class Invocation {
    /** The invocation of a request that no event carried. */
    public static final Invocation NONE = of(null, new byte[0], EventSource.OTHER);

    private final @Nullable Context context;
    private final byte[] event;
    private final EventSource source;

    /** Whether an event of the format of REST APIs is one of an HTTP API. */
    private final boolean httpApi;

    private final int authorizerAt;
    private final int identityAt;
    private final @Nullable String requestId;
    private final @Nullable String stage;
    private final boolean stageInPath;

    private Invocation(
            @Nullable Context context,
            byte[] event,
            EventSource source,
            boolean httpApi,
            int authorizerAt,
            int identityAt,
            @Nullable String requestId,
            @Nullable String stage,
            boolean stageInPath) {
        this.context = context;
        this.event = event;
        this.source = source;
        this.httpApi = httpApi;
        this.authorizerAt = authorizerAt;
        this.identityAt = identityAt;
        this.requestId = requestId;
        this.stage = stage;
        this.stageInPath = stageInPath;
    }

    /**
     * Makes the invocation of an event.
     *
     * @param context the Lambda context, or null
     * @param event the bytes of the event, which must not change
     * @param source the source of the event, which says how an authorizer is to be read
     * @return the invocation
     */
    public static Invocation of(@Nullable Context context, byte[] event, EventSource source) {
        return new Invocation(context, event, source, false, -1, -1, null, null, false);
    }

    /**
     * Returns a copy that knows where the event says who calls.
     *
     * @param objectAt the index of the authorizer object in the event, or -1
     * @param callerAt the index of the object that names the IAM caller, or -1
     * @param ofHttpApi whether an event of the format of REST APIs is one of an HTTP API, whose claims are those of a JWT
     * @return the copy
     */
    public Invocation withAuthorizer(int objectAt, int callerAt, boolean ofHttpApi) {
        return new Invocation(context, event, source, ofHttpApi, objectAt, callerAt, requestId, stage, stageInPath);
    }

    /**
     * Returns a copy with the front door's request id, which serves where there is no Lambda context.
     *
     * @param id the id, or null
     * @return the copy
     */
    public Invocation withRequestId(@Nullable String id) {
        return new Invocation(context, event, source, httpApi, authorizerAt, identityAt, id, stage, stageInPath);
    }

    /**
     * Returns a copy with a stage.
     *
     * @param name the name of the stage, or null
     * @param inPath whether the event's path begins with the stage
     * @return the copy
     */
    public Invocation withStage(@Nullable String name, boolean inPath) {
        return new Invocation(context, event, source, httpApi, authorizerAt, identityAt, requestId, name, inPath);
    }

    /**
     * Returns the Lambda context.
     *
     * @return the context, or empty where no Lambda runtime called
     */
    public Optional<Context> context() {
        return Optional.ofNullable(context);
    }

    /**
     * Returns the event as Lambda sent it.
     *
     * @return a copy of the bytes
     */
    public byte[] eventBytes() {
        return event.clone();
    }

    /**
     * Returns the id of the invocation.
     *
     * @return Lambda's id, else the front door's, else {@code -}
     */
    public String requestId() {
        String id = context == null ? null : context.getAwsRequestId();
        if (id == null) {
            id = requestId;
        }
        return id == null ? "-" : id;
    }

    /**
     * Returns when Lambda ends the invocation.
     *
     * @return the deadline
     */
    public Deadline deadline() {
        return Deadline.of(context);
    }

    /**
     * Returns the stage of the API.
     *
     * @return the name, or empty where the front door has no stages
     */
    public Optional<String> stage() {
        return Optional.ofNullable(stage);
    }

    /**
     * Tells whether the event's path began with the stage, which the app strips unless told otherwise.
     *
     * @return whether it did
     */
    public boolean isStageInPath() {
        return stageInPath;
    }

    /**
     * Returns the X-Ray trace header of the invocation. It is of this thread, so it is right under multi-concurrency too.
     *
     * @return such as {@code Root=1-...;Sampled=1}, or empty
     */
    public Optional<String> traceId() {
        try {
            return context == null ? Optional.empty() : Optional.ofNullable(context.getXrayTraceId());
        } catch (NoSuchMethodError olderRuntime) {
            return Optional.ofNullable(System.getProperty("com.amazonaws.xray.traceHeader"));
        }
    }

    /**
     * Returns the tenant that the environment is isolated for.
     *
     * @return the tenant id, or empty where tenant isolation is off
     */
    public Optional<String> tenantId() {
        try {
            return context == null ? Optional.empty() : Optional.ofNullable(context.getTenantId());
        } catch (NoSuchMethodError olderRuntime) {
            return Optional.empty();
        }
    }

    /**
     * Returns the claims that a JWT authorizer of an HTTP API has verified.
     *
     * @return claims by name, values that are no strings as JSON text; empty without such an authorizer
     */
    public Map<String, String> jwtClaims() {
        if (hasTypedAuthorizer()) {
            return claims("jwt", "claims");
        }
        return source == EventSource.REST_API && httpApi ? claims("claims") : Map.of();
    }

    /**
     * Returns the claims that a Cognito user pool authorizer of a REST API has verified.
     *
     * @return claims by name, values that are no strings as JSON text; empty without such an authorizer
     */
    public Map<String, String> cognitoClaims() {
        return source == EventSource.REST_API && !httpApi ? claims("claims") : Map.of();
    }

    /**
     * Returns the context that a Lambda authorizer has returned, {@code principalId} included where the format has it.
     *
     * @return values by name, those that are no strings as JSON text; empty without such an authorizer
     */
    public Map<String, String> lambdaAuthorizer() {
        if (hasTypedAuthorizer()) {
            return claims("lambda");
        }
        return source == EventSource.REST_API ? AuthorizerClaims.flat(event, authorizerAt) : Map.of();
    }

    /**
     * Returns what IAM authorization says of the caller.
     *
     * @return such as {@code userArn} and {@code accountId}; empty without IAM authorization
     */
    public Map<String, String> iam() {
        return hasTypedAuthorizer() ? claims("iam") : AuthorizerClaims.identity(event, identityAt);
    }

    /** Payload 2.0 keeps what each kind of authorizer says in a member named after the kind. */
    private boolean hasTypedAuthorizer() {
        return source == EventSource.HTTP_API || source == EventSource.FUNCTION_URL;
    }

    private Map<String, String> claims(String... members) {
        return AuthorizerClaims.at(event, authorizerAt, members);
    }

    /**
     * Tells whether nobody waits for the reply: the app answers a request to be warm when the first client comes. Code with effects
     * that must not happen then, such as a charge or a count, asks this first.
     *
     * @return whether the request is a dry run; no client can make it one
     */
    public boolean isDryRun() {
        return context instanceof DryRun;
    }

    /** The request id; nothing of the event. */
    @Override
    public String toString() {
        return "Invocation[" + requestId() + "]";
    }
}
