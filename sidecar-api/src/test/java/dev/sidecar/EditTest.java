package dev.sidecar;

import static dev.sidecar.Runs.clip;
import static dev.sidecar.Runs.column;
import static dev.sidecar.Runs.failureOf;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sidecar.SidecarException.Kind;
import dev.sidecar.frame.Clip;
import dev.sidecar.frame.FeatureFrame;
import dev.sidecar.frame.FrameGrid;
import dev.sidecar.frame.Provenance;
import dev.sidecar.spi.Finding;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class EditTest {
    private final MemoryStore store = MemoryStore.of(
            clip("a.ecdc", column("x", 1, 2), column("y", 3, 4).withUnits("dB"), column("z", 5, 6)),
            clip("b.ecdc", column("y", 7, 8)),
            Clip.of("c.ecdc", FrameGrid.encodec24kHz(2)));

    private Sidecar.Builder run() {
        return Sidecar.builder().store(store).parallelism(1);
    }

    @Test
    void aColumnIsDroppedWhereItIs() {
        RunReport report = run().drop("x", "z").build().run();
        assertThat(store.frame("a.ecdc").names()).containsExactly("y");
        assertThat(report.updated()).isEqualTo(1);
        assertThat(report.unchanged()).isEqualTo(1);
        assertThat(report.skipped()).isEqualTo(1);
        assertThat(report.clips()).isEqualTo(3);
        assertThat(report.warnings())
                .extracting(Finding::toString)
                .containsExactly(
                        "b.ecdc: its sidecar has no column \"x\"; there are y [no_such_column]",
                        "b.ecdc: its sidecar has no column \"z\"; there are y [no_such_column]");
        assertThat(report).asString().startsWith("3 clips: 0 created, 1 updated, 1 unchanged, 1 without a sidecar, 0");
        assertThat(store.frames()).doesNotContainKey("c.ecdc");
    }

    @Test
    void aRenamedColumnKeepsItsPlaceAndEverythingElse() {
        FeatureFrame before = store.frame("a.ecdc");
        run().rename("y", "level").build().run();
        assertThat(store.frame("a.ecdc").names()).containsExactly("x", "level", "z");
        assertThat(store.frame("a.ecdc").column("level"))
                .isEqualTo(before.column("y").withName("level"));
    }

    @Test
    void theListenerHearsTheNewNamesOfThoseThatWereThereAndStay() {
        List<ClipResult> results = new ArrayList<>();
        run().rename("y", "level")
                .rename("q", "r")
                .drop("z")
                .rename("z", "gone")
                .listener(new RunListener() {
                    @Override
                    public void clipDone(ClipResult result) {
                        results.add(result);
                    }
                })
                .build()
                .run();
        assertThat(results)
                .filteredOn(ClipResult.Written.class::isInstance)
                .extracting(result -> ((ClipResult.Written) result).columns())
                .containsExactly(List.of("level"), List.of("level"));
    }

    @Test
    void namesCanBeSwapped() {
        FeatureFrame before = store.frame("a.ecdc");
        run().rename("x", "y").rename("y", "x").build().run();
        assertThat(store.frame("a.ecdc").names()).containsExactly("y", "x", "z");
        assertThat(store.frame("a.ecdc").column("x").toArray())
                .isEqualTo(before.column("y").toArray());
    }

    @Test
    void aNameThatIsTakenFailsAndNothingIsLost() {
        FeatureFrame before = store.frame("a.ecdc");
        SidecarException failure =
                failureOf(() -> run().rename("x", "y").build().run());
        assertThat(failure.kind()).isEqualTo(Kind.MISMATCH);
        assertThat(failure).hasMessageContaining("two columns would have this name after renaming");
        assertThat(store.frame("a.ecdc")).isEqualTo(before);
        run().drop("y").rename("x", "y").build().run();
        assertThat(store.frame("a.ecdc").names()).containsExactly("y", "z");
    }

    @Test
    void aColumnHasOneNewName() {
        assertThatThrownBy(() -> run().rename("x", "p").rename("x", "q"))
                .hasMessageContaining("cannot become both \"p\" and \"q\"");
        assertThatThrownBy(() -> run().rename("x", " ")).hasMessageContaining("name must be");
    }

    @Test
    void editsComeBeforeProducers() {
        run().rename("y", "x0")
                .drop("x")
                .with(clip -> FeatureFrame.of(column("x", 9, 9)))
                .build()
                .run();
        assertThat(store.frame("a.ecdc").names()).containsExactly("x0", "z", "x");
        assertThat(store.frame("c.ecdc").names()).containsExactly("x");
    }

    @Test
    void dropAllLeavesWhatProducersMake() {
        RunReport report = run().dropAll()
                .with(clip -> FeatureFrame.of(column("n", 9, 9)))
                .build()
                .run();
        assertThat(report.updated()).isEqualTo(2);
        assertThat(store.frames().values())
                .allSatisfy(frame -> assertThat(frame.names()).containsExactly("n"));
    }

    @Test
    void clipsWithoutASidecarCanBeLeftAlone() {
        RunReport report = run().onMissing(OnMissing.SKIP)
                .with(clip -> FeatureFrame.of(column("n", 9, 9)))
                .build()
                .run();
        assertThat(report.skipped()).isEqualTo(1);
        assertThat(store.frames()).containsOnlyKeys("a.ecdc", "b.ecdc");
    }

    @Test
    void aPlanOfEditsWritesNothing() {
        Map<String, FeatureFrame> before = store.frames();
        RunReport report = run().dropAll().build().plan();
        assertThat(report.updated()).isEqualTo(2);
        assertThat(store.frames()).isEqualTo(before);
    }

    @Test
    void inMemoryTheClipsColumnsAreEdited() {
        FeatureFrame frame = Sidecar.builder()
                .rename("x", "p")
                .drop("y")
                .build()
                .produce(clip("a.ecdc", column("x", 1), column("y", 2)));
        assertThat(frame.names()).containsExactly("p");
    }

    @Test
    void aRecipeDescribesARunAndMakesItAgain() {
        FakeProducer producer = FakeProducer.named("gain");
        Sidecar first = run().with(producer)
                .mode(Mode.OVERWRITE)
                .onStale(OnStale.REPLACE)
                .allowNonFinite()
                .seed(5)
                .build();
        Recipe recipe = first.recipe();
        assertThat(recipe.mode()).isEqualTo(Mode.OVERWRITE);
        assertThat(recipe.onStale()).isEqualTo(OnStale.REPLACE);
        assertThat(recipe.allowNonFinite()).isTrue();
        assertThat(recipe.seed()).isEqualTo(5);
        assertThat(recipe.grid()).isEmpty();
        assertThat(recipe.dtype()).isEmpty();
        assertThat(recipe.producers()).extracting(Provenance::producer).containsExactly("gain");

        Sidecar again = run().recipe(recipe, description -> FakeProducer.named(description.producer()))
                .build();
        assertThat(again.recipe()).isEqualTo(recipe);
        assertThatThrownBy(() -> run().seed(1).recipe(recipe, description -> producer))
                .hasMessageContaining("seed was set before");
    }
}
