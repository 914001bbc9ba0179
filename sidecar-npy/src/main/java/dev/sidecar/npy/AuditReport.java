package dev.sidecar.npy;

import dev.sidecar.spi.Finding;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * What an audit found. The counts are exact; of the findings the first {@value #LISTED} are kept, so that a report stays
 * small however large the corpus is. An {@link AuditListener} hears of all of them.
 */
public final class AuditReport {
    /** How many findings a report lists. */
    public static final int LISTED = 1_000;

    private final long clips;
    private final long cleanClips;
    private final Map<Finding.Code, Long> counts;
    private final FirstOf<Finding> findings;
    private final boolean complete;

    private AuditReport(Tally tally, boolean complete) {
        this.clips = tally.clips;
        this.cleanClips = tally.cleanClips;
        this.counts = Collections.unmodifiableMap(new EnumMap<>(tally.counts));
        this.findings = tally.findings.copy();
        this.complete = complete;
    }

    /** Counts results as they come. */
    static final class Tally {
        private long clips;
        private long cleanClips;
        private final Map<Finding.Code, Long> counts = new EnumMap<>(Finding.Code.class);
        private final FirstOf<Finding> findings = new FirstOf<>(LISTED);

        void add(AuditResult result) {
            if (result instanceof AuditResult.Clip) {
                clips++;
                cleanClips += result.findings().isEmpty() ? 1 : 0;
            }
            for (Finding finding : result.findings()) {
                counts.merge(finding.code(), 1L, Long::sum);
                findings.add(finding);
            }
        }

        AuditReport report(boolean complete) {
            return new AuditReport(this, complete);
        }
    }

    /**
     * How many clips were checked.
     *
     * @return the number of token files, unreadable ones included
     */
    public long clips() {
        return clips;
    }

    /**
     * How many clips are without any finding.
     *
     * @return at most {@link #clips()}
     */
    public long cleanClips() {
        return cleanClips;
    }

    /**
     * How many findings there are of each kind.
     *
     * @return exact counts, in the order of the codes; kinds without a finding are absent
     */
    public Map<Finding.Code, Long> counts() {
        return counts;
    }

    /**
     * How many findings there are of some weight.
     *
     * @param severity how much they matter
     * @return the exact number
     */
    public long count(Finding.Severity severity) {
        return counts.entrySet().stream()
                .filter(entry -> entry.getKey().severity() == severity)
                .mapToLong(Map.Entry::getValue)
                .sum();
    }

    /**
     * The first findings: those of clips in the order of their ids, then those of other files, folder by folder.
     *
     * @return at most {@value #LISTED}
     */
    public List<Finding> findings() {
        return findings.list();
    }

    /**
     * Whether the audit came to its end.
     *
     * @return false if it failed or was cancelled
     */
    public boolean isComplete() {
        return complete;
    }

    /**
     * The counts of clips and severities, on one line.
     *
     * @return such as {@code 5 clips: 4 clean, 1 error, 0 warnings, 0 notes}
     */
    public String summary() {
        return String.format(
                Locale.ROOT,
                "%d clip%s%s: %d clean, %s, %s, %s",
                clips,
                clips == 1 ? "" : "s",
                complete ? "" : ", then stopped",
                cleanClips,
                counted(Finding.Severity.ERROR),
                counted(Finding.Severity.WARNING),
                counted(Finding.Severity.NOTE));
    }

    /** The {@link #summary()}, the counts by code, then the first findings, a line each; fit to print. */
    @Override
    public String toString() {
        StringBuilder text = new StringBuilder(summary());
        counts.forEach(
                (code, count) -> text.append("\n  ").append(count).append(' ').append(code.text()));
        findings.print(text, finding -> finding.code().severity().text() + ": " + finding, "findings");
        return text.toString();
    }

    private String counted(Finding.Severity severity) {
        long count = count(severity);
        return count + " " + severity.text() + (count == 1 ? "" : "s");
    }
}
