package dev.lift.resources;

import java.time.Duration;

/**
 * What came of a request that primed the app.
 *
 * <p>Immutable and thread-safe.
 *
 * <pre>{@code
 * resources.primed().forEach(each -> System.out.println(each.method() + " " + each.path() + " " + each.status()));
 * }</pre>
 *
 * @param method the method of the request
 * @param path its path
 * @param status the status of the reply
 * @param time how long it took
 */
public record Primed(String method, String path, int status, Duration time) {}
