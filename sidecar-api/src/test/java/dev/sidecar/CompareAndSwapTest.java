package dev.sidecar;

import static dev.sidecar.Runs.clip;
import static dev.sidecar.Runs.clips;
import static dev.sidecar.Runs.failureOf;
import static dev.sidecar.Runs.over;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sidecar.SidecarException.Kind;
import dev.sidecar.SidecarException.Place;
import dev.sidecar.frame.Clip;
import dev.sidecar.frame.Column;
import dev.sidecar.frame.DType;
import dev.sidecar.frame.FeatureFrame;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class CompareAndSwapTest {
    /** A store in which somebody else commits a column between a run's reading and its first commits. */
    private static final class ContestedStore extends FakeStore {
        private final int conflicts;
        private int attempts;

        ContestedStore(int conflicts, Clip clip) {
            super(clip);
            this.conflicts = conflicts;
        }

        @Override
        public Change prepare(Clip clip, Snapshot base, FeatureFrame frame, DType dtype) {
            if (attempts++ < conflicts) {
                Column others = Column.constant("others", clip.frames(), attempts);
                assertThat(super.prepare(clip, base, base.frame().with(List.of(others)), DType.FLOAT32)
                                .apply())
                        .isTrue();
            }
            return super.prepare(clip, base, frame, dtype);
        }
    }

    private final List<List<String>> seen = new ArrayList<>();
    private final FakeProducer producer = FakeProducer.named("p").producing(clip -> {
        seen.add(clip.columns().names());
        return FeatureFrame.of("x", new float[clip.frames()]);
    });

    @Test
    void whoLosesReadsAgainProducesAgainAndKeepsWhatTheOtherWrote() {
        FakeStore store = new ContestedStore(2, clip("a.ecdc"));

        RunReport report = over(store, producer).build().run();

        assertThat(seen).containsExactly(List.of(), List.of("others"), List.of("others"));
        assertThat(store.frame("a.ecdc").names()).containsExactly("others", "x");
        assertThat(store.frame("a.ecdc").column("others").get(0)).isEqualTo(2);
        assertThat(report.updated()).isEqualTo(1);
        assertThat(report.clips()).isEqualTo(1);
    }

    @Test
    void ninetyNineConflictsAreBorne() {
        FakeStore store = new ContestedStore(99, clip("a.ecdc"));

        over(store, producer).build().run();

        assertThat(store.frame("a.ecdc").names()).containsExactly("others", "x");
    }

    @Test
    void aHundredConflictsFailTheClip() {
        FakeStore store = new ContestedStore(100, clip("a.ecdc"));

        SidecarException failure = failureOf(() -> over(store, producer).build().run());

        assertThat(failure.kind()).isEqualTo(Kind.IO);
        assertThat(failure.place()).isEqualTo(Place.clip("a.ecdc"));
        assertThat(failure.reason()).contains("100 times").contains("try again later");
        assertThat(producer.produced).hasValue(100);
        assertThat(store.frame("a.ecdc").names()).containsExactly("others");
    }

    @Test
    void twoRunsAtOnceLoseNoColumn() throws Exception {
        FakeStore store = new FakeStore(clips(50));
        CyclicBarrier start = new CyclicBarrier(4);
        ExecutorService pool = Executors.newFixedThreadPool(4);
        try {
            List<Future<RunReport>> runs = new ArrayList<>();
            for (int i = 0; i < 4; i++) {
                FakeProducer one =
                        FakeProducer.constant("x" + i, i).onInit(context -> start.await(20, TimeUnit.SECONDS));
                runs.add(pool.submit(over(2, store, one).build()::run));
            }
            for (Future<RunReport> run : runs) {
                assertThat(run.get(20, TimeUnit.SECONDS).written()).isEqualTo(50);
            }
        } finally {
            pool.shutdown();
        }

        assertThat(store.frames().values())
                .allSatisfy(frame -> assertThat(frame.names()).containsExactlyInAnyOrder("x0", "x1", "x2", "x3"));
    }
}
