package dev.sidecar.npy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;

/** A writing of a single file over an older one, beside those of pairs. */
enum SingleFile {
    WHOLE_FILE("a/file") {
        @Override
        void before(Path folder) throws IOException {
            Files.createDirectories(folder.resolve("a"));
            Files.writeString(written(folder), "old");
        }

        @Override
        void write(Path folder) {
            byte[] bytes = new byte[3_000];
            Arrays.fill(bytes, (byte) 7);
            WholeFile.write(written(folder), bytes);
        }
    },
    TOKENS("x.ecdc") {
        @Override
        void before(Path folder) {
            Tokens.write(written(folder), 7);
        }

        @Override
        void write(Path folder) {
            Path source = Path.of(folder.toString()).resolveSibling("source.ecdc");
            TokenFile.write(
                    written(folder), TokenFile.open(Tokens.write(source, 300)).codes(), 300 * 320L);
        }
    },
    PACK("tree.h5") {
        @Override
        void before(Path folder) {
            Tokens.write(folder.resolve("x.ecdc"), 9);
            Trees.append(folder, "x", 1);
            write(folder);
            Trees.overwrite(folder, "x", 2);
            Trees.append(folder, "y", 3);
        }

        /** What jhdf fails to write, it leaves open, for the garbage collector to close. */
        @Override
        boolean isAlwaysClosed() {
            return false;
        }

        @Override
        void write(Path folder) {
            SidecarPack.builder().root(folder).parallelism(1).build().pack(written(folder));
        }
    };

    private final String name;

    SingleFile(String name) {
        this.name = name;
    }

    Path written(Path folder) {
        return folder.resolve(name);
    }

    /** Whether nothing stays open when writing fails. */
    boolean isAlwaysClosed() {
        return true;
    }

    /** Makes what is there before. */
    abstract void before(Path folder) throws IOException;

    abstract void write(Path folder);
}
