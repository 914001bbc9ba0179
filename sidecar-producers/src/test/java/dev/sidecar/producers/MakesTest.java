package dev.sidecar.producers;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sidecar.Sidecar;
import dev.sidecar.SidecarException;
import dev.sidecar.frame.Clip;
import dev.sidecar.frame.FrameGrid;
import dev.sidecar.spi.Producer;
import java.nio.file.Path;
import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.Test;

/** What producers say of their columns before a run, which decides on their order. */
class MakesTest {
    private static final ClipFiles CSV = ClipFiles.besideTokens(".csv");

    @Test
    void chosenColumnsOfFilesAreKnown() {
        assertThat(Producers.csv(CSV).columns("a", "b").build().makes()).containsExactlyInAnyOrder("a", "b");
        assertThat(Producers.csv(CSV).build().makes()).isEmpty();
    }

    @Test
    void eventsHaveTheirNameAndLabels() {
        assertThat(Producers.events("beat", CSV).build().makes()).containsExactly("beat");
        assertThat(Producers.events("chord", CSV).oneHot("C", "Am").build().makes())
                .containsExactlyInAnyOrder("chord_C", "chord_Am");
    }

    @Test
    void ofATableWhatItAloneKnowsIsLeftOut() {
        assertThat(Producers.table(Path.of("clips.csv"))
                        .numbers("key")
                        .index("scene")
                        .oneHot("voice")
                        .build()
                        .makes())
                .containsExactlyInAnyOrder("key", "scene");
    }

    @Test
    void aColumnIsNotDerivedBeforeItsFileIsRead() {
        Producer speed = Producers.from("tempo").delta().as("speed");
        Producer tempo = Producers.csv(CSV).columns("tempo").build();
        Assertions.assertThatThrownBy(() -> Sidecar.builder()
                        .with(speed)
                        .with(tempo)
                        .build()
                        .produce(Clip.of("x.ecdc", FrameGrid.encodec24kHz(3))))
                .isInstanceOf(SidecarException.class)
                .hasMessageContainingAll("tempo", "speed");
    }
}
