package dev.sidecar;

/** What a run does when a clip fails. What is finished stays on disk either way. */
public enum OnError {
    /** Ends after the clips in flight, and throws the failure of the clip with the smallest id. The default. */
    FAIL,
    /** Goes on; the report tells every failure. */
    COLLECT
}
