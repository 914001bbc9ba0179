package dev.sidecar;

import static dev.sidecar.Runs.clip;
import static dev.sidecar.Runs.column;
import static dev.sidecar.Runs.failureOf;
import static dev.sidecar.Runs.over;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sidecar.SidecarException.Kind;
import dev.sidecar.frame.DType;
import dev.sidecar.spi.Durability;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class BuilderTest {
    private static Sidecar.Builder builder() {
        return Sidecar.builder().with(FakeProducer.constant("x", 1));
    }

    private static String usage(Runnable action) {
        SidecarException failure = failureOf(action);
        assertThat(failure.kind()).isEqualTo(Kind.USAGE);
        return failure.reason();
    }

    private static final Map<String, Consumer<Sidecar.Builder>> SETTERS = new TreeMap<>(Map.ofEntries(
            Map.entry("root", b -> b.root(Path.of("ecdc"))),
            Map.entry("condRoot", b -> b.condRoot(Path.of("cond"))),
            Map.entry("suffix", b -> b.suffix(".foo.npy")),
            Map.entry("store", b -> b.store(MemoryStore.of())),
            Map.entry("mode", b -> b.mode(Mode.APPEND)),
            Map.entry("dtype", b -> b.dtype(DType.FLOAT32)),
            Map.entry("shard", b -> b.shard(0, 2)),
            Map.entry("parallelism", b -> b.parallelism(2)),
            Map.entry("executor", b -> b.executor(Runnable::run)),
            Map.entry("onError", b -> b.onError(OnError.FAIL)),
            Map.entry("onMissing", b -> b.onMissing(OnMissing.CREATE)),
            Map.entry("dropAll", Sidecar.Builder::dropAll),
            Map.entry("onStale", b -> b.onStale(OnStale.FAIL)),
            Map.entry("allowNonFinite", Sidecar.Builder::allowNonFinite),
            Map.entry("listener", b -> b.listener(new RecordingListener())),
            Map.entry("durability", b -> b.durability(Durability.POWER_LOSS)),
            Map.entry("grid", b -> b.grid(48_000, 320)),
            Map.entry("seed", b -> b.seed(0))));

    static Stream<String> setters() {
        return SETTERS.keySet().stream();
    }

    @ParameterizedTest
    @MethodSource("setters")
    void everySetterCanBeCalledOnceAndSaysSo(String setter) {
        Consumer<Sidecar.Builder> set = Objects.requireNonNull(SETTERS.get(setter));
        Sidecar.Builder builder = Sidecar.builder();
        set.accept(builder);

        assertThat(usage(() -> set.accept(builder))).startsWith(setter + " was set before, to ");
    }

    @Test
    void everySetterIsTestedHere() {
        assertThat(Stream.of(Sidecar.Builder.class.getMethods())
                        .filter(method -> method.getDeclaringClass() == Sidecar.Builder.class)
                        .map(java.lang.reflect.Method::getName)
                        .filter(name -> !Set.of("with", "recipe", "drop", "rename", "build")
                                .contains(name)))
                .containsExactlyInAnyOrderElementsOf(SETTERS.keySet());
    }

    @Test
    void numbersOutOfRangeAreRefusedOnTheLineThatSetsThem() {
        assertThat(usage(() -> builder().parallelism(0)))
                .isEqualTo("clips at once (parallelism, --jobs) must be 1 to 1024, found 0");
        assertThat(usage(() -> builder().grid(0, 320)))
                .isEqualTo("sample rate and hop must be at least 1, found 0 and 320");
        assertThat(usage(() -> builder().grid(24_000, 0)))
                .isEqualTo("sample rate and hop must be at least 1, found 24000 and 0");
    }

    @ParameterizedTest
    @CsvSource({"-1, 4", "4, 4", "0, 0", "0, -1"})
    void shardsOutOfRangeAreRefused(int index, int count) {
        assertThat(usage(() -> builder().shard(index, count)))
                .isEqualTo("a shard's index is 0 to count - 1, found index " + index + " of count " + count);
    }

    @Test
    void aRunNeedsSomethingToDo() {
        assertThat(usage(() -> Sidecar.builder().store(MemoryStore.of()).build()))
                .contains("with(...)");
    }

    @Test
    void rootAndStoreExcludeEachOther() {
        assertThat(usage(() ->
                        builder().root(Path.of("ecdc")).store(MemoryStore.of()).build()))
                .isEqualTo("root and store exclude each other");
    }

    @ParameterizedTest
    @ValueSource(strings = {"condRoot", "grid", "durability", "suffix"})
    void whatIsForARootNeedsOne(String setter) {
        Consumer<Sidecar.Builder> set = Objects.requireNonNull(SETTERS.get(setter));

        Sidecar.Builder builder = builder();
        set.accept(builder);

        assertThat(usage(builder::build)).contains(setter);
        builder.store(MemoryStore.of());
        assertThat(usage(builder::build)).contains(setter);
    }

    @Test
    void aRootWithoutAStoreOnTheClassPathNamesTheArtifactToAdd() {
        assertThat(usage(() -> builder().root(Path.of("ecdc")).build())).contains("dev.sidecar:sidecar-npy");
    }

    @Test
    void runAndPlanNeedARootOrAStore() {
        Sidecar nowhere = builder().build();

        assertThat(usage(nowhere::run)).contains("root(...)").contains("store(...)");
        assertThat(usage(nowhere::plan)).contains("root(...)").contains("store(...)");
    }

    @Test
    void aBuilderCanBeUsedOnWithoutChangingWhatItBuilt() {
        MemoryStore store = MemoryStore.of(clip("a.ecdc"));
        Sidecar.Builder builder = over(store, FakeProducer.constant("x", 1));
        Sidecar first = builder.build();
        Sidecar second = builder.with(FakeProducer.constant("y", 1)).build();

        first.run();
        assertThat(store.frame("a.ecdc").names()).containsExactly("x");
        second.run();
        assertThat(store.frame("a.ecdc").names()).containsExactly("x", "y");
    }

    @Test
    void theDefaultsAreAppendFailSeedZeroAndFiniteValues() {
        FakeStore store = new FakeStore(clip("a.ecdc", column("x", 5, 5, 5)), clip("b.ecdc"));
        List<Long> seeds = new ArrayList<>();
        FakeProducer producer = FakeProducer.constant("x", Float.NaN).onInit(context -> seeds.add(context.seed()));

        SidecarException failure = failureOf(
                () -> Sidecar.builder().store(store).with(producer).build().run());

        assertThat(failure.place().clip()).isEqualTo("a.ecdc");
        assertThat(seeds).containsExactly(0L);
    }
}
