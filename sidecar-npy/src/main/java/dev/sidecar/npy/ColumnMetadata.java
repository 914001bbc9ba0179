package dev.sidecar.npy;

import dev.sidecar.frame.Column;
import dev.sidecar.frame.Provenance;
import dev.sidecar.frame.Range;
import dev.sidecar.frame.Statistics;
import java.util.Optional;

/**
 * What a sidecar says of a column, without its values.
 *
 * @param name the name; {@code col0}, {@code col1} … where it is not certain which column is which
 * @param units such as {@code dB}; empty for none
 * @param doc a sentence for people; empty for none
 * @param stated the numbers as found: the range is declared or observed; empty numbers are unknown
 * @param range the declared range; empty if none is known to have been declared
 * @param provenance which producer made the column; empty if unknown
 */
public record ColumnMetadata(
        String name,
        String units,
        String doc,
        Statistics stated,
        Optional<Range> range,
        Optional<Provenance> provenance) {

    Column column(float[] values) {
        Column column = Column.of(name, values).withUnits(units).withDoc(doc).withRecorded(stated);
        if (range.isPresent()) {
            column = column.withRange(range.get().min(), range.get().max());
        }
        return provenance.isPresent() ? column.withProvenance(provenance.get()) : column;
    }
}
