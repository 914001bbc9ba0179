package dev.sidecar.producers;

import static dev.sidecar.SidecarException.Kind.FORMAT;
import static dev.sidecar.SidecarException.Kind.LIMIT;
import static dev.sidecar.SidecarException.Kind.MISMATCH;

import dev.sidecar.SidecarException;
import dev.sidecar.SidecarException.Place;
import dev.sidecar.frame.Clip;
import dev.sidecar.frame.Column;
import dev.sidecar.frame.FeatureFrame;
import dev.sidecar.frame.FrameGrid;
import dev.sidecar.frame.Provenance;
import dev.sidecar.spi.Producer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.DoubleUnaryOperator;
import java.util.function.IntToDoubleFunction;
import org.apache.commons.math3.util.ResizableDoubleArray;
import org.jspecify.annotations.Nullable;

/**
 * {@link Producers#csv}.
 *
 * @param names the chosen columns; all if there are none
 * @param trim whether rows beyond the last frame are dropped
 */
record CsvColumns(
        ClipFiles files,
        List<String> names,
        @Nullable TrainerParameters parameters,
        boolean scaled,
        @Nullable Timing timing,
        boolean trim,
        Fill fill)
        implements Producer {
    static final String NAME = "csv";

    /** What frames have that come after the last row. */
    enum Fill {
        NONE,
        HOLD,
        PAD
    }

    /** Rows have a time, in seconds, and frames have what the rule finds between them. */
    record Timing(String column, Interpolation rule) {}

    @Override
    public FeatureFrame produce(Clip clip) {
        Path file = files.of(clip);
        try (Rows rows = new CsvRows(file)) {
            List<Field> fields = fields(file, rows.columns());
            return timing == null ? byFrame(clip, file, rows, fields) : byTime(clip, file, rows, fields, timing);
        } catch (SidecarException e) {
            throw e.within(Place.clip(clip.id()).producer(NAME));
        }
    }

    /** None where it takes what a file has. */
    @Override
    public Set<String> makes() {
        return Field.names(fields(names));
    }

    /** The fields that were asked for, or those of columns. */
    private List<Field> fields(List<String> columns) {
        return parameters != null
                ? parameters.fields(scaled)
                : columns.stream()
                        .<Field>map(name -> NumberField.plain(name, name))
                        .toList();
    }

    private List<Field> fields(Path file, List<String> header) {
        if (names.isEmpty() && parameters == null && header.contains("")) {
            throw new SidecarException(
                    FORMAT,
                    Place.file(file),
                    "line 1: cell " + (header.indexOf("") + 1)
                            + " of the header is empty; name that column, or choose others (--csv-columns)");
        }
        List<Field> fields = fields(chosen(header));
        List<String> needed = new ArrayList<>(fields.stream().map(Field::source).toList());
        if (timing != null) {
            needed.add(timing.column());
        }
        for (String name : needed) {
            if (!header.contains(name)) {
                throw SidecarException.unknownName(Place.file(file), "column", name, header);
            }
        }
        return fields;
    }

    private List<String> chosen(List<String> header) {
        return names.isEmpty()
                ? header.stream()
                        .filter(name -> timing == null || !name.equals(timing.column()))
                        .toList()
                : names;
    }

    private FeatureFrame byFrame(Clip clip, Path file, Rows rows, List<Field> fields) {
        int frames = clip.frames();
        Values values = new Values(fields.size());
        long count = 0;
        for (Row row = rows.next(); row != null; row = rows.next()) {
            if (count++ < frames) {
                values.add(fields, row);
            }
        }
        if (!fits(count, frames)) {
            throw new SidecarException(
                    MISMATCH,
                    Place.file(file),
                    "expected " + frames + " rows, one per token frame, found " + count
                            + (count > frames
                                    ? "; trim() (--csv-trim) drops the last ones"
                                    : "; hold() and pad() (--csv-fill) say what the last frames have"));
        }
        int last = (int) Math.min(count, frames) - 1;
        String note = note(count - frames);
        return frame(
                clip,
                fields,
                note,
                (i, field) -> frame ->
                        frame <= last || fill == Fill.HOLD ? values.get(i, Math.min(frame, last)) : field.nothing());
    }

    private boolean fits(long rows, int frames) {
        if (rows > frames) {
            return trim;
        }
        return rows == frames || fill == Fill.PAD || (fill == Fill.HOLD && rows > 0);
    }

    /**
     * What was done to make the rows fit.
     *
     * @param surplus how many more rows there were than frames
     */
    private String note(long surplus) {
        if (surplus == 0) {
            return "";
        }
        return surplus > 0
                ? "without the last " + surplus + " rows of the file, which has more than the clip has frames"
                : "the last " + -surplus + " frames, for which the file has no rows, "
                        + (fill == Fill.HOLD ? "hold the value before" : "are padded with 0");
    }

    private static FeatureFrame byTime(Clip clip, Path file, Rows rows, List<Field> fields, Timing timing) {
        ResizableDoubleArray times = new ResizableDoubleArray();
        Values values = new Values(fields.size());
        for (Row row = rows.next(); row != null; row = rows.next()) {
            double time = row.finiteNumber(timing.column());
            int count = times.getNumElements();
            if (count == FrameGrid.MAX_FRAMES) {
                throw new SidecarException(LIMIT, Place.file(file), "has more than " + count + " rows");
            }
            if (count > 0 && !(time > times.getElement(count - 1))) {
                throw row.failure(
                        FORMAT,
                        timing.column(),
                        "expected a time after the one before, " + times.getElement(count - 1) + ", found " + time);
            }
            times.addElement(time);
            values.add(fields, row);
        }
        if (times.getNumElements() == 0 && clip.frames() > 0) {
            throw new SidecarException(
                    MISMATCH, Place.file(file), "expected a row at least, found none below the header");
        }
        return frame(clip, fields, "", (i, field) -> {
            if (clip.frames() == 0) {
                return frame -> field.nothing();
            }
            DoubleUnaryOperator function = timing.rule().holding(times.getElements(), values.all(i));
            return frame -> function.applyAsDouble(clip.grid().startSeconds(frame));
        });
    }

    private interface Reading {
        IntToDoubleFunction of(int index, Field field);
    }

    private static FeatureFrame frame(Clip clip, List<Field> fields, String note, Reading reading) {
        FeatureFrame.Builder frame = FeatureFrame.builder(clip.frames());
        for (int i = 0; i < fields.size(); i++) {
            Field field = fields.get(i);
            for (Column column : field.columns(clip.frames(), reading.of(i, field))) {
                frame.add(
                        note.isEmpty()
                                ? column
                                : column.withDoc(column.doc().isEmpty() ? note : column.doc() + "; " + note));
            }
        }
        return frame.build();
    }

    /** What was read, field by field. */
    private record Values(List<ResizableDoubleArray> fields) {
        Values(int fields) {
            this(new ArrayList<>());
            for (int i = 0; i < fields; i++) {
                this.fields.add(new ResizableDoubleArray());
            }
        }

        void add(List<Field> read, Row row) {
            for (int i = 0; i < read.size(); i++) {
                fields.get(i).addElement(read.get(i).value(row));
            }
        }

        double get(int field, int row) {
            return fields.get(field).getElement(row);
        }

        double[] all(int field) {
            return fields.get(field).getElements();
        }
    }

    @Override
    public Provenance describe() {
        Map<String, Object> options = new TreeMap<>();
        options.put(CsvProvider.SUFFIX.name(), files.suffix());
        options.put(CsvProvider.COLUMNS.name(), names);
        if (parameters != null) {
            options.put(CsvProvider.PARAMETERS.name(), parameters.recorded());
            options.put(CsvProvider.SCALE.name(), scaled);
        }
        if (timing == null) {
            options.put(CsvProvider.TRIM.name(), trim);
            options.put(CsvProvider.FILL.name(), Label.of(fill));
        } else {
            options.put(CsvProvider.TIME.name(), timing.column());
            options.put(CsvProvider.RULE.name(), Label.of(timing.rule()));
        }
        return new Provenance(NAME, "1", options);
    }
}
