package dev.sidecar.npy;

import dev.sidecar.spi.Finding;
import java.util.List;
import java.util.Locale;

/**
 * What a repair did, or would do, and what it leaves to people. The counts are exact; of steps and findings the first
 * {@value #LISTED} are kept. An {@link AuditListener} hears of all of them.
 */
public final class RepairReport {
    /** How many steps, and how many findings, a report lists. */
    public static final int LISTED = 1_000;

    private final boolean plan;
    private final FirstOf<RepairStep> steps;
    private final FirstOf<Finding> left;

    private RepairReport(Tally tally) {
        this.plan = tally.plan;
        this.steps = tally.steps.copy();
        this.left = tally.left.copy();
    }

    /** Counts steps and findings as they come. */
    static final class Tally {
        private final boolean plan;
        private final FirstOf<RepairStep> steps = new FirstOf<>(LISTED);
        private final FirstOf<Finding> left = new FirstOf<>(LISTED);

        Tally(boolean plan) {
            this.plan = plan;
        }

        void add(RepairStep step) {
            steps.add(step);
        }

        void leave(Finding finding) {
            left.add(finding);
        }

        RepairReport report() {
            return new RepairReport(this);
        }
    }

    /**
     * Whether this is what a repair <em>would</em> do.
     *
     * @return true for the report of a plan
     */
    public boolean isPlan() {
        return plan;
    }

    /**
     * How many steps were taken, or would be.
     *
     * @return the exact number
     */
    public long stepCount() {
        return steps.count();
    }

    /**
     * The first steps.
     *
     * @return at most {@value #LISTED}, in the order in which they are taken
     */
    public List<RepairStep> steps() {
        return steps.list();
    }

    /**
     * How many findings of the kinds that a repair deals with are left to people.
     *
     * @return the exact number
     */
    public long leftCount() {
        return left.count();
    }

    /**
     * The first findings that are left to people.
     *
     * @return at most {@value #LISTED}
     */
    public List<Finding> left() {
        return left.list();
    }

    /** The counts, then the first steps and findings, a line each; fit to print. */
    @Override
    public String toString() {
        StringBuilder text = new StringBuilder(String.format(
                Locale.ROOT,
                "%d step%s%s, %d left to people",
                stepCount(),
                stepCount() == 1 ? "" : "s",
                plan ? " (plan, nothing written)" : "",
                leftCount()));
        steps.print(text, RepairStep::toString, "steps");
        left.print(text, finding -> "left: " + finding, "findings");
        return text.toString();
    }
}
