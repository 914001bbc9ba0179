package dev.sidecar.producers;

/** What statistics are taken over. In options they are called as here, in lower case. */
public enum Scope {
    /** Each clip by itself: equal values may become different ones in different clips. */
    CLIP,
    /**
     * The whole corpus, whichever shard of it the run is over. Measured before the first clip, in a pass that reads the
     * sidecars and lets the producers before this one work; the numbers are recorded with the column.
     */
    CORPUS
}
