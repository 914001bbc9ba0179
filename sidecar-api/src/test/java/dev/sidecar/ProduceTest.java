package dev.sidecar;

import static dev.sidecar.Runs.clip;
import static dev.sidecar.Runs.column;
import static dev.sidecar.Runs.failureOf;
import static dev.sidecar.Runs.over;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sidecar.SidecarException.Place;
import dev.sidecar.frame.Clip;
import dev.sidecar.frame.DType;
import dev.sidecar.frame.FeatureFrame;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class ProduceTest {
    private static FeatureFrame produce(Clip clip, FakeProducer... producers) {
        Sidecar.Builder builder = Sidecar.builder();
        Stream.of(producers).forEach(builder::with);
        return builder.build().produce(clip);
    }

    @Test
    void theColumnsOfOneClipAreWhatItsSidecarWouldHold() {
        Clip clip = clip("a.ecdc", column("old", 1, 2, 3));
        MemoryStore store = MemoryStore.of(clip);
        FakeProducer old = FakeProducer.constant("old", 9);
        FakeProducer fresh = FakeProducer.constant("x", 0.1f);

        for (Mode mode : Mode.values()) {
            FeatureFrame frame = Sidecar.builder()
                    .with(old)
                    .with(fresh)
                    .mode(mode)
                    .dtype(DType.FLOAT16)
                    .build()
                    .produce(clip);
            over(store, old, fresh).mode(mode).dtype(DType.FLOAT16).build().run();

            assertThat(frame).isEqualTo(store.frame("a.ecdc"));
            assertThat(frame.names()).containsExactly("old", "x");
            assertThat(frame.column("old").get(0)).isEqualTo(mode == Mode.APPEND ? 1 : 9);
            assertThat(frame.column("x").get(2)).isEqualTo(1638f / 16_384);
        }
    }

    @Test
    void producersAreInitialisedAskedForAWorkerAndClosedLikeInARun() {
        FakeProducer worker = FakeProducer.constant("x", 1);
        List<String> clips = new ArrayList<>();
        FakeProducer producer = FakeProducer.named("original").onForWorker(self -> worker);
        producer.onInit(context -> {
            try (Stream<Clip> stream = context.clips()) {
                return clips.addAll(stream.map(Clip::id).toList());
            }
        });

        assertThat(produce(clip("a.ecdc"), producer).names()).containsExactly("x");

        assertThat(clips).containsExactly("a.ecdc");
        assertThat(producer.inits).hasValue(1);
        assertThat(producer.workers).hasValue(1);
        assertThat(producer.produced).hasValue(0);
        assertThat(producer.closes).hasValue(1);
        assertThat(worker.closes).hasValue(0);
    }

    @Test
    void producersSeeTheSeed() {
        List<Long> seeds = new ArrayList<>();
        FakeProducer producer = FakeProducer.named("random").onInit(context -> seeds.add(context.seed()));

        Sidecar.builder().with(producer).seed(-7).build().produce(clip("a.ecdc"));

        assertThat(seeds).containsExactly(-7L);
    }

    @Test
    void aFailureNamesClipAndProducerAndClosesAll() {
        FakeProducer first = FakeProducer.constant("x", 1);
        FakeProducer second = FakeProducer.named("bad").producing(clip -> {
            throw new IOException("gone");
        });

        SidecarException failure = failureOf(() -> produce(clip("a.ecdc"), first, second));

        assertThat(failure.place()).isEqualTo(Place.clip("a.ecdc").producer("bad"));
        assertThat(first.closes).hasValue(1);
        assertThat(second.closes).hasValue(1);
    }
}
