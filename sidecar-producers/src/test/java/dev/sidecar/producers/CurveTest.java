package dev.sidecar.producers;

import static dev.sidecar.testkit.SidecarAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.data.Offset.offset;

import dev.sidecar.Sidecar;
import dev.sidecar.SidecarException;
import dev.sidecar.SidecarException.Kind;
import dev.sidecar.frame.Clip;
import dev.sidecar.frame.FrameGrid;
import dev.sidecar.plugin.ProducerCatalog;
import dev.sidecar.plugin.Shorthand;
import dev.sidecar.spi.Producer;
import dev.sidecar.testkit.ProducerContract;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.DoubleUnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

class CurveTest {
    private static float[] values(Producer producer, FrameGrid grid) {
        return Sidecar.builder()
                .with(producer)
                .build()
                .produce(Clip.of("a.ecdc", grid))
                .column("x")
                .toArray();
    }

    private static float[] values(Producer producer, int frames) {
        return values(producer, FrameGrid.encodec24kHz(frames));
    }

    private static Producer parsed(String points) {
        return ProducerCatalog.open().create("curve", Map.of("name", "x", "points", points));
    }

    static List<String> curves() {
        return Golden.lines("curves.txt");
    }

    /** To 1e-9 in float64, and then to the last bit of float32. */
    @ParameterizedTest
    @MethodSource("curves")
    void itIsWhatNumpyAndScipyDraw(String line) {
        String[] golden = line.split("; ", -1);
        double[] at = numbers(golden[2]);
        double[] value = numbers(golden[3]);
        double[] expected = numbers(golden[4]);
        Interpolation interpolation = Interpolation.ofLabel(golden[0]);
        DoubleUnaryOperator function = interpolation.holding(at, value);
        CurveBuilder curve = Producers.curve("x").axis(TimeAxis.FRAMES).interpolation(interpolation);
        for (int i = 0; i < at.length; i++) {
            curve.point(at[i], value[i]);
        }
        float[] found = values(curve.build(), Integer.parseInt(golden[1]));
        assertThat(found).hasSameSizeAs(expected);
        for (int t = 0; t < found.length; t++) {
            assertThat(function.applyAsDouble(t)).as("frame %d", t).isCloseTo(expected[t], offset(1e-9));
            assertThat(found[t]).isEqualTo((float) function.applyAsDouble(t));
        }
    }

    private static double[] numbers(String text) {
        return Arrays.stream(text.split(" ", -1))
                .mapToDouble(Double::parseDouble)
                .toArray();
    }

    @Test
    void fractionsReachFromTheFirstFrameToTheLast() {
        Producer curve = Producers.curve("x").point(0, 0).point(1, 8).build();
        assertThat(values(curve, 5)).containsExactly(0, 2, 4, 6, 8);
        assertThat(values(curve, 1)).containsExactly(0);
        assertThat(values(curve, 0)).isEmpty();
    }

    @Test
    void secondsAreWhereFramesStart() {
        Producer curve = Producers.curve("x")
                .point(0, 0)
                .point(10, 10)
                .axis(TimeAxis.SECONDS)
                .build();
        FrameGrid dac = new FrameGrid.Rate(44_100, 512).grid(3);
        assertThat(values(curve, dac)).containsExactly(0, (float) (512 / 44_100.0), (float) (1024 / 44_100.0));
    }

    @Test
    void endsHoldUnlessTheyRefuse() {
        CurveBuilder curve = Producers.curve("x").point(1, 5).point(2, 7).axis(TimeAxis.FRAMES);
        assertThat(values(curve.build(), 4)).containsExactly(5, 5, 7, 7);
        Producer refusing = curve.refuseOutside().build();
        assertThatThrownBy(() -> values(refusing, 4))
                .isInstanceOfSatisfying(SidecarException.class, e -> {
                    assertThat(e.kind()).isEqualTo(Kind.PRODUCER);
                    assertThat(e.place().frame()).isZero();
                    assertThat(e.place().column()).isEqualTo("x");
                })
                .hasMessageContaining("at 0.0 frames, lies outside the breakpoints, 1.0:5.0,2.0:7.0@linear");
    }

    @ParameterizedTest
    @EnumSource
    void onePointIsAConstant(Interpolation interpolation) {
        Producer curve = Producers.curve("x")
                .point(0.5, 0.25)
                .interpolation(interpolation)
                .build();
        assertThat(values(curve, 3)).containsExactly(0.25f, 0.25f, 0.25f);
    }

    @Test
    void theCommandLineSaysTheSame() {
        Map<String, String> options = Shorthand.of(ProducerCatalog.open().provider("curve"))
                .orElseThrow()
                .parse("x=0:0,0.5:1,1:0.2@akima");
        assertThat(ProducerCatalog.open().create("curve", options))
                .isEqualTo(Producers.curve("x")
                        .point(0, 0)
                        .point(0.5, 1)
                        .point(1, 0.2)
                        .interpolation(Interpolation.AKIMA)
                        .build());
        assertThat(parsed("0:1")).isEqualTo(Producers.curve("x").point(0, 1).build());
        assertThat(parsed("-1e3:.5,0:-2@step"))
                .isEqualTo(Producers.curve("x")
                        .point(-1000, 0.5)
                        .point(0, -2)
                        .interpolation(Interpolation.PREVIOUS)
                        .build());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "0:0@akma | no interpolation \"akma\"; did you mean akima?",
                "'' | found the point \"\"",
                "0:0,,1:1 | found the point \"\"",
                "0:0;1:1 | found the point \"0:0;1:1\"",
                "0,1 | found the point \"0\"",
                "0:x | found the point \"0:x\" in \"0:x\"",
                "0:nan | found the point \"0:nan\"",
                "0:1e999 | a curve's points are finite numbers, found 0.0:Infinity",
                "0:0,1:1,1:2 | each point of a curve lies after the one before, found 1.0:2.0 after 1.0:1.0",
                "1:0,0:1 | found 0.0:1.0 after 1.0:0.0",
            })
    void badPointsAreRefused(String points, String reason) {
        assertThatThrownBy(() -> parsed(points))
                .isInstanceOfSatisfying(
                        SidecarException.class, e -> assertThat(e.kind()).isEqualTo(Kind.USAGE))
                .hasMessageContaining(reason);
    }

    @Test
    void badOptionsAreRefused() {
        assertThatThrownBy(() -> Producers.curve("x").build()).hasMessageContaining("needs a point at least");
        assertThatThrownBy(() -> Producers.curve(" ")).hasMessageContaining("not blank");
        assertThatThrownBy(() -> ProducerCatalog.open()
                        .create("curve", Map.of("name", "x", "points", "0:0", "curve-axis", "second")))
                .hasMessageContaining("no curve-axis \"second\"; did you mean seconds?");
        assertThatThrownBy(() -> ProducerCatalog.open()
                        .create("curve", Map.of("name", "x", "points", "0:0", "curve-outside", "x")))
                .hasMessageContaining("there are hold, refuse");
    }

    @Test
    void itKeepsTheContract() {
        ProducerContract.of(() -> parsed("0:0,0.5:1,1:0.2@akima")).check();
    }
}
