package dev.sidecar.npy;

import dev.sidecar.npy.SidecarReader.Description;
import dev.sidecar.spi.Finding;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** What metadata says of float32 matrices, without the matrices. */
final class Descriptions {
    private Descriptions() {}

    /** Describes a matrix of some width by the {@code NAME.cond.json} that may lie in a folder, and by what else does. */
    static Description of(Path folder, String base, int width) {
        SidecarPaths paths = new SidecarPaths(folder, base);
        NpyHeader header = new NpyHeader(ElementType.FLOAT32, ByteOrder.LITTLE_ENDIAN, false, 1, width, 128);
        return SidecarReader.describe(paths, PairState.bytesIfThere(paths.json(), ReadLimits.DEFAULT), header);
    }

    /** The same, with this text as {@code x.cond.json}. */
    static Description of(Path folder, int width, String json) {
        write(folder.resolve("x.cond.json"), json);
        return of(folder, "x", width);
    }

    static Path write(Path file, String text) {
        try {
            return Files.writeString(file, text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static List<Finding.Code> codes(Description description) {
        return description.findings().stream().map(Finding::code).toList();
    }

    static List<String> names(Description description) {
        return SidecarReader.names(description.columns());
    }
}
