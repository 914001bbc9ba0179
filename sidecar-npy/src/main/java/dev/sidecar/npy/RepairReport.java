package dev.sidecar.npy;

import dev.sidecar.spi.Finding;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * What a repair did, or would do, and what it leaves to people. The counts are exact; of steps and findings the first
 * {@value #LISTED} are kept. An {@link AuditListener} hears of all of them.
 */
public final class RepairReport {
    /** How many steps, and how many findings, a report lists. */
    public static final int LISTED = 1_000;

    private static final int PRINTED = 20;

    private final boolean plan;
    private final long stepCount;
    private final List<RepairStep> steps;
    private final long leftCount;
    private final List<Finding> left;

    private RepairReport(Tally tally) {
        this.plan = tally.plan;
        this.stepCount = tally.stepCount;
        this.steps = List.copyOf(tally.steps);
        this.leftCount = tally.leftCount;
        this.left = List.copyOf(tally.left);
    }

    /** Counts steps and findings as they come. */
    static final class Tally {
        private final boolean plan;
        private long stepCount;
        private final List<RepairStep> steps = new ArrayList<>();
        private long leftCount;
        private final List<Finding> left = new ArrayList<>();

        Tally(boolean plan) {
            this.plan = plan;
        }

        void add(RepairStep step) {
            if (stepCount++ < LISTED) {
                steps.add(step);
            }
        }

        void leave(Finding finding) {
            if (leftCount++ < LISTED) {
                left.add(finding);
            }
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
        return stepCount;
    }

    /**
     * The first steps.
     *
     * @return at most {@value #LISTED}, in the order in which they are taken
     */
    public List<RepairStep> steps() {
        return steps;
    }

    /**
     * How many findings of the kinds that a repair deals with are left to people.
     *
     * @return the exact number
     */
    public long leftCount() {
        return leftCount;
    }

    /**
     * The first findings that are left to people.
     *
     * @return at most {@value #LISTED}
     */
    public List<Finding> left() {
        return left;
    }

    /** The counts, then the first steps and findings, a line each; fit to print. */
    @Override
    public String toString() {
        StringBuilder text = new StringBuilder(String.format(
                Locale.ROOT,
                "%d step%s%s, %d left to people",
                stepCount,
                stepCount == 1 ? "" : "s",
                plan ? " (plan, nothing written)" : "",
                leftCount));
        steps.stream().limit(PRINTED).forEach(step -> text.append("\n  ").append(step));
        more(text, stepCount, "steps");
        left.stream()
                .limit(PRINTED)
                .forEach(finding -> text.append("\n  left: ").append(finding));
        more(text, leftCount, "findings");
        return text.toString();
    }

    private static void more(StringBuilder text, long count, String what) {
        if (count > PRINTED) {
            text.append("\n  … and ").append(count - PRINTED).append(" more ").append(what);
        }
    }
}
