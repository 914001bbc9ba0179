package dev.sidecar;

/** What a run does with a clip that has no sidecar yet. */
public enum OnMissing {
    /** Makes one. The default. */
    CREATE,
    /** Leaves the clip without one. */
    SKIP
}
