package dev.lift.http;

import dev.lift.json.JsonReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads what an authorizer left in an event, when it is asked for. The event has been checked as a whole before. */
final class AuthorizerClaims {
    private AuthorizerClaims() {}

    /** Returns the scalars and lists of the object that is reached by the members' names; empty where there is none. */
    static Map<String, String> at(byte[] event, int position, String... members) {
        Map<String, String> claims = new LinkedHashMap<>();
        if (position >= 0) {
            try {
                descend(
                        new JsonReader(event, position, event.length, JsonReader.DEFAULT_MAX_DEPTH),
                        event,
                        members,
                        0,
                        claims);
            } catch (IOException notAnObject) {
                return Map.of();
            }
        }
        return Collections.unmodifiableMap(claims);
    }

    /** Returns the context of a Lambda authorizer in the formats that keep it flat: all but the claims of another kind. */
    static Map<String, String> flat(byte[] event, int position) {
        Map<String, String> members = new LinkedHashMap<>(at(event, position));
        if (members.containsKey("claims")) {
            return Map.of();
        }
        return Collections.unmodifiableMap(members);
    }

    /** Returns an identity object if it names an IAM caller: the front door fills it with nulls where there is none. */
    static Map<String, String> identity(byte[] event, int position) {
        Map<String, String> identity = at(event, position);
        boolean caller = identity.containsKey("userArn")
                || identity.containsKey("principal")
                || identity.containsKey("cognitoIdentityId");
        return caller ? identity : Map.of();
    }

    private static void descend(JsonReader in, byte[] event, String[] members, int depth, Map<String, String> claims)
            throws IOException {
        if (in.peek() != '{') {
            return;
        }
        in.beginObject();
        while (in.nextMember()) {
            if (depth == members.length) {
                String name = in.name();
                String value = text(in, event);
                if (value != null) {
                    claims.put(name, value);
                }
            } else if (in.nameIs(members[depth])) {
                descend(in, event, members, depth + 1, claims);
                return;
            } else {
                in.skipValue();
            }
        }
    }

    private static @Nullable String text(JsonReader in, byte[] event) throws IOException {
        if (in.peek() == '"') {
            return in.readString();
        }
        if (in.readNull()) {
            return null;
        }
        int from = in.position();
        in.skipValue();
        return new String(event, from, in.endOfValue() - from, StandardCharsets.UTF_8);
    }
}
