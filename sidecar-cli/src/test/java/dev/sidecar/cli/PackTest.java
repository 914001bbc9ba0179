package dev.sidecar.cli;

import static dev.sidecar.cli.Outcome.sidecar;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sidecar.npy.PackFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The commands that make one HDF5 file of a tree, and a tree of one. */
class PackTest {
    @TempDir
    private Path folder;

    private Path root = Path.of("");
    private Path file = Path.of("");

    @BeforeEach
    void add() {
        root = Dataset.copyTo(folder);
        file = folder.resolve("tree.h5");
        Dataset.run(root).build().run();
    }

    @Test
    void aTreeIsPackedAndMadeAgain() {
        assertThat(sidecar("pack", file, "--audio-root", root)).isEqualTo(new Outcome(0, "5 clips in 1 file\n", ""));
        Path params = folder.resolve("params");
        assertThat(sidecar("unpack", file, "--audio-root", root, "--cond-root", params))
                .isEqualTo(new Outcome(0, "5 sidecars written, 0 there already\n", ""));
        assertThat(Dataset.treeHash(params)).isEqualTo(Dataset.treeHash(root));
    }

    @Test
    void codesAndPartsAreOnRequest() throws IOException {
        assertThat(sidecar("pack", file, "--audio-root", root, "--codes", "--part-size", "1", "--quiet"))
                .isEqualTo(new Outcome(0, "", ""));
        try (PackFile pack = PackFile.open(file)) {
            assertThat(pack.ids()).containsExactlyElementsOf(Dataset.CLIPS);
            assertThat(pack.codes("square.ecdc").orElseThrow()).hasDimensions(8, 77);
        }
        assertThat(sidecar("pack", file, "--audio-root", root, "--part-size", "0")
                        .err())
                .contains("--part-size takes 1 to");
    }

    @Test
    void anotherSidecarStopsUnpacking() {
        sidecar("pack", file, "--audio-root", root);
        sidecar("rename", "--audio-root", root, "gain", "level");
        Outcome outcome = sidecar("unpack", file, "--audio-root", root);
        assertThat(outcome.status()).isEqualTo(1);
        assertThat(outcome.err()).contains("another sidecar is there").hasLineCount(1);
        assertThat(sidecar("unpack", file, "--audio-root", root, "--overwrite").out())
                .isEqualTo("5 sidecars written, 0 there already\n");
    }

    @Test
    void columnsComeFromHdf5() {
        sidecar("pack", file, "--audio-root", root);
        Path params = folder.resolve("params");
        Outcome outcome = sidecar("add", "--audio-root", root, "--cond-root", params, "--hdf5", file);
        assertThat(outcome.out()).startsWith("5 clips: 5 created");
        String show = sidecar("show", params).out();
        assertThat(show).contains("gain", "by from_hdf5 hdf5=", "file=tree.h5");
        assertThat(sidecar("add", "--producer", "from_hdf5", "--help").out())
                .contains("--hdf5-path", "{stem}", "--hdf5-root");
    }

    @Test
    void wrongUsageSaysWhatToDo() throws IOException {
        assertThat(sidecar("pack", "--audio-root", root).err()).contains("OUT.h5");
        assertThat(sidecar("unpack", file).err()).contains("--audio-root");
        Files.writeString(file, "text");
        Outcome outcome = sidecar("unpack", file, "--audio-root", root);
        assertThat(outcome.status()).isEqualTo(1);
        assertThat(outcome.err()).contains("tree.h5", "[FORMAT]").hasLineCount(1);
    }
}
