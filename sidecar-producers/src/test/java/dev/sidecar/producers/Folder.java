package dev.sidecar.producers;

import com.google.common.jimfs.Configuration;
import com.google.common.jimfs.Jimfs;
import dev.sidecar.Sidecar;
import dev.sidecar.frame.Clip;
import dev.sidecar.frame.FeatureFrame;
import dev.sidecar.frame.FrameGrid;
import dev.sidecar.spi.Producer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** A folder in memory, with files for clips. */
record Folder(Path path) {
    static Folder empty() {
        try {
            return new Folder(Files.createDirectories(
                    Jimfs.newFileSystem(Configuration.unix()).getPath("/tree")));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Writes a file, of lines that are separated by {@code |} for the sake of tables. */
    Path write(String name, String lines) {
        return writeText(name, lines.replace("|", "\n") + "\n");
    }

    Path writeText(String name, String text) {
        try {
            Path file = path.resolve(name);
            Files.createDirectories(file.getParent());
            return Files.writeString(file, text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    Path file(String name) {
        return path.resolve(name);
    }

    Clip clip(String id, int frames) {
        return Clip.of(id, FrameGrid.encodec24kHz(frames)).withPath(path.resolve(id));
    }

    /** What a run adds to a clip. */
    FeatureFrame run(Producer producer, String id, int frames) {
        return Sidecar.builder().with(producer).build().produce(clip(id, frames));
    }
}
