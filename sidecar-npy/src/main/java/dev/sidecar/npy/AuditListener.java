package dev.sidecar.npy;

import dev.sidecar.spi.Finding;

/**
 * Hears of an audit's or a repair's progress, in an order that does not depend on the number of threads, on the thread
 * that started it. An exception from a listener ends the audit.
 */
public interface AuditListener {
    /**
     * A clip was checked, or something else was found. Clips come first, in the order of their ids, with what lies among
     * their tokens; then what lies among the sidecars, folder by folder, each in the order of names.
     *
     * @param result what was found
     */
    default void checked(AuditResult result) {}

    /**
     * The audit is over, also if it failed or was cancelled.
     *
     * @param report what was found
     */
    default void finished(AuditReport report) {}

    /**
     * A repair took a step, or would take it.
     *
     * @param step what is done to which file
     */
    default void repaired(RepairStep step) {}

    /**
     * A repair found something that it leaves to people.
     *
     * @param finding what, and why
     */
    default void left(Finding finding) {}
}
