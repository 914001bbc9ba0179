package dev.sidecar;

import static dev.sidecar.Runs.clip;
import static dev.sidecar.Runs.clips;
import static dev.sidecar.Runs.column;
import static dev.sidecar.Runs.failureOf;
import static dev.sidecar.Runs.over;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sidecar.SidecarException.Kind;
import dev.sidecar.SidecarException.Place;
import dev.sidecar.frame.Clip;
import dev.sidecar.frame.DType;
import dev.sidecar.frame.FeatureFrame;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class ClipsWithColumnsTest {
    private final Map<String, FeatureFrame> seen = new TreeMap<>();
    private final FakeProducer curious = FakeProducer.named("curious").onInit(context -> {
        seen.clear();
        try (Stream<Clip> stream = context.clipsWithColumns()) {
            stream.forEach(clip -> seen.put(clip.id(), clip.columns()));
        }
        return seen;
    });

    @Test
    void theyHaveWhatTheProducerWillFind() {
        FakeProducer old = FakeProducer.constant("old", 9);
        FakeProducer tenth = FakeProducer.constant("tenth", 0.1f);
        FakeProducer later = FakeProducer.constant("later", 1);
        for (Mode mode : Mode.values()) {
            FakeStore store =
                    new FakeStore(clip("a.ecdc"), clip("b.ecdc", column("old", 1, 2, 3), column("gone", 0, 0, 0)));
            Map<String, FeatureFrame> found = new TreeMap<>();
            curious.producing(clip -> {
                found.put(clip.id(), clip.columns());
                return FeatureFrame.empty(clip.frames());
            });

            over(store, old, tenth, curious, later)
                    .mode(mode)
                    .dtype(DType.FLOAT16)
                    .drop("gone")
                    .build()
                    .run();

            assertThat(seen).isEqualTo(found).hasSize(2);
            assertThat(seen).hasEntrySatisfying("b.ecdc", columns -> {
                assertThat(columns.names()).containsExactly("old", "tenth");
                assertThat(columns.column("old").get(0)).isEqualTo(mode == Mode.APPEND ? 1 : 9);
                assertThat(columns.column("tenth").get(0)).isEqualTo(1638f / 16_384);
            });
        }
    }

    @Test
    void allShardsSeeTheWholeCorpusAndAPlanDoesToo() {
        for (int shard = 0; shard < 3; shard++) {
            over(new FakeStore(clips(20)), FakeProducer.constant("x", 1), curious)
                    .shard(shard, 3)
                    .build()
                    .run();
            assertThat(seen).hasSize(20);
        }
        FakeStore store = new FakeStore(clips(20));
        over(store, FakeProducer.constant("x", 1), curious).build().plan();
        assertThat(seen).hasSize(20);
        assertThat(store.frames()).isEmpty();
    }

    @Test
    void clipsThatFailOrStayWithoutASidecarAreLeftOut() {
        FakeStore store = new FakeStore(
                clip("bad.ecdc", column("x", 0, 0, 0)), clip("fine.ecdc", column("x", 1, 1, 1)), clip("none.ecdc"));
        FakeProducer picky = FakeProducer.named("picky").producing(clip -> {
            if (clip.id().equals("bad.ecdc")) {
                throw new IllegalStateException("no");
            }
            return FeatureFrame.empty(clip.frames());
        });

        RunReport report = over(store, picky, curious)
                .onMissing(OnMissing.SKIP)
                .onError(OnError.COLLECT)
                .build()
                .run();

        assertThat(seen).containsOnlyKeys("fine.ecdc");
        assertThat(report.failed()).isEqualTo(1);
        assertThat(report.skipped()).isEqualTo(1);
    }

    @Test
    void oneClipAfterTheOtherIsLookedAtAndOnlyThoseReached() {
        List<String> opened = new ArrayList<>();
        FakeStore store = new FakeStore(clips(100)) {
            @Override
            public Clip open(String id) {
                opened.add(id);
                return super.open(id);
            }
        };
        FakeProducer impatient = FakeProducer.named("impatient").onInit(context -> {
            try (Stream<Clip> stream = context.clipsWithColumns()) {
                stream.limit(3).forEach(clip -> assertThat(opened).endsWith(clip.id()));
            }
            return assertThat(opened).hasSize(3);
        });
        over(store, impatient).build().run();
    }

    @Test
    void anInterruptEndsTheRunThere() {
        FakeProducer interrupted = FakeProducer.named("interrupted").producing(clip -> {
            Thread.currentThread().interrupt();
            return FeatureFrame.empty(clip.frames());
        });

        SidecarException failure = failureOf(() ->
                over(new FakeStore(clips(3)), interrupted, curious).build().run());

        assertThat(Thread.interrupted()).isTrue();
        assertThat(failure.kind()).isEqualTo(Kind.CANCELLED);
        assertThat(interrupted.produced).hasValue(1);
        assertThat(interrupted.closes).hasValue(1);
    }

    @Test
    void inMemoryItIsTheOneClip() {
        FeatureFrame frame = Sidecar.builder()
                .with(FakeProducer.constant("x", 1))
                .with(curious)
                .rename("old", "new")
                .build()
                .produce(clip("a.ecdc", column("old", 1, 2, 3)));
        assertThat(seen).containsExactly(Map.entry("a.ecdc", frame));
        assertThat(frame.names()).containsExactly("new", "x");
        assertThat(failureOf(() -> Sidecar.builder()
                                .with(FakeProducer.named("bad").producing(clip -> {
                                    throw new IllegalStateException("no");
                                }))
                                .with(curious)
                                .build()
                                .produce(clip("a.ecdc")))
                        .place())
                .isEqualTo(Place.clip("a.ecdc").producer("bad"));
    }
}
