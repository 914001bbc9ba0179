package dev.sidecar;

import dev.sidecar.spi.Finding;
import java.time.Duration;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * What a run did. The counts are exact; of failures and warnings the first {@value #LISTED} by clip id are kept, so that
 * a report stays small however large the corpus is. A {@link RunListener} hears of all of them.
 */
public final class RunReport {
    /** How many failures, and how many warnings, a report lists. */
    public static final int LISTED = 1_000;

    private static final int PRINTED = 10;

    private final boolean plan;
    private final long created;
    private final long updated;
    private final long unchanged;
    private final long skipped;
    private final long ignored;
    private final long failed;
    private final List<ClipResult.Failed> failures;
    private final Map<Finding.Code, Long> warningCounts;
    private final List<Finding> warnings;
    private final Duration duration;
    private final boolean complete;

    private RunReport(Tally tally, Duration duration) {
        this.plan = tally.plan;
        this.created = tally.created;
        this.updated = tally.updated;
        this.unchanged = tally.unchanged;
        this.skipped = tally.skipped;
        this.ignored = tally.ignored;
        this.failed = tally.failed;
        this.failures = tally.failures.toList();
        this.warningCounts = Collections.unmodifiableMap(new EnumMap<>(tally.warningCounts));
        this.warnings = tally.warnings.toList();
        this.duration = duration;
        this.complete = tally.complete;
    }

    /** Counts results as they come; guarded by its user. */
    static final class Tally {
        private final boolean plan;
        private boolean complete = true;
        private long created;
        private long updated;
        private long unchanged;
        private long skipped;
        private long ignored;
        private long failed;
        private final FirstById<ClipResult.Failed> failures = new FirstById<>(LISTED);
        private final Map<Finding.Code, Long> warningCounts = new EnumMap<>(Finding.Code.class);
        private final FirstById<Finding> warnings = new FirstById<>(LISTED);

        Tally(boolean plan) {
            this.plan = plan;
        }

        void add(ClipResult result) {
            if (result instanceof ClipResult.Written written) {
                if (written.created()) {
                    created++;
                } else {
                    updated++;
                }
            } else if (result instanceof ClipResult.Unchanged) {
                unchanged++;
            } else if (result instanceof ClipResult.Skipped) {
                skipped++;
            } else if (result instanceof ClipResult.Ignored) {
                ignored++;
            } else if (result instanceof ClipResult.Failed failure) {
                failed++;
                failures.add(failure.clip(), failure);
            }
            result.findings().forEach(finding -> warn(result.clip(), finding));
        }

        void warn(String id, Finding finding) {
            warningCounts.merge(finding.code(), 1L, Long::sum);
            warnings.add(id, finding);
        }

        /** Clips are left that the run will not look at. */
        void endEarly() {
            complete = false;
        }

        RunReport report(Duration duration) {
            return new RunReport(this, duration);
        }
    }

    /**
     * Whether this is what a run <em>would</em> do.
     *
     * @return true for the report of a plan
     */
    public boolean isPlan() {
        return plan;
    }

    /**
     * How many clips were looked at, failed ones included, ignored files not. A folder that cannot be read counts as a
     * failed one.
     *
     * @return the number of clips
     */
    public long clips() {
        return created + updated + unchanged + skipped + failed;
    }

    /**
     * How many sidecars were written, new and changed.
     *
     * @return created plus updated
     */
    public long written() {
        return created + updated;
    }

    /**
     * How many sidecars are new.
     *
     * @return the number of clips that had none
     */
    public long created() {
        return created;
    }

    /**
     * How many sidecars were changed.
     *
     * @return the number of clips that had one, and have another now
     */
    public long updated() {
        return updated;
    }

    /**
     * How many sidecars needed no change.
     *
     * @return the number of clips for which nothing was written
     */
    public long unchanged() {
        return unchanged;
    }

    /**
     * How many clips have no sidecar, and were left without one.
     *
     * @return the number of clips; 0 unless the run was to leave them
     */
    public long skipped() {
        return skipped;
    }

    /**
     * How many files look like clips and were left out.
     *
     * @return the number of files; each is a warning
     */
    public long ignored() {
        return ignored;
    }

    /**
     * How many clips and folders failed.
     *
     * @return the number of failures
     */
    public long failed() {
        return failed;
    }

    /**
     * The first failures by clip id.
     *
     * @return at most {@value #LISTED}
     */
    public List<ClipResult.Failed> failures() {
        return failures;
    }

    /**
     * How many warnings there are of each kind.
     *
     * @return exact counts, in the order of the codes; kinds without a warning are absent
     */
    public Map<Finding.Code, Long> warningCounts() {
        return warningCounts;
    }

    /**
     * The first warnings by clip id.
     *
     * @return at most {@value #LISTED}
     */
    public List<Finding> warnings() {
        return warnings;
    }

    /**
     * Whether the run came to the end of the clips.
     *
     * @return false if it was stopped by a failure or cancelled
     */
    public boolean isComplete() {
        return complete;
    }

    /**
     * How long the run took.
     *
     * @return wall-clock time
     */
    public Duration duration() {
        return duration;
    }

    /** The counts, then the first failures and warnings, a line each; fit to print. */
    @Override
    public String toString() {
        StringBuilder text = new StringBuilder();
        text.append(String.format(
                Locale.ROOT,
                "%d clip%s%s%s: %d created, %d updated, %d unchanged, %s%d failed (%.2f s)",
                clips(),
                clips() == 1 ? "" : "s",
                complete ? "" : ", then stopped",
                plan ? " (plan, nothing written)" : "",
                created,
                updated,
                unchanged,
                skipped == 0 ? "" : skipped + " without a sidecar, ",
                failed,
                duration.toMillis() / 1000.0));
        failures.stream()
                .limit(PRINTED)
                .forEach(failure ->
                        text.append("\n  failed: ").append(failure.failure().getMessage()));
        more(text, failed, "failures");
        warnings.stream()
                .limit(PRINTED)
                .forEach(warning -> text.append("\n  warning: ").append(warning));
        more(text, warningCounts.values().stream().mapToLong(Long::longValue).sum(), "warnings");
        return text.toString();
    }

    private static void more(StringBuilder text, long count, String what) {
        if (count > PRINTED) {
            text.append("\n  … and ").append(count - PRINTED).append(" more ").append(what);
        }
    }
}
