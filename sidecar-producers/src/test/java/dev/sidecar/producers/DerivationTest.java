package dev.sidecar.producers;

import static dev.sidecar.testkit.SidecarAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.sidecar.MemoryStore;
import dev.sidecar.Mode;
import dev.sidecar.OnError;
import dev.sidecar.RunReport;
import dev.sidecar.Sidecar;
import dev.sidecar.SidecarException;
import dev.sidecar.SidecarException.Kind;
import dev.sidecar.SidecarException.Place;
import dev.sidecar.frame.Clip;
import dev.sidecar.frame.Column;
import dev.sidecar.frame.FeatureFrame;
import dev.sidecar.frame.FrameGrid;
import dev.sidecar.frame.Provenance;
import dev.sidecar.plugin.ProducerCatalog;
import dev.sidecar.spi.Producer;
import dev.sidecar.testkit.ProducerContract;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DerivationTest {
    private static final ProducerCatalog CATALOG = ProducerCatalog.open();

    private static Clip clip(String id, Column... columns) {
        int frames = columns.length == 0 ? 3 : columns[0].frames();
        return Clip.of(id, FrameGrid.encodec24kHz(frames)).withColumns(FeatureFrame.of(frames, List.of(columns)));
    }

    private static Column column(String name, float... values) {
        return Column.of(name, values);
    }

    /** The column y of the steps as text, from x. */
    private static Producer derive(String steps) {
        return CATALOG.create("derive", Map.of("name", "y", "from", "x", "steps", steps));
    }

    private static Column derived(String steps, Column x) {
        return derived(derive(steps), x);
    }

    private static Column derived(Producer producer, Column x) {
        return Sidecar.builder()
                .with(producer)
                .build()
                .produce(clip("a.ecdc", x))
                .column("y");
    }

    private static float[] floats(String bits) {
        String[] fields = bits.split(" ", -1);
        float[] values = new float[fields.length];
        for (int t = 0; t < values.length; t++) {
            values[t] = Float.intBitsToFloat(HexFormat.fromHexDigits(fields[t]));
        }
        return values;
    }

    @Test
    void valuesAreThoseOfNumpyAndScipy() {
        List<String> lines = Golden.lines("derived.txt");
        assertThat(lines).hasSizeGreaterThan(500);
        Column x = column("x");
        for (int i = 0; i < lines.size(); i += 2) {
            if (lines.get(i).startsWith("column ")) {
                x = column("x", floats(lines.get(i + 1)));
                continue;
            }
            String steps = lines.get(i).substring("steps ".length());
            float[] expected = floats(lines.get(i + 1));
            float[] found = derived(steps, x).toArray();
            assertThat(found).as(steps).hasSameSizeAs(expected);
            double largest = 0;
            for (int t = 0; t < expected.length; t++) {
                largest = Math.max(largest, Math.abs(steps.contains("delta") ? x.get(t) : expected[t]));
            }
            for (int t = 0; t < expected.length; t++) {
                assertThat((double) found[t])
                        .as("%s of %s, frame %d of %d, line %d", steps, x, t, expected.length, i + 3)
                        .isCloseTo(expected[t], within(1e-6 * Math.max(1e-6, largest)));
            }
        }
    }

    @Test
    void noFramesGiveNoFrames() {
        for (String steps :
                List.of("average:3", "savgol:5:2", "median:3", "delta", "scale:0:1", "zscore:clip", "log")) {
            assertThat(derived(steps, column("x")).frames()).as(steps).isZero();
        }
    }

    @Test
    void theFluentFormAndTheTextAreTheSame() {
        Derivation all = Producers.from("x")
                .average(3)
                .savitzkyGolay(11, 3)
                .median(5)
                .delta()
                .delta(3)
                .scale(0, 1, Scope.CORPUS)
                .scale(0, 1, Scope.CLIP)
                .scale(0, 1, -1.5, 1e-7)
                .clip(-0.25, 12)
                .zScore(Scope.CORPUS)
                .zScore(Scope.CLIP)
                .zScore(1, 0.5)
                .log()
                .log(0.125)
                .amplitudeToDb()
                .amplitudeToDb(1e-6)
                .dbToAmplitude()
                .hzToMidi()
                .hzToMidi(8.18)
                .midiToHz()
                .quantise(0.1);
        String text =
                "average:3,savgol:11:3,median:5,delta:9,delta:3,scale:0:1:corpus,scale:0:1:clip,scale:0:1:-1.5:1.0E-7,"
                        + "clip:-0.25:12,zscore:corpus,zscore:clip,zscore:1:0.5,log,log:0.125,amplitude_to_db:1.0E-5,"
                        + "amplitude_to_db:1.0E-6,db_to_amplitude,hz_to_midi,hz_to_midi:8.18,midi_to_hz,quantise:0.1";
        Provenance description = all.as("y").describe();
        assertThat(description)
                .isEqualTo(new Provenance("derive", "1", Map.of("name", "y", "from", "x", "steps", text)));
        assertThat(CATALOG.create(description, Path.of("")).describe()).isEqualTo(description);
    }

    @Test
    void unitsAndRangesFollow() {
        Column x = column("x", 100, 200, 400).withUnits("Hz").withRange(110, 440);
        assertThat(derived("average:3", x)).hasUnits("Hz").hasRange(110, 440);
        assertThat(derived("delta", x)).hasUnits("Hz/frame");
        assertThat(derived("delta", x).range()).isEmpty();
        assertThat(derived("savgol:3:1", x).range()).isEmpty();
        assertThat(derived("median:3", x).range()).isEmpty();
        assertThat(derived("hz_to_midi", x)).hasUnits("MIDI").hasRange(45, 69);
        assertThat(derived("scale:1:0", x)).hasUnits("").hasRange(0, 1);
        assertThat(derived("clip:120:300", x)).hasUnits("Hz").hasRange(120, 300);
        assertThat(derived("quantise:100", x)).hasUnits("Hz").hasRange(100, 400);
        assertThat(derived("scale:0:1:0:440,amplitude_to_db", x)).hasUnits("dB").hasRange(-100, 0);
        assertThat(derived("clip:0:440,log:1", x).range())
                .hasValueSatisfying(range -> assertThat(range.min()).isZero());
        assertThat(derived("hz_to_midi,midi_to_hz", x)).hasUnits("Hz");
        assertThat(derived("db_to_amplitude", column("x", -20, 0).withUnits("dB")))
                .hasUnits("");
    }

    @Test
    void theOriginIsRecordedWithWhatWasMeasured() {
        MemoryStore store =
                MemoryStore.of(clip("a.ecdc", column("x", 2, 4, 4)), clip("b.ecdc", column("x", 4, 5, 5, 7, 9)));
        Producer measuring = Producers.from("x")
                .zScore(Scope.CORPUS)
                .scale(0, 1, Scope.CORPUS)
                .as("y");
        Sidecar.builder().store(store).with(measuring).build().run();

        Column y = store.frame("b.ecdc").column("y");
        assertThat(y.toArray()).containsExactly(0.2857143f, 0.42857143f, 0.42857143f, 0.71428573f, 1);
        assertThat(y.doc()).isEqualTo("from x by zscore:5:2,scale:0:1:-1.5:2");
        Provenance recorded = y.provenance().orElseThrow();
        assertThat(recorded.options()).containsEntry("steps", "zscore:5:2,scale:0:1:-1.5:2");
        assertThat(measuring.describe().options()).containsEntry("steps", "zscore:corpus,scale:0:1:corpus");

        MemoryStore again = MemoryStore.of(clip("b.ecdc", column("x", 4, 5, 5, 7, 9)));
        Sidecar.builder()
                .store(again)
                .with(CATALOG.create(recorded, Path.of("")))
                .build()
                .run();
        assertThat(again.frame("b.ecdc").column("y")).isEqualTo(y);
    }

    @Test
    void shardsAndThreadsGiveTheSameAsOneRun() {
        List<Clip> clips = new ArrayList<>();
        for (int i = 0; i < 40; i++) {
            int clip = i;
            clips.add(clip(i + ".ecdc", Column.generate("x", 20 + i, t -> Math.sin(t * (clip + 1)) * clip)));
        }
        Producer[] producers = {
            Producers.from("x").average(3).as("smooth"),
            Producers.from("smooth").zScore(Scope.CORPUS).as("y")
        };
        UnaryOperator<Sidecar.Builder> both =
                run -> run.with(producers[0]).with(producers[1]).mode(Mode.OVERWRITE);
        MemoryStore whole = MemoryStore.of(clips);
        both.apply(Sidecar.builder().store(whole).parallelism(1)).build().run();
        MemoryStore parts = MemoryStore.of(clips);
        for (int shard = 0; shard < 3; shard++) {
            both.apply(Sidecar.builder().store(parts).parallelism(4).shard(shard, 3))
                    .build()
                    .run();
        }
        assertThat(parts.frames()).isEqualTo(whole.frames());
        RunReport second = both.apply(Sidecar.builder().store(parts)).build().run();
        assertThat(second.unchanged()).isEqualTo(40);
    }

    @Test
    void clipsOnWhichAStepFailsAreReportedAndLeftOutOfTheStatistics() {
        MemoryStore store = MemoryStore.of(clip("a.ecdc", column("x", 1, 100)), clip("b.ecdc", column("x", 1, 0)));
        RunReport report = Sidecar.builder()
                .store(store)
                .onError(OnError.COLLECT)
                .with(Producers.from("x").log().scale(0, 1, Scope.CORPUS).as("y"))
                .build()
                .run();
        assertThat(report.failed()).isEqualTo(1);
        assertThat(store.frame("a.ecdc").column("y").toArray()).containsExactly(0, 1);
        assertThat(report.failures().get(0).failure())
                .satisfies(failure -> {
                    assertThat(failure.kind()).isEqualTo(Kind.PRODUCER);
                    assertThat(failure.place())
                            .isEqualTo(Place.clip("b.ecdc")
                                    .producer("derive")
                                    .column("x")
                                    .frame(1));
                })
                .hasMessageContaining("log of 0.0 is -Infinity; keep values away from there by a step clip before it");
    }

    @Test
    void aConstantHasNoSpread() {
        assertThat(derived("zscore", column("x", 7, 7)).toArray()).containsExactly(0, 0);
        assertThat(derived("scale:2:3", column("x", 7, 7)).toArray()).containsExactly(2, 2);
    }

    @Test
    void whatIsNotFiniteIsPassedOn() {
        Column x = column("x", Float.NaN, 1, Float.POSITIVE_INFINITY, 3, 3, 3, 3);
        for (String steps : List.of("log", "zscore:corpus", "scale:0:1:clip", "amplitude_to_db", "quantise:2")) {
            Column y = Sidecar.builder()
                    .with(derive(steps))
                    .allowNonFinite()
                    .build()
                    .produce(clip("a.ecdc", x))
                    .column("y");
            assertThat(y.get(0)).as(steps).isNaN();
            assertThat(y.get(1)).as(steps).isFinite();
            assertThat(y.get(2)).as(steps).isInfinite();
        }
        Column median = Sidecar.builder()
                .with(derive("median:3"))
                .allowNonFinite()
                .build()
                .produce(clip("a.ecdc", x))
                .column("y");
        assertThat(median.toArray()).containsExactly(1, Float.POSITIVE_INFINITY, 3, 3, 3, 3, 3);
    }

    @Test
    void anUnknownColumnIsNamedWithTheKnownOnes() {
        MemoryStore store = MemoryStore.of(clip("a.ecdc", column("f0", 1, 2)), clip("b.ecdc", column("gain", 1)));
        assertThatThrownBy(() -> Sidecar.builder()
                        .store(store)
                        .with(Producers.from("fo").zScore(Scope.CORPUS).as("y"))
                        .build()
                        .run())
                .hasMessage(
                        "no column \"fo\"; did you mean f0? there are f0, gain (producer derive, column y) [PRODUCER]");
        assertThatThrownBy(() -> Sidecar.builder()
                        .store(store)
                        .with(Producers.from("fo").median(3).as("y"))
                        .build()
                        .run())
                .hasMessageContaining("a.ecdc")
                .hasMessageContaining("there are f0")
                .hasMessageContaining("column fo");
    }

    @Test
    void theOrderIsCheckedBeforeAnything() {
        MemoryStore store = MemoryStore.of(clip("a.ecdc"));
        assertThatThrownBy(() -> Sidecar.builder()
                        .store(store)
                        .with(Producers.from("gain").median(3).as("y"))
                        .with(Producers.linear("gain", 0, 1))
                        .build()
                        .run())
                .hasMessageContaining("the order to use is lin gain, derive y")
                .hasMessageContaining("column gain");
        assertThatThrownBy(() -> Sidecar.builder()
                        .store(store)
                        .with(Producers.from("b").median(3).as("a"))
                        .with(Producers.from("a").median(3).as("b"))
                        .build()
                        .run())
                .hasMessageContaining("derive a needs b, derive b needs a");
        assertThat(store.frames()).isEmpty();
        assertThatThrownBy(() -> Producers.from("x").median(3).as("x"))
                .hasMessageContaining("cannot be derived from itself");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "smooth:3 | no step \"smooth\"",
                "medain:3 | did you mean median?",
                "'' | no step \"\"",
                "median:3, | no step \"\"",
                "median | expected median:WINDOW, found \"median\"",
                "savgol:11 | expected savgol:WINDOW:DEGREE, found \"savgol:11\"",
                "zscore:a:b | expected a number in the step \"zscore:a:b\", found \"a\"",
                "zscore:all | expected clip or corpus, or two numbers, in the step \"zscore:all\", found \"all\"",
                "median:3.5 | expected a whole number in the step \"median:3.5\", found 3.5",
                "median:4 | an odd number of frames, 1 to 1001, found 4",
                "average:0 | an odd number of frames, 1 to 1001, found 0",
                "median:1003 | an odd number of frames, 1 to 1001, found 1003",
                "median:1e99 | a whole number",
                "delta:1 | an odd number of frames, 3 to 1001, found 1",
                "savgol:5:5 | degree 0 to 9, less than the window of 5, found 5",
                "savgol:99:10 | degree 0 to 9, less than the window of 99, found 10",
                "savgol:5:-1 | degree 0 to 9",
                "clip:1:0 | the smaller one first, found 1.0 and 0.0",
                "scale:0:1:2:1 | the smaller one first, found 2.0 and 1.0",
                "scale:0:1e999 | finite",
                "zscore:0:-1 | at least 0, found 0.0 and -1.0",
                "log:0 | log takes a smallest value above 0, found 0.0",
                "amplitude_to_db:-1 | above 0, found -1.0",
                "hz_to_midi:0 | above 0",
                "quantise:0 | above 0, found 0.0",
            })
    void wrongStepsAreRefused(String steps, String message) {
        assertThatThrownBy(() -> derive(steps))
                .isInstanceOfSatisfying(
                        SidecarException.class, e -> assertThat(e.kind()).isEqualTo(Kind.USAGE))
                .hasMessageContaining(message)
                .hasMessageContaining("producer derive");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "average:5",
                "savgol:11:3",
                "median:7",
                "delta",
                "scale:0:1:corpus",
                "zscore:clip",
                "hz_to_midi:8.18,median:5,zscore"
            })
    void theContractOfProducersIsKept(String steps) {
        ProducerContract.of(() -> derive(steps)).check();
    }

    @Test
    void withoutInitNothingIsMeasured() {
        assertThatThrownBy(() -> derive("zscore").produce(clip("a.ecdc", column("x", 1))))
                .isInstanceOf(SidecarException.class)
                .hasMessageContaining("zscore:corpus needs statistics of the corpus");
    }
}
