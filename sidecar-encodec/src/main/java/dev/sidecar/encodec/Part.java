package dev.sidecar.encodec;

/** Which part of a clip a block is. */
enum Part {
    WHOLE(true, true),
    FIRST(true, false),
    MIDDLE(false, false),
    LAST(false, true);

    private final boolean begins;
    private final boolean ends;

    Part(boolean begins, boolean ends) {
        this.begins = begins;
        this.ends = ends;
    }

    static Part of(boolean begins, boolean ends) {
        if (begins) {
            return ends ? WHOLE : FIRST;
        }
        return ends ? LAST : MIDDLE;
    }

    /** Whether the clip begins with it. */
    boolean begins() {
        return begins;
    }

    /** Whether the clip ends with it. */
    boolean ends() {
        return ends;
    }
}
