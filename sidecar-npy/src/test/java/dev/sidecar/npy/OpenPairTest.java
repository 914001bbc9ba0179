package dev.sidecar.npy;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BiFunction;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OpenPairTest {
    @TempDir
    private Path root;

    private SidecarPaths paths = new SidecarPaths(Path.of(""), "x");
    private final AtomicInteger openings = new AtomicInteger();

    @BeforeEach
    void tokens() {
        Tokens.write(root.resolve("x.ecdc"), 3);
        paths = new SidecarPaths(root, "x");
    }

    /** Opens the data just after {@code writer} has put another pair there, the first time. */
    private BiFunction<Path, ReadLimits, NpyFile> after(Runnable writer) {
        return (path, limits) -> {
            if (openings.getAndIncrement() == 0) {
                writer.run();
            }
            return NpyFile.open(path, limits);
        };
    }

    private List<String> names(OpenPair pair) {
        NpyFile npy = Objects.requireNonNull(pair.npy());
        return SidecarReader.names(SidecarReader.describe(paths, pair.state().jsonBytes(), npy.header())
                .columns());
    }

    @Test
    void metadataThatIsReplacedWhileTheDataIsOpenedIsReadAgain() {
        Trees.append(root, "old", 1);
        try (OpenPair pair = OpenPair.open(paths, after(() -> Trees.append(root, "new", 2)))) {
            assertThat(names(pair)).containsExactly("old", "new");
            assertThat(pair.state()).isEqualTo(PairState.of(paths));
        }
        assertThat(openings).hasValue(2);
    }

    @Test
    void aPairThatStaysIsOpenedOnce() {
        Trees.append(root, "old", 1);
        try (OpenPair pair = OpenPair.open(paths, after(() -> {}))) {
            assertThat(pair.state()).isEqualTo(PairState.of(paths));
        }
        assertThat(openings).hasValue(1);
    }

    @Test
    void whatIsNotThereIsAbsent() {
        try (OpenPair pair = OpenPair.open(paths, NpyFile::open)) {
            assertThat(pair.npy()).isNull();
            assertThat(pair.state()).isEqualTo(new PairState(null, null, null));
        }
    }
}
