package dev.sidecar.producers;

import static dev.sidecar.SidecarException.Kind.FORMAT;

import dev.sidecar.SidecarException;
import dev.sidecar.SidecarException.Place;
import dev.sidecar.frame.Clip;
import dev.sidecar.frame.FeatureFrame;
import dev.sidecar.frame.FrameGrid;
import dev.sidecar.frame.Provenance;
import dev.sidecar.spi.Producer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * {@link Producers#events}.
 *
 * @param time the column with the time of each event
 * @param end the column with the time where each ends; empty if they last until the next
 * @param value the column with the value; empty for the one of the name, or for 1 where there are times alone
 * @param labels what values can be, if they are categories
 * @param otherwise what numbers are where there is no event, and what they decay to
 * @param decay the seconds after which 1/e of an event is left; infinite if it stays
 */
record Events(
        ClipFiles files,
        String name,
        String time,
        String end,
        String value,
        @Nullable Vocabulary labels,
        CategoryField.Encoding encoding,
        double otherwise,
        double decay)
        implements Producer {
    static final String NAME = "events";

    @Override
    public Set<String> makes() {
        return Field.names(List.of(field()));
    }

    @Override
    public FeatureFrame produce(Clip clip) {
        Path file = files.of(clip);
        try (Rows rows = new CsvRows(file)) {
            boolean timesAlone = value.isEmpty() && labels == null && timing().containsAll(rows.columns());
            Field field = field();
            List<String> needed = new ArrayList<>(timing());
            if (!timesAlone) {
                needed.add(field.source());
            }
            for (String column : needed) {
                if (!rows.columns().contains(column)) {
                    throw SidecarException.unknownName(Place.file(file), "column", column, rows.columns());
                }
            }
            double[] values = values(clip.grid(), rows, timesAlone ? null : field);
            return FeatureFrame.of(clip.frames(), field.columns(clip.frames(), frame -> values[frame]));
        } catch (SidecarException e) {
            throw e.within(Place.clip(clip.id()).producer(NAME));
        }
    }

    private List<String> timing() {
        return end.isEmpty() ? List.of(time) : List.of(time, end);
    }

    private Field field() {
        String source = value.isEmpty() ? name : value;
        return labels == null
                ? NumberField.plain(source, name)
                : new CategoryField(source, name, labels, encoding, false, true);
    }

    /**
     * The value of each frame.
     *
     * @param field what rows say; null if each event is 1
     */
    private double[] values(FrameGrid grid, Rows rows, @Nullable Field field) {
        double nothing = labels == null || field == null ? otherwise : field.nothing();
        double[] values = new double[grid.frames()];
        Arrays.fill(values, nothing);
        Row row = rows.next();
        while (row != null) {
            Row next = rows.next();
            double seconds = row.finiteNumber(time);
            if (next != null && next.finiteNumber(time) < seconds) {
                throw next.failure(
                        FORMAT,
                        time,
                        "expected a time not before the last one, " + seconds + ", found " + next.finiteNumber(time));
            }
            int from = frame(grid, seconds);
            int to = next == null ? grid.frames() : frame(grid, next.finiteNumber(time));
            if (!end.isEmpty()) {
                long last = Math.max(grid.frameOfSeconds(seconds) + 1, grid.frameOfSeconds(end(row, seconds)));
                to = Math.min(to, within(grid, last));
            }
            double event = field == null ? 1 : field.value(row);
            for (int frame = from; frame < to; frame++) {
                double age = Math.max(0, grid.startSeconds(frame) - seconds);
                double left = StrictMath.exp(-age / decay);
                values[frame] = left == 1 ? event : nothing + (event - nothing) * left;
            }
            row = next;
        }
        return values;
    }

    private double end(Row row, double start) {
        double seconds = row.finiteNumber(end);
        if (seconds < start) {
            throw row.failure(FORMAT, end, "expected a time not before the start, " + start + ", found " + seconds);
        }
        return seconds;
    }

    /** The frame of a moment, or the first or the end of the clip for one outside. */
    private static int frame(FrameGrid grid, double seconds) {
        return within(grid, grid.frameOfSeconds(seconds));
    }

    private static int within(FrameGrid grid, long frame) {
        return (int) Math.max(0, Math.min(grid.frames(), frame));
    }

    @Override
    public Provenance describe() {
        Map<String, Object> options = new TreeMap<>();
        options.put(EventsProvider.NAME.name(), name);
        options.put(EventsProvider.SUFFIX.name(), files.suffix());
        options.put(EventsProvider.TIME.name(), time);
        options.put(EventsProvider.END.name(), end);
        options.put(EventsProvider.VALUE.name(), value);
        if (labels == null) {
            options.put(EventsProvider.OTHERWISE.name(), otherwise);
            options.put(EventsProvider.DECAY.name(), decay);
        } else {
            options.put(EventsProvider.LABELS.name(), labels.categories());
            options.put(EventsProvider.ONE_HOT.name(), encoding == CategoryField.Encoding.ONE_HOT);
        }
        return new Provenance(NAME, "1", options);
    }
}
