package dev.sidecar.producers;

import dev.sidecar.frame.Column;
import java.util.List;
import java.util.Set;
import java.util.function.IntToDoubleFunction;
import java.util.stream.Collectors;

/** A column of a table, and the columns of a clip that come from it. */
sealed interface Field permits NumberField, CategoryField {
    /** What the column of the table is called. */
    String source();

    /** What a row says: a number, or the index of a category. */
    double value(Row row);

    /** What frames have of which the table says nothing. */
    double nothing();

    /** Whether there is something between two values. */
    boolean isContinuous();

    /**
     * The columns of a clip.
     *
     * @param valueAt the value of each frame, or {@link #nothing}
     */
    List<Column> columns(int frames, IntToDoubleFunction valueAt);

    /** What the columns of fields are called in a clip. */
    static Set<String> names(List<Field> fields) {
        return fields.stream()
                .flatMap(field -> field.columns(0, frame -> 0).stream())
                .map(Column::name)
                .collect(Collectors.toUnmodifiableSet());
    }
}
