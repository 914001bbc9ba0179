package dev.sidecar;

import static dev.sidecar.Runs.over;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sidecar.FakeStore.FakeSnapshot;
import dev.sidecar.SidecarException.Kind;
import dev.sidecar.SidecarException.Place;
import dev.sidecar.frame.Clip;
import dev.sidecar.frame.DType;
import dev.sidecar.frame.FeatureFrame;
import dev.sidecar.frame.FrameGrid;
import dev.sidecar.spi.Finding;
import java.lang.ref.ReferenceQueue;
import java.lang.ref.WeakReference;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

class LargeCorpusTest {
    private static final int CLIPS = 200_000;

    /** Clips that exist only while they are looked at. */
    private static final class GeneratedStore extends FakeStore {
        @Override
        public Stream<Entry> list() {
            return IntStream.range(0, CLIPS).mapToObj(i -> new Entry.Token(String.format(Locale.ROOT, "%06d.ecdc", i)));
        }

        @Override
        public Clip open(String id) {
            return Clip.of(id, FrameGrid.encodec24kHz(2));
        }

        @Override
        public Snapshot read(Clip clip) {
            return FakeSnapshot.none(clip.frames());
        }

        @Override
        public Change prepare(Clip clip, Snapshot base, FeatureFrame frame, DType dtype) {
            return new Change() {
                @Override
                public boolean isNeeded() {
                    return true;
                }

                @Override
                public boolean apply() {
                    return true;
                }
            };
        }
    }

    @Test
    @Timeout(60)
    void aRunOverALargeCorpusKeepsCountsAndLetsResultsGo() {
        ReferenceQueue<ClipResult> freed = new ReferenceQueue<>();
        List<WeakReference<ClipResult>> sample = new ArrayList<>();
        RunListener sampling = new RunListener() {
            private long heard;

            @Override
            public void clipDone(ClipResult result) {
                if (heard++ % 1_000 == 0 && result instanceof ClipResult.Written) {
                    sample.add(new WeakReference<>(result, freed));
                }
            }

            @Override
            public void finished(RunReport report) {
                assertThat(heard).isEqualTo(CLIPS);
            }
        };
        FakeProducer tenthFails = FakeProducer.named("p").producing(clip -> {
            if (clip.id().charAt(5) == '7') {
                throw new SidecarException(Kind.FORMAT, Place.NOWHERE, "bad");
            }
            return FeatureFrame.of("x", new float[clip.frames()]);
        });

        RunReport report = over(2, new GeneratedStore(), tenthFails, FakeProducer.constant("x", 1))
                .onError(OnError.COLLECT)
                .listener(sampling)
                .build()
                .run();

        assertThat(report.created()).isEqualTo(180_000);
        assertThat(report.failed()).isEqualTo(20_000);
        assertThat(report.warningCounts()).containsExactly(Map.entry(Finding.Code.COLUMN_COLLISION, 180_000L));
        assertThat(report.failures()).hasSize(1_000);
        assertThat(report.failures().get(999).clip()).isEqualTo("009997.ecdc");
        assertThat(report.warnings()).hasSize(1_000);
        assertThat(report.warnings().get(999).subject()).isEqualTo("001110.ecdc");
        assertThat(sample).hasSizeGreaterThan(100);
        while (sample.stream().anyMatch(reference -> reference.get() != null)) {
            System.gc();
        }
        assertThat(report.clips()).isEqualTo(CLIPS);
    }
}
