package dev.sidecar.producers;

import dev.sidecar.spi.Producer;
import dev.sidecar.spi.ProducerOption;
import dev.sidecar.spi.ProducerOptions;
import dev.sidecar.spi.ProducerProvider;
import java.nio.file.Path;
import java.util.List;

/** {@link Producers#table} by the name {@code table}; found by {@link java.util.ServiceLoader}. */
public final class TableProvider implements ProducerProvider {
    static final ProducerOption<Path> FILE =
            ProducerOption.file("file", "the table: CSV with a header, or JSON lines (.jsonl, .ndjson)");
    static final ProducerOption<String> KEY = ProducerOption.text(
                    "table-key", "the column that says which clip a row is of")
            .withDefault("id");
    static final ProducerOption<String> MATCH = ProducerOption.text(
                    "table-match",
                    "what that column holds: id, the path of the token file below the root, or stem, its name; each with"
                            + " or without .ecdc")
            .withDefault(Label.of(TableColumns.Match.ID));
    static final ProducerOption<List<String>> NUMBERS = ProducerOption.text(
                    "table-numbers",
                    "columns of numbers, separated by commas; if no column is chosen, all but the key are")
            .repeatable();
    static final ProducerOption<List<String>> INDEX = ProducerOption.text(
                    "table-index", "columns of categories, as the index of the category, separated by commas")
            .repeatable();
    static final ProducerOption<List<String>> ONE_HOT = ProducerOption.text(
                    "table-one-hot", "columns of categories, as a column NAME_CATEGORY of 0 and 1 for each")
            .repeatable();

    /** For {@link java.util.ServiceLoader}. */
    public TableProvider() {}

    @Override
    public String name() {
        return TableColumns.NAME;
    }

    @Override
    public String summary() {
        return "values of a table with a row per clip";
    }

    @Override
    public String help() {
        return """
                Each value becomes a column that has it in every frame. The categories of a column are
                all that the table has there, sorted by their characters, so that they mean the same
                in every clip and shard; an index counts from 0. A clip without a row fails; rows
                without a clip do not matter. The columns are numbers, indices, then 0 and 1.""";
    }

    @Override
    public List<ProducerOption<?>> options() {
        return List.of(FILE, KEY, MATCH, NUMBERS, INDEX, ONE_HOT);
    }

    @Override
    public String shorthand() {
        return "FILE";
    }

    @Override
    public Producer create(ProducerOptions options) {
        return Producers.table(options.get(FILE))
                .key(options.get(KEY), Label.parse(TableColumns.Match.class, MATCH.name(), options.get(MATCH)))
                .numbers(Lists.split(options.get(NUMBERS)))
                .index(Lists.split(options.get(INDEX)))
                .oneHot(Lists.split(options.get(ONE_HOT)))
                .build();
    }
}
