package dev.sidecar.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sidecar.ClipResult;
import dev.sidecar.MemoryStore;
import dev.sidecar.RunReport;
import dev.sidecar.Sidecar;
import dev.sidecar.SidecarException;
import dev.sidecar.SidecarException.Place;
import dev.sidecar.producers.Producers;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;
import org.junit.jupiter.api.Test;

class ProgressLineTest {
    private static final String ERASE = "\r\u001b[K";
    private static final ClipResult DONE = new ClipResult.Unchanged("a.ecdc", List.of());
    private static final ClipResult FAILED =
            new ClipResult.Failed("b.ecdc", new SidecarException(SidecarException.Kind.IO, Place.NOWHERE, "gone"));

    private final StringWriter terminal = new StringWriter();
    private long now = Long.MAX_VALUE - 50; // the clock may run over
    private final ProgressLine line = new ProgressLine(new PrintWriter(terminal), () -> now);

    private void pass(long millis) {
        now += millis * 1_000_000;
    }

    private static RunReport report() {
        return Sidecar.builder()
                .store(MemoryStore.of())
                .with(Producers.constant("a", 1))
                .build()
                .run();
    }

    @Test
    void tellsRateAndTimeLeft() {
        line.started(2000);
        pass(500);
        line.clipDone(DONE);
        assertThat(terminal).hasToString(ERASE + "1/2000 clips, 2.0/s, 16:40 left");
    }

    @Test
    void tellsOfFailuresAndHours() {
        line.started(10_000);
        pass(1000);
        line.clipDone(FAILED);
        assertThat(terminal).hasToString(ERASE + "1/10000 clips, 1.0/s, 2:46:39 left, 1 failed");
    }

    @Test
    void isDrawnTenTimesASecondAtMostAndErasedAtTheEnd() {
        line.started(1000);
        for (int i = 0; i < 1000; i++) {
            pass(1);
            line.clipDone(DONE);
        }
        assertThat(terminal.toString().split("\r", -1)).hasSize(11);
        assertThat(terminal.toString()).endsWith(ERASE + "1000/1000 clips, 1000/s, 0:00 left");
        line.finished(report());
        assertThat(terminal.toString()).endsWith("left" + ERASE);
    }

    @Test
    void makesRoomForOtherLinesAndComesBack() {
        line.started(100);
        pass(100);
        line.clipDone(true);
        line.erase();
        line.erase();
        assertThat(terminal).hasToString(ERASE + "1/100 clips, 10/s, 0:10 left, 1 failed" + ERASE);
        pass(100);
        line.clipDone(false);
        assertThat(terminal.toString()).endsWith(ERASE + "2/100 clips, 10/s, 0:10 left, 1 failed");
    }

    @Test
    void aShortRunShowsNothing() {
        line.started(1);
        pass(99);
        line.clipDone(DONE);
        line.finished(report());
        assertThat(terminal).hasToString("");
    }

    @Test
    void whatIsIgnoredIsNoClip() {
        line.started(2);
        pass(1000);
        line.clipDone(new ClipResult.Ignored("._a.ecdc", List.of()));
        assertThat(terminal).hasToString("");
    }
}
