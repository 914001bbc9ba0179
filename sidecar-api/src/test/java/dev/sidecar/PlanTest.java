package dev.sidecar;

import static dev.sidecar.Runs.clip;
import static dev.sidecar.Runs.clips;
import static dev.sidecar.Runs.column;
import static dev.sidecar.Runs.failureOf;
import static dev.sidecar.Runs.over;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sidecar.FakeStore.FakeSnapshot;
import dev.sidecar.SidecarException.Place;
import dev.sidecar.frame.Clip;
import dev.sidecar.frame.FeatureFrame;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class PlanTest {
    @Test
    void aPlanSaysWhatARunWouldDoAndWritesNothing() {
        FakeStore store =
                new FakeStore(
                        clip("changed.ecdc", column("old", 1, 2, 3)),
                        clip("kept.ecdc", column("x", 1, 2, 3)),
                        clip("new.ecdc"),
                        clip("torn.ecdc")) {
                    @Override
                    public Snapshot read(Clip clip) {
                        return clip.id().equals("torn.ecdc")
                                ? FakeSnapshot.none(clip.frames()).asTorn()
                                : super.read(clip);
                    }
                };
        FakeProducer producer = FakeProducer.constant("x", 1);
        Map<String, FeatureFrame> before = store.frames();

        RecordingListener planned = new RecordingListener();
        RunReport plan = over(store, producer)
                .onError(OnError.COLLECT)
                .listener(planned)
                .build()
                .plan();
        assertThat(store.frames()).isEqualTo(before);
        assertThat(store.applied).hasValue(0);

        RecordingListener done = new RecordingListener();
        RunReport run = over(store, producer)
                .onError(OnError.COLLECT)
                .listener(done)
                .build()
                .run();

        assertThat(plan.isPlan()).isTrue();
        assertThat(run.isPlan()).isFalse();
        assertThat(planned.started).containsExactly(4L).isEqualTo(done.started);
        assertThat(planned.results.subList(0, 3))
                .containsExactly(
                        new ClipResult.Written("changed.ecdc", false, List.of("x"), List.of()),
                        new ClipResult.Unchanged("kept.ecdc", List.of()),
                        new ClipResult.Written("new.ecdc", true, List.of("x"), List.of()))
                .isEqualTo(done.results.subList(0, 3));
        assertThat(planned.results.get(3)).isInstanceOf(ClipResult.Failed.class);
        for (RunReport report : List.of(plan, run)) {
            assertThat(report.created()).isEqualTo(1);
            assertThat(report.updated()).isEqualTo(1);
            assertThat(report.unchanged()).isEqualTo(1);
            assertThat(report.failures()).extracting(ClipResult.Failed::clip).containsExactly("torn.ecdc");
        }
        assertThat(store.applied).hasValue(2);
    }

    @Test
    void aPlanThrowsLikeARun() {
        FakeProducer producer = FakeProducer.named("bad").producing(clip -> {
            throw new IOException("bad");
        });

        SidecarException failure =
                failureOf(() -> over(new FakeStore(clips(2)), producer).build().plan());

        assertThat(failure.place()).isEqualTo(Place.clip("0000.ecdc").producer("bad"));
        assertThat(producer.closes).hasValue(1);
    }
}
