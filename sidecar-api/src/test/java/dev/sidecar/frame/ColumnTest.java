package dev.sidecar.frame;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sidecar.SidecarException;
import dev.sidecar.SidecarException.Kind;
import java.nio.ReadOnlyBufferException;
import java.util.Map;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ColumnTest {
    @Test
    void valuesAreCopiedIn() {
        float[] values = {1, 2, 3};
        Column column = Column.of("x", values);
        values[0] = 9;
        assertThat(column.toArray()).containsExactly(1, 2, 3);
        assertThat(column.get(0)).isEqualTo(1);
        assertThat(column.frames()).isEqualTo(3);
    }

    @Test
    void valuesAreGivenOutReadOnly() {
        Column column = Column.of("x", new float[] {1, 2, 3});
        column.toArray()[0] = 9;
        assertThat(column.get(0)).isEqualTo(1);
        assertThatThrownBy(() -> column.values().put(0, 9)).isInstanceOf(ReadOnlyBufferException.class);
        assertThat(column.values().remaining()).isEqualTo(3);
        column.values().get();
        assertThat(column.values().position()).isZero();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "\t\n", "a\ud800", "\udc00b", "\udc00\ud800"})
    void aNameIsWellFormedAndNotBlank(String name) {
        assertThat(Column.isName(name)).isFalse();
        assertThatThrownBy(() -> Column.of(name, new float[1]))
                .isInstanceOfSatisfying(
                        SidecarException.class, e -> assertThat(e.kind()).isEqualTo(Kind.USAGE))
                .hasMessageContaining("name must be well-formed Unicode and not blank");
        assertThatThrownBy(() -> Column.constant(name, 1, 0)).isInstanceOf(SidecarException.class);
        assertThatThrownBy(() -> Column.generate(name, 1, t -> t)).isInstanceOf(SidecarException.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"gain", "1", "a b", "\u6e29\u5ea6", "\ud83d\ude00", "a\"b", "a\nb"})
    void anyOtherTextIsAName(String name) {
        assertThat(Column.of(name, new float[1]).name()).isEqualTo(name);
    }

    @Test
    void unitsAndDocAreWellFormed() {
        Column column = Column.of("x", new float[1]).withUnits("dB").withDoc("Level.");
        assertThat(column.units()).isEqualTo("dB");
        assertThat(column.doc()).isEqualTo("Level.");
        assertThatThrownBy(() -> column.withUnits("\ud800")).hasMessageContaining("units");
        assertThatThrownBy(() -> column.withDoc("\ud800")).hasMessageContaining("doc");
    }

    @Test
    void generatedValuesAreRoundedToFloat() {
        assertThat(Column.generate("x", 3, t -> t + 0.1).toArray()).containsExactly(0.1f, 1.1f, 2.1f);
        assertThat(Column.constant("x", 2, 7).toArray()).containsExactly(7, 7);
        assertThat(Column.generate("x", 0, t -> t).toArray()).isEmpty();
    }

    @Test
    void roundingToFloat16KeepsAllButTheValues() {
        Column column = Column.of("x", new float[] {0.3f, 2049, Float.NaN, Float.POSITIVE_INFINITY})
                .withUnits("dB")
                .withDoc("Level.")
                .withRange(0, 3000)
                .withProvenance(Provenance.custom());
        Column rounded = column.roundedTo(DType.FLOAT16);
        assertThat(rounded.toArray()).containsExactly(0.30004883f, 2048, Float.NaN, Float.POSITIVE_INFINITY);
        assertThat(rounded.units()).isEqualTo("dB");
        assertThat(rounded.doc()).isEqualTo("Level.");
        assertThat(rounded.range()).contains(new Range(0, 3000));
        assertThat(rounded.provenance()).contains(Provenance.custom());
        assertThat(column.roundedTo(DType.FLOAT32)).isSameAs(column);
    }

    @ParameterizedTest
    @ValueSource(floats = {65_520, -70_000, Float.MAX_VALUE})
    void whatFloat16CannotHoldNamesColumnAndFrame(float value) {
        Column column = Column.of("gain", new float[] {0, 65_519.996f, value});
        assertThatThrownBy(() -> column.roundedTo(DType.FLOAT16))
                .isInstanceOfSatisfying(SidecarException.class, e -> {
                    assertThat(e.kind()).isEqualTo(Kind.LIMIT);
                    assertThat(e.place().column()).isEqualTo("gain");
                    assertThat(e.place().frame()).isEqualTo(2);
                })
                .hasMessageContaining("65504")
                .hasMessageContaining("found " + value);
    }

    @ParameterizedTest
    @CsvSource({"1, 0", "NaN, 1", "0, NaN", "0, Infinity", "-Infinity, 0"})
    void aRangeIsFiniteAndInOrder(double min, double max) {
        assertThatThrownBy(() -> Column.of("x", new float[1]).withRange(min, max))
                .isInstanceOfSatisfying(
                        SidecarException.class, e -> assertThat(e.kind()).isEqualTo(Kind.USAGE));
    }

    @Test
    void statedNumbersAreRecordedElseDeclaredElseObserved() {
        Column column = Column.of("x", new float[] {1, 3});
        assertThat(column.stated()).isEqualTo(Statistics.of(1, 3, 2, 1));
        assertThat(column.withRange(-5, 5).stated()).isEqualTo(Statistics.of(-5, 5, 2, 1));
        assertThat(column.withRange(-5, 5).statistics()).isEqualTo(Statistics.of(1, 3, 2, 1));
        assertThat(column.withRange(-5, 5)
                        .withRecorded(Statistics.of(0, 9, 4, 2))
                        .stated())
                .isEqualTo(Statistics.of(0, 9, 4, 2));
        Statistics meanOnly = new Statistics(
                OptionalDouble.empty(), OptionalDouble.empty(), OptionalDouble.of(4), OptionalDouble.empty());
        assertThat(column.withRange(-5, 5).withRecorded(meanOnly).stated()).isEqualTo(Statistics.of(-5, 5, 4, 1));
    }

    @Test
    void aRangeDeclaredLaterReplacesTheRecordedOne() {
        Column read = Column.of("x", new float[] {1, 3}).withRecorded(Statistics.of(1, 3, 2, 1));
        assertThat(read.withRange(-5, 5).stated()).isEqualTo(Statistics.of(-5, 5, 2, 1));
    }

    @Test
    void aNegativeNumberOfFramesIsWrongUsage() {
        assertThatThrownBy(() -> Column.constant("x", -1, 0))
                .isInstanceOfSatisfying(
                        SidecarException.class, e -> assertThat(e.kind()).isEqualTo(Kind.USAGE));
        assertThatThrownBy(() -> Column.generate("x", -1, t -> 0))
                .isInstanceOfSatisfying(
                        SidecarException.class, e -> assertThat(e.kind()).isEqualTo(Kind.USAGE));
    }

    @Test
    void theFirstValueThatIsNotFiniteIsFound() {
        assertThat(Column.of("x", new float[] {1, 2}).firstNonFinite()).isEqualTo(-1);
        assertThat(Column.of("x", new float[] {1, Float.NEGATIVE_INFINITY, Float.NaN})
                        .firstNonFinite())
                .isEqualTo(1);
    }

    @Test
    void equalityIsThatOfNamesTextsAndBits() {
        Column column = Column.of("x", new float[] {0f, Float.NaN});
        assertThat(column)
                .isEqualTo(Column.of("x", new float[] {0f, Float.NaN}))
                .hasSameHashCodeAs(Column.of("x", new float[] {0f, Float.NaN}))
                .isNotEqualTo(Column.of("x", new float[] {-0f, Float.NaN}))
                .isNotEqualTo(Column.of("y", new float[] {0f, Float.NaN}))
                .isNotEqualTo(column.withUnits("dB"))
                .isNotEqualTo(column.withDoc("Level."))
                .isNotEqualTo(column.withRange(0, 1))
                .isNotEqualTo(column.withProvenance(new Provenance("const", "1", Map.of())))
                .isNotEqualTo(column.withRecorded(Statistics.of(0, 9, 4, 2)))
                .isNotEqualTo("x");
    }

    @Test
    void forPeopleItIsOneLine() {
        assertThat(Column.of("a\nb", new float[] {1, 3}).withUnits("dB")).hasToString("a\\nb[2] 1.0 .. 3.0 dB");
        assertThat(Column.of("x", new float[] {Float.NaN})).hasToString("x[1] ? .. ?");
    }
}
