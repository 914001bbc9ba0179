package dev.sidecar.producers;

import static dev.sidecar.SidecarException.Kind.USAGE;

import dev.sidecar.SidecarException;
import dev.sidecar.SidecarException.Place;
import dev.sidecar.spi.Producer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Describes how a table with a row per clip becomes columns; begun by {@link Producers#table}. Not safe for several threads. */
public final class TableBuilder {
    private final Path file;
    private final List<TableColumns.Choice> choices = new ArrayList<>();
    private String key = "id";
    private TableColumns.Match match = TableColumns.Match.ID;

    TableBuilder(Path file) {
        this.file = file;
    }

    /**
     * Rows are those of clips by id: the path of the token file below the root, with or without {@code .ecdc}. This is the
     * default, with the column {@code id}.
     *
     * @param column the column with the ids
     * @return this builder
     */
    public TableBuilder byId(String column) {
        return key(column, TableColumns.Match.ID);
    }

    /**
     * Rows are those of clips by the name of the token file, with or without {@code .ecdc}. All clips of that name have the
     * row.
     *
     * @param column the column with the names
     * @return this builder
     */
    public TableBuilder byStem(String column) {
        return key(column, TableColumns.Match.STEM);
    }

    TableBuilder key(String column, TableColumns.Match match) {
        this.key = column;
        this.match = match;
        return this;
    }

    /**
     * Takes columns of numbers. If nothing else is chosen, all columns but the key are.
     *
     * @param columns columns of the table
     * @return this builder
     */
    public TableBuilder numbers(String... columns) {
        return choose(null, columns);
    }

    /**
     * Takes columns of categories, as the category's index in their vocabulary: all values that the column has in the table,
     * sorted by their characters. The column's documentation has the vocabulary.
     *
     * @param columns columns of the table
     * @return this builder
     */
    public TableBuilder index(String... columns) {
        return choose(CategoryField.Encoding.INDEX, columns);
    }

    /**
     * Takes columns of categories, as a column {@code name_category} for each of their vocabulary, 1 where it holds and else
     * 0.
     *
     * @param columns columns of the table
     * @return this builder
     */
    public TableBuilder oneHot(String... columns) {
        return choose(CategoryField.Encoding.ONE_HOT, columns);
    }

    private TableBuilder choose(CategoryField.@Nullable Encoding encoding, String... columns) {
        for (String column : columns) {
            choices.add(new TableColumns.Choice(column, encoding));
        }
        return this;
    }

    /**
     * Makes the producer.
     *
     * @return a producer of constant columns, in the order in which they were chosen
     * @throws SidecarException (USAGE) if a column is chosen twice
     */
    public Producer build() {
        List<String> columns = choices.stream().map(TableColumns.Choice::column).toList();
        if (columns.stream().distinct().count() < columns.size()) {
            throw new SidecarException(
                    USAGE, Place.NOWHERE, "each column is chosen once, found " + String.join(", ", columns));
        }
        return new TableColumns(file, key, match, choices);
    }
}
