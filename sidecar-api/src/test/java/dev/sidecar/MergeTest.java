package dev.sidecar;

import static dev.sidecar.Runs.clip;
import static dev.sidecar.Runs.clips;
import static dev.sidecar.Runs.column;
import static dev.sidecar.Runs.failureOf;
import static dev.sidecar.Runs.over;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sidecar.FakeStore.FakeSnapshot;
import dev.sidecar.SidecarException.Kind;
import dev.sidecar.SidecarException.Place;
import dev.sidecar.frame.Clip;
import dev.sidecar.frame.Column;
import dev.sidecar.frame.DType;
import dev.sidecar.frame.FeatureFrame;
import dev.sidecar.frame.FrameGrid;
import dev.sidecar.frame.Provenance;
import dev.sidecar.frame.Statistics;
import dev.sidecar.spi.Finding;
import dev.sidecar.spi.SidecarStore;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class MergeTest {
    private static final Provenance OLD = new Provenance("old", "1", Map.of("a", 1L));

    /** A column with everything that a sidecar can say of one. */
    private static Column full(String name) {
        return column(name, 1, 2, 3)
                .withUnits("dB")
                .withDoc("A level.")
                .withRange(-5, 5)
                .withProvenance(OLD)
                .withRecorded(Statistics.of(-5, 5, 2.25, 0.75));
    }

    private static FakeProducer making(Column... columns) {
        return FakeProducer.named("new").producing(clip -> FeatureFrame.of(clip.frames(), List.of(columns)));
    }

    private static Column made(Column column) {
        return column.withProvenance(new Provenance("new", "1", Map.of()));
    }

    @Test
    void aKeptColumnIsRoundedToTheTypeThatIsAskedFor() {
        // 1 + 2^-11 lies half-way between two float16 values; the even one is 1
        MemoryStore store = MemoryStore.of(clip("a.ecdc", column("old", 1 + 1f / 2048, 2, 3)));

        RunReport report = over(store, making(column("x", 1, 2, 3)))
                .dtype(DType.FLOAT16)
                .build()
                .run();

        assertThat(store.frame("a.ecdc").column("old").toArray()).containsExactly(1, 2, 3);
        assertThat(report.updated()).isEqualTo(1);
    }

    @Test
    void aKeptColumnThatTheTypeCannotHoldFailsTheClip() {
        MemoryStore store =
                MemoryStore.of(clip("a.ecdc", column("old", 1, 70_000, 3).withProvenance(OLD)));

        SidecarException failure = failureOf(() -> over(store, making(column("x", 1, 2, 3)))
                .dtype(DType.FLOAT16)
                .build()
                .run());

        assertThat(failure.kind()).isEqualTo(Kind.LIMIT);
        assertThat(failure.place()).isEqualTo(Place.clip("a.ecdc").column("old").frame(1));
        assertThat(store.frame("a.ecdc").names()).containsExactly("old");
    }

    @Test
    void aValueThatTheTypeCannotHoldNamesClipProducerColumnAndFrame() {
        MemoryStore store = MemoryStore.of(clip("a.ecdc"));
        Column foreign = column("x", 1, 2, 65_520).withProvenance(OLD);

        SidecarException failure = failureOf(
                () -> over(store, making(foreign)).dtype(DType.FLOAT16).build().run());

        assertThat(failure.kind()).isEqualTo(Kind.LIMIT);
        assertThat(failure.place())
                .isEqualTo(Place.clip("a.ecdc").producer("new").column("x").frame(2));
        assertThat(failure).hasMessageContaining("65504").hasMessageContaining("65520.0");
        assertThat(store.frames()).isEmpty();
    }

    @Test
    void aConvertedColumnIsNotReportedAsReplaced() {
        RecordingListener listener = new RecordingListener();
        MemoryStore store = MemoryStore.of(clip("a.ecdc", column("old", 0.1f, 2, 3)));

        over(store, making(column("x", 1, 2, 3)))
                .dtype(DType.FLOAT16)
                .listener(listener)
                .build()
                .run();

        assertThat(listener.results).containsExactly(new ClipResult.Written("a.ecdc", false, List.of("x"), List.of()));
    }

    @Test
    void anExistingSidecarKeepsItsType() {
        MemoryStore store = MemoryStore.of(clip("a.ecdc", column("old", 1, 2, 3)));
        over(store, making(column("old", 0, 0, 0))).dtype(DType.FLOAT16).build().run();

        // 0.1 is 1638.4 * 2^-14; the nearest float16 is 1638 * 2^-14
        over(store, making(column("x", 0.1f, 0, 0))).build().run();

        assertThat(store.frame("a.ecdc").column("x").get(0)).isEqualTo(1638f / 16_384);
        SidecarStore.Snapshot stored = store.read(clip("a.ecdc"));
        assertThat(stored.dtype()).contains(DType.FLOAT16);
        assertThat(stored.frame().names()).containsExactly("old", "x");
    }

    @Test
    void valuesAreKeptAsTheyAreByDefault() {
        MemoryStore store = MemoryStore.of(clip("a.ecdc"));

        over(store, making(column("x", 0.1f, 1e30f, -1e-30f))).build().run();

        assertThat(store.frame("a.ecdc").column("x").toArray()).containsExactly(0.1f, 1e30f, -1e-30f);
    }

    @Test
    void laterProducersSeeValuesAsTheyWillBeStored() {
        List<Float> seen = new ArrayList<>();
        MemoryStore store = MemoryStore.of(clip("a.ecdc", column("old", 1 + 1f / 2048, 2, 3)));
        FakeProducer spy = FakeProducer.named("spy").producing(clip -> {
            seen.add(clip.columns().column("old").get(0));
            seen.add(clip.columns().column("x").get(0));
            return FeatureFrame.empty(clip.frames());
        });

        over(store, making(column("x", 1 + 3f / 2048, 0, 0)), spy)
                .dtype(DType.FLOAT16)
                .build()
                .run();

        // both lie half-way between float16 values, and go to the even one
        assertThat(seen).containsExactly(1f, 1 + 2f / 1024);
    }

    @Test
    void appendKeepsAColumnThatIsThereAndAddsOthersAtTheEnd() {
        MemoryStore store = MemoryStore.of(clip("a.ecdc", full("first"), full("second")));

        over(store, making(column("third", 7, 8, 9), column("first", 4, 5, 6)))
                .build()
                .run();

        assertThat(store.frame("a.ecdc").columns())
                .containsExactly(full("first"), full("second"), made(column("third", 7, 8, 9)));
    }

    @Test
    void overwriteReplacesInPlaceAndLeavesEveryOtherColumnWithAllThatIsKnownOfIt() {
        MemoryStore store = MemoryStore.of(clip("a.ecdc", full("first"), full("second"), full("third")));

        over(store, making(column("fourth", 7, 8, 9), column("second", 4, 5, 6).withUnits("Hz")))
                .mode(Mode.OVERWRITE)
                .build()
                .run();

        assertThat(store.frame("a.ecdc").columns())
                .containsExactly(
                        full("first"),
                        made(column("second", 4, 5, 6).withUnits("Hz")),
                        full("third"),
                        made(column("fourth", 7, 8, 9)));
    }

    @Test
    void ofTwoProducersOfOneColumnTheLastWinsInThePlaceOfTheFirst() {
        RecordingListener listener = new RecordingListener();
        MemoryStore store = MemoryStore.of(clip("a.ecdc"));

        RunReport report = over(store, making(column("x", 1, 1, 1), column("y", 2, 2, 2)), making(column("x", 3, 3, 3)))
                .listener(listener)
                .build()
                .run();

        assertThat(store.frame("a.ecdc").columns())
                .containsExactly(made(column("x", 3, 3, 3)), made(column("y", 2, 2, 2)));
        assertThat(report.warningCounts()).containsExactly(Map.entry(Finding.Code.COLUMN_COLLISION, 1L));
        assertThat(listener.results)
                .singleElement()
                .satisfies(result -> assertThat(result.findings())
                        .singleElement()
                        .satisfies(finding -> {
                            assertThat(finding.code()).isEqualTo(Finding.Code.COLUMN_COLLISION);
                            assertThat(finding.subject()).isEqualTo("a.ecdc");
                            assertThat(finding.message()).contains("\"x\"");
                        }));
    }

    @Test
    void aSecondRunWithCollidingProducersWritesNothing() {
        FakeStore store = new FakeStore(clip("a.ecdc"));
        Sidecar sidecar = over(store, making(column("x", 1, 1, 1)), making(column("x", 3, 3, 3)))
                .mode(Mode.OVERWRITE)
                .build();

        sidecar.run();
        RunReport again = sidecar.run();

        assertThat(again.unchanged()).isEqualTo(1);
        assertThat(store.applied).hasValue(1);
    }

    @ParameterizedTest
    @EnumSource(Mode.class)
    void aColumnOfTheSidecarHidesAnEarlierProducersOnlyWhenAppending(Mode mode) {
        List<Float> seen = new ArrayList<>();
        List<List<String>> names = new ArrayList<>();
        MemoryStore store = MemoryStore.of(clip("a.ecdc", column("x", 1, 1, 1)));
        FakeProducer spy = FakeProducer.named("spy").producing(clip -> {
            names.add(clip.columns().names());
            seen.add(clip.columns().column("x").get(0));
            return FeatureFrame.empty(clip.frames());
        });

        over(store, spy, making(column("x", 9, 9, 9), column("y", 2, 2, 2)), spy)
                .mode(mode)
                .build()
                .run();

        assertThat(names).containsExactly(List.of("x"), List.of("x", "y"));
        assertThat(seen).containsExactly(1f, mode == Mode.APPEND ? 1f : 9f);
    }

    private static FakeProducer versioned(String version, Column column) {
        return FakeProducer.named("v")
                .onDescribe(self -> new Provenance("v", version, Map.of("a", 1L)))
                .producing(clip -> FeatureFrame.of(column));
    }

    @ParameterizedTest
    @EnumSource(Mode.class)
    void aNewVersionAloneWritesNothing(Mode mode) {
        FakeStore store = new FakeStore(clip("a.ecdc"));
        over(store, versioned("1", column("x", 1, 2, 3))).build().run();

        RunReport report = over(store, versioned("2", column("x", 1, 2, 3)))
                .mode(mode)
                .build()
                .run();

        assertThat(report.unchanged()).isEqualTo(1);
        assertThat(store.applied).hasValue(1);
        assertThat(store.frame("a.ecdc").column("x").provenance()).contains(new Provenance("v", "1", Map.of("a", 1L)));
    }

    @Test
    void aNewVersionWithNewValuesOverwritesBoth() {
        FakeStore store = new FakeStore(clip("a.ecdc"));
        over(store, versioned("1", column("x", 1, 2, 3))).build().run();

        over(store, versioned("2", column("x", 1, 2, 4)))
                .mode(Mode.OVERWRITE)
                .build()
                .run();

        Column x = store.frame("a.ecdc").column("x");
        assertThat(x.toArray()).containsExactly(1, 2, 4);
        assertThat(x.provenance()).contains(new Provenance("v", "2", Map.of("a", 1L)));
    }

    @Test
    void theSameRunTwiceWritesNothingTheSecondTime() {
        for (Mode mode : Mode.values()) {
            FakeStore store = new FakeStore(clips(3));
            Sidecar sidecar = over(store, making(full("x"), column("y", 1, 2, 3)))
                    .mode(mode)
                    .build();

            assertThat(sidecar.run().created()).isEqualTo(3);
            Map<String, FeatureFrame> before = store.frames();
            assertThat(sidecar.run().unchanged()).isEqualTo(3);
            assertThat(store.frames()).isEqualTo(before);
            assertThat(store.applied).hasValue(3);
        }
    }

    private static FakeStore holding(FakeSnapshot snapshot) {
        return new FakeStore(clip("a.ecdc")) {
            @Override
            public Snapshot read(Clip clip) {
                return applied.get() == 0 ? snapshot : super.read(clip);
            }

            @Override
            public Change prepare(Clip clip, Snapshot base, FeatureFrame frame, DType dtype) {
                return super.prepare(clip, super.read(clip), frame, dtype);
            }
        };
    }

    private static SidecarException refusal(FakeStore store) {
        FakeProducer producer = making(column("x", 1, 2, 3));
        SidecarException failure = failureOf(() -> over(store, producer).build().run());
        assertThat(failure.kind()).isEqualTo(Kind.MISMATCH);
        assertThat(failure.place()).isEqualTo(Place.clip("a.ecdc"));
        assertThat(producer.produced).hasValue(0);
        assertThat(store.applied).hasValue(0);
        return failure;
    }

    @Test
    void aSidecarOfAnotherLengthFailsAndNamesBothLengthsAndTheWayOut() {
        SidecarException failure = refusal(holding(FakeSnapshot.of(FeatureFrame.of("old", new float[5]))));

        assertThat(failure)
                .hasMessageContaining("has 5 frames, its tokens have 3")
                .hasMessageContaining("onStale(REPLACE)")
                .hasMessageContaining("--replace-stale");
    }

    @Test
    void aSidecarOfAnotherLengthIsReplacedIfAsked() {
        FakeStore store = holding(FakeSnapshot.of(FeatureFrame.of("old", new float[5])));
        RecordingListener listener = new RecordingListener();

        RunReport report = over(store, making(column("x", 1, 2, 3)))
                .onStale(OnStale.REPLACE)
                .listener(listener)
                .build()
                .run();

        assertThat(store.frame("a.ecdc").names()).containsExactly("x");
        assertThat(report.updated()).isEqualTo(1);
        assertThat(report.warningCounts()).containsExactly(Map.entry(Finding.Code.FRAME_MISMATCH, 1L));
        assertThat(report.warnings().get(0).message())
                .isEqualTo("a sidecar of 5 frames is replaced, the tokens have 3");
        assertThat(((ClipResult.Written) listener.results.get(0)).columns()).containsExactly("x");
    }

    @Test
    void replacingLeavesSidecarsOfTheRightLengthAlone() {
        MemoryStore store = MemoryStore.of(clip("a.ecdc", column("old", 1, 2, 3)));

        over(store, making(column("x", 1, 2, 3)))
                .onStale(OnStale.REPLACE)
                .build()
                .run();

        assertThat(store.frame("a.ecdc").names()).containsExactly("old", "x");
    }

    @Test
    void nothingIsMergedIntoASidecarWhoseLabelsAreInDoubt() {
        Finding doubt = new Finding(Finding.Code.NAMES_LENGTH_MISMATCH, "a.ecdc", "3 names for 2 columns");

        assertThat(refusal(holding(
                        FakeSnapshot.of(FeatureFrame.of("old", new float[3])).unlabelled(doubt))))
                .hasMessageContaining("3 names for 2 columns");
    }

    @Test
    void nothingIsMergedIntoATornSidecar() {
        assertThat(refusal(holding(
                        FakeSnapshot.of(FeatureFrame.of("old", new float[3])).asTorn())))
                .hasMessageContaining("do not belong together");
    }

    @Test
    void aTornSidecarIsNotReplacedEvenIfItIsStale() {
        FakeStore store =
                holding(FakeSnapshot.of(FeatureFrame.of("old", new float[5])).asTorn());

        assertThat(failureOf(() -> over(store, making(column("x", 1, 2, 3)))
                        .onStale(OnStale.REPLACE)
                        .build()
                        .run()))
                .hasMessageContaining("do not belong together");
        assertThat(store.applied).hasValue(0);
    }

    @Test
    void whatIsOddAboutASidecarIsReported() {
        Finding odd = new Finding(Finding.Code.CONVERTED, "a.ecdc", "big-endian");
        FakeStore store =
                holding(FakeSnapshot.of(FeatureFrame.of("old", new float[3])).with(odd));

        assertThat(over(store, making(column("x", 1, 2, 3))).build().run().warnings())
                .containsExactly(odd);
    }

    @Test
    void aClipWithoutFramesGetsColumnsWithoutValues() {
        MemoryStore store = MemoryStore.of(Clip.of("a.ecdc", FrameGrid.encodec24kHz(0)));

        over(store, FakeProducer.constant("x", 1)).build().run();

        assertThat(store.frame("a.ecdc").frames()).isZero();
        assertThat(store.frame("a.ecdc").names()).containsExactly("x");
    }

    @ParameterizedTest
    @EnumSource(Mode.class)
    void theReportOfACollisionSaysWhichColumnIsKept(Mode mode) {
        MemoryStore store = MemoryStore.of(clip("a.ecdc", column("x", 9, 9, 9)));

        RunReport report = over(store, making(column("x", 1, 1, 1)), making(column("x", 3, 3, 3)))
                .mode(mode)
                .build()
                .run();

        boolean append = mode == Mode.APPEND;
        assertThat(store.frame("a.ecdc").column("x").get(0)).isEqualTo(append ? 9 : 3);
        assertThat(report.warnings())
                .extracting(Finding::message)
                .containsExactly("two producers made column \"x\"; "
                        + (append ? "the sidecar's own is kept" : "the last one is kept"));
    }
}
