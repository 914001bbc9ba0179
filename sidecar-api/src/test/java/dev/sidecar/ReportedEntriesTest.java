package dev.sidecar;

import static dev.sidecar.Runs.clip;
import static dev.sidecar.Runs.clips;
import static dev.sidecar.Runs.failureOf;
import static dev.sidecar.Runs.over;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sidecar.SidecarException.Kind;
import dev.sidecar.SidecarException.Place;
import dev.sidecar.spi.Finding;
import dev.sidecar.spi.SidecarStore;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class ReportedEntriesTest {
    private static final Finding DOUBLE = new Finding(Finding.Code.APPLE_DOUBLE, "._a.ecdc", "left out");
    private final SidecarException forbidden = new SidecarException(Kind.IO, Place.clip("locked"), "no permission");

    private static FakeStore listing(SidecarStore.Entry... entries) {
        return new FakeStore(clips(9)) {
            @Override
            public Stream<Entry> list() {
                return Stream.of(entries);
            }
        };
    }

    private static RunReport collect(FakeStore store, RunListener listener) {
        return over(store, FakeProducer.constant("x", 1))
                .onError(OnError.COLLECT)
                .listener(listener)
                .build()
                .run();
    }

    private static RunReport collect(FakeStore store) {
        return collect(store, new RecordingListener());
    }

    @Test
    void aRunWithoutClipsWarns() {
        RunReport report = collect(listing());

        assertThat(report.clips()).isZero();
        assertThat(report.warnings())
                .containsExactly(new Finding(Finding.Code.NO_CLIPS, "fake", "there are no token files (*.ecdc) here"));
    }

    @Test
    void ignoredFilesAreNoClips() {
        RunReport report = collect(listing(new SidecarStore.Entry.Ignored("._a.ecdc", DOUBLE)));

        assertThat(report.warnings())
                .extracting(Finding::code)
                .containsExactly(Finding.Code.NO_CLIPS, Finding.Code.APPLE_DOUBLE);
    }

    @Test
    void anUnreadableFolderMayHoldClips() {
        RunReport report = collect(listing(new SidecarStore.Entry.Unreadable("locked", forbidden)));

        assertThat(report.failed()).isEqualTo(1);
        assertThat(report.warnings()).isEmpty();
    }

    @Test
    void aShardWithoutClipsOfACorpusThatHasSomeDoesNotWarn() {
        RunReport report = over(new FakeStore(clip("a.ecdc")), FakeProducer.constant("x", 1))
                .shard(1, 4)
                .build()
                .run();

        assertThat(report.clips()).isZero();
        assertThat(report.warnings()).isEmpty();
    }

    @Test
    void aRunThatEndsBeforeItsFirstClipDoesNotSayThatThereAreNone() {
        FakeProducer faulty = FakeProducer.named("faulty").onForWorker(self -> {
            throw new IllegalStateException("no worker");
        });
        RecordingListener listener = new RecordingListener();

        failureOf(() ->
                over(new FakeStore(clips(3)), faulty).listener(listener).build().run());

        assertThat(listener.report().warnings()).isEmpty();
    }

    @Test
    void ignoredAndUnreadableEntriesAreReportedInTheirPlaceAndTheRestIsDone() {
        RecordingListener listener = new RecordingListener();
        FakeStore store = listing(
                new SidecarStore.Entry.Ignored("._a.ecdc", DOUBLE),
                new SidecarStore.Entry.Token("0001.ecdc"),
                new SidecarStore.Entry.Unreadable("locked", forbidden),
                new SidecarStore.Entry.Token("0002.ecdc"));

        RunReport report = collect(store, listener);

        assertThat(listener.started).containsExactly(2L);
        assertThat(listener.clips()).containsExactly("._a.ecdc", "0001.ecdc", "locked", "0002.ecdc");
        assertThat(report.created()).isEqualTo(2);
        assertThat(report.ignored()).isEqualTo(1);
        assertThat(report.failed()).isEqualTo(1);
        assertThat(report.failures()).containsExactly(new ClipResult.Failed("locked", forbidden));
        assertThat(report.warnings()).containsExactly(DOUBLE);
        assertThat(report.warningCounts()).containsExactly(Map.entry(Finding.Code.APPLE_DOUBLE, 1L));
        assertThat(store.frames()).containsOnlyKeys("0001.ecdc", "0002.ecdc");
    }

    @Test
    void anUnreadableFolderEndsARunThatStopsAtFailures() {
        FakeStore store = listing(
                new SidecarStore.Entry.Token("0001.ecdc"),
                new SidecarStore.Entry.Unreadable("locked", forbidden),
                new SidecarStore.Entry.Token("0002.ecdc"));

        assertThat(failureOf(
                        () -> over(store, FakeProducer.constant("x", 1)).build().run()))
                .isSameAs(forbidden);
        assertThat(store.frames()).containsOnlyKeys("0001.ecdc");
    }

    @Test
    void everyShardReportsAnUnreadableFolderForItMayHoldClipsOfEach() {
        for (int shard = 0; shard < 3; shard++) {
            RunReport report = over(
                            listing(new SidecarStore.Entry.Unreadable("locked", forbidden)),
                            FakeProducer.constant("x", 1))
                    .onError(OnError.COLLECT)
                    .shard(shard, 3)
                    .build()
                    .run();

            assertThat(report.failed()).isEqualTo(1);
        }
    }

    @Test
    void whatAStorePutsRightIsReportedAndPlansRepairNothing() {
        Finding repaired = new Finding(Finding.Code.REPAIRED, "0000.ecdc", "completed");
        FakeStore store = new FakeStore(clips(1)) {
            @Override
            public List<Finding> recover() {
                super.recover();
                return List.of(repaired);
            }
        };
        Sidecar sidecar = over(store, FakeProducer.constant("x", 1)).build();

        assertThat(sidecar.plan().warnings()).isEmpty();
        assertThat(store.recovered).hasValue(0);
        assertThat(sidecar.run().warnings()).containsExactly(repaired);
        assertThat(store.recovered).hasValue(1);
    }
}
