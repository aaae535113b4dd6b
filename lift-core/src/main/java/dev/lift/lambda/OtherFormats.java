package dev.lift.lambda;

import org.jspecify.annotations.Nullable;

/**
 * Recognises the formats other than payload 2.0, which most functions never see and so never load.
 *
 * <p>The order decides events that look like two formats: {@code requestContext.elb} first, then payload 2.0, VPC Lattice 2,
 * payload 1.0, VPC Lattice 1.
 */
final class OtherFormats {
    private OtherFormats() {}

    static @Nullable EventAdapter find(Event event) {
        if (event.hasElb) {
            return event.multiValueHeadersAt >= 0 ? AlbAdapter.MULTI : AlbAdapter.SINGLE;
        }
        if (LatticeAdapter.V2.reads(event)) {
            return LatticeAdapter.V2;
        }
        if (RestApiAdapter.INSTANCE.reads(event)) {
            return RestApiAdapter.INSTANCE;
        }
        return LatticeAdapter.V1.reads(event) ? LatticeAdapter.V1 : null;
    }

    /** SQS, SNS, S3, streams, Kafka, and EventBridge: they read success into any reply. */
    static void refuseIfAcknowledgedByAnyReply(Event event) {
        for (String member : new String[] {"Records", "records", "detail-type"}) {
            if (event.has(member)) {
                throw new UnsupportedEventException(member);
            }
        }
    }
}
