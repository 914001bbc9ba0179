package dev.sidecar.producers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.data.Offset.offset;

import dev.sidecar.Sidecar;
import dev.sidecar.frame.Clip;
import dev.sidecar.frame.Column;
import dev.sidecar.frame.FrameGrid;
import dev.sidecar.plugin.ProducerCatalog;
import dev.sidecar.plugin.Shorthand;
import dev.sidecar.spi.Producer;
import dev.sidecar.testkit.ProducerContract;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class RandomColumnTest {
    private static final double INFINITE = Double.POSITIVE_INFINITY;

    private static Column column(Producer producer, long seed, String clip, int frames) {
        return Sidecar.builder()
                .with(producer)
                .seed(seed)
                .build()
                .produce(Clip.of(clip, FrameGrid.encodec24kHz(frames)))
                .column("x");
    }

    private static Producer golden(String kind) {
        return switch (kind) {
            case "noise" -> Producers.noise("x", -1, 3);
            case "gauss" -> Producers.gauss("x", 2, 0.5);
            default -> Producers.randomWalk("x", 0.5, 0.25, 0, 1);
        };
    }

    static List<String> random() {
        return Golden.lines("random.txt");
    }

    @ParameterizedTest
    @MethodSource("random")
    void numbersAreThoseOfAnotherMersenneTwister(String line) {
        String[] golden = line.split("; ", -1);
        String[] numbers = golden[3].split(" ", -1);
        Column found =
                column(golden(golden[0]), Long.parseLong(golden[1]), Golden.unescaped(golden[2]), numbers.length);
        for (int t = 0; t < numbers.length; t++) {
            assertThat(found.get(t)).as("frame %d", t).isCloseTo(Float.parseFloat(numbers[t]), offset(1e-6f));
        }
        assertThat(found.doc()).contains("seed " + golden[1] + " ");
    }

    @Test
    void numbersHaveTheirDistribution() {
        assertThat(column(golden("noise"), 1, "a.ecdc", 100_000).statistics()).satisfies(noise -> {
            assertThat(noise.min().orElseThrow()).isBetween(-1.0, -0.999);
            assertThat(noise.max().orElseThrow()).isBetween(2.999, 3.0);
            assertThat(noise.mean().orElseThrow()).isCloseTo(1, offset(0.02)); // 5 deviations of the mean
            assertThat(noise.std().orElseThrow()).isCloseTo(4 / Math.sqrt(12), offset(0.02));
        });
        assertThat(column(golden("gauss"), 1, "a.ecdc", 100_000).statistics()).satisfies(normal -> {
            assertThat(normal.mean().orElseThrow()).isCloseTo(2, offset(0.008));
            assertThat(normal.std().orElseThrow()).isCloseTo(0.5, offset(0.008));
        });
        Column walk = column(Producers.randomWalk("x", 10, 0.5, -INFINITE, INFINITE), 1, "a.ecdc", 100_000);
        Column steps = Column.generate("steps", 99_999, t -> walk.get(t + 1) - walk.get(t));
        assertThat(walk.get(0)).isEqualTo(10);
        assertThat(steps.statistics().mean().orElseThrow()).isCloseTo(0, offset(0.008));
        assertThat(steps.statistics().std().orElseThrow()).isCloseTo(0.5, offset(0.008));
    }

    @Test
    void boundsHoldHoweverLargeTheSteps() {
        Column walk = column(Producers.randomWalk("x", 0, 100, -1, 1), 1, "a.ecdc", 10_000);
        assertThat(walk.statistics().min().orElseThrow()).isGreaterThanOrEqualTo(-1);
        assertThat(walk.statistics().max().orElseThrow()).isLessThanOrEqualTo(1);
        assertThat(column(Producers.randomWalk("x", 0, 1, 0, INFINITE), 1, "a.ecdc", 10_000)
                        .statistics()
                        .min()
                        .orElseThrow())
                .isNotNegative();
    }

    static Stream<Producer> all() {
        return Stream.of(
                Producers.noise("x", 0, 1),
                Producers.gauss("x", 0, 1),
                Producers.randomWalk("x", 0, 1, -INFINITE, INFINITE),
                Producers.randomWalk("x", 0, 1, -2, 2));
    }

    @ParameterizedTest
    @MethodSource("all")
    void aDescriptionMakesTheSameNumbersAgain(Producer producer) {
        Producer again = ProducerCatalog.open().create(producer.describe(), Path.of(""));
        assertThat(again.describe()).isEqualTo(producer.describe());
        assertThat(column(again, 3, "a.ecdc", 100)).isEqualTo(column(producer, 3, "a.ecdc", 100));
    }

    @ParameterizedTest
    @CsvSource({"noise, x=-1:3", "gauss, x=2:0.5"})
    void theCommandLineSaysTheSame(String kind, String text) {
        ProducerCatalog catalog = ProducerCatalog.open();
        Map<String, String> options =
                Shorthand.of(catalog.provider(kind)).orElseThrow().parse(text);
        assertThat(catalog.create(kind, options).describe())
                .isEqualTo(golden(kind).describe());
    }

    @Test
    void badNumbersAreRefused() {
        assertThatThrownBy(() -> Producers.noise("x", 0, INFINITE)).hasMessageContaining("found 0.0 and Infinity");
        assertThatThrownBy(() -> Producers.gauss("x", Double.NaN, 1)).hasMessageContaining("USAGE");
        assertThatThrownBy(() -> Producers.gauss("", 0, 1)).hasMessageContaining("not blank");
        assertThatThrownBy(() -> Producers.gauss("x", 0, -1)).hasMessageContaining("at least 0, found -1.0");
        assertThatThrownBy(() -> Producers.randomWalk("x", 0, -0.5, -1, 1))
                .hasMessageContaining("at least 0, found -0.5");
        assertThatThrownBy(() -> Producers.randomWalk("x", 2, 1, 0, 1))
                .hasMessageContaining("starts within its bounds, found 2.0, and 0.0 to 1.0");
        assertThatThrownBy(() -> Producers.randomWalk("x", 2, 1, 0, Double.NaN)).hasMessageContaining("USAGE");
    }

    @Test
    void theyKeepTheContract() {
        ProducerContract.of(() -> Producers.noise("x", 0, 1)).check();
        ProducerContract.of(() -> Producers.gauss("x", 0, 1)).check();
        ProducerContract.of(() -> Producers.randomWalk("x", 0, 1, -1, INFINITE)).check();
    }
}
