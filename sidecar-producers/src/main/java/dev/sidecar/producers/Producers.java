package dev.sidecar.producers;

import dev.sidecar.SidecarException;
import dev.sidecar.frame.Column;
import dev.sidecar.spi.Producer;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.function.IntToDoubleFunction;

/**
 * Producers that need no audio.
 *
 * <p>Every column has shape (T) and is float32: values are computed in float64 and rounded once, half to even. Units,
 * documentation and declared range are empty. NaN and infinity are passed on as they are; a run refuses them unless it
 * is told to allow them. All producers may be used by several threads at once, and by one run after another.
 */
public final class Producers {
    /** Matches {@code _tempo_120.0}: an underscore, a name, an underscore, a decimal number. */
    static final String NAME_AND_NUMBER = "_(?P<name>[A-Za-z]\\w*)_(?P<value>-?\\d+(?:\\.\\d+)?)";

    private Producers() {}

    /**
     * The same value in every frame, as {@code numpy.full(T, value, float32)} gives it.
     *
     * <p>Described as {@code const} with the options {@code name} and {@code value}.
     *
     * @param name the column's name, not blank
     * @param value any number; one beyond float32 becomes infinite
     * @return a producer of one column
     * @throws SidecarException (USAGE) if the name is blank or not well-formed Unicode
     */
    public static Producer constant(String name, double value) {
        return new Constant(Column.checkedName(name), value);
    }

    /**
     * A straight line from the first frame to the last, bit for bit as {@code numpy.linspace(start, end, T,
     * dtype=float32)} draws it: frame <i>t</i> has start + t · ((end - start) / (T - 1)), rounded after each operation,
     * and the last frame has {@code end} itself. T = 1 has {@code start} alone.
     *
     * <p>Where (end - start) / (T - 1) underflows to zero, frame <i>t</i> has start + (t / (T - 1)) · (end - start). Where
     * end - start overflows, the values between are infinite or NaN, as they are in NumPy.
     *
     * <p>Described as {@code lin} with the options {@code name}, {@code start} and {@code end}.
     *
     * @param name the column's name, not blank
     * @param start the value of frame 0
     * @param end the value of frame T - 1
     * @return a producer of one column
     * @throws SidecarException (USAGE) if the name is blank or not well-formed Unicode
     */
    public static Producer linear(String name, double start, double end) {
        return new Linear(Column.checkedName(name), start, end);
    }

    /**
     * Starts a curve through points:
     *
     * <pre>{@code
     * Producers.curve("gain").point(0, 0).point(0.5, 1).point(1, 0.2).interpolation(Interpolation.AKIMA).build()
     * }</pre>
     *
     * <p>Positions are fractions of the clip, 0 the first frame and 1 the last, unless {@link CurveBuilder#axis} says
     * otherwise. Described as {@code curve} with the options {@code name}, {@code points} (with the interpolation, as
     * {@code 0:0,0.5:1,1:0.2@akima}), {@code curve-axis} and {@code curve-outside}.
     *
     * @param name the column's name, not blank
     * @return a builder without points
     * @throws SidecarException (USAGE) if the name is blank or not well-formed Unicode
     */
    public static CurveBuilder curve(String name) {
        return new CurveBuilder(Column.checkedName(name));
    }

    /**
     * Starts a column that is made from another one, smoothed, scaled or converted:
     *
     * <pre>{@code
     * Producers.from("f0").hzToMidi(8).median(5).as("pitch")
     * }</pre>
     *
     * @param column the name of a column that an earlier producer makes, or that is in the sidecars
     * @return a derivation without steps
     * @throws SidecarException (USAGE) if the name is blank or not well-formed Unicode
     */
    public static Derivation from(String column) {
        return new Derivation(Column.checkedName(column), List.of());
    }

    /**
     * Starts columns from CSV files, one for each clip:
     *
     * <pre>{@code
     * Producers.csv(ClipFiles.besideTokens(".csv")).columns("valence", "arousal").build()
     * }</pre>
     *
     * <p>The first line of a file names its columns, the others are rows (RFC 4180, UTF-8). There is a row per token frame, T
     * of them exactly, unless {@link CsvBuilder#time} places rows by time, or {@link CsvBuilder#trim}, {@link
     * CsvBuilder#hold} or {@link CsvBuilder#pad} says what to do. Cells are decimal numbers, {@code nan} or {@code inf}; what
     * else a file can hold, {@link CsvBuilder#parameters} says.
     *
     * <p>A clip fails with IO if it has no file, FORMAT if the file is no such CSV, MISMATCH if the number of rows is wrong.
     * Described as {@code csv} with the options that the command has, without the root.
     *
     * @param files where the files are
     * @return a builder that takes all columns, a row per frame
     */
    public static CsvBuilder csv(ClipFiles files) {
        return new CsvBuilder(Objects.requireNonNull(files, "files"));
    }

    /**
     * Starts columns from a table that has a row for each clip: a value becomes a column that has it in every frame.
     *
     * <pre>{@code
     * Producers.table(Path.of("clips.csv")).numbers("tempo").oneHot("instrument").build()
     * }</pre>
     *
     * <p>The table is CSV with a header, as for {@link #csv}, or JSON lines, an object per line, if the file's name ends in
     * {@code .jsonl} or {@code .ndjson}. It is read when a run begins, and kept in memory. The vocabulary of a column of
     * categories is all that the table has there, sorted, so that it is the same for all clips and shards.
     *
     * <p>A run fails with IO if there is no such file, FORMAT if it is not as described or two rows are of one clip; a clip
     * with MISMATCH if it has no row. Rows without a clip do not matter. Described as {@code table} with the options that the
     * command has, the file as its name and SHA-256.
     *
     * @param file the table
     * @return a builder that finds rows by the column {@code id}, and takes all others as numbers
     */
    public static TableBuilder table(Path file) {
        return new TableBuilder(Objects.requireNonNull(file, "file"));
    }

    /**
     * Starts a column from events, which lie in a CSV file for each clip: a row for each, with its time and its value.
     *
     * <pre>{@code
     * Producers.events("chord", ClipFiles.besideTokens(".chords.csv")).oneHot("C", "G", "Am").build()
     * }</pre>
     *
     * <p>An event counts from the frame that it lies in (its time is rounded to the nearest sample) until the frame of the
     * next one; of several in a frame, the last. One before the clip counts from frame 0, and one beyond does not. Frames
     * before the first event have {@link EventsBuilder#otherwise}. The CSV is as for {@link #csv}.
     *
     * <p>A clip fails with IO if it has no file, FORMAT if the file is no such CSV, or times decrease. Described as {@code
     * events} with the options that the command has, without the root.
     *
     * @param name the column's name, not blank
     * @param files where the files are
     * @return a builder for numbers that hold until the next event
     * @throws SidecarException (USAGE) if the name is blank or not well-formed Unicode
     */
    public static EventsBuilder events(String name, ClipFiles files) {
        return new EventsBuilder(Column.checkedName(name), Objects.requireNonNull(files, "files"));
    }

    /**
     * Random numbers between two, all equally likely, a new one for each frame.
     *
     * <p>They come from a Mersenne Twister (MT19937) that is seeded by the run's seed, the clip's id and the column's name,
     * and so are the same in every run with this seed, on any JDK, for any number of threads and shards. Described as {@code
     * noise} with the options {@code name}, {@code low} and {@code high}; the column's documentation has the seed.
     *
     * @param name the column's name, not blank
     * @param low one end, finite
     * @param high the other end, finite
     * @return a producer of one column
     * @throws SidecarException (USAGE) if the name is blank or not well-formed Unicode, or an end is not finite
     */
    public static Producer noise(String name, double low, double high) {
        return RandomColumn.noise(name, low, high);
    }

    /**
     * Random numbers of a normal distribution, a new one for each frame, by the method of Box and Muller. Seeded as {@link
     * #noise}. Described as {@code gauss} with the options {@code name}, {@code mean} and {@code deviation}.
     *
     * @param name the column's name, not blank
     * @param mean the mean, finite
     * @param deviation the standard deviation, finite and at least 0
     * @return a producer of one column
     * @throws SidecarException (USAGE) if the name is blank or not well-formed Unicode, a number is not finite, or the
     *     deviation is below 0
     */
    public static Producer gauss(String name, double mean, double deviation) {
        return RandomColumn.gauss(name, mean, deviation);
    }

    /**
     * A random walk: each frame differs from the one before by a random number of a normal distribution about 0. What goes
     * beyond a bound comes back by as much. Seeded as {@link #noise}. Described as {@code walk} with the options
     * {@code name}, {@code start}, {@code step}, {@code walk-min} and {@code walk-max}.
     *
     * @param name the column's name, not blank
     * @param start the value of frame 0, finite, within the bounds
     * @param step the standard deviation of the steps, finite and at least 0
     * @param min the lower bound; negative infinity for none
     * @param max the upper bound; infinity for none
     * @return a producer of one column
     * @throws SidecarException (USAGE) if the name is blank or not well-formed Unicode, a number is not finite, the step
     *     is below 0, or the start is out of bounds
     */
    public static Producer randomWalk(String name, double start, double step, double min, double max) {
        return RandomColumn.walk(name, start, step, min, max);
    }

    /**
     * Names and numbers from the token file's name: {@code sweep_tempo_120.0.ecdc} gives the constant column
     * {@code tempo} with the value 120.
     *
     * <p>The same as {@link #fromFilename(String)} with the default of the Python workflow EncHF_Dataset,
     * {@code _(?P<name>[A-Za-z]\w*)_(?P<value>-?\d+(?:\.\d+)?)}. A name reaches as far as it can:
     * {@code noise_tempo_90_gain_-6.5.ecdc} gives {@code tempo_90_gain} = -6.5 and nothing else.
     *
     * @return a producer of one constant column per name found
     */
    public static Producer fromFilename() {
        return fromFilename(NAME_AND_NUMBER);
    }

    /**
     * Names and numbers from the token file's name, by a pattern of one's own. Every match, from left to right and not
     * overlapping, gives a constant column: the group {@code name} is its name, the group {@code value} its value. A
     * name that is found again keeps its place and takes the later value. Where nothing matches, nothing is added.
     *
     * <p>The pattern is searched for in {@link dev.sidecar.frame.Clip#fileName()}, suffix included. It is written and
     * means what it does in Python's {@code re} for {@code str}: named groups are {@code (?P<name>...)} (or
     * {@code (?<name>...)}); {@code \w}, {@code \d}, {@code \s}, {@code \b} and their opposites are Unicode-aware,
     * {@code \w} being letters, all numbers and underscore but not combining marks; {@code $} and {@code .} know
     * {@code \n} as the only line end; flags are {@code (?i)}, {@code (?m)}, {@code (?s)} and {@code (?x)}. Conditional
     * groups {@code (?(1)...)}, {@code \N{...}}, the flags {@code a} and {@code L}, and what only Java has are refused.
     * The Unicode tables are the JDK's.
     *
     * <p>A value is what Python's {@code float()} takes as a number: {@code -6.5}, {@code .75}, {@code 1e3},
     * {@code 1_000}, decimal digits of any script; not {@code nan} and {@code inf}. For any other text, and for a blank
     * name, the producer throws a {@link SidecarException} (PRODUCER) that names the clip and the text.
     *
     * <p>Described as {@code from_filename} with the option {@code filename-regex}.
     *
     * @param regex a Python regular expression with the groups {@code name} and {@code value}
     * @return a producer of one constant column per name found
     * @throws SidecarException (USAGE) if the pattern is not valid, with the position, or lacks one of the groups
     * @see <a href="https://docs.python.org/3/library/re.html">Python's re</a>
     */
    public static Producer fromFilename(String regex) {
        return FromFilename.of(regex);
    }

    /**
     * A function of the frame's index: frame <i>t</i> has {@code (float) function(t)}.
     *
     * <p>Described as {@code custom}: code is not data, so its values cannot be traced to options.
     *
     * @param name the column's name, not blank
     * @param function called once per frame, in order, for one clip after the other or for several at once
     * @return a producer of one column
     * @throws SidecarException (USAGE) if the name is blank or not well-formed Unicode
     */
    public static Producer perFrame(String name, IntToDoubleFunction function) {
        Objects.requireNonNull(function, "function");
        return new PerFrame(Column.checkedName(name), (clip, frame) -> function.applyAsDouble(frame));
    }

    /**
     * A function of the clip and the frame's index: frame <i>t</i> has {@code (float) function(clip, t)}.
     *
     * <p>Described as {@code custom}: code is not data, so its values cannot be traced to options.
     *
     * @param name the column's name, not blank
     * @param function called once per frame, in order, for one clip after the other or for several at once
     * @return a producer of one column
     * @throws SidecarException (USAGE) if the name is blank or not well-formed Unicode
     */
    public static Producer perFrame(String name, FrameFunction function) {
        return new PerFrame(Column.checkedName(name), Objects.requireNonNull(function, "function"));
    }
}
