package dev.sidecar.audio;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.sidecar.SidecarException;
import dev.sidecar.frame.Clip;
import dev.sidecar.frame.FeatureFrame;
import dev.sidecar.frame.FrameGrid;
import dev.sidecar.frame.Provenance;
import dev.sidecar.plugin.ProducerCatalog;
import dev.sidecar.spi.Producer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class FromAudioProviderTest {
    private final ProducerCatalog catalog = ProducerCatalog.open();

    @TempDir
    Path folder;

    private Producer fromAudio(Map<String, ?> options) {
        return catalog.create("from_audio", options);
    }

    /** A second of a sine of amplitude 0.5, and its tokens' clip. */
    private Clip sine(int rate, String name) throws IOException {
        float[] samples = new float[rate];
        for (int i = 0; i < rate; i++) {
            samples[i] = (float) (0.5 * Math.sin(2 * Math.PI * 750 * i / rate));
        }
        Files.createDirectories(folder.resolve(name).getParent());
        Files.write(folder.resolve(name), Wav.floats(rate, samples));
        return Clip.of("x.ecdc", FrameGrid.encodec24kHz(75)).withPath(folder.resolve("x.ecdc"));
    }

    @Test
    void withoutOptionsItIsTheLevelBesideTheTokens() throws Exception {
        FeatureFrame frame = fromAudio(Map.of()).produce(sine(24_000, "x.wav"));
        assertThat(frame.names()).containsExactly("rms_db");
        double expected = 20 * Math.log10(0.5 / Math.sqrt(2)); // 750 Hz: ten periods in a block
        for (float db : frame.column("rms_db").toArray()) {
            assertThat(db).isCloseTo((float) expected, within(1e-4f));
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {8_000, 16_000, 22_050, 44_100, 48_000, 96_000})
    void otherRatesAreResampled(int rate) throws Exception {
        FeatureFrame frame = fromAudio(Map.of("audio-feats", "rms,f0")).produce(sine(rate, "x.wav"));
        for (int t = 5; t < 70; t++) { // away from the ends, where there is silence beyond
            assertThat(frame.column("rms").get(t)).isCloseTo((float) (0.5 / Math.sqrt(2)), within(1e-4f));
            assertThat(frame.column("f0").get(t)).isCloseTo(750, within(1.2f)); // 0.15 %, the method's own bias
        }
    }

    @Test
    void audioMayLieInATreeOfItsOwn() throws Exception {
        Clip clip = sine(24_000, "wavs/x.wav");
        assertThatThrownBy(() -> fromAudio(Map.of()).produce(clip)).hasMessageContaining("x.wav");
        Producer producer = fromAudio(Map.of("wav-root", folder.resolve("wavs").toString()));
        assertThat(producer.produce(clip).frames()).isEqualTo(75);
        assertThat(producer.describe().options().toString()).doesNotContain("wavs");
    }

    @Test
    void featuresAreListedWithCommasOrOneByOne() {
        assertThat(fromAudio(Map.of("audio-feats", List.of("rms_db, peak", "zcr")))
                        .describe())
                .isEqualTo(fromAudio(Map.of("audio-feats", List.of("rms_db", "peak", "zcr")))
                        .describe());
    }

    @Test
    void aDescriptionMakesTheSameProducerAgain() {
        Producer producer = fromAudio(Map.ofEntries(
                Map.entry("audio-feats", "mfcc,zcr,f0,spectral_rolloff,chroma"),
                Map.entry("window-centre", "middle"),
                Map.entry("n-fft", 1024),
                Map.entry("n-mels", 40),
                Map.entry("n-mfcc", 5),
                Map.entry("top-db", 80),
                Map.entry("mel-fmax", 8000),
                Map.entry("tuning", "-0.25"),
                Map.entry("fmax", 1000)));
        Provenance description = producer.describe();
        assertThat(description.options())
                .containsEntry("n-fft", 1024L)
                .containsEntry("top-db", 80.0)
                .containsEntry("mel-fmax", 8000.0)
                .containsEntry("tuning", "-0.25")
                .containsEntry("fmax", 1000.0);
        assertThat(catalog.create(description, Path.of("")).describe()).isEqualTo(description);
        assertThat(fromAudio(Map.of("audio-feats", "mel")).describe().options())
                .doesNotContainKeys("top-db", "mel-fmax", "tuning");
        Producer estimating = fromAudio(Map.of("audio-feats", "chroma", "tuning", "estimate"));
        assertThat(estimating.describe().options()).containsEntry("tuning", "estimate");
        assertThat(catalog.create(estimating.describe(), Path.of("")).describe())
                .isEqualTo(estimating.describe());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "audio-feats | spectral_centriod | no feature \"spectral_centriod\"; did you mean spectral_centroid? there are chroma, f0",
                "audio-feats | , | nothing to compute",
                "n-fft | 0 | n-fft must be a power of two from 16 to 4096, found 0",
                "n-fft | 1000 | power of two",
                "n-fft | 8192 | power of two",
                "frame-length | 0 | frame-length must be 1 to 65536",
                "frame-length | 99999999999 | frame-length must be 1 to 65536",
                "window-centre | end | no window-centre \"end\"; there are start, middle",
                "n-mels | 0 | n-mels must be 1 to 1024",
                "n-mfcc | 0 | n-mfcc must be 1 to 1024",
                "mel-fmin | -1 | mel-fmin must be at least 0 and below mel-fmax, found -1.0 and Infinity",
                "mel-fmax | 0 | mel-fmin must be at least 0 and below mel-fmax, found 0.0 and 0.0",
                "tuning | 50 | tuning must be -0.5 or more and below 0.5, in semitones, or estimate, found 50",
                "tuning | auto | or estimate, found \"auto\"",
                "top-db | -1 | top-db must be at least 0",
                "trough-threshold | 0 | trough-threshold must be above 0",
                "roll-percent | 2 | roll-percent must be above 0 and below 1",
                "fmin | 3000 | fmin must be above 0 and below fmax, found 3000.0 and 2000.0",
                "fmax | nan | below fmax, found 65.0 and NaN",
            })
    void wrongOptionsAreRefused(String option, String value, String reason) {
        assertThatThrownBy(() -> fromAudio(Map.of(option, value)))
                .isInstanceOf(SidecarException.class)
                .hasMessageContaining(reason)
                .hasMessageContaining("from_audio");
    }
}
