package dev.sidecar.producers;

import static dev.sidecar.testkit.SidecarAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.data.Offset.offset;

import dev.sidecar.SidecarException;
import dev.sidecar.SidecarException.Kind;
import dev.sidecar.frame.FeatureFrame;
import dev.sidecar.plugin.ProducerCatalog;
import dev.sidecar.plugin.Shorthand;
import dev.sidecar.spi.Producer;
import dev.sidecar.testkit.ProducerContract;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Frames are 1/75 of a second: frame 3 is from 0.04 to 0.0533. */
class EventsTest {
    private final Folder folder = Folder.empty();

    private static EventsBuilder events() {
        return Producers.events("x", ClipFiles.besideTokens(".x.csv"));
    }

    private FeatureFrame frame(EventsBuilder events, String lines, int frames) {
        folder.write("a.x.csv", lines);
        return folder.run(events.build(), "a.ecdc", frames);
    }

    private float[] values(EventsBuilder events, String lines, int frames) {
        FeatureFrame frame = frame(events, lines, frames);
        assertThat(frame.names()).containsExactly("x");
        return frame.column("x").toArray();
    }

    @Test
    void anEventHoldsFromItsFrameUntilTheNext() {
        assertThat(values(events(), "time,x|0.02,5|0.045,-2|0.05,3|99,7", 6)).containsExactly(0, 5, 5, 3, 3, 3);
        assertThat(values(events().otherwise(9), "x,time|5,0.0133333", 3)).containsExactly(9, 5, 5);
        assertThat(values(events().otherwise(9), "x,time", 2)).containsExactly(9, 9);
        assertThat(values(events(), "time,x|-3,1|-2,2|0.02,3", 3)).containsExactly(2, 3, 3);
        assertThat(values(events(), "time,x|0,1", 0)).isEmpty();
    }

    @Test
    void columnsMayHaveOtherNames() {
        assertThat(values(events().time("s").value("level"), "s,x,level|0,1,2", 1))
                .containsExactly(2);
    }

    @Test
    void intervalsEnd() {
        EventsBuilder intervals = events().until("end").otherwise(-1);
        assertThat(values(intervals, "time,end,x|0,0.03,5|0.04,0.04,6|0.07,9,7", 8))
                .containsExactly(5, 5, -1, 6, -1, 7, 7, 7);
        assertThat(values(intervals, "time,end,x|0,1,5|0.02,0.03,6", 5)).containsExactly(5, 6, -1, -1, -1);
    }

    @Test
    void anIntervalBeforeTheClipIsInNoFrame() {
        EventsBuilder intervals = events().until("end").otherwise(-1);
        assertThat(values(intervals, "time,end,x|-5,-2,5", 2)).containsExactly(-1, -1);
        assertThat(values(intervals, "time,end,x|-5,-2,5|-1,0.02,6", 2)).containsExactly(6, -1);
    }

    @Test
    void whatIsThereWithoutAnEventDoesNotTouchEvents() throws Exception {
        double[] others = {Double.NaN, Double.NEGATIVE_INFINITY, 1e20};
        for (double other : others) {
            folder.write("a.x.csv", "time,x|0.02,0.1");
            FeatureFrame frame = events().otherwise(other).build().produce(folder.clip("a.ecdc", 3));
            assertThat(frame.column("x").toArray()).containsExactly((float) other, 0.1f, 0.1f);
        }
    }

    @Test
    void timesAloneAreOnes() {
        assertThat(values(events().until("end"), "time,end|0.02,0.03", 4)).containsExactly(0, 1, 0, 0);
        assertThat(values(events(), "time|0.02", 3)).containsExactly(0, 1, 1);
    }

    /** The age of the event at 0.02 s is 0 in its frame, then 2/75 - 0.02, 3/75 - 0.02 ... */
    @Test
    void eventsDecay() {
        float[] values = values(events().decay(0.1).otherwise(1), "time,x|0.02,5|0.06,2", 6);
        double[] expected = {
            1,
            5,
            1 + 4 * Math.exp(-(2 / 75.0 - 0.02) / 0.1),
            1 + 4 * Math.exp(-(3 / 75.0 - 0.02) / 0.1),
            2,
            1 + Math.exp(-(5 / 75.0 - 0.06) / 0.1)
        };
        for (int t = 0; t < 6; t++) {
            assertThat((double) values[t]).isCloseTo(expected[t], offset(1e-6));
        }
    }

    @Test
    void labelsAreIndicesOrColumns() {
        String chords = "time,x|0.02,G|0.04,C|0.06,Am";
        FeatureFrame index = frame(events().index("C", "G", "Am"), chords, 5);
        assertThat(index.column("x").toArray()).containsExactly(-1, 1, 1, 0, 2);
        assertThat(index).column("x").hasRange(-1, 2).isMadeBy("events");
        assertThat(index.column("x").doc()).isEqualTo("0 C, 1 G, 2 Am, -1 none");
        FeatureFrame oneHot = frame(events().oneHot("C", "G", "Am"), chords, 5);
        assertThat(oneHot.names()).containsExactly("x_C", "x_G", "x_Am");
        assertThat(oneHot.column("x_G").toArray()).containsExactly(0, 1, 1, 0, 0);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "time,x|0,H; FORMAT; line 2: expected one of C, G; found \"H\"",
                "time,x|1,C|0.5,G; FORMAT; line 3: expected a time not before the last one, 1.0, found 0.5",
                "time,x|inf,C; FORMAT; line 2: expected a finite number",
                "time,x|,C; FORMAT; line 2: expected a number, found an empty cell",
                "seconds,x|0,C; PRODUCER; no column \"time\"",
                "time,chord|0,C; PRODUCER; no column \"x\"",
                "time|0; PRODUCER; no column \"x\"",
            })
    void badFilesAreRefused(String lines, Kind kind, String reason) {
        assertThatThrownBy(() -> frame(events().index("C", "G"), lines, 4))
                .isInstanceOfSatisfying(SidecarException.class, e -> {
                    assertThat(e.kind()).as(e.getMessage()).isEqualTo(kind);
                    assertThat(e.place().file()).isEqualTo("/tree/a.x.csv");
                    assertThat(e.place().clip()).isEqualTo("a.ecdc");
                })
                .hasMessageContaining(reason);
    }

    @Test
    void contradictionsAreRefused() {
        assertThatThrownBy(() -> frame(events().until("end"), "time,end,x|1,0,5", 1))
                .hasMessageContaining("line 2: expected a time not before the start, 1.0, found 0.0");
        assertThatThrownBy(() -> events().decay(0)).hasMessageContaining("more than 0 seconds, found 0.0");
        assertThatThrownBy(() -> events().index("a").decay(1).build()).hasMessageContaining("labels do not decay");
        assertThatThrownBy(() -> ProducerCatalog.open()
                        .create("events", Map.of("name", "x", "suffix", ".csv", "events-one-hot", true)))
                .hasMessageContaining("name them (events-labels)")
                .hasMessageContaining("USAGE");
        assertThatThrownBy(() -> events().oneHot("a", "a")).hasMessageContaining("found \"a\" twice");
        assertThatThrownBy(() -> Producers.events(" ", ClipFiles.besideTokens(".csv")))
                .hasMessageContaining("not blank");
        assertThatThrownBy(() -> folder.run(events().build(), "none.ecdc", 1)).hasMessageContaining("no such file");
    }

    @Test
    void theCommandLineSaysTheSame() {
        ProducerCatalog catalog = ProducerCatalog.open();
        Map<String, Object> options = new TreeMap<>(
                Shorthand.of(catalog.provider("events")).orElseThrow().parse("x=.x.csv"));
        assertThat(catalog.create("events", options).describe())
                .isEqualTo(events().build().describe());
        options.put("events-labels", "C, G");
        options.put("events-one-hot", true);
        options.put("events-end", "end");
        Producer chords = catalog.create("events", options);
        assertThat(chords.describe())
                .isEqualTo(events().oneHot("C", "G").until("end").build().describe());
        assertThat(catalog.create(chords.describe(), Path.of("")).describe()).isEqualTo(chords.describe());
        options.remove("events-labels");
        assertThatThrownBy(() -> catalog.create("events", options))
                .hasMessageContaining("name them (events-labels)")
                .hasMessageContaining("USAGE");
        Producer beats = events().decay(0.2).otherwise(-1).build();
        assertThat(catalog.create(beats.describe(), Path.of("")).describe()).isEqualTo(beats.describe());
    }

    @Test
    void itKeepsTheContract() {
        folder.write("a.x.csv", "time,x|0.1,3|0.5,7");
        folder.write("b.x.csv", "time,x");
        ProducerContract.of(() -> events().decay(1).build())
                .onlyClips(folder.clip("a.ecdc", 100), folder.clip("b.ecdc", 7))
                .check();
    }
}
