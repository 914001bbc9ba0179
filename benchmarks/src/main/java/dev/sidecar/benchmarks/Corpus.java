package dev.sidecar.benchmarks;

import dev.sidecar.frame.FeatureFrame;
import dev.sidecar.npy.FileStoreProvider;
import dev.sidecar.npy.TokenFile;
import dev.sidecar.spi.Durability;
import dev.sidecar.spi.SidecarStore;
import dev.sidecar.spi.SidecarStoreProvider.Settings;
import dev.sidecar.testkit.FakeClips;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Token files on disk, and columns for them. */
public final class Corpus {
    private static final int CODEBOOKS = 8;

    private Corpus() {}

    /**
     * Writes a token file of EnCodec 24 kHz.
     *
     * @param folder where
     * @param name its name
     * @param frames T
     * @return its path
     */
    public static Path write(Path folder, String name, int frames) {
        Path file = folder.resolve(name);
        TokenFile.write(file, FakeClips.codes(CODEBOOKS, frames, 1), 320L * frames);
        return file;
    }

    /**
     * Writes token files of three seconds, in folders of a thousand.
     *
     * @param folder where
     * @param clips how many
     * @return their paths
     * @throws IOException if they cannot be written
     */
    public static List<Path> write(Path folder, int clips) throws IOException {
        byte[] tokens = Files.readAllBytes(write(folder, "x.ecdc", 225));
        Files.delete(folder.resolve("x.ecdc"));
        List<Path> files = new ArrayList<>();
        for (int i = 0; i < clips; i++) {
            Path file = folder.resolve("part" + i / 1000).resolve("clip" + i + ".ecdc");
            Files.createDirectories(file.getParent());
            files.add(Files.write(file, tokens));
        }
        return files;
    }

    /**
     * Columns of tones.
     *
     * @param frames T
     * @param width D
     * @return the columns {@code c0}, {@code c1} …
     */
    public static FeatureFrame columns(int frames, int width) {
        float[] tones = Signals.tones(24_000, 1);
        FeatureFrame.Builder frame = FeatureFrame.builder(frames);
        for (int d = 0; d < width; d++) {
            float[] column = new float[frames];
            for (int t = 0; t < frames; t++) {
                column[t] = tones[(d * 375 + t) % tones.length];
            }
            frame.add("c" + d, column);
        }
        return frame.build();
    }

    /**
     * The store of a tree, with sidecars beside the tokens.
     *
     * @param root the folder
     * @return the store
     */
    public static SidecarStore store(Path root) {
        return new FileStoreProvider()
                .open(new Settings(
                        root, Optional.empty(), Optional.empty(), Durability.PROCESS_KILL, Settings.DEFAULT_SUFFIX));
    }
}
