package dev.sidecar.cli;

import static dev.sidecar.testkit.SidecarAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sidecar.frame.Codes;
import dev.sidecar.frame.FeatureFrame;
import dev.sidecar.frame.Provenance;
import dev.sidecar.npy.SidecarFile;
import dev.sidecar.npy.TokenFile;
import dev.sidecar.plugin.ProducerCatalog;
import dev.sidecar.spi.Producer;
import dev.sidecar.testkit.FakeClips;
import dev.sidecar.testkit.ProducerContract;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.sound.sampled.AudioFileFormat;
import javax.sound.sampled.AudioFormat;
import javax.sound.sampled.AudioInputStream;
import javax.sound.sampled.AudioSystem;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The code in the guide to writing producers is compiled and run as it stands, in a folder with the five clips. */
class GuideTest {
    private static final Pattern FILE = Pattern.compile("// (producers/\\w+\\.java)\n");

    @TempDir
    private Path folder;

    private Path root = Path.of("");
    private Page guide;

    GuideTest() {}

    @BeforeEach
    void writeItsProducers() throws IOException {
        guide = new Page("docs/writing-producers.md", folder);
        root = Dataset.copyWithAudioTo(folder);
        Files.createDirectory(folder.resolve("producers"));
        for (String source : guide.fences("java")) {
            Matcher file = FILE.matcher(source);
            if (file.lookingAt()) {
                Files.writeString(folder.resolve(file.group(1)), source);
            }
        }
    }

    private FeatureFrame added(String clip, String... producers) {
        java.util.ArrayList<String> words =
                new java.util.ArrayList<>(List.of("add", "--audio-root", root.toString(), "--producers-dir"));
        words.add(folder.resolve("producers").toString());
        for (String producer : producers) {
            words.addAll(List.of(producer.split(" ")));
        }
        Outcome outcome = Outcome.sidecar(words.toArray());
        assertThat(outcome.status()).as(outcome.err()).isZero();
        try (SidecarFile sidecar = SidecarFile.open(root.resolve(clip))) {
            return sidecar.frame();
        }
    }

    @Test
    void theSmallestProducerIsAFile() {
        FeatureFrame frame = added("square.ecdc", "--producer pulse", "--producer phase");
        assertThat(frame).hasFrames(77).column("pulse").isMadeBy("pulse");
        for (int t = 0; t < 77; t++) {
            assertThat(frame.column("pulse").get(t)).isEqualTo(t == 0 || t == 38 || t == 76 ? 1 : 0);
            assertThat(frame.column("phase").get(t)).isEqualTo((float) (t * 320 / 24_000.0 * 2 % 1));
        }
        assertThat(frame).column("phase").hasUnits("beats").hasRange(0, 1).isMadeBy("phase");
    }

    @Test
    void optionsAreFlagsAndAreRecorded() {
        FeatureFrame frame = added("square.ecdc", "--producer wobble", "--hz 2 --partial 0.5 --partial 0.25");
        for (int t = 0; t < 77; t++) {
            double x = 2 * Math.PI * 2 * t / 75;
            assertThat(frame.column("wobble").get(t))
                    .isCloseTo(
                            (float) (Math.sin(x) + 0.5 * Math.sin(2 * x) + 0.25 * Math.sin(3 * x)),
                            org.assertj.core.data.Offset.offset(1e-5f));
        }
        assertThat(frame.column("wobble").provenance())
                .contains(new Provenance(
                        "wobble", "", Map.of("column", "wobble", "hz", 2.0, "partial", List.of(0.5, 0.25))));
    }

    @Test
    void codesAndColumnsAreThere() {
        FeatureFrame frame =
                added("square.ecdc", "--producer lin --lin gain=0:1", "--producer gain_db", "--producer change");
        assertThat(frame).column("gain_db").hasUnits("dB").isBetween(-120, 0);
        assertThat(frame.column("gain_db").get(0)).isEqualTo(-120);
        assertThat(frame.column("gain_db").get(76)).isZero();
        Codes codes = TokenFile.open(root.resolve("square.ecdc")).codes();
        int[][] all = codes.window(0, 77);
        for (int t = 1; t < 77; t++) {
            int changed = 0;
            for (int[] codebook : all) {
                changed += codebook[t] == codebook[t - 1] ? 0 : 1;
            }
            assertThat(frame.column("change").get(t)).isEqualTo(changed / 8f);
        }
    }

    @Test
    void stateIsThatOfTheRun() {
        FeatureFrame longest = added("a/sweep_tempo_120.0.ecdc", "--producer loop");
        FeatureFrame shortest = added("square.ecdc", "--producer loop");
        assertThat(shortest.frames()).isLessThan(longest.frames());
        for (int t = 0; t < longest.frames(); t++) {
            assertThat(longest.column("loop").get(t))
                    .isEqualTo(shortest.column("loop").get(t % shortest.frames()));
        }
    }

    @Test
    void audioIsReadFromBesideTheTokens() throws IOException {
        int samples = 76 * 320 + 7; // the last block is short
        ByteBuffer pcm = ByteBuffer.allocate(2 * samples).order(ByteOrder.LITTLE_ENDIAN);
        for (int i = 0; i < samples; i++) {
            pcm.putShort((short) (i % 320 == 100 || i == samples - 1 ? -(i / 320) * 256 : 1));
        }
        AudioFormat format = new AudioFormat(24_000, 16, 1, true, false);
        Path only = Files.createDirectory(folder.resolve("only"));
        root = Files.createDirectory(only.resolve("ecdc"));
        Files.copy(Dataset.resource("ecdc/square.ecdc"), root.resolve("square.ecdc"));
        AudioSystem.write(
                new AudioInputStream(new ByteArrayInputStream(pcm.array()), format, samples),
                AudioFileFormat.Type.WAVE,
                root.resolve("square.wav").toFile());
        FeatureFrame frame = added("square.ecdc", "--producer peak");
        for (int t = 1; t < 77; t++) {
            assertThat(frame.column("peak").get(t)).isEqualTo(t / 128f);
        }
    }

    @Test
    void allButThatWithAudioKeepTheContract() {
        try (ProducerCatalog catalog = ProducerCatalog.open(folder.resolve("producers"))) {
            for (String name : List.of("pulse", "phase", "wobble", "change", "loop")) {
                ProducerContract.of(() -> catalog.create(name, Map.of())).check();
            }
            Producer gainDb = catalog.create("gain_db", Map.of());
            assertThat(gainDb.requires()).containsExactly("gain");
            ProducerContract.of(() -> catalog.create("gain_db", Map.of()))
                    .onlyClips(
                            FakeClips.clip("a.ecdc", dev.sidecar.frame.Column.of("gain", new float[] {0, 0.5f, 1})),
                            FakeClips.clip("b.ecdc", dev.sidecar.frame.Column.of("gain", new float[] {-1})))
                    .check();
        }
    }

    @Test
    void itsProgramsRun() throws Exception {
        List<String> programs = guide.fences("java").stream()
                .filter(source -> !FILE.matcher(source).lookingAt())
                .toList();
        assertThat(programs).hasSize(4);
        String printed = guide.run(
                programs,
                "import static dev.sidecar.testkit.SidecarAssertions.assertThat;",
                "import dev.sidecar.*;",
                "import dev.sidecar.audio.*;",
                "import dev.sidecar.frame.*;",
                "import dev.sidecar.plugin.*;",
                "import dev.sidecar.producers.*;",
                "import dev.sidecar.spi.*;",
                "import dev.sidecar.testkit.*;",
                "import java.nio.file.Path;",
                "import java.util.Map;");
        assertThat(printed).contains("5 clips: 5 created");
    }

    @Test
    void itsCommandLinesRun() throws Exception {
        String printed = guide.run(String.join("", guide.fences("sh")));
        assertThat(printed)
                .contains("5 clips: 5 created", "5 clips: 0 created, 5 updated", "5 clips in 1 file")
                .contains("pulse: A pulse on every 38th frame, about twice a second");
    }
}
