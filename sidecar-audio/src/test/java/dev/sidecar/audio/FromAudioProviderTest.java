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
        Producer producer = fromAudio(Map.of(
                "audio-feats",
                "mfcc,zcr,f0,spectral_rolloff",
                "window-centre",
                "middle",
                "n-fft",
                1024,
                "n-mels",
                40,
                "n-mfcc",
                5,
                "top-db",
                80,
                "fmax",
                1000));
        Provenance description = producer.describe();
        assertThat(description.options())
                .containsEntry("n-fft", 1024L)
                .containsEntry("top-db", 80.0)
                .containsEntry("fmax", 1000.0);
        assertThat(catalog.create(description, Path.of("")).describe()).isEqualTo(description);
        assertThat(fromAudio(Map.of("audio-feats", "mel")).describe().options()).doesNotContainKey("top-db");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "audio-feats | spectral_centriod | no feature \"spectral_centriod\"; did you mean spectral_centroid? there are chroma, f0",
                "audio-feats | , | nothing to compute",
                "n-fft | 0 | power of two",
                "n-fft | 1000 | power of two",
                "n-fft | 8192 | power of two",
                "frame-length | 0 | frameLength must be 1 to 65536",
                "frame-length | 99999999999 | frameLength must be 1 to 65536",
                "window-centre | end | no window centre \"end\"; there are start, middle",
                "roll-percent | 2 | rollPercent must be above 0 and below 1",
                "fmin | 3000 | the lower one first",
                "fmax | nan | two frequencies above 0",
            })
    void wrongOptionsAreRefused(String option, String value, String reason) {
        assertThatThrownBy(() -> fromAudio(Map.of(option, value)))
                .isInstanceOf(SidecarException.class)
                .hasMessageContaining(reason)
                .hasMessageContaining("from_audio");
    }
}
