package dev.sidecar.testkit;

import static dev.sidecar.testkit.SidecarAssertions.assertThat;

import dev.sidecar.Sidecar;
import dev.sidecar.frame.Clip;
import dev.sidecar.frame.Column;
import dev.sidecar.frame.FeatureFrame;
import dev.sidecar.spi.Producer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Compiles and runs the example in the documentation of the package. */
class ExampleTest {
    /** A producer as a reader might write it. */
    private static final class Gain implements Producer {
        @Override
        public FeatureFrame produce(Clip clip) {
            double step = 1.0 / Math.max(1, clip.frames() - 1);
            return FeatureFrame.of(Column.generate("gain", clip.frames(), t -> t * step));
        }
    }

    static class GainTest {
        @Test
        void risesFromSilenceToFull() {
            FeatureFrame frame = Sidecar.builder().with(new Gain()).build().produce(FakeClips.clip("a.ecdc", 750));

            assertThat(frame).hasFrames(750).hasColumns("gain").column("gain").isRamp(0, 1);
        }

        @Test
        void keepsTheContract() {
            ProducerContract.of(Gain::new).check();
        }
    }

    @Test
    void theExampleRuns() {
        new GainTest().risesFromSilenceToFull();
        new GainTest().keepsTheContract();
    }

    @Test
    void itIsWhatTheDocumentationSays() throws IOException {
        String documentation = Files.readString(source("main", "package-info"));
        List<String> example = documentation
                .substring(documentation.indexOf("class GainTest"), documentation.indexOf("}</pre>"))
                .lines()
                .map(line -> line.replaceFirst("^ \\*", "").strip())
                .toList();

        assertThat(Arrays.asList(
                        Files.readString(source("test", "ExampleTest")).strip().split("\\s*\n\\s*", -1)))
                .containsSubsequence(example.stream()
                        .filter(line -> !line.isEmpty() && !line.startsWith("class"))
                        .toList());
    }

    private static Path source(String kind, String type) {
        return Path.of("src", kind, "java", "dev", "sidecar", "testkit", type + ".java");
    }
}
