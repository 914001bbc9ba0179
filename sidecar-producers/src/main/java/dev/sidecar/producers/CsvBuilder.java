package dev.sidecar.producers;

import static dev.sidecar.SidecarException.Kind.USAGE;

import dev.sidecar.SidecarException;
import dev.sidecar.SidecarException.Place;
import dev.sidecar.spi.Producer;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Describes how CSV files become columns; begun by {@link Producers#csv}. Not safe for several threads. */
public final class CsvBuilder {
    private final ClipFiles files;
    private final List<String> columns = new ArrayList<>();
    private @Nullable TrainerParameters parameters;
    private boolean scaled;
    private CsvColumns.@Nullable Timing timing;
    private boolean trim;
    private CsvColumns.Fill fill = CsvColumns.Fill.NONE;

    CsvBuilder(ClipFiles files) {
        this.files = files;
    }

    /**
     * Chooses columns by the header. By default all are taken, but for the one with the time.
     *
     * @param names columns of numbers; added to those that were chosen before
     * @return this builder
     */
    public CsvBuilder columns(String... names) {
        columns.addAll(List.of(names));
        return this;
    }

    /**
     * Takes the columns that the trainer's parameters name, with their ranges, units and classes. A class is named in the CSV
     * file, or given by its index from 0, and becomes a column {@code name_class} for each class, 1 where it holds and else
     * 0.
     *
     * @param parameters what the columns mean
     * @return this builder
     */
    public CsvBuilder parameters(TrainerParameters parameters) {
        this.parameters = Objects.requireNonNull(parameters, "parameters");
        return this;
    }

    /**
     * Scales continuous parameters to [0, 1], as the trainer does: values are clipped to [min, max], then
     * (x - min) / (max - min), 0 where min = max. By default values stay as they are, and the range is declared.
     *
     * @return this builder
     */
    public CsvBuilder scaled() {
        scaled = true;
        return this;
    }

    /**
     * Places rows by time instead of one per frame. A frame has what the rule finds at its start, at <i>t</i> · hop / sample
     * rate. Before the first row and after the last one, their values hold.
     *
     * @param column the column with the time in seconds, increasing
     * @param rule what lies between rows; for classes, {@link Interpolation#PREVIOUS} or {@link Interpolation#NEAREST}
     * @return this builder
     */
    public CsvBuilder time(String column, Interpolation rule) {
        timing = new CsvColumns.Timing(column, Objects.requireNonNull(rule, "rule"));
        return this;
    }

    /**
     * Drops rows beyond the last frame; the column's documentation tells. By default they are an error.
     *
     * @return this builder
     */
    public CsvBuilder trim() {
        trim = true;
        return this;
    }

    /**
     * Gives frames after the last row the value of the last row; the column's documentation tells. By default they are an
     * error.
     *
     * @return this builder
     */
    public CsvBuilder hold() {
        return fill(CsvColumns.Fill.HOLD);
    }

    /**
     * Gives frames after the last row 0; the column's documentation tells. By default they are an error.
     *
     * @return this builder
     */
    public CsvBuilder pad() {
        return fill(CsvColumns.Fill.PAD);
    }

    CsvBuilder fill(CsvColumns.Fill fill) {
        this.fill = fill;
        return this;
    }

    /**
     * Makes the producer.
     *
     * @return an immutable producer of a column for each of the CSV file's, and one for each class
     * @throws SidecarException (USAGE) if a column is chosen twice, or columns beside parameters; without parameters for
     *     {@link #scaled}; with a time for {@link #trim}, {@link #hold} and {@link #pad}; or with a rule that has something
     *     between classes
     */
    public Producer build() {
        if (parameters != null && !columns.isEmpty()) {
            throw usage("parameters name the columns; take out the choice of " + String.join(", ", columns));
        }
        if (new HashSet<>(columns).size() < columns.size()) {
            throw usage("each column is chosen once, found " + String.join(", ", columns));
        }
        if (scaled && parameters == null) {
            throw usage("parameters have the ranges to scale from; give some");
        }
        if (timing != null && (trim || fill != CsvColumns.Fill.NONE)) {
            throw usage("rows with a time fit any clip; take out what trims or fills");
        }
        if (timing != null && parameters != null) {
            checkRule(timing.rule(), parameters);
        }
        return new CsvColumns(files, List.copyOf(columns), parameters, scaled, timing, trim, fill);
    }

    private static void checkRule(Interpolation rule, TrainerParameters parameters) {
        boolean steps = rule == Interpolation.PREVIOUS || rule == Interpolation.NEAREST;
        for (Field field : parameters.fields(false)) {
            if (!steps && !field.isContinuous()) {
                throw usage("there is nothing between the classes of " + field.source() + ", so the rule "
                        + Label.of(rule) + " does not fit; take previous or nearest");
            }
        }
    }

    private static SidecarException usage(String reason) {
        return new SidecarException(USAGE, Place.NOWHERE, reason);
    }
}
