package dev.sidecar.cli;

import static dev.sidecar.testkit.SidecarAssertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.sidecar.frame.Column;
import dev.sidecar.npy.SidecarFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** {@code sidecar add --producer from_audio} on the five clips and their WAVs. */
class FromAudioTest {
    @TempDir
    private Path folder;

    private Path root = Path.of("");

    FromAudioTest() {}

    @BeforeEach
    void copy() {
        root = Dataset.copyWithAudioTo(folder);
    }

    private Outcome add(Object... words) {
        Object[] all = new Object[words.length + 5];
        Object[] start = {"add", "--audio-root", root, "--producer", "from_audio"};
        System.arraycopy(start, 0, all, 0, 5);
        System.arraycopy(words, 0, all, 5, words.length);
        return Outcome.sidecar(all);
    }

    private Column column(String clip, String name) {
        try (SidecarFile sidecar = SidecarFile.open(root.resolve(clip))) {
            return sidecar.frame().column(name);
        }
    }

    /** First, middle and last value by NumPy: 20 log10(sqrt(mean(x**2) + 1e-12) + 1e-12) over blocks of 320. */
    @ParameterizedTest
    @CsvSource({
        "square.ecdc, -119.999991, 0.0, -119.999991",
        "a/noise_tempo_90_gain_-6.5.ecdc, -60.520458, -22.752475, -57.561445",
        "a/sweep_tempo_120.0.ecdc, -8.723665, -8.936, -9.00759",
        "b/pluck_tempo_72.ecdc, -17.118789, -31.616393, -45.36209",
        "b/speech.take2_pitch_57.25.ecdc, -56.222898, -14.59146, -101.868966",
    })
    void levelsAreThoseOfNumPy(String clip, float first, float middle, float last) {
        Outcome outcome = add("--audio-feats", "rms_db,spectral_centroid,f0");
        assertThat(outcome).isEqualTo(new Outcome(0, outcome.out(), ""));
        Column level = column(clip, "rms_db");
        assertThat(level.get(0)).isCloseTo(first, within(1e-4f));
        assertThat(level.get(level.frames() / 2)).isCloseTo(middle, within(1e-4f));
        assertThat(level.get(level.frames() - 1)).isCloseTo(last, within(1e-4f));
        assertThat(column(clip, "f0")).hasUnits("Hz").isMadeBy("from_audio");
        assertThat(column(clip, "spectral_centroid")).isBetween(0, 12_000);
        assertThat(Outcome.sidecar("audit", "--audio-root", root, "--verify-ranges")
                        .status())
                .isZero();
    }

    @Test
    void helpListsItsFlags() {
        assertThat(Outcome.sidecar("add", "--producer", "from_audio", "--help").out())
                .contains("--audio-feats=TEXT", "--wav-root=TEXT", "--n-fft=INTEGER", "--frame-length=INTEGER");
        assertThat(Outcome.sidecar("add", "--list-producers").out()).contains("from_audio", "features of the audio");
        assertThat(Outcome.sidecar("producers", "from_audio").out()).contains("spectral_flatness", "by default 2048");
    }

    @Test
    void helpGivesDefaultsAsOneWouldWriteThem() {
        assertThat(Outcome.sidecar("producers", "from_audio").out())
                .contains("rms_2048 (any length); by default rms_db. May be repeated.\n")
                .contains("Not recorded.\n")
                .contains("inf: at half the sample rate; by default inf.\n")
                .contains("the lowest f0, in Hz; by default 65.\n")
                .contains("the spectral roll-off; by default 0.85.\n");
    }

    @Test
    void optionsAreCalledByTheirFlags() {
        for (String option : List.of(
                "n-fft=1000", "n-mels=0", "frame-length=0", "top-db=-1", "fmin=0", "mel-fmin=-1", "tuning=440")) {
            Outcome outcome = add("--" + option);
            assertThat(outcome.status()).as(option).isEqualTo(2);
            assertThat(outcome.err()).startsWith("sidecar: " + option.substring(0, option.indexOf('=')) + " must be ");
        }
    }

    @Test
    void melLimitsAndTheTuningAreRecorded() {
        Object[] flags = {"--audio-feats", "mel,chroma", "--n-mels", 2, "--mel-fmax", 8000, "--tuning", "estimate"};
        assertThat(add(flags).status()).isZero();
        assertThat(column("square.ecdc", "mel_1").provenance().orElseThrow().options())
                .containsEntry("mel-fmax", 8000.0);
        assertThat(column("square.ecdc", "chroma_0").provenance().orElseThrow().options())
                .containsEntry("tuning", "estimate");
        assertThat(add(flags).out()).startsWith("5 clips: 0 created, 0 updated, 5 unchanged");
    }

    @Test
    void whatIsWrongWithAudioIsSaidAndTheOtherClipsAreDone() throws IOException {
        Files.delete(root.resolve("square.wav"));
        Path sweep = root.resolve("a/sweep_tempo_120.0.wav");
        byte[] bytes = Files.readAllBytes(sweep);
        Files.write(sweep, java.util.Arrays.copyOf(bytes, bytes.length - 1000));
        Files.copy(root.resolve("b/pluck_tempo_72.wav"), root.resolve("b/pluck_tempo_72.flac"));
        Files.copy(
                root.resolve("a/noise_tempo_90_gain_-6.5.wav"),
                root.resolve("b/speech.take2_pitch_57.25.wav"),
                java.nio.file.StandardCopyOption.REPLACE_EXISTING);
        Outcome outcome = add("--skip-errors");
        assertThat(outcome.status()).isEqualTo(1);
        assertThat(outcome.out())
                .contains("1 created", "4 failed")
                .contains("square.wav")
                .contains("sweep_tempo_120.0.wav")
                .contains("pluck_tempo_72.flac")
                .contains("339 frames", "150");
    }

    @Test
    void aFeatureThatDoesNotExistIsAnsweredWithTheKnownOnes() {
        Outcome outcome = add("--audio-feats", "rmsdb");
        assertThat(outcome.status()).isEqualTo(2);
        assertThat(outcome.err()).contains("no feature \"rmsdb\"; did you mean rms_db? there are chroma, f0");
    }
}
