package dev.sidecar.frame;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sidecar.SidecarException;
import dev.sidecar.SidecarException.Kind;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;

class NormalizationTest {
    private static OptionalDouble number(String text) {
        return text.equals("-") ? OptionalDouble.empty() : OptionalDouble.of(Double.parseDouble(text));
    }

    private static float[] window(Normalization normalization, FeatureFrame frame) {
        float[] window = new float[frame.frames() * normalization.width()];
        normalization.window(frame, 0, frame.frames(), window);
        return window;
    }

    @Test
    void numbersAreThoseOfTheTrainersToTheBit() {
        List<String> lines = Resource.lines("normalization.txt");
        assertThat(lines).hasSize(60);
        for (int i = 0; i < lines.size(); i += 4) {
            String[] numbers = lines.get(i).split(" ", -1);
            OptionalDouble first = number(numbers[0]);
            OptionalDouble second = number(numbers[1]);
            OptionalDouble none = OptionalDouble.empty();
            FeatureFrame frame = FeatureFrame.of("x", Resource.floats(lines.get(i + 1)));
            assertThat(window(Normalization.minMax(Map.of("x", new Statistics(first, second, none, none))), frame))
                    .as("min_max %s", lines.get(i))
                    .containsExactly(Resource.floats(lines.get(i + 2)));
            assertThat(window(Normalization.zScore(Map.of("x", new Statistics(none, none, first, second))), frame))
                    .as("z_score %s", lines.get(i))
                    .containsExactly(Resource.floats(lines.get(i + 3)));
        }
    }

    @Test
    void aFrameIsScaledByWhatItsColumnsState() {
        FeatureFrame frame = FeatureFrame.of(
                Column.of("declared", new float[] {-30, 0}).withRange(-60, 0),
                Column.of("observed", new float[] {2, 4}),
                Column.of("scene", new float[] {7, 7}));
        Normalization normalization = Normalization.minMax(frame);
        assertThat(normalization.names()).containsExactly("declared", "observed", "scene");
        assertThat(normalization.width()).isEqualTo(3);
        assertThat(window(normalization, frame)).containsExactly(0.5f, 0, 7, 1, 1, 7);
        assertThat(window(Normalization.zScore(frame), frame)).containsExactly(-1, -1, 0, 1, 1, 0);
    }

    @Test
    void columnsAreThoseOfTheStatisticsInTheirOrder() {
        Map<String, Statistics> corpus = new LinkedHashMap<>();
        corpus.put("b", Statistics.of(0, 10, 0, 0));
        corpus.put("a", Statistics.of(0, 100, 0, 0));
        FeatureFrame frame = FeatureFrame.of(
                Column.of("a", new float[] {0, 10, 20, 30}),
                Column.of("other", new float[4]),
                Column.of("b", new float[] {5, 6, 7, 8}));
        float[] window = {-1, -1, -1, -1, -1};
        Normalization.minMax(corpus).window(frame, 1, 2, window);
        assertThat(window).containsExactly(0.6f, 0.1f, 0.7f, 0.2f, -1);
    }

    @Test
    void rowsInMemoryAreScaledInPlace() {
        float[] rows = {5, 6, 7};
        Normalization.minMax(Map.of("x", Statistics.of(0, 10, 0, 0))).rows(rows, 2);
        assertThat(rows).containsExactly(0.5f, 0.6f, 7);
    }

    @Test
    void whatDoesNotFitIsRefused() {
        Normalization normalization = Normalization.minMax(Map.of("x", Statistics.of(0, 1, 0, 0)));
        FeatureFrame frame = FeatureFrame.of("gain", new float[3]);
        assertThatThrownBy(() -> normalization.window(frame, 0, 3, new float[3]))
                .isInstanceOfSatisfying(
                        SidecarException.class, e -> assertThat(e.kind()).isEqualTo(Kind.USAGE))
                .hasMessageContaining("no column \"x\"; there is gain");
        FeatureFrame good = FeatureFrame.of("x", new float[3]);
        assertThatThrownBy(() -> normalization.window(good, 1, 3, new float[3]))
                .isInstanceOf(IndexOutOfBoundsException.class);
        assertThatThrownBy(() -> normalization.window(good, 0, 3, new float[2]))
                .isInstanceOf(IndexOutOfBoundsException.class);
        assertThatThrownBy(() -> normalization.rows(new float[2], 3))
                .hasMessageContaining("expected 3 rows of 1 values, found 2 values");
    }

    @Test
    void noFramesAndNoColumnsAreFine() {
        assertThat(window(Normalization.minMax(Map.of()), FeatureFrame.empty(3)))
                .isEmpty();
        assertThat(window(Normalization.zScore(FeatureFrame.of("x", new float[0])), FeatureFrame.of("x", new float[0])))
                .isEmpty();
    }
}
