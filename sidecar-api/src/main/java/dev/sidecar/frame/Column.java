package dev.sidecar.frame;

import static dev.sidecar.SidecarException.Kind.LIMIT;
import static dev.sidecar.SidecarException.Kind.USAGE;

import dev.sidecar.SidecarException;
import dev.sidecar.SidecarException.Place;
import java.nio.FloatBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.IntToDoubleFunction;
import org.jspecify.annotations.Nullable;

/**
 * One named float32 value per frame, with its units, a sentence of documentation, and optionally the range its producer
 * declares. Immutable: values are copied in, and given out as a read-only view.
 */
public final class Column {
    private final String name;
    private final float[] values;
    private final String units;
    private final String doc;
    private final @Nullable Range range;
    private final @Nullable Provenance provenance;
    private final @Nullable Statistics recorded;

    private Column(
            String name,
            float[] values,
            String units,
            String doc,
            @Nullable Range range,
            @Nullable Provenance provenance,
            @Nullable Statistics recorded) {
        this.name = name;
        this.values = values;
        this.units = units;
        this.doc = doc;
        this.range = range;
        this.provenance = provenance;
        this.recorded = recorded;
    }

    /**
     * A column with the given values.
     *
     * @param name not blank
     * @param values one per frame; copied
     * @return the column, without units, documentation or declared range
     * @throws SidecarException (USAGE) if the name is blank or not well-formed Unicode
     */
    public static Column of(String name, float[] values) {
        return new Column(checkedName(name), values.clone(), "", "", null, null, null);
    }

    /**
     * A column whose values are computed.
     *
     * @param name not blank
     * @param frames T
     * @param valueAt the value of each frame, rounded to float32; called once for 0 to T - 1, in order
     * @return the column, without units, documentation or declared range
     * @throws SidecarException (USAGE) if the name is blank or not well-formed Unicode, or T is negative
     */
    public static Column generate(String name, int frames, IntToDoubleFunction valueAt) {
        checkedName(name);
        float[] values = new float[checkedFrames(frames)];
        for (int t = 0; t < frames; t++) {
            values[t] = (float) valueAt.applyAsDouble(t);
        }
        return new Column(name, values, "", "", null, null, null);
    }

    /**
     * A column with the same value in every frame.
     *
     * @param name not blank
     * @param frames T
     * @param value the value
     * @return the column, without units, documentation or declared range
     * @throws SidecarException (USAGE) if the name is blank or not well-formed Unicode, or T is negative
     */
    public static Column constant(String name, int frames, float value) {
        checkedName(name);
        float[] values = new float[checkedFrames(frames)];
        Arrays.fill(values, value);
        return new Column(name, values, "", "", null, null, null);
    }

    /**
     * Whether a text can name a column: not blank, and well-formed Unicode, so that it can be written as UTF-8.
     *
     * @param name a text
     * @return true if {@link #of} accepts it
     */
    public static boolean isName(String name) {
        return !name.isBlank() && isWellFormed(name);
    }

    /**
     * Whether a text can be written as UTF-8.
     *
     * @param text a text
     * @return false if it has half a surrogate pair
     */
    public static boolean isWellFormed(String text) {
        return text.codePoints().noneMatch(c -> c >= Character.MIN_SURROGATE && c <= Character.MAX_SURROGATE);
    }

    /**
     * A name that can name a column.
     *
     * @param name a text
     * @return the same text
     * @throws SidecarException (USAGE) if it is blank or not well-formed Unicode
     */
    public static String checkedName(String name) {
        if (!isName(name)) {
            throw new SidecarException(
                    USAGE,
                    Place.NOWHERE,
                    "a column's name must be well-formed Unicode and not blank, found \"" + name + "\"");
        }
        return name;
    }

    private static String checkedText(String what, String text) {
        if (!isWellFormed(text)) {
            throw new SidecarException(
                    USAGE,
                    Place.NOWHERE,
                    "a column's " + what + " must be well-formed Unicode, found \"" + text + "\"");
        }
        return text;
    }

    private static int checkedFrames(int frames) {
        if (frames < 0) {
            throw new SidecarException(USAGE, Place.NOWHERE, "T must be at least 0, found " + frames);
        }
        return frames;
    }

    /**
     * The same column under another name.
     *
     * @param name not blank
     * @return a column that shares this one's values
     * @throws SidecarException (USAGE) if the name is blank or not well-formed Unicode
     */
    public Column withName(String name) {
        return new Column(checkedName(name), values, units, doc, range, provenance, recorded);
    }

    /**
     * The same column with other units.
     *
     * @param units such as {@code dB} or {@code Hz}; empty for none
     * @return a column that shares this one's values
     * @throws SidecarException (USAGE) if the text is not well-formed Unicode
     */
    public Column withUnits(String units) {
        return new Column(name, values, checkedText("units", units), doc, range, provenance, recorded);
    }

    /**
     * The same column with other documentation.
     *
     * @param doc a sentence for people; empty for none
     * @return a column that shares this one's values
     * @throws SidecarException (USAGE) if the text is not well-formed Unicode
     */
    public Column withDoc(String doc) {
        return new Column(name, values, units, checkedText("doc", doc), range, provenance, recorded);
    }

    /**
     * The same column with a declared range. It takes the place of the observed minimum and maximum in the sidecar, which
     * is what trainers scale by.
     *
     * @param min the smallest value the column can take
     * @param max the largest value the column can take
     * @return a column that shares this one's values
     * @throws SidecarException (USAGE) if an end is not finite or {@code max} is less than {@code min}
     */
    public Column withRange(double min, double max) {
        Range declared = new Range(min, max);
        Statistics stated = recorded == null ? null : recorded.withRange(declared);
        return new Column(name, values, units, doc, declared, provenance, stated);
    }

    /**
     * The same column with another origin.
     *
     * @param provenance which producer made it, with which options
     * @return a column that shares this one's values
     */
    public Column withProvenance(Provenance provenance) {
        return new Column(name, values, units, doc, range, Objects.requireNonNull(provenance), recorded);
    }

    /**
     * The same column with the numbers that a sidecar records for it. Stores call this when they read; whatever keeps
     * the column keeps the numbers.
     *
     * @param recorded the numbers as found
     * @return a column that shares this one's values
     */
    public Column withRecorded(Statistics recorded) {
        return new Column(name, values, units, doc, range, provenance, Objects.requireNonNull(recorded));
    }

    /**
     * The column as reading gives it back after it was stored as {@code dtype}.
     *
     * @param dtype how values are stored
     * @return this column for float32, else one with rounded values
     * @throws SidecarException (LIMIT) if a finite value is too large for {@code dtype}; names column and frame
     */
    public Column roundedTo(DType dtype) {
        if (dtype == DType.FLOAT32) {
            return this;
        }
        float[] rounded = dtype.round(values);
        for (int t = 0; t < rounded.length; t++) {
            if (Float.isInfinite(rounded[t]) && Float.isFinite(values[t])) {
                throw new SidecarException(
                        LIMIT,
                        Place.NOWHERE.column(name).frame(t),
                        "float16 holds magnitudes up to 65504, found " + values[t] + "; store as float32");
            }
        }
        return new Column(name, rounded, units, doc, range, provenance, recorded);
    }

    /**
     * The name.
     *
     * @return not blank
     */
    public String name() {
        return name;
    }

    /**
     * The number of values.
     *
     * @return T
     */
    public int frames() {
        return values.length;
    }

    /**
     * The value of a frame.
     *
     * @param frame 0 to T - 1
     * @return the value
     * @throws IndexOutOfBoundsException if there is no such frame
     */
    public float get(int frame) {
        return values[frame];
    }

    /**
     * All values.
     *
     * @return a read-only view from frame 0 to T
     */
    public FloatBuffer values() {
        return FloatBuffer.wrap(values).asReadOnlyBuffer();
    }

    /**
     * All values.
     *
     * @return a copy, the caller's to keep
     */
    public float[] toArray() {
        return values.clone();
    }

    /** Writes the values [from, from + frames) into every {@code stride}-th element of an array. */
    void copyTo(int from, int frames, float[] into, int offset, int stride) {
        for (int t = 0; t < frames; t++) {
            into[offset + t * stride] = values[from + t];
        }
    }

    /** {@link #copyTo} for four columns that lie side by side: a line of the cache is filled in one go. */
    static void copyFourTo(
            List<Column> columns, int first, int from, int frames, float[] into, int offset, int stride) {
        float[] a = columns.get(first).values;
        float[] b = columns.get(first + 1).values;
        float[] c = columns.get(first + 2).values;
        float[] d = columns.get(first + 3).values;
        for (int t = 0; t < frames; t++) {
            int at = offset + t * stride;
            into[at] = a[from + t];
            into[at + 1] = b[from + t];
            into[at + 2] = c[from + t];
            into[at + 3] = d[from + t];
        }
    }

    /**
     * The units.
     *
     * @return such as {@code dB}; empty for none
     */
    public String units() {
        return units;
    }

    /**
     * The documentation.
     *
     * @return a sentence for people; empty for none
     */
    public String doc() {
        return doc;
    }

    /**
     * The range that the producer declares.
     *
     * @return empty if none was declared, or none is known to have been
     */
    public Optional<Range> range() {
        return Optional.ofNullable(range);
    }

    /**
     * Which producer made the column.
     *
     * @return empty if unknown
     */
    public Optional<Provenance> provenance() {
        return Optional.ofNullable(provenance);
    }

    /**
     * The column's statistics: minimum, maximum, mean and population standard deviation over the finite values, in
     * float64; all 0.0 for T = 0, all unknown where no value is finite.
     *
     * @return computed at every call
     */
    public Statistics statistics() {
        return Statistics.over(values);
    }

    /**
     * The numbers that a sidecar states for this column. For one that was read from a file they are the numbers found
     * there, declared or observed, and what is not there is observed; for any other they are the {@linkplain #statistics() statistics}, with the declared range in
     * place of the observed minimum and maximum.
     *
     * @return the stated numbers
     */
    public Statistics stated() {
        if (recorded != null && recorded.isComplete()) {
            return recorded;
        }
        Statistics observed = range == null ? statistics() : statistics().withRange(range);
        return recorded == null ? observed : recorded.orElse(observed);
    }

    /**
     * The first value that is not finite.
     *
     * @return the index of its frame, or -1
     */
    public int firstNonFinite() {
        for (int t = 0; t < values.length; t++) {
            if (!Float.isFinite(values[t])) {
                return t;
            }
        }
        return -1;
    }

    /**
     * Columns are equal if name, units, documentation, range, provenance, stated numbers and the bits of all values are.
     */
    @Override
    public boolean equals(@Nullable Object other) {
        return this == other || (other instanceof Column column && isEqualTo(column));
    }

    private boolean isEqualTo(Column column) {
        return name.equals(column.name)
                && units.equals(column.units)
                && doc.equals(column.doc)
                && Objects.equals(range, column.range)
                && Objects.equals(provenance, column.provenance)
                && Arrays.equals(values, column.values)
                && stated().equals(column.stated());
    }

    @Override
    public int hashCode() {
        return Objects.hash(name, values.length);
    }

    /** The name, the number of frames and the stated range, for people. */
    @Override
    public String toString() {
        Statistics stated = stated();
        return SidecarException.onOneLine(name) + "[" + values.length + "] "
                + (stated.min().isPresent() ? String.valueOf(stated.min().getAsDouble()) : "?")
                + " .. "
                + (stated.max().isPresent() ? String.valueOf(stated.max().getAsDouble()) : "?")
                + (units.isEmpty() ? "" : " " + units);
    }
}
