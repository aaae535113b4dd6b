package dev.lift.internal.routing;

/** Tells whether a segment of a path is of a type. */
@FunctionalInterface
public interface SegmentMatcher {
    /**
     * Tests a segment.
     *
     * @param path the whole path
     * @param from the index of the segment's first character
     * @param to the index after its last
     * @return whether the segment is of the type
     */
    boolean matches(String path, int from, int to);
}
