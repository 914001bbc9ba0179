package dev.sidecar.npy;

import dev.sidecar.Mode;
import dev.sidecar.RunReport;
import dev.sidecar.Sidecar;
import dev.sidecar.frame.Column;
import dev.sidecar.frame.FeatureFrame;
import dev.sidecar.spi.Durability;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;

/** A run over a tree, after which the sidecars are others than before. */
enum Rewrite {
    FIRST_PAIR(false, 0),
    PAIR(false, 1),
    FOREIGN_PAIR(false, 1) {
        @Override
        void before(Path folder) {
            super.before(folder);
            try {
                Path json = folder.resolve("cond/x.cond.json");
                Files.writeString(json, "{\"names\": [\"x\"]}");
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    },
    /** Only the metadata changes. */
    METADATA(false, 2),
    FIRST_TREE(true, 0),
    TREE(true, 1);

    private static final int FRAMES = 400;

    private final boolean tree;
    private final int oldValue;

    /** @param oldValue 0 for no sidecars before, 2 for the same values with other units */
    Rewrite(boolean tree, int oldValue) {
        this.tree = tree;
        this.oldValue = oldValue;
    }

    List<String> ids() {
        return tree ? List.of("a/x.ecdc", "b/c/y.ecdc", "z.ecdc") : List.of("x.ecdc");
    }

    /** Whether there are several clips, in several folders. */
    boolean isTree() {
        return tree;
    }

    private static Sidecar run(Path folder, Durability durability, float value, String units) {
        return Trees.run(folder.resolve("ecdc"))
                .condRoot(folder.resolve("cond"))
                .durability(durability)
                .mode(Mode.OVERWRITE)
                .parallelism(1)
                .with(clip -> FeatureFrame.of(
                        Column.constant("x", clip.frames(), value).withUnits(units)))
                .build();
    }

    /** Makes what is there before the run. */
    void before(Path folder) {
        ids().forEach(id -> Tokens.write(folder.resolve("ecdc").resolve(id), FRAMES));
        if (oldValue > 0) {
            run(folder, Durability.PROCESS_KILL, oldValue, "V").run();
        }
    }

    RunReport run(Path folder, Durability durability) {
        return run(folder, durability, 2, "dB").run();
    }

    /** The halves of all pairs, by their paths below the folder. */
    static SortedMap<String, String> halves(Path folder) {
        return files(folder, ".*\\.cond\\.(npy|json)");
    }

    /** Those of one clip. */
    static SortedMap<String, String> halves(Path folder, String id) {
        return halves(halves(folder), id);
    }

    static SortedMap<String, String> halves(SortedMap<String, String> halves, String id) {
        String base = "cond/" + SidecarPaths.base(id);
        return halves.subMap(base + ".", base + "/");
    }

    static List<String> temps(Path folder) {
        return List.copyOf(files(folder, ".*\\.tmp").keySet());
    }

    private static SortedMap<String, String> files(Path folder, String pattern) {
        SortedMap<String, String> files = new TreeMap<>();
        try (Stream<Path> paths = Files.walk(folder)) {
            for (Path path :
                    paths.filter(path -> path.toString().matches(pattern)).toList()) {
                files.put(folder.relativize(path).toString(), Sha256.of(Files.readAllBytes(path)));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return files;
    }
}
