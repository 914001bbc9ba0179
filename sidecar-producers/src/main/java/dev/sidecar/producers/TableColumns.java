package dev.sidecar.producers;

import static dev.sidecar.SidecarException.Kind.FORMAT;
import static dev.sidecar.SidecarException.Kind.LIMIT;
import static dev.sidecar.SidecarException.Kind.MISMATCH;
import static dev.sidecar.SidecarException.Kind.USAGE;

import dev.sidecar.SidecarException;
import dev.sidecar.SidecarException.Place;
import dev.sidecar.frame.Clip;
import dev.sidecar.frame.Column;
import dev.sidecar.frame.FeatureFrame;
import dev.sidecar.frame.Provenance;
import dev.sidecar.spi.Producer;
import dev.sidecar.spi.ProducerOption;
import dev.sidecar.spi.RunContext;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** {@link Producers#table}. The table is read once per run, twice where it has categories, and kept. */
final class TableColumns implements Producer {
    static final String NAME = "table";

    static final int MAX_CATEGORIES = 4_096;

    /** What a table calls a clip. */
    enum Match {
        /** Its id, with or without {@code .ecdc}. */
        ID {
            @Override
            String key(Clip clip) {
                return ClipFiles.stem(clip.id());
            }
        },
        /** Its file's name without {@code .ecdc}. */
        STEM {
            @Override
            String key(Clip clip) {
                return ClipFiles.stem(clip.fileName());
            }
        };

        abstract String key(Clip clip);
    }

    /** A chosen column; without an encoding it holds numbers. */
    record Choice(String column, CategoryField.@Nullable Encoding encoding) {}

    private record Table(List<Field> fields, Map<String, Entry> rows) {}

    private record Entry(long line, List<Double> values) {}

    private final Path file;
    private final String key;
    private final Match match;
    private final List<Choice> choices;
    private @Nullable Table table;

    TableColumns(Path file, String key, Match match, List<Choice> choices) {
        this.file = file;
        this.key = key;
        this.match = match;
        this.choices = List.copyOf(choices);
    }

    /** But for the columns of categories, which the table knows. */
    @Override
    public Set<String> makes() {
        return choices.stream()
                .filter(choice -> choice.encoding() != CategoryField.Encoding.ONE_HOT)
                .map(Choice::column)
                .collect(Collectors.toUnmodifiableSet());
    }

    @Override
    public void init(RunContext context) {
        List<Field> fields = fields();
        Map<String, Entry> rows = new HashMap<>();
        try (Rows table = Rows.open(file)) {
            for (Row row = table.next(); row != null; row = table.next()) {
                String clip = row.text(key);
                Entry entry = new Entry(row.line(), row.values(fields));
                Entry other = rows.putIfAbsent(ClipFiles.stem(clip), entry);
                if (other != null) {
                    throw row.failure(FORMAT, key, Row.found(clip) + " has a row already, in line " + other.line());
                }
            }
        }
        table = new Table(fields, rows);
    }

    private List<Field> fields() {
        List<Choice> chosen = choices.isEmpty() ? numbersOf(columns()) : choices;
        if (chosen.isEmpty()) {
            throw new SidecarException(
                    FORMAT, Place.file(file), "expected a column with values beside \"" + key + "\", found none");
        }
        Map<String, Set<String>> categories = new HashMap<>();
        chosen.stream()
                .filter(choice -> choice.encoding() != null)
                .forEach(choice -> categories.put(choice.column(), new TreeSet<>()));
        if (!categories.isEmpty()) {
            collect(categories);
        }
        List<Field> fields = new ArrayList<>();
        for (Choice choice : chosen) {
            String column = choice.column();
            fields.add(
                    choice.encoding() == null
                            ? NumberField.plain(column, column)
                            : new CategoryField(
                                    column,
                                    column,
                                    Vocabulary.sorted(categories.getOrDefault(column, Set.of())),
                                    choice.encoding(),
                                    false,
                                    false));
        }
        return fields;
    }

    private List<String> columns() {
        try (Rows table = Rows.open(file)) {
            return table.columns();
        }
    }

    private List<Choice> numbersOf(List<String> columns) {
        return columns.stream()
                .filter(column -> !column.equals(key))
                .map(column -> new Choice(column, null))
                .toList();
    }

    private void collect(Map<String, Set<String>> categories) {
        try (Rows table = Rows.open(file)) {
            for (Row row = table.next(); row != null; row = table.next()) {
                for (Map.Entry<String, Set<String>> column : categories.entrySet()) {
                    String category = row.text(column.getKey());
                    if (category.isEmpty()) {
                        throw row.failure(FORMAT, column.getKey(), "expected a category, found an empty cell");
                    }
                    column.getValue().add(category);
                    if (column.getValue().size() > MAX_CATEGORIES) {
                        throw row.failure(
                                LIMIT,
                                column.getKey(),
                                "a column has at most " + MAX_CATEGORIES
                                        + " categories, this one has more; is it one of categories?");
                    }
                }
            }
        }
    }

    @Override
    public FeatureFrame produce(Clip clip) {
        Place place = Place.clip(clip.id()).producer(NAME);
        Table read = table;
        if (read == null) {
            throw new SidecarException(USAGE, place, "the table is read by init(), which comes first");
        }
        Entry entry = read.rows().get(match.key(clip));
        if (entry == null) {
            throw new SidecarException(
                    MISMATCH,
                    Place.file(file).column(key).within(place),
                    "no row for this clip, which would be called " + match.key(clip) + "; add one");
        }
        FeatureFrame.Builder frame = FeatureFrame.builder(clip.frames());
        for (int i = 0; i < read.fields().size(); i++) {
            double value = entry.values().get(i);
            for (Column column : read.fields().get(i).columns(clip.frames(), t -> value)) {
                frame.add(column);
            }
        }
        return frame.build();
    }

    @Override
    public Provenance describe() {
        Map<String, Object> options = new TreeMap<>();
        options.put(TableProvider.FILE.name(), ProducerOption.recorded(file));
        options.put(TableProvider.KEY.name(), key);
        options.put(TableProvider.MATCH.name(), Label.of(match));
        options.put(TableProvider.NUMBERS.name(), chosen(null));
        options.put(TableProvider.INDEX.name(), chosen(CategoryField.Encoding.INDEX));
        options.put(TableProvider.ONE_HOT.name(), chosen(CategoryField.Encoding.ONE_HOT));
        return new Provenance(NAME, "1", options);
    }

    private List<String> chosen(CategoryField.@Nullable Encoding encoding) {
        return choices.stream()
                .filter(choice -> choice.encoding() == encoding)
                .map(Choice::column)
                .toList();
    }
}
