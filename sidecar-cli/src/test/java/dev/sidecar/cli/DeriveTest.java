package dev.sidecar.cli;

import static dev.sidecar.cli.Outcome.sidecar;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.sidecar.frame.Column;
import dev.sidecar.frame.RunningStatistics;
import dev.sidecar.frame.Statistics;
import dev.sidecar.npy.SidecarFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Columns derived from others by the command. */
class DeriveTest {
    @TempDir
    private Path folder;

    private static Column column(Path root, String clip, String name) {
        try (SidecarFile sidecar = SidecarFile.open(root.resolve(clip))) {
            return sidecar.frame().column(name);
        }
    }

    private static void add(Path root, String... more) {
        Outcome outcome = sidecar(Stream.concat(Stream.of("add", "--audio-root", root), Stream.of(more))
                .toArray());
        assertThat(outcome.status()).as(outcome.err() + outcome.out()).isZero();
    }

    @Test
    void shardsGiveTheFilesOfOneRun() throws IOException {
        Path whole = Dataset.copyTo(folder.resolve("whole"));
        Path parts = Dataset.copyTo(folder.resolve("parts"));
        String columns = "--lin x=-1.5:3 --derive z=x@delta,average:5,zscore --derive unit=z@scale:0:1";
        add(whole, columns.split(" ", -1));
        for (int shard = 0; shard < 2; shard++) {
            add(parts, (columns + " --shard-count 2 --shard-index " + shard).split(" ", -1));
        }
        RunningStatistics z = new RunningStatistics();
        for (String clip : Dataset.CLIPS) {
            for (String suffix : List.of(".cond.npy", ".cond.json")) {
                String file = Dataset.sidecarOf(clip, suffix);
                assertThat(parts.resolve(file)).hasSameBinaryContentAs(whole.resolve(file));
            }
            z.add(column(whole, clip, "z"));
        }
        Statistics statistics = z.statistics();
        assertThat(statistics.mean().getAsDouble()).isCloseTo(0, within(1e-7));
        assertThat(statistics.std().getAsDouble()).isCloseTo(1, within(1e-6));
    }

    @Test
    void whatWasMeasuredIsRecordedAndASecondRunWritesNothing() throws IOException {
        Path root = Dataset.copyTo(folder);
        add(root, "--lin", "x=0:1");
        add(root, "--derive", "unit=x@scale:-1:1:corpus");
        assertThat(column(root, "square.ecdc", "unit")
                        .provenance()
                        .orElseThrow()
                        .options())
                .containsEntry("steps", "scale:-1:1:0:1");
        Path json = root.resolve(Dataset.sidecarOf("square.ecdc", ".cond.json"));
        byte[] before = Files.readAllBytes(json);
        Outcome again = sidecar("add", "--audio-root", root, "--derive", "unit=x@scale:-1:1", "--mode", "overwrite");
        assertThat(again.out()).contains("5 unchanged");
        assertThat(Files.readAllBytes(json)).isEqualTo(before);
    }

    @Test
    void anUnknownColumnIsNamedBeforeAnyClip() {
        Path root = Dataset.copyTo(folder);
        add(root, "--lin", "gain=0:1");
        Outcome outcome = sidecar("add", "--audio-root", root, "--derive", "z=gian@zscore");
        assertThat(outcome.status()).isEqualTo(1);
        assertThat(outcome.err()).contains("no column \"gian\"; did you mean gain? there is gain");
        assertThat(column(root, "square.ecdc", "gain").frames()).isEqualTo(77);
    }
}
