package dev.sidecar;

import static dev.sidecar.Runs.id;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sidecar.SidecarException.Kind;
import dev.sidecar.SidecarException.Place;
import dev.sidecar.spi.Finding;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RunReportTest {
    private static final Finding ODD = new Finding(Finding.Code.CONVERTED, "b.ecdc", "big-endian");

    private static ClipResult failed(String id) {
        return new ClipResult.Failed(id, new SidecarException(Kind.FORMAT, Place.clip(id), "no magic"));
    }

    private static RunReport.Tally tally(boolean plan, ClipResult... results) {
        RunReport.Tally tally = new RunReport.Tally(plan);
        Stream.of(results).forEach(tally::add);
        return tally;
    }

    private static String inLocale(String tag, RunReport report) {
        Locale before = Locale.getDefault();
        Locale.setDefault(Locale.forLanguageTag(tag));
        try {
            return report.toString();
        } finally {
            Locale.setDefault(before);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"en", "tr-TR", "de-DE", "ar-EG-u-nu-arab"})
    void itsTextIsTheSameInEveryLocale(String tag) {
        RunReport report = tally(
                        false,
                        failed("I\u0007.ecdc"),
                        new ClipResult.Written("a.ecdc", true, List.of("x"), List.of()),
                        new ClipResult.Written("b.ecdc", false, List.of("x"), List.of(ODD)),
                        new ClipResult.Unchanged("d.ecdc", List.of()))
                .report(Duration.ofMillis(1_234_567));

        assertThat(inLocale(tag, report)).isEqualTo("""
                        4 clips: 1 created, 1 updated, 1 unchanged, 1 failed (1234.57 s)
                          failed: I\\u0007.ecdc: no magic [FORMAT]
                          warning: b.ecdc: big-endian [converted]""");
    }

    @Test
    void thePlanOfOneClipSaysSo() {
        RunReport report = tally(true, new ClipResult.Written("a.ecdc", true, List.of("x"), List.of()))
                .report(Duration.ZERO);

        assertThat(report.isPlan()).isTrue();
        assertThat(report)
                .hasToString("1 clip (plan, nothing written): 1 created, 0 updated, 0 unchanged, 0 failed (0.00 s)");
    }

    @Test
    void itsTextListsTenFailuresAndTenWarningsAndCountsTheOthers() {
        RunReport.Tally tally = tally(false);
        for (int i = 19; i >= 0; i--) {
            tally.add(failed(id(i)));
            tally.add(new ClipResult.Ignored("x" + id(i), List.of(ODD)));
        }

        String[] lines = tally.report(Duration.ZERO).toString().split("\n", -1);

        assertThat(lines).hasSize(1 + 11 + 11);
        assertThat(lines[1]).isEqualTo("  failed: 0000.ecdc: no magic [FORMAT]");
        assertThat(lines[10]).isEqualTo("  failed: 0009.ecdc: no magic [FORMAT]");
        assertThat(lines[11]).isEqualTo("  … and 10 more failures");
        assertThat(lines[22]).isEqualTo("  … and 10 more warnings");
    }

    @Test
    void countsAndListsFollowTheResults() {
        ClipResult failure = failed("c.ecdc");
        Finding ignored = new Finding(Finding.Code.SUFFIX_CASE, "A.ECDC", "left out");

        RunReport report = tally(
                        false,
                        new ClipResult.Written("b.ecdc", false, List.of("x"), List.of(ODD)),
                        failure,
                        new ClipResult.Ignored("A.ECDC", List.of(ignored)),
                        new ClipResult.Unchanged("d.ecdc", List.of(ODD)))
                .report(Duration.ofSeconds(1));

        assertThat(report.isPlan()).isFalse();
        assertThat(report.clips()).isEqualTo(3);
        assertThat(report.written()).isEqualTo(1);
        assertThat(report.created()).isZero();
        assertThat(report.updated()).isEqualTo(1);
        assertThat(report.unchanged()).isEqualTo(1);
        assertThat(report.ignored()).isEqualTo(1);
        assertThat(report.failed()).isEqualTo(1);
        assertThat(report.failures()).map(ClipResult.class::cast).containsExactly(failure);
        assertThat(report.warnings()).containsExactly(ignored, ODD, ODD);
        assertThat(report.duration()).isEqualTo(Duration.ofSeconds(1));
    }

    @Test
    void warningCountsAreInTheOrderOfTheCodes() {
        List<Finding.Code> codes = new ArrayList<>(List.of(Finding.Code.values()));
        Collections.reverse(codes);
        RunReport.Tally tally = tally(false);
        codes.forEach(code -> tally.warn("a.ecdc", new Finding(code, "a.ecdc", "odd")));

        assertThat(tally.report(Duration.ZERO).warningCounts().keySet()).containsExactly(Finding.Code.values());
    }

    @Test
    void aReportDoesNotChangeWhenCountingGoesOn() {
        RunReport.Tally tally = tally(false, failed("a.ecdc"));
        RunReport report = tally.report(Duration.ZERO);

        tally.add(failed("b.ecdc"));
        tally.warn("b.ecdc", ODD);

        assertThat(report.failed()).isEqualTo(1);
        assertThat(report.failures()).hasSize(1);
        assertThat(report.warnings()).isEmpty();
        assertThat(report.warningCounts()).isEmpty();
    }

    @Test
    void aRunThatDidNotComeToTheEndSaysSo() {
        RunReport.Tally tally = new RunReport.Tally(false);
        assertThat(tally.report(Duration.ZERO).isComplete()).isTrue();
        tally.endEarly();
        assertThat(tally.report(Duration.ZERO).isComplete()).isFalse();
        assertThat(tally.report(Duration.ZERO))
                .hasToString("0 clips, then stopped: 0 created, 0 updated, 0 unchanged, 0 failed (0.00 s)");
    }
}
