package dev.sidecar.npy;

import dev.sidecar.Mode;
import dev.sidecar.OnError;
import dev.sidecar.RunReport;
import dev.sidecar.Sidecar;
import dev.sidecar.frame.FeatureFrame;
import dev.sidecar.spi.Durability;
import dev.sidecar.spi.Finding;
import dev.sidecar.spi.Producer;
import dev.sidecar.spi.SidecarStoreProvider;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Stores on trees of token files, runs over them, and what these are asked for most. */
final class Trees {
    private Trees() {}

    static FileStore store(Path root) {
        return store(root, Optional.empty());
    }

    static FileStore store(Path root, Path condRoot) {
        return store(root, Optional.of(condRoot));
    }

    private static FileStore store(Path root, Optional<Path> condRoot) {
        return new FileStore(new SidecarStoreProvider.Settings(
                root,
                condRoot,
                Optional.empty(),
                Durability.PROCESS_KILL,
                SidecarStoreProvider.Settings.DEFAULT_SUFFIX));
    }

    /** A run that tells of every failure. */
    static Sidecar.Builder run(Path root) {
        return Sidecar.builder().root(root).onError(OnError.COLLECT);
    }

    /** A column whose value is the same in every frame. */
    static Producer constant(String name, float value) {
        return clip -> {
            float[] values = new float[clip.frames()];
            Arrays.fill(values, value);
            return FeatureFrame.of(name, values);
        };
    }

    static RunReport append(Path root, String name, float value) {
        return run(root).with(constant(name, value)).build().run();
    }

    static RunReport overwrite(Path root, String name, float value) {
        return run(root)
                .with(constant(name, value))
                .mode(Mode.OVERWRITE)
                .build()
                .run();
    }

    static StoredSidecar read(FileStore store, String id) {
        return store.read(store.open(id));
    }

    static StoredSidecar read(Path root, String id) {
        try (FileStore store = store(root)) {
            return read(store, id);
        }
    }

    static List<Finding.Code> codes(List<Finding> findings) {
        return findings.stream().map(Finding::code).toList();
    }

    static StoredSidecar read(Path root, Path condRoot, String id) {
        try (FileStore store = store(root, condRoot)) {
            return read(store, id);
        }
    }

    /** Copies a folder to where there is none yet. */
    static Path copy(Path from, Path to) throws IOException {
        try (Stream<Path> paths = Files.walk(from)) {
            for (Path path : paths.toList()) {
                Files.copy(path, to.resolve(from.relativize(path)), StandardCopyOption.COPY_ATTRIBUTES);
            }
        }
        return to;
    }

    /** Deletes a folder with all that is in it. */
    static void delete(Path folder) throws IOException {
        try (Stream<Path> paths = Files.walk(folder)) {
            for (Path path : paths.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(path);
            }
        }
    }
}
