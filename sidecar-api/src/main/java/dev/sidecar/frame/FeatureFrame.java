package dev.sidecar.frame;

import static dev.sidecar.SidecarException.Kind.MISMATCH;
import static dev.sidecar.SidecarException.Kind.USAGE;

import dev.sidecar.SidecarException;
import dev.sidecar.SidecarException.Place;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * T frames and D named float32 columns, in order. Immutable; every column has T values, and no name appears twice.
 */
public final class FeatureFrame {
    /** Rows that are filled column by column while they stay in the first cache. */
    private static final int BLOCK_VALUES = 4096;

    private final int frames;
    private final Map<String, Column> byName;
    private final List<Column> columns;

    private FeatureFrame(int frames, Map<String, Column> byName) {
        this.frames = frames;
        this.byName = Collections.unmodifiableMap(byName);
        this.columns = List.copyOf(byName.values());
    }

    /**
     * A frame of one column.
     *
     * @param name the column's name, not blank
     * @param values one per frame; copied
     * @return the frame
     * @throws SidecarException (USAGE) if the name is blank
     */
    public static FeatureFrame of(String name, float[] values) {
        return builder(values.length).add(name, values).build();
    }

    /**
     * A frame of some columns.
     *
     * @param first the first column, which gives T
     * @param more further columns
     * @return the frame
     * @throws SidecarException (MISMATCH) if the columns differ in length, (USAGE) if two have the same name
     */
    public static FeatureFrame of(Column first, Column... more) {
        Builder builder = builder(first.frames()).add(first);
        for (Column column : more) {
            builder.add(column);
        }
        return builder.build();
    }

    /**
     * A frame of some columns.
     *
     * @param frames T
     * @param columns the columns, in order
     * @return the frame
     * @throws SidecarException (MISMATCH) if a column has not T values, (USAGE) if two have the same name
     */
    public static FeatureFrame of(int frames, Collection<Column> columns) {
        Builder builder = builder(frames);
        columns.forEach(builder::add);
        return builder.build();
    }

    /**
     * A frame without columns.
     *
     * @param frames T
     * @return the frame
     */
    public static FeatureFrame empty(int frames) {
        return builder(frames).build();
    }

    /**
     * Starts a frame.
     *
     * @param frames T
     * @return a builder without columns
     * @throws SidecarException (USAGE) if T is negative
     */
    public static Builder builder(int frames) {
        return new Builder(frames);
    }

    /**
     * The number of frames.
     *
     * @return T
     */
    public int frames() {
        return frames;
    }

    /**
     * The number of columns.
     *
     * @return D
     */
    public int width() {
        return columns.size();
    }

    /**
     * The columns, in order.
     *
     * @return an unmodifiable list
     */
    public List<Column> columns() {
        return columns;
    }

    /**
     * The columns' names, in order.
     *
     * @return an unmodifiable list
     */
    public List<String> names() {
        return List.copyOf(byName.keySet());
    }

    /**
     * The column of a name.
     *
     * @param name the name
     * @return the column
     * @throws SidecarException (USAGE) if there is none; lists the known names
     */
    public Column column(String name) {
        return find(name)
                .orElseThrow(() ->
                        SidecarException.unknownName(Place.NOWHERE.column(name), "column", name, byName.keySet()));
    }

    /**
     * The column of a name, if there is one.
     *
     * @param name the name
     * @return empty if there is none
     */
    public Optional<Column> find(String name) {
        return Optional.ofNullable(byName.get(name));
    }

    /**
     * Copies a window as a matrix, rows first: frame, then column.
     *
     * @param from the first frame
     * @param count how many frames
     * @param into filled from index 0; at least {@code count * width()} long
     * @throws IndexOutOfBoundsException if the window is not within {@code [0, T)} or {@code into} is too short
     */
    public void rows(int from, int count, float[] into) {
        Objects.checkFromIndexSize(from, count, frames);
        Objects.checkFromIndexSize(0, (long) count * width(), into.length);
        int block = Math.max(1, BLOCK_VALUES / Math.max(1, width()));
        for (int done = 0; done < count; done += block) {
            interleave(from + done, Math.min(block, count - done), into, done * width());
        }
    }

    private void interleave(int from, int count, float[] into, int offset) {
        int width = width();
        int d = 0;
        for (; d + 3 < width; d += 4) {
            Column.copyFourTo(columns, d, from, count, into, offset + d, width);
        }
        for (; d < width; d++) {
            columns.get(d).copyTo(from, count, into, offset + d, width);
        }
    }

    /** Frames are equal if T and all columns are. */
    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof FeatureFrame frame && frames == frame.frames && columns.equals(frame.columns);
    }

    @Override
    public int hashCode() {
        return Objects.hash(frames, byName.keySet());
    }

    /** T, D and the columns' names, for people. */
    @Override
    public String toString() {
        return "[" + frames + ", " + width() + "] " + SidecarException.onOneLine(String.join(", ", byName.keySet()));
    }

    /** Collects columns; not safe for several threads. */
    public static final class Builder {
        private final int frames;
        private final Map<String, Column> columns = new LinkedHashMap<>();

        private Builder(int frames) {
            if (frames < 0) {
                throw new SidecarException(USAGE, Place.NOWHERE, "T must be at least 0, found " + frames);
            }
            this.frames = frames;
        }

        /**
         * Adds a column.
         *
         * @param column a column of T values, with a new name
         * @return this builder
         * @throws SidecarException (MISMATCH) if it has not T values, (USAGE) if its name is taken
         */
        public Builder add(Column column) {
            if (column.frames() != frames) {
                throw new SidecarException(
                        MISMATCH,
                        Place.NOWHERE.column(column.name()),
                        "expected " + frames + " values, one per frame, found " + column.frames());
            }
            if (columns.putIfAbsent(column.name(), column) != null) {
                throw new SidecarException(
                        USAGE, Place.NOWHERE.column(column.name()), "the name appears twice in one frame");
            }
            return this;
        }

        /**
         * Adds a column without units, documentation or declared range.
         *
         * @param name not blank, and new
         * @param values T values; copied
         * @return this builder
         * @throws SidecarException (MISMATCH) if there are not T values, (USAGE) if the name is blank or taken
         */
        public Builder add(String name, float[] values) {
            return add(Column.of(name, values));
        }

        /**
         * The frame.
         *
         * @return an immutable frame of the columns added so far
         */
        public FeatureFrame build() {
            return new FeatureFrame(frames, new LinkedHashMap<>(columns));
        }
    }

    /**
     * This frame with other columns put in: a column of a name that is there takes its place, any other goes to the end.
     *
     * @param changes columns of T values
     * @return a new frame
     * @throws SidecarException (MISMATCH) if a column has not T values
     */
    public FeatureFrame with(Collection<Column> changes) {
        Map<String, Column> merged = new LinkedHashMap<>(byName);
        changes.forEach(column -> merged.put(column.name(), column));
        return of(frames, new ArrayList<>(merged.values()));
    }
}
