package dev.lift.http;

/**
 * What sent a request: the front door of the function, and the format of its events.
 *
 * <pre>{@code
 * boolean behindLoadBalancer = request.source() == EventSource.ALB;
 * }</pre>
 */
public enum EventSource {
    /** API Gateway REST API, and HTTP API with payload format 1.0. */
    REST_API,
    /** API Gateway HTTP API with payload format 2.0. */
    HTTP_API,
    /** Lambda function URL. */
    FUNCTION_URL,
    /** Application Load Balancer with {@code headers}. */
    ALB,
    /** Application Load Balancer with {@code multiValueHeaders}. */
    ALB_MULTI_VALUE,
    /** VPC Lattice, event version 1. */
    LATTICE_V1,
    /** VPC Lattice, event version 2. */
    LATTICE_V2,
    /** An adapter that is not Lift's own, or a request built by hand. */
    OTHER
}
