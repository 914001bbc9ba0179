package dev.sidecar;

/** What a run does with a column that is already in a clip's sidecar. Every other column stays as it is either way. */
public enum Mode {
    /** Keeps the old column. The default. */
    APPEND,
    /** Puts the new column in the old one's place. */
    OVERWRITE
}
