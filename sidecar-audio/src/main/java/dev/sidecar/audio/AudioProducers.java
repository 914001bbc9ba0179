package dev.sidecar.audio;

import static dev.sidecar.SidecarException.Kind.USAGE;

import dev.sidecar.SidecarException;
import dev.sidecar.SidecarException.Place;
import dev.sidecar.frame.Range;
import dev.sidecar.spi.Producer;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalDouble;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Producers of columns from audio, aligned with the tokens' frames to the sample.
 *
 * <pre>{@code
 * Producer loudness = AudioProducers.from(source).features("rms_db", "spectral_centroid").nFft(1024).build();
 * }</pre>
 *
 * <p>Every column has shape (T) and is float32: values are computed in float64 and rounded once. Samples are x, full scale
 * is -1 to 1. Each column declares its units and the range that audio within full scale can give.
 *
 * <table>
 * <caption>Features</caption>
 * <tr><th>feature</th><th>columns</th><th>units</th><th>what</th></tr>
 * <tr><td>{@code rms}</td><td>{@code rms}</td><td></td><td>sqrt(mean(x²) + 1e-12) of the frame's block</td></tr>
 * <tr><td>{@code rms_db}</td><td>{@code rms_db}</td><td>dB</td><td>20 log10(rms + 1e-12)</td></tr>
 * <tr><td>{@code peak}</td><td>{@code peak}</td><td></td><td>max |x| of the frame's block</td></tr>
 * <tr><td>{@code rms_2048}, any length</td><td>{@code rms_2048}</td><td></td><td>sqrt(mean(x²)) of a window</td></tr>
 * <tr><td>{@code zcr}</td><td>{@code zcr}</td><td></td><td>zero crossings per sample of a window</td></tr>
 * <tr><td>{@code f0}</td><td>{@code f0}, {@code f0_confidence}</td><td>Hz, none</td><td>fundamental frequency by YIN, held
 * from the last voiced frame, 0 before the first; and 1 less the normalised difference, 0 for silence</td></tr>
 * <tr><td>{@code spectral_centroid}</td><td>the same</td><td>Hz</td><td>mean frequency, weighted by magnitude</td></tr>
 * <tr><td>{@code spectral_bandwidth}</td><td>the same</td><td>Hz</td><td>standard deviation about the centroid</td></tr>
 * <tr><td>{@code spectral_rolloff}</td><td>the same</td><td>Hz</td><td>frequency below which lies most of the
 * magnitude</td></tr>
 * <tr><td>{@code spectral_flatness}</td><td>the same</td><td></td><td>geometric by arithmetic mean power</td></tr>
 * <tr><td>{@code chroma}</td><td>{@code chroma_0} (C) to {@code chroma_11} (B)</td><td></td><td>energy of the pitch
 * classes, the strongest is 1</td></tr>
 * <tr><td>{@code loudness_db}</td><td>{@code loudness_db}</td><td>dB</td><td>A-weighted mean power (IEC 61672-1), -3.01
 * for a full-scale sine of 1 kHz, -100 for silence</td></tr>
 * <tr><td>{@code mel}</td><td>{@code mel_0}, {@code mel_1}, ...</td><td>dB</td><td>power in mel bands</td></tr>
 * <tr><td>{@code mfcc}</td><td>{@code mfcc_0}, {@code mfcc_1}, ...</td><td>dB</td><td>cosine transform of the mel
 * bands</td></tr>
 * <tr><td>{@code onset_strength}</td><td>the same</td><td>dB</td><td>mean rise of the mel bands since the frame
 * before</td></tr>
 * </table>
 *
 * <p>A frame's block are its hop samples, [t · hop, (t + 1) · hop). Windows reach beyond them; they have zeros where there
 * is no audio, and for spectra Hann weights. All but the block features are what librosa 0.11 computes with the frame's hop,
 * {@code center=True} and {@code pad_mode="constant"}, mel spectra with
 * {@code top_db=None}, chroma with {@code tuning=0}. {@code loudness_db} is ours.
 *
 * <p>T is the tokens'. Audio may be up to one frame longer, which is ignored, or shorter, which counts as zeros; any other
 * length fails the clip (MISMATCH). Audio of another sample rate than the tokens' is resampled first, by a windowed sinc that is
 * flat to 0.9 of the lower half rate and attenuates by 100 dB from there on; N samples become ceil(N · to / from). A clip is
 * read once, or twice if its tuning is estimated, in memory that does not grow with its length but for the columns.
 */
public final class AudioProducers {
    private AudioProducers() {}

    /** The names of all features, for people. */
    static String known() {
        return String.join(", ", Builder.known());
    }

    /**
     * Starts a producer that computes features of a clip's audio.
     *
     * <p>It is described as {@code from_audio} with its features and their parameters. Of the source there is what {@link AudioSource#description} says.
     *
     * @param source where the audio of clips comes from; opened once per clip, twice with {@link Builder#estimateTuning}
     * @return a builder without features
     */
    public static Builder from(AudioSource source) {
        return new Builder(Objects.requireNonNull(source, "source"));
    }

    /** Describes a producer. Every setter checks its argument and can be called once; {@link #features} as often as needed. */
    public static final class Builder {
        private static final Pattern WINDOWED_RMS = Pattern.compile("rms_([1-9][0-9]{0,8})");
        private static final int MAX_VECTOR = 1_024;

        private static final Map<String, Function<Builder, Feature>> FEATURES =
                Collections.unmodifiableMap(new TreeMap<>(Map.ofEntries(
                        Map.entry("rms", builder -> BlockLevel.RMS),
                        Map.entry("rms_db", builder -> BlockLevel.RMS_DB),
                        Map.entry("peak", builder -> BlockLevel.PEAK),
                        Map.entry("zcr", builder -> new ZeroCrossingRate(builder.frameLength())),
                        Map.entry("f0", builder -> new F0(builder.yin())),
                        Map.entry("spectral_centroid", builder -> builder.spectral(SpectralFeature.Shape.CENTROID)),
                        Map.entry("spectral_bandwidth", builder -> builder.spectral(SpectralFeature.Shape.BANDWIDTH)),
                        Map.entry("spectral_rolloff", builder -> builder.spectral(SpectralFeature.Shape.ROLLOFF)),
                        Map.entry("spectral_flatness", builder -> builder.spectral(SpectralFeature.Shape.FLATNESS)),
                        Map.entry("chroma", builder -> new Chroma(builder.nFft(), builder.tuning())),
                        Map.entry("loudness_db", builder -> new Loudness(builder.nFft())),
                        Map.entry("mel", builder -> new Mel(builder.mel())),
                        Map.entry("mfcc", builder -> new Mfcc(builder.mel(), builder.nMfcc())),
                        Map.entry("onset_strength", builder -> new OnsetStrength(builder.mel())))));

        private final AudioSource source;
        private final List<String> names = new ArrayList<>();
        private @Nullable WindowCentre centre;
        private @Nullable Integer frameLength;
        private @Nullable Integer nFft;
        private @Nullable Integer nMels;
        private @Nullable Integer nMfcc;
        private @Nullable MelRange melRange;
        private @Nullable Double topDb;
        private @Nullable Tuning tuning;
        private @Nullable Double rollPercent;
        private @Nullable Range f0Range;
        private @Nullable Double troughThreshold;

        private Builder(AudioSource source) {
            this.source = source;
        }

        private static <T> T once(String parameter, @Nullable T old, T value) {
            Objects.requireNonNull(value, parameter);
            if (old != null) {
                throw usage(parameter + " was set before, to " + old);
            }
            return value;
        }

        private static SidecarException usage(String reason) {
            return new SidecarException(USAGE, Place.NOWHERE, reason);
        }

        private static int checked(String parameter, int value, int max) {
            if (value < 1 || value > max) {
                throw usage(parameter + " must be 1 to " + max + ", found " + value);
            }
            return value;
        }

        /**
         * Features to compute, in the order of their columns. Adds to those that were named before.
         *
         * @param features names from the table above
         * @return this builder
         * @throws SidecarException (USAGE) if there is no such feature, lists the known ones, or one is named twice
         */
        public Builder features(String... features) {
            for (String feature : features) {
                if (!FEATURES.containsKey(feature)) {
                    windowedRms(feature);
                }
                if (names.contains(feature)) {
                    throw usage("the feature " + feature + " is named twice");
                }
                names.add(feature);
            }
            return this;
        }

        private static List<String> known() {
            List<String> known = new ArrayList<>(FEATURES.keySet());
            known.add("rms_2048 (any length)");
            return known;
        }

        private static WindowedRms windowedRms(String feature) {
            Matcher matcher = WINDOWED_RMS.matcher(feature);
            if (!matcher.matches()) {
                throw SidecarException.unknownName(Place.NOWHERE, "feature", feature, known());
            }
            return new WindowedRms(
                    checked("the length in " + feature, Integer.parseInt(matcher.group(1)), Framing.MAX_LENGTH));
        }

        /**
         * Where in a frame windows are centred.
         *
         * @param centre by default {@link WindowCentre#START}, as librosa does it
         * @return this builder
         * @throws SidecarException (USAGE) if it was set before
         */
        public Builder windowCentre(WindowCentre centre) {
            this.centre = once(Parameter.WINDOW_CENTRE, this.centre, centre);
            return this;
        }

        /**
         * The window of {@code zcr} and {@code f0}.
         *
         * @param samples 1 to 65,536, by default 2,048; for {@code f0} the window and the longest period, sample rate by
         *     lowest frequency, have at most 4,096 samples together
         * @return this builder
         * @throws SidecarException (USAGE) if it is out of range, or was set before
         */
        public Builder frameLength(int samples) {
            this.frameLength = once(
                    Parameter.FRAME_LENGTH,
                    this.frameLength,
                    checked(Parameter.FRAME_LENGTH, samples, Framing.MAX_LENGTH));
            return this;
        }

        /**
         * The window of all spectra, and the size of their Fourier transform.
         *
         * @param samples a power of two from 16 to 4,096, by default 2,048
         * @return this builder
         * @throws SidecarException (USAGE) if it is anything else, or was set before
         */
        public Builder nFft(int samples) {
            this.nFft = once(Parameter.N_FFT, this.nFft, RealFft.checkedSize(samples));
            return this;
        }

        /**
         * The number of mel bands, for {@code mel}, {@code mfcc} and {@code onset_strength}.
         *
         * @param bands 1 to 1,024, by default 128
         * @return this builder
         * @throws SidecarException (USAGE) if it is out of range, or was set before
         */
        public Builder nMels(int bands) {
            this.nMels = once(Parameter.N_MELS, this.nMels, checked(Parameter.N_MELS, bands, MAX_VECTOR));
            return this;
        }

        /**
         * The frequencies that mel bands divide up, for {@code mel}, {@code mfcc} and {@code onset_strength}. Bands so
         * narrow that they lie between two bins of the spectrum have no power, -100 dB.
         *
         * @param fmin in Hz, at least 0, by default 0
         * @param fmax in Hz, above {@code fmin}; infinite, as by default, for half the sample rate of the tokens. A clip
         *     with a lower half rate than {@code fmax} fails (USAGE)
         * @return this builder
         * @throws SidecarException (USAGE) if a frequency is out of range, or it was set before
         */
        public Builder melRange(double fmin, double fmax) {
            this.melRange =
                    once(Parameter.MEL_FMIN + " and " + Parameter.MEL_FMAX, this.melRange, new MelRange(fmin, fmax));
            return this;
        }

        /**
         * The number of coefficients of {@code mfcc}.
         *
         * @param coefficients 1 to the number of mel bands, by default 20
         * @return this builder
         * @throws SidecarException (USAGE) if it is out of range, or was set before
         */
        public Builder nMfcc(int coefficients) {
            this.nMfcc = once(Parameter.N_MFCC, this.nMfcc, checked(Parameter.N_MFCC, coefficients, MAX_VECTOR));
            return this;
        }

        /**
         * How far below the loudest mel band of the whole clip any of its bands can be; what is lower is raised to that
         * before {@code mel}, {@code mfcc} and {@code onset_strength} are computed.
         *
         * @param db finite and at least 0; by default there is no such floor, so that a frame's values depend on the audio
         *     around it alone. librosa's default is 80
         * @return this builder
         * @throws SidecarException (USAGE) if it is out of range, or was set before
         */
        public Builder topDb(double db) {
            if (!(db >= 0) || Double.isInfinite(db)) {
                throw usage(Parameter.TOP_DB + " must be at least 0, found " + db);
            }
            this.topDb = once(Parameter.TOP_DB, this.topDb, db);
            return this;
        }

        /**
         * How much higher than 440 Hz the note A is, for {@code chroma}.
         *
         * @param semitones -0.5 to below 0.5, by default 0
         * @return this builder
         * @throws SidecarException (USAGE) if it is out of range, or the tuning was set before
         */
        public Builder tuning(double semitones) {
            return tuning(Tuning.of(semitones));
        }

        /**
         * Estimates for each clip how much higher than 440 Hz its note A is, for {@code chroma}, as librosa does it by
         * default: to 0.01 semitones, from the peaks between 150 Hz and 4 kHz of the clip's power spectra.
         *
         * <p>For that the source is opened twice and the audio read twice, because the tuning has to be known before the
         * first frame. Memory does not grow with the clip: powers of peaks are kept to 8 bits, in at most 14 MB per thread, so
         * that next to librosa's peaks, which have at least the median power, those count that are weaker by up to 1/128.
         *
         * @return this builder
         * @throws SidecarException (USAGE) if the tuning was set before
         */
        public Builder estimateTuning() {
            return tuning(Tuning.ESTIMATED);
        }

        Builder tuning(Tuning tuning) {
            this.tuning = once(Parameter.TUNING, this.tuning, tuning);
            return this;
        }

        /**
         * The share of the magnitude that lies below {@code spectral_rolloff}.
         *
         * @param share above 0 and below 1, by default 0.85
         * @return this builder
         * @throws SidecarException (USAGE) if it is out of range, or was set before
         */
        public Builder rollPercent(double share) {
            if (!(share > 0 && share < 1)) {
                throw usage(Parameter.ROLL_PERCENT + " must be above 0 and below 1, found " + share);
            }
            this.rollPercent = once(Parameter.ROLL_PERCENT, this.rollPercent, share);
            return this;
        }

        /**
         * The frequencies that {@code f0} looks for.
         *
         * @param fmin in Hz, above 0, by default 65
         * @param fmax in Hz, above {@code fmin}, by default 2,000
         * @return this builder
         * @throws SidecarException (USAGE) if a frequency is out of range, or it was set before
         */
        public Builder f0Range(double fmin, double fmax) {
            if (!(fmin > 0 && fmax > fmin) || Double.isInfinite(fmax)) {
                throw usage(Parameter.FMIN + " must be above 0 and below " + Parameter.FMAX + ", found " + fmin
                        + " and " + fmax);
            }
            this.f0Range = once(Parameter.FMIN + " and " + Parameter.FMAX, this.f0Range, new Range(fmin, fmax));
            return this;
        }

        /**
         * Below which normalised difference a period counts as one, and the frame as voiced, for {@code f0}.
         *
         * @param threshold above 0 and up to 1, by default 0.1
         * @return this builder
         * @throws SidecarException (USAGE) if it is out of range, or was set before
         */
        public Builder troughThreshold(double threshold) {
            if (!(threshold > 0 && threshold <= 1)) {
                throw usage(Parameter.TROUGH_THRESHOLD + " must be above 0 and at most 1, found " + threshold);
            }
            this.troughThreshold = once(Parameter.TROUGH_THRESHOLD, this.troughThreshold, threshold);
            return this;
        }

        private int frameLength() {
            return Objects.requireNonNullElse(frameLength, 2_048);
        }

        private int nFft() {
            return Objects.requireNonNullElse(nFft, 2_048);
        }

        private int nMfcc() {
            return Objects.requireNonNullElse(nMfcc, 20);
        }

        private Tuning tuning() {
            return Objects.requireNonNullElse(tuning, Tuning.NONE);
        }

        private SpectralFeature spectral(SpectralFeature.Shape shape) {
            return new SpectralFeature(shape, nFft(), Objects.requireNonNullElse(rollPercent, 0.85));
        }

        private MelSpectrum.Options mel() {
            return new MelSpectrum.Options(
                    nFft(),
                    Objects.requireNonNullElse(nMels, 128),
                    Objects.requireNonNullElse(melRange, MelRange.ALL),
                    topDb == null ? OptionalDouble.empty() : OptionalDouble.of(topDb));
        }

        private Yin.Options yin() {
            Range range = Objects.requireNonNullElse(f0Range, new Range(65, 2_000));
            return new Yin.Options(
                    frameLength(), range.min(), range.max(), Objects.requireNonNullElse(troughThreshold, 0.1));
        }

        private Feature feature(String name) {
            Function<Builder, Feature> known = FEATURES.get(name);
            return known == null ? windowedRms(name) : known.apply(this);
        }

        /**
         * Checks what concerns several settings. The builder can be used on.
         *
         * @return an immutable producer, safe for several threads and runs at once
         * @throws SidecarException (USAGE) if there is no feature, or {@code mfcc} has more coefficients than mel bands
         */
        public Producer build() {
            if (names.isEmpty()) {
                throw usage("nothing to compute: " + Parameter.FEATURES + " has no feature; there are "
                        + AudioProducers.known());
            }
            if (names.contains("mfcc") && nMfcc() > mel().nMels()) {
                throw usage(Parameter.N_MFCC + " must be at most " + Parameter.N_MELS + ", found " + nMfcc() + " and "
                        + mel().nMels());
            }
            return new FromAudio(
                    source,
                    List.copyOf(names),
                    names.stream().map(this::feature).toList(),
                    Objects.requireNonNullElse(centre, WindowCentre.START));
        }
    }
}
