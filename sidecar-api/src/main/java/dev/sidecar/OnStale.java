package dev.sidecar;

/** What a run does with a sidecar that has another number of frames than its tokens. */
public enum OnStale {
    /** The clip fails. The default. */
    FAIL,
    /** The old columns are dropped and the sidecar is made anew; unknown keys of its metadata are kept. */
    REPLACE
}
