package dev.sidecar.testkit;

import static dev.sidecar.testkit.SidecarAssertions.assertThat;
import static dev.sidecar.testkit.SidecarAssertions.assertThatThrownBy;
import static dev.sidecar.testkit.SidecarAssertions.catchThrowableOfType;

import dev.sidecar.frame.Column;
import dev.sidecar.frame.FeatureFrame;
import dev.sidecar.frame.Provenance;
import dev.sidecar.frame.Statistics;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class SidecarAssertionsTest {
    private static final Column GAIN = Column.of("gain", new float[] {0, 0.5f, 1});
    private static final FeatureFrame FRAME = FeatureFrame.of(GAIN, Column.constant("scene", 3, 7));

    private static Column column(float... values) {
        return Column.of("x", values);
    }

    private static void assertFails(ThrowingCallable assertion, String message) {
        assertThatThrownBy(assertion).isExactlyInstanceOf(AssertionError.class).hasMessage(message);
    }

    // --- frames ----------------------------------------------------------------------------------------------------

    @Test
    void oneChainSaysItAll() {
        assertThat(FRAME)
                .hasFrames(3)
                .hasWidth(2)
                .hasColumns("gain", "scene")
                .hasColumn("scene")
                .doesNotHaveColumn("pitch")
                .column("gain")
                .isRamp(0, 1)
                .isFinite()
                .isBetween(0, 1)
                .and()
                .column("scene")
                .isConstant(7)
                .and()
                .isEqualTo(FRAME);
    }

    @Test
    void theOneImportServesOtherTypesToo() {
        assertThat("text").isNotEmpty();
        assertThat(List.of(1, 2)).hasSize(2);
    }

    @Test
    void sizesThatDiffer() {
        assertFails(() -> assertThat(FRAME).hasFrames(4), "expected 4 frames, found 3, in [3, 2] gain, scene");
        assertFails(() -> assertThat(FRAME).hasWidth(1), "expected 1 columns, found 2, in [3, 2] gain, scene");
    }

    @Test
    void columnsThatDiffer() {
        assertFails(
                () -> assertThat(FRAME).hasColumns("scene", "gain"),
                "expected the columns \"scene\", \"gain\", found \"gain\", \"scene\"");
        assertFails(() -> assertThat(FRAME).hasColumns(), "expected the columns none, found \"gain\", \"scene\"");
        assertFails(() -> assertThat(FeatureFrame.empty(2)).hasColumn("x"), "expected a column \"x\", found none");
        assertFails(
                () -> assertThat(FRAME).column("x").isFinite(), "expected a column \"x\", found \"gain\", \"scene\"");
        assertFails(
                () -> assertThat(FRAME).doesNotHaveColumn("gain"),
                "expected no column \"gain\", found \"gain\", \"scene\"");
        assertThat(FeatureFrame.empty(2)).hasColumns();
    }

    @Test
    void framesThatAreNotEqualSayWhereTheyFirstDiffer() {
        assertFails(() -> assertThat(FRAME).isEqualTo(FeatureFrame.empty(4)), "expected 4 frames, found 3");
        assertFails(
                () -> assertThat(FRAME).isEqualTo(FeatureFrame.of(GAIN)),
                "expected the columns \"gain\", found \"gain\", \"scene\"");
        assertFails(
                () -> assertThat(FRAME).isEqualTo(FRAME.with(List.of(Column.of("scene", new float[] {7, 8, 9})))),
                "column \"scene\": 2 of 3 frames differ, the first is frame 1: expected 8.0, found 7.0");
        assertFails(
                () -> assertThat(FRAME)
                        .isEqualTo(FRAME.with(List.of(GAIN.withUnits("dB"), Column.constant("scene", 3, 8)))),
                "column \"gain\": expected the units \"dB\", found \"\"; 2 columns differ: \"gain\", \"scene\"");
        assertThat(FRAME).isNotEqualTo(FeatureFrame.of(GAIN));
    }

    @Test
    void aDifferenceInWhatIsSaidAboutAColumnIsTold() {
        Map<String, Column> changes = Map.of(
                "expected the doc \"loud\", found \"\"", GAIN.withDoc("loud"),
                "expected the range Optional[Range[min=0.0, max=2.0]], found Optional.empty", GAIN.withRange(0, 2),
                "expected the provenance Optional[Provenance[producer=lin, version=, options={}]], found Optional.empty",
                        GAIN.withProvenance(new Provenance("lin", "", Map.of())));
        changes.forEach((message, other) -> assertFails(
                () -> assertThat(FRAME).isEqualTo(FRAME.with(List.of(other))), "column \"gain\": " + message));
        assertThatThrownBy(() ->
                        assertThat(FRAME).isEqualTo(FRAME.with(List.of(GAIN.withRecorded(Statistics.of(1, 2, 3, 4))))))
                .hasMessageStartingWith("column \"gain\": expected the stated numbers Statistics[");
    }

    @Test
    void whatIsNotAFrameIsNotEqualToOne() {
        assertThatThrownBy(() -> assertThat(FRAME).isEqualTo("gain")).isInstanceOf(AssertionError.class);
        assertThatThrownBy(() -> assertThat(FRAME).isEqualTo(null)).isInstanceOf(AssertionError.class);
        assertThatThrownBy(() -> assertThat(frameOrNull(null)).isEqualTo(FRAME)).isInstanceOf(AssertionError.class);
        assertThat(frameOrNull(null)).isEqualTo(null);
    }

    private static @Nullable FeatureFrame frameOrNull(@Nullable FeatureFrame frame) {
        return frame;
    }

    private static @Nullable Column columnOrNull(@Nullable Column column) {
        return column;
    }

    @Test
    void nullFailsEveryAssertion() {
        FrameAssert frame = assertThat(frameOrNull(null));
        List<ThrowingCallable> ofFrames = List.of(
                () -> frame.hasFrames(1),
                () -> frame.hasWidth(0),
                frame::hasColumns,
                () -> frame.hasColumn("x"),
                () -> frame.doesNotHaveColumn("x"),
                () -> frame.column("x"));
        ColumnAssert column = assertThat(columnOrNull(null));
        List<ThrowingCallable> ofColumns = List.of(
                () -> column.isConstant(0),
                () -> column.isRamp(0, 1),
                column::hasValues,
                () -> column.isCloseTo(new float[0], 1),
                () -> column.isBetween(0, 1),
                column::isFinite,
                () -> column.hasUnits(""),
                () -> column.hasDoc(""),
                () -> column.hasRange(0, 1),
                () -> column.isMadeBy("x"),
                column::and);
        assertThat(List.of(ofFrames, ofColumns))
                .allSatisfy(assertions -> assertThat(assertions)
                        .allSatisfy(assertion -> assertThatThrownBy(assertion)
                                .isInstanceOf(AssertionError.class)
                                .hasMessageContaining("not to be null")));
    }

    @Test
    void aDescriptionComesFirst() {
        assertFails(
                () -> assertThat(FRAME).as("take %d", 2).column("gain").isConstant(0),
                "[take 2] column \"gain\" is not constant 0.0: 2 of 3 frames differ, the first is frame 1: expected 0.0,"
                        + " found 0.5");
        assertFails(
                () -> assertThat(FRAME).as("take 2").column("gain").and().hasFrames(1),
                "[take 2] expected 1 frames, found 3, in [3, 2] gain, scene");
    }

    @Test
    void aColumnOnItsOwnIsAFrameOfItAlone() {
        assertThat(GAIN).and().isEqualTo(FeatureFrame.of(GAIN));
    }

    // --- columns ---------------------------------------------------------------------------------------------------

    private static List<String[]> golden(String resource) throws IOException {
        try (InputStream in =
                Objects.requireNonNull(SidecarAssertionsTest.class.getResourceAsStream(resource), resource)) {
            return new String(in.readAllBytes(), StandardCharsets.US_ASCII)
                    .lines()
                    .skip(1)
                    .map(line -> line.split(" ", -1))
                    .toList();
        }
    }

    private static double float64(String bits) {
        return Double.longBitsToDouble(Long.parseUnsignedLong(bits, 16));
    }

    private static float[] values(String[] golden, int from) {
        float[] values = new float[golden.length - from];
        for (int t = 0; t < values.length; t++) {
            values[t] = Float.intBitsToFloat(Integer.parseUnsignedInt(golden[from + t], 16));
        }
        return values;
    }

    private static float[] nudged(float[] values, int frame) {
        float[] nudged = values.clone();
        nudged[frame] = Float.isNaN(values[frame]) ? 0 : Float.intBitsToFloat(Float.floatToIntBits(values[frame]) ^ 1);
        return nudged;
    }

    @Test
    void aRampIsNumpysLinspaceToTheLastBit() throws IOException {
        List<String[]> cases = golden("linspace.txt");
        assertThat(cases).hasSizeGreaterThan(100);
        for (String[] golden : cases) {
            double start = float64(golden[0]);
            double end = float64(golden[1]);
            float[] values = values(golden, 3);
            assertThat(values).hasSize(Integer.parseInt(golden[2]));
            assertThat(column(values)).as(String.join(" ", golden)).isRamp(start, end);
            for (int t = 0; t < values.length; t++) {
                float[] nudged = nudged(values, t);
                assertThatThrownBy(() -> assertThat(column(nudged)).isRamp(start, end))
                        .hasMessageContaining(
                                "1 of " + values.length + " frames differ, the first is frame " + t + ":");
            }
        }
    }

    @Test
    void aConstantIsNumpysFullToTheLastBit() throws IOException {
        for (String[] golden : golden("full.txt")) {
            float[] values = values(golden, 1);
            assertThat(column(values)).as(String.join(" ", golden)).isConstant(float64(golden[0]));
            assertThat(catchThrowableOfType(
                            AssertionError.class,
                            () -> assertThat(column(nudged(values, 2))).isConstant(float64(golden[0]))))
                    .hasMessageContaining("1 of 3 frames differ, the first is frame 2");
        }
    }

    @Test
    void rampsAndConstantsThatDiffer() {
        assertFails(
                () -> assertThat(column(0, 1, 3, 4)).isRamp(0, 3),
                "column \"x\" is not the ramp from 0.0 to 3.0: 2 of 4 frames differ, the first is frame 2: expected 2.0,"
                        + " found 3.0");
        assertFails(
                () -> assertThat(column(1)).isRamp(0, 1),
                "column \"x\" is not the ramp from 0.0 to 1.0: 1 of 1 frames differ, the first is frame 0: expected 0.0,"
                        + " found 1.0");
        assertFails(
                () -> assertThat(column(0, -0f)).isConstant(0),
                "column \"x\" is not constant 0.0: 1 of 2 frames differ, the first is frame 1: expected 0.0, found -0.0");
    }

    @Test
    void valuesAreComparedToTheLastBit() {
        assertThat(column(1, Float.NaN, -0f)).hasValues(1, Float.NaN, -0f);
        assertThat(column()).hasValues();
        assertFails(
                () -> assertThat(column(1, 2, 0)).hasValues(1, 2.5f, -0f),
                "column \"x\" has other values: 2 of 3 frames differ, the first is frame 1: expected 2.5, found 2.0");
        assertFails(
                () -> assertThat(column(1, 2)).hasValues(1),
                "column \"x\" has another length: expected 1 values, found 2");
    }

    @Test
    void closeIsWithinTheTolerance() {
        float infinity = Float.POSITIVE_INFINITY;
        float[] expected = {1, Float.NaN, infinity, -4};
        assertThat(column(1.5f, Float.NaN, infinity, -4.5f)).isCloseTo(expected, 0.5);
        assertFails(
                () -> assertThat(column(1.5f, Float.NaN, infinity, -4.75f)).isCloseTo(expected, 0.25),
                "column \"x\" is not close: 2 of 4 frames differ by more than 0.25, the first is frame 0: expected 1.0,"
                        + " found 1.5");
        assertFails(
                () -> assertThat(column(1, 0, -infinity, Float.NaN)).isCloseTo(expected, Double.MAX_VALUE),
                "column \"x\" is not close: 3 of 4 frames differ by more than 1.7976931348623157E308, the first is frame"
                        + " 1: expected NaN, found 0.0");
        assertFails(
                () -> assertThat(column(1)).isCloseTo(expected, 1),
                "column \"x\" has another length: expected 4 values, found 1");
    }

    @Test
    void betweenTakesInBothEndsAndNoNaN() {
        assertThat(column(0, 0.5f, 1)).isBetween(0, 1);
        assertThat(column()).isBetween(0, 1).isFinite().isConstant(1).isRamp(0, 1);
        assertFails(
                () -> assertThat(column(0, Float.NaN, -1, 1)).isBetween(0, 1),
                "column \"x\" is not between 0.0 and 1.0: 2 of 4 frames are outside, the first is frame 1: expected a value"
                        + " between 0.0 and 1.0, found NaN");
    }

    @Test
    void finiteIsNeitherNaNNorInfinite() {
        assertThat(column(0, Float.MAX_VALUE, -Float.MIN_VALUE)).isFinite();
        assertFails(
                () -> assertThat(column(0, Float.NEGATIVE_INFINITY, Float.NaN)).isFinite(),
                "column \"x\" is not finite: 2 of 3 frames are NaN or infinite, the first is frame 1: expected a finite"
                        + " value, found -Infinity");
    }

    @Test
    void whatIsSaidAboutAColumn() {
        Column said = GAIN.withUnits("dB")
                .withDoc("how loud")
                .withRange(-1, 2)
                .withProvenance(new Provenance("lin", "1", Map.of()));
        assertThat(said).hasUnits("dB").hasDoc("how loud").hasRange(-1, 2).isMadeBy("lin");
        assertThat(GAIN).hasUnits("").hasDoc("");
        String described = "column \"gain\" is described otherwise: expected the ";
        assertFails(() -> assertThat(said).hasUnits("Hz"), described + "units \"Hz\", found \"dB\"");
        assertFails(() -> assertThat(said).hasDoc(""), described + "doc \"\", found \"how loud\"");
        assertFails(() -> assertThat(said).hasRange(-1, 3), described + "range \"-1.0 .. 3.0\", found \"-1.0 .. 2.0\"");
        assertFails(() -> assertThat(GAIN).hasRange(0, 1), described + "range \"0.0 .. 1.0\", found \"none\"");
        assertFails(() -> assertThat(said).isMadeBy("const"), described + "producer \"const\", found \"lin\"");
        assertFails(() -> assertThat(GAIN).isMadeBy("lin"), described + "producer \"lin\", found \"unknown\"");
    }

    @Test
    void aNameMayHoldWhatFormatsMean() {
        assertFails(
                () -> assertThat(Column.of("100%s %d", new float[] {1})).isConstant(0),
                "column \"100%s %d\" is not constant 0.0: 1 of 1 frames differ, the first is frame 0: expected 0.0, found"
                        + " 1.0");
    }
}
