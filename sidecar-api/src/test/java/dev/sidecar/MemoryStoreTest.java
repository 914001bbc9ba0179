package dev.sidecar;

import static dev.sidecar.Runs.clip;
import static dev.sidecar.Runs.column;
import static dev.sidecar.Runs.failureOf;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sidecar.SidecarException.Kind;
import dev.sidecar.SidecarException.Place;
import dev.sidecar.frame.Clip;
import dev.sidecar.frame.DType;
import dev.sidecar.frame.FeatureFrame;
import dev.sidecar.spi.SidecarStore;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class MemoryStoreTest {
    private final Clip a = clip("a.ecdc");
    private final FeatureFrame x = FeatureFrame.of("x", new float[] {1, 2, 3});
    private final FeatureFrame y = FeatureFrame.of("y", new float[] {4, 5, 6});

    @Test
    void clipsAreListedInTheOrderOfTheirIdsAndOpenedWithoutColumns() {
        MemoryStore store = MemoryStore.of(clip("b.ecdc"), clip("a_b.ecdc", column("x", 1, 2)), clip("B.ecdc"));

        assertThat(store.list()).extracting(SidecarStore.Entry::id).containsExactly("B.ecdc", "a_b.ecdc", "b.ecdc");
        assertThat(store.open("a_b.ecdc").columns()).isEqualTo(FeatureFrame.empty(2));
        assertThat(store).hasToString("memory (3 clips)");
    }

    @Test
    void theColumnsOfAClipAreItsSidecar() {
        MemoryStore store = MemoryStore.of(List.of(a, clip("b.ecdc", column("x", 1, 2, 3))));

        assertThat(store.frames()).containsExactly(Map.entry("b.ecdc", x));
        assertThat(store.frame("b.ecdc")).isEqualTo(x);
        assertThat(store.frame("a.ecdc")).isEqualTo(FeatureFrame.empty(3));
        assertThat(store.read(a).exists()).isFalse();
        assertThat(store.read(a).dtype()).isEmpty();
        assertThat(store.read(clip("b.ecdc")).exists()).isTrue();
        assertThat(store.read(clip("b.ecdc")).dtype()).contains(DType.FLOAT32);
    }

    @Test
    void twoClipsOfOneIdAreRefused() {
        SidecarException failure = failureOf(() -> MemoryStore.of(a, clip("a.ecdc")));

        assertThat(failure.kind()).isEqualTo(Kind.USAGE);
        assertThat(failure.place()).isEqualTo(Place.clip("a.ecdc"));
    }

    @Test
    void anUnknownClipIsRefused() {
        MemoryStore store = MemoryStore.of(a);

        assertThat(failureOf(() -> store.open("b.ecdc")).kind()).isEqualTo(Kind.USAGE);
        assertThat(failureOf(() -> store.frame("b.ecdc")).place()).isEqualTo(Place.clip("b.ecdc"));
    }

    @Test
    void aChangeIsMadeOnlyToWhatWasRead() {
        MemoryStore store = MemoryStore.of(a);
        SidecarStore.Snapshot none = store.read(a);
        SidecarStore.Change first = store.prepare(a, none, x, DType.FLOAT32);
        SidecarStore.Change late = store.prepare(a, none, y, DType.FLOAT32);

        assertThat(first.apply()).isTrue();
        assertThat(late.apply()).isFalse();
        assertThat(store.frame("a.ecdc")).isEqualTo(x);

        SidecarStore.Snapshot some = store.read(a);
        assertThat(store.prepare(a, some, y, DType.FLOAT32).apply()).isTrue();
        assertThat(store.prepare(a, some, x, DType.FLOAT16).apply()).isFalse();
        assertThat(store.frame("a.ecdc")).isEqualTo(y);
    }

    @Test
    void aChangeIsNeededForNewColumnsOrANewTypeOnly() {
        MemoryStore store = MemoryStore.of(clip("a.ecdc", column("x", 1, 2, 3)));
        SidecarStore.Snapshot base = store.read(a);

        assertThat(store.prepare(a, base, x, DType.FLOAT32).isNeeded()).isFalse();
        assertThat(store.prepare(a, base, x, DType.FLOAT16).isNeeded()).isTrue();
        assertThat(store.prepare(a, base, y, DType.FLOAT32).isNeeded()).isTrue();
    }

    @Test
    void framesAreACopy() {
        MemoryStore store = MemoryStore.of(a);
        Map<String, FeatureFrame> before = store.frames();

        store.prepare(a, store.read(a), x, DType.FLOAT32).apply();
        before.put("other", y);

        assertThat(store.frames()).containsExactly(Map.entry("a.ecdc", x));
    }
}
