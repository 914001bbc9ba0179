package dev.sidecar;

/**
 * Hears of a run's progress. Calls never overlap, but may come from any of the run's threads. An exception from a
 * listener ends the run.
 */
public interface RunListener {
    /**
     * The run starts.
     *
     * @param clips how many clips there are for it, counted just before
     */
    default void started(long clips) {}

    /**
     * A clip is done. Clips come in the order in which they finish.
     *
     * @param result what became of it
     */
    default void clipDone(ClipResult result) {}

    /**
     * The run is over, also if it failed or was cancelled.
     *
     * @param report what was done
     */
    default void finished(RunReport report) {}
}
