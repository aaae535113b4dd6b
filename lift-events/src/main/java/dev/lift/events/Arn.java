package dev.lift.events;

/** Names in ARNs: {@code arn:partition:service:region:account:resource}. */
final class Arn {
    private Arn() {}

    /** Returns what stands behind the account; all of it where it is no ARN. */
    static String resource(String arn) {
        int at = 0;
        for (int colons = 0; colons < 5; colons++) {
            int colon = arn.indexOf(':', at);
            if (colon < 0) {
                return arn;
            }
            at = colon + 1;
        }
        return arn.substring(at);
    }

    /** Returns the part behind the first slash, up to the next: the name of a table or a stream. */
    static String nameBehindSlash(String arn) {
        String resource = resource(arn);
        int begin = resource.indexOf('/') + 1;
        int end = resource.indexOf('/', begin);
        return end < 0 ? resource.substring(begin) : resource.substring(begin, end);
    }

    /** Returns the part behind the last slash: the name of a rule, which may be in a bus or a group. */
    static String lastName(String arn) {
        String resource = resource(arn);
        return resource.substring(resource.lastIndexOf('/') + 1);
    }
}
