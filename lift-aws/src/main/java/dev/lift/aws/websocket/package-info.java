/**
 * Messages to connections of WebSocket APIs, by API Gateway's management API.
 *
 * <p>{@link dev.lift.aws.websocket.ApiGatewayConnectionClient} is all of it.
 */
@NullMarked
package dev.lift.aws.websocket;

import org.jspecify.annotations.NullMarked;
