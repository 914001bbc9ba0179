package dev.sidecar.audio;

import dev.sidecar.frame.Column;
import dev.sidecar.frame.Range;
import java.util.List;
import java.util.function.IntFunction;
import java.util.stream.IntStream;

/**
 * What a column says of itself.
 *
 * @param range what audio within full scale can give
 */
record Label(String name, String units, Range range, String doc) {
    Label(String name, String units, double min, double max, String doc) {
        this(name, units, new Range(min, max), doc);
    }

    /** The labels of a vector: {@code name_0}, {@code name_1} and so on. */
    static List<Label> vector(String name, int size, String units, Range range, IntFunction<String> doc) {
        return IntStream.range(0, size)
                .mapToObj(i -> new Label(name + "_" + i, units, range, doc.apply(i)))
                .toList();
    }

    Column column(float[] values) {
        return Column.of(name, values)
                .withUnits(units)
                .withRange(range.min(), range.max())
                .withDoc(doc);
    }
}
