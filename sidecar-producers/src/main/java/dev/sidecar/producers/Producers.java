package dev.sidecar.producers;

import dev.sidecar.SidecarException;
import dev.sidecar.frame.Column;
import dev.sidecar.spi.Producer;
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
