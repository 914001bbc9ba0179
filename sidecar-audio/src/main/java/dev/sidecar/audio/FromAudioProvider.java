package dev.sidecar.audio;

import static dev.sidecar.SidecarException.Kind.UNSUPPORTED;

import dev.sidecar.SidecarException;
import dev.sidecar.SidecarException.Place;
import dev.sidecar.spi.Producer;
import dev.sidecar.spi.ProducerOption;
import dev.sidecar.spi.ProducerOptions;
import dev.sidecar.spi.ProducerProvider;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.ServiceLoader;
import java.util.stream.Stream;

/** {@link AudioProducers} by the name {@code from_audio}; found by {@link java.util.ServiceLoader}. */
public final class FromAudioProvider implements ProducerProvider {
    private static final ProducerOption<List<String>> FEATURES = ProducerOption.text(
                    Parameter.FEATURES, "the features, separated by commas: " + AudioProducers.known())
            .repeatable()
            .withDefault(List.of("rms_db"));
    private static final String FILES = "files";
    private static final String TOKENS = "tokens";
    private static final ProducerOption<String> AUDIO_SOURCE = ProducerOption.text(
                    Parameter.AUDIO_SOURCE,
                    FILES + ": files with audio, by the clips' names; " + TOKENS
                            + ": the tokens themselves, decoded with the" + " weights that model names")
            .withDefault(FILES);
    private static final ProducerOption<String> WINDOW_CENTRE = ProducerOption.text(
                    Parameter.WINDOW_CENTRE,
                    "start: windows are centred on the first sample of a frame, as librosa does it; middle: on its middle")
            .withDefault(WindowCentre.START.label());
    private static final ProducerOption<String> WAV_ROOT = ProducerOption.text(
                    Parameter.WAV_ROOT,
                    "the folder with the audio, mirroring the tree; without one it lies beside the tokens. Not recorded")
            .withDefault("");
    private static final ProducerOption<Long> FRAME_LENGTH = ProducerOption.integer(
                    Parameter.FRAME_LENGTH, "the samples of a window for zcr and f0")
            .withDefault(2048L);
    private static final ProducerOption<Long> N_FFT = ProducerOption.integer(
                    Parameter.N_FFT, "the samples of a window for spectra, a power of two from 16 to 4096")
            .withDefault(2048L);
    private static final ProducerOption<Long> N_MELS =
            ProducerOption.integer(Parameter.N_MELS, "mel bands").withDefault(128L);
    private static final ProducerOption<Double> MEL_FMIN = ProducerOption.number(
                    Parameter.MEL_FMIN, "where the lowest mel band begins, in Hz")
            .withDefault(0.0);
    private static final ProducerOption<Double> MEL_FMAX = ProducerOption.number(
                    Parameter.MEL_FMAX, "where the highest mel band ends, in Hz; inf: at half the sample rate")
            .withDefault(Double.POSITIVE_INFINITY);
    private static final ProducerOption<Long> N_MFCC = ProducerOption.integer(
                    Parameter.N_MFCC, "mel-frequency cepstral coefficients")
            .withDefault(20L);
    private static final ProducerOption<Double> TOP_DB = ProducerOption.number(
                    Parameter.TOP_DB, "how far below the clip's loudest a mel band is cut off; inf: nothing is")
            .withDefault(Double.POSITIVE_INFINITY);
    private static final ProducerOption<String> TUNING = ProducerOption.text(
                    Parameter.TUNING,
                    "for chroma, by how many semitones notes are higher than with A at 440 Hz, -0.5 to below 0.5; estimate: finds"
                            + " it out for each clip as librosa does by default, and reads the audio twice for that")
            .withDefault(Tuning.NONE.label());
    private static final ProducerOption<Double> ROLL_PERCENT = ProducerOption.number(
                    Parameter.ROLL_PERCENT, "the share of the magnitude below the spectral roll-off")
            .withDefault(0.85);
    private static final ProducerOption<Double> FMIN =
            ProducerOption.number(Parameter.FMIN, "the lowest f0, in Hz").withDefault(65.0);
    private static final ProducerOption<Double> FMAX =
            ProducerOption.number(Parameter.FMAX, "the highest f0, in Hz").withDefault(2000.0);
    private static final ProducerOption<Double> TROUGH_THRESHOLD = ProducerOption.number(
                    Parameter.TROUGH_THRESHOLD, "the difference below which YIN takes a period for one")
            .withDefault(0.1);

    /** For {@link java.util.ServiceLoader}. */
    public FromAudioProvider() {}

    @Override
    public String name() {
        return FromAudio.NAME;
    }

    @Override
    public String summary() {
        return "features of the audio, such as loudness, pitch and spectra";
    }

    @Override
    public String help() {
        return """
                The audio lies beside the tokens under the same name (.wav, .flac, .aif, .aiff, .au,
                .ogg), or in a tree of its own. Channels are averaged, other sample rates brought to
                that of the tokens. Audio that is more than a frame longer or shorter than the tokens
                is an error. Or the tokens are decoded, without any audio files.

                rms, rms_db and peak are over the samples of each frame; all others over windows, by
                librosa's definitions and with its names for the parameters. f0 comes with
                f0_confidence; mel, mfcc and chroma are several columns each.""";
    }

    @Override
    public List<ProducerOption<?>> options() {
        List<ProducerOption<?>> options = new ArrayList<>(List.of(
                FEATURES,
                AUDIO_SOURCE,
                WAV_ROOT,
                WINDOW_CENTRE,
                FRAME_LENGTH,
                N_FFT,
                N_MELS,
                MEL_FMIN,
                MEL_FMAX,
                N_MFCC,
                TOP_DB,
                TUNING,
                ROLL_PERCENT,
                FMIN,
                FMAX,
                TROUGH_THRESHOLD));
        sources().forEach(source -> options.addAll(source.options()));
        return List.copyOf(options);
    }

    private static List<AudioSourceProvider> sources() {
        return ServiceLoader.load(AudioSourceProvider.class, FromAudioProvider.class.getClassLoader()).stream()
                .map(ServiceLoader.Provider::get)
                .toList();
    }

    private static AudioSource source(ProducerOptions options) {
        String name = options.get(AUDIO_SOURCE);
        if (name.equals(FILES)) {
            String wavRoot = options.get(WAV_ROOT);
            return wavRoot.isEmpty() ? AudioSource.besideTokens() : AudioSource.under(Path.of(wavRoot));
        }
        List<AudioSourceProvider> sources = sources();
        return sources.stream()
                .filter(source -> source.name().equals(name))
                .findFirst()
                .orElseThrow(() -> unknown(name, sources))
                .create(options);
    }

    private static SidecarException unknown(String name, List<AudioSourceProvider> sources) {
        if (name.equals(TOKENS)) {
            return new SidecarException(
                    UNSUPPORTED,
                    Place.NOWHERE,
                    "decoded tokens are audio with dev.sidecar:sidecar-encodec on the class path, and it is not there; add"
                            + " it");
        }
        return SidecarException.unknownName(
                Place.NOWHERE,
                "audio source",
                name,
                Stream.concat(Stream.of(FILES), sources.stream().map(AudioSourceProvider::name))
                        .toList());
    }

    @Override
    public Producer create(ProducerOptions options) {
        AudioProducers.Builder producer = AudioProducers.from(source(options))
                .features(options.get(FEATURES).stream()
                        .flatMap(names -> Arrays.stream(names.split(",")))
                        .map(String::strip)
                        .filter(name -> !name.isEmpty())
                        .toArray(String[]::new))
                .windowCentre(WindowCentre.ofLabel(options.get(WINDOW_CENTRE)))
                .frameLength(whole(options, FRAME_LENGTH))
                .nFft(whole(options, N_FFT))
                .nMels(whole(options, N_MELS))
                .melRange(options.get(MEL_FMIN), options.get(MEL_FMAX))
                .nMfcc(whole(options, N_MFCC))
                .tuning(Tuning.ofLabel(options.get(TUNING)))
                .rollPercent(options.get(ROLL_PERCENT))
                .f0Range(options.get(FMIN), options.get(FMAX))
                .troughThreshold(options.get(TROUGH_THRESHOLD));
        if (options.get(TOP_DB) != Double.POSITIVE_INFINITY) {
            producer.topDb(options.get(TOP_DB));
        }
        return producer.build();
    }

    /** A number that is out of range as an {@code int} is so for every option here, too. */
    private static int whole(ProducerOptions options, ProducerOption<Long> option) {
        return (int) Math.max(Integer.MIN_VALUE, Math.min(Integer.MAX_VALUE, options.get(option)));
    }
}
