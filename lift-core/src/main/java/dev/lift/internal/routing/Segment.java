package dev.lift.internal.routing;

import org.jspecify.annotations.Nullable;

/** One segment of a pattern. Ranks order the kinds: a lower rank wins where several match. */
public final class Segment {
    static final int LITERAL = 0;
    static final int TYPED = 1;
    static final int PLAIN = 2;
    static final int TAIL = 3;

    final int rank;

    /** The text of a literal or the name of a type; empty otherwise. */
    final String text;

    private final @Nullable SegmentMatcher matcher;

    private Segment(int rank, String text, @Nullable SegmentMatcher matcher) {
        this.rank = rank;
        this.text = text;
        this.matcher = matcher;
    }

    boolean matches(String path, int from, int to) {
        return matcher != null && matcher.matches(path, from, to);
    }

    /**
     * Makes a segment that matches itself.
     *
     * @param text the text
     * @return the segment
     */
    public static Segment literal(String text) {
        return new Segment(LITERAL, text, null);
    }

    /**
     * Makes a segment that matches what is of a type.
     *
     * @param type the name of the type; one name stands for one matcher
     * @param matcher the test
     * @return the segment
     */
    public static Segment typed(String type, SegmentMatcher matcher) {
        return new Segment(TYPED, type, matcher);
    }

    /**
     * Makes a segment that matches anything but the empty segment.
     *
     * @return the segment
     */
    public static Segment plain() {
        return new Segment(PLAIN, "", null);
    }

    /**
     * Makes a segment that matches all that is left of a path, if that is not empty. It is the last of its pattern.
     *
     * @return the segment
     */
    public static Segment tail() {
        return new Segment(TAIL, "", null);
    }
}
