package dev.sidecar.producers;

import dev.sidecar.SidecarException;
import dev.sidecar.frame.Column;
import dev.sidecar.spi.Producer;
import java.util.ArrayList;
import java.util.List;

/**
 * A way from one column to another, step by step; begun by {@link Producers#from}.
 *
 * <pre>{@code
 * Producers.from("f0").hzToMidi(8).median(5).as("pitch")
 * }</pre>
 *
 * <p>Each step computes in float64 and rounds to float32. Frames outside the clip do not exist; each step says what it
 * does at the edges. NaN and infinities are passed on, and what a window holds of them spreads over the window. A step
 * that would make NaN or an infinity of a finite value fails the clip, and says at which frame. Units are kept, and the
 * declared range of the column is mapped along, unless a step says otherwise.
 *
 * <p>Immutable: every step gives a new derivation.
 */
public final class Derivation {
    static final int DELTA_WIDTH = 9;
    static final double MIN_AMPLITUDE = 1e-5;

    private final String column;
    private final List<Step> steps;

    Derivation(String column, List<Step> steps) {
        this.column = column;
        this.steps = List.copyOf(steps);
    }

    private Derivation then(Step step) {
        List<Step> longer = new ArrayList<>(steps);
        longer.add(step);
        return new Derivation(column, longer);
    }

    /**
     * Moving average: the mean of the frames around, the frame itself in the middle. At the edges, of those that the clip
     * has. In options {@code average:WINDOW}.
     *
     * @param window how many frames, odd, 1 to 1,001
     * @return a longer derivation
     * @throws SidecarException (USAGE) if the number is out of range
     */
    public Derivation average(int window) {
        return then(new MovingAverage(window));
    }

    /**
     * Savitzky–Golay: the value of a polynomial, fitted by least squares to the frames around. The first and last half
     * window have the values of the polynomials of the first and last whole one, as
     * {@code scipy.signal.savgol_filter(mode="interp")} does it; a clip that is shorter than the window has those of one
     * polynomial, fitted to all of its T frames, of degree T - 1 at most. The declared range is dropped, since polynomials
     * overshoot. In options {@code savgol:WINDOW:DEGREE}.
     *
     * @param window how many frames, odd, 1 to 1,001
     * @param degree of the polynomial, 0 to 9, less than the window
     * @return a longer derivation
     * @throws SidecarException (USAGE) if a number is out of range
     * @see <a href="https://doi.org/10.1021/ac60214a047">Savitzky and Golay, 1964</a>
     */
    public Derivation savitzkyGolay(int window, int degree) {
        return then(SavitzkyGolay.smoothing(window, degree));
    }

    /**
     * Moving median. Outside the clip it takes zeros, as {@code scipy.signal.medfilt} does it, and so the declared range is
     * dropped. NaN counts as the largest value, and does not spread. In options {@code median:WINDOW}.
     *
     * @param window how many frames, odd, 1 to 1,001
     * @return a longer derivation
     * @throws SidecarException (USAGE) if the number is out of range
     */
    public Derivation median(int window) {
        return then(new MovingMedian(window));
    }

    /**
     * How fast the values change, over 9 frames.
     *
     * @return see {@link #delta(int)}
     */
    public Derivation delta() {
        return delta(DELTA_WIDTH);
    }

    /**
     * How fast the values change, per frame: the slope of a line, fitted by least squares to the frames around, by
     * {@code librosa.feature.delta}'s definition. At the edges as in {@link #savitzkyGolay}. Units are per frame; there is no
     * range. In options {@code delta:WIDTH}.
     *
     * @param width how many frames, odd, 3 to 1,001
     * @return a longer derivation
     * @throws SidecarException (USAGE) if the number is out of range
     */
    public Derivation delta(int width) {
        return then(SavitzkyGolay.delta(width));
    }

    /**
     * Maps the smallest value to {@code low} and the largest to {@code high}: low + (x - min) · (high - low) / (max - min).
     * Where all values are the same, they become {@code low}. Declares the range low to high, without units. In options
     * {@code scale:LOW:HIGH:corpus} (the default) or {@code scale:LOW:HIGH:clip}.
     *
     * @param low what the smallest value becomes
     * @param high what the largest value becomes; may be less than {@code low}
     * @param scope of what the smallest and largest values are taken
     * @return a longer derivation
     * @throws SidecarException (USAGE) if a number is not finite
     */
    public Derivation scale(double low, double high, Scope scope) {
        return then(Pointwise.scale(low, high, scope));
    }

    /**
     * Maps a range to another one, and what lies outside beyond it; {@link #clip} may follow. Otherwise as {@link
     * #scale(double, double, Scope)}. In options {@code scale:LOW:HIGH:MIN:MAX}.
     *
     * @param low what {@code min} becomes
     * @param high what {@code max} becomes; may be less than {@code low}
     * @param min a value
     * @param max a value, not less than {@code min}
     * @return a longer derivation
     * @throws SidecarException (USAGE) if a number is not finite, or {@code max} is less than {@code min}
     */
    public Derivation scale(double low, double high, double min, double max) {
        return then(Pointwise.scale(low, high, min, max));
    }

    /**
     * Brings values below {@code low} to {@code low}, and values above {@code high} to {@code high}; declares that range.
     * In options {@code clip:LOW:HIGH}.
     *
     * @param low the smallest value
     * @param high the largest value, not less
     * @return a longer derivation
     * @throws SidecarException (USAGE) if a number is not finite, or {@code high} is less than {@code low}
     */
    public Derivation clip(double low, double high) {
        return then(Pointwise.clip(low, high));
    }

    /**
     * How many standard deviations a value lies above the mean: (x - mean) / std, std of the population. Where all values
     * are the same, 0. Without units. In options {@code zscore:corpus} (the default) or {@code zscore:clip}.
     *
     * @param scope of what mean and standard deviation are taken
     * @return a longer derivation
     */
    public Derivation zScore(Scope scope) {
        return then(Pointwise.zScore(scope));
    }

    /**
     * The same with given numbers. In options {@code zscore:MEAN:STD}.
     *
     * @param mean what becomes 0, finite
     * @param std what becomes 1 more, finite, at least 0; 0 counts as 1
     * @return a longer derivation
     * @throws SidecarException (USAGE) if a number is out of range
     */
    public Derivation zScore(double mean, double std) {
        return then(Pointwise.zScore(mean, std));
    }

    /**
     * Natural logarithm. Values that are 0 or less fail the clip. Without units. In options {@code log}.
     *
     * @return a longer derivation
     */
    public Derivation log() {
        return then(Pointwise.log());
    }

    /**
     * Natural logarithm of the value or {@code floor}, whichever is larger. Without units. In options {@code log:FLOOR}.
     *
     * @param floor above 0
     * @return a longer derivation
     * @throws SidecarException (USAGE) if the number is out of range
     */
    public Derivation log(double floor) {
        return then(Pointwise.log(floor));
    }

    /**
     * Amplitudes to decibels, at least -100 dB.
     *
     * @return see {@link #amplitudeToDb(double)}, with librosa's smallest amplitude, 1e-5
     */
    public Derivation amplitudeToDb() {
        return amplitudeToDb(MIN_AMPLITUDE);
    }

    /**
     * Amplitudes to decibels: 20 · log10(max(x, floor)), for amplitudes of at least 0 as {@code librosa.amplitude_to_db(ref=1,
     * amin=floor, top_db=None)}. Units are dB. In options {@code amplitude_to_db:FLOOR}.
     *
     * @param floor the smallest amplitude, above 0
     * @return a longer derivation
     * @throws SidecarException (USAGE) if the number is out of range
     */
    public Derivation amplitudeToDb(double floor) {
        return then(Pointwise.amplitudeToDb(floor));
    }

    /**
     * Decibels to amplitudes: 10^(x / 20). Without units. In options {@code db_to_amplitude}.
     *
     * @return a longer derivation
     */
    public Derivation dbToAmplitude() {
        return then(Pointwise.dbToAmplitude());
    }

    /**
     * Frequencies to MIDI note numbers, with fractions: 12 · log2(x / 440) + 69. Frequencies that are 0 or less fail the
     * clip. Units are MIDI. In options {@code hz_to_midi}.
     *
     * @return a longer derivation
     */
    public Derivation hzToMidi() {
        return then(Pointwise.hzToMidi());
    }

    /**
     * The same of the frequency or {@code floor}, whichever is larger; 8.18 Hz is note 0. In options
     * {@code hz_to_midi:FLOOR}.
     *
     * @param floor the smallest frequency in Hz, above 0
     * @return a longer derivation
     * @throws SidecarException (USAGE) if the number is out of range
     */
    public Derivation hzToMidi(double floor) {
        return then(Pointwise.hzToMidi(floor));
    }

    /**
     * MIDI note numbers to frequencies: 440 · 2^((x - 69) / 12). Units are Hz. In options {@code midi_to_hz}.
     *
     * @return a longer derivation
     */
    public Derivation midiToHz() {
        return then(Pointwise.midiToHz());
    }

    /**
     * Rounds to the nearest multiple of {@code step}, halves to the even one. In options {@code quantise:STEP}.
     *
     * @param step above 0
     * @return a longer derivation
     * @throws SidecarException (USAGE) if the number is out of range
     */
    public Derivation quantise(double step) {
        return then(Pointwise.quantise(step));
    }

    /**
     * Makes the producer. It needs the column to be there: from an earlier producer, or in the sidecar. Where a step takes
     * statistics of the corpus, a run first goes through all clips once for each such step; what it finds is recorded with
     * the column as the step's numbers, so that the record makes the same values again without measuring.
     *
     * <p>Described as {@code derive} with the options {@code name}, {@code from} and {@code steps}, the steps as text,
     * separated by commas.
     *
     * @param name the new column's name, not that of the column it comes from
     * @return a producer of one column
     * @throws SidecarException (USAGE) if the name is blank, not well-formed Unicode, or the column's own
     */
    public Producer as(String name) {
        return new Derived(Column.checkedName(name), column, steps);
    }
}
