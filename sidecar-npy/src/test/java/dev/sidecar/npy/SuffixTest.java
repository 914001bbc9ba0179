package dev.sidecar.npy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sidecar.RunReport;
import dev.sidecar.Sidecar;
import dev.sidecar.SidecarException.Kind;
import dev.sidecar.spi.Finding.Code;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Sidecars under another name than {@code .cond.npy}. */
class SuffixTest {
    private static final long DEAD = 999_999_999_999L;

    @TempDir
    private Path root;

    @BeforeEach
    void oneClip() {
        Tokens.write(root.resolve("x_120.0.ecdc"), 3);
    }

    private RunReport add(String name, String suffix) {
        return Trees.run(root)
                .with(Trees.constant(name, 1))
                .suffix(suffix)
                .build()
                .run();
    }

    @Test
    void bothHalvesHaveItAndTheUsualOneIsAnotherSidecar() {
        assertThat(add("a", ".foo.npy").created()).isEqualTo(1);
        assertThat(TreeState.of(root).names()).containsExactly("x_120.0.ecdc", "x_120.0.foo.json", "x_120.0.foo.npy");
        assertThat(add("b", ".cond.npy").created()).isEqualTo(1);
        assertThat(add("a", ".foo.npy").unchanged()).isEqualTo(1);
        assertThat(add("c", ".foo.npy").updated()).isEqualTo(1);
        try (SidecarFile foo = SidecarFile.open(root.resolve("x_120.0.foo.npy"));
                SidecarFile sameFoo = SidecarFile.open(root.resolve("x_120.0.foo.json"));
                SidecarFile cond = SidecarFile.open(root.resolve("x_120.0.ecdc"))) {
            assertThat(foo.names()).containsExactly("a", "c");
            assertThat(foo.findings()).isEmpty();
            assertThat(foo.tokens()).contains(root.resolve("x_120.0.ecdc"));
            assertThat(sameFoo.names()).isEqualTo(foo.names());
            assertThat(cond.names()).containsExactly("b");
        }
    }

    @Test
    void metadataUnderADoubledNameIsFound() throws IOException {
        add("a", ".foo.npy");
        Files.move(root.resolve("x_120.0.foo.json"), root.resolve("x_120.0.foo.cond.json"));
        try (SidecarFile foo = SidecarFile.open(root.resolve("x_120.0.foo.npy"))) {
            assertThat(foo.names()).containsExactly("a");
            assertThat(Trees.codes(foo.findings())).containsExactly(Code.FOREIGN_NAME);
            assertThat(foo.findings().get(0).message()).endsWith("it belongs into x_120.0.foo.json");
        }
    }

    @Test
    void aPairCutOffAtTheLastDotIsFound() throws IOException {
        add("a", ".foo.npy");
        Files.move(root.resolve("x_120.0.foo.json"), root.resolve("x_120.foo.json"));
        Files.move(root.resolve("x_120.0.foo.npy"), root.resolve("x_120.foo.npy"));
        assertThat(add("b", ".foo.npy").warningCounts()).containsOnlyKeys(Code.FOREIGN_NAME);
        try (SidecarFile foo = SidecarFile.open(root.resolve("x_120.0.foo.npy"))) {
            assertThat(foo.names()).containsExactly("a", "b");
        }
    }

    /** The missing half of a torn pair must outlive a run over sidecars of another suffix. */
    @Test
    void aTornPairOfAnotherSuffixIsCompletedByAnyRun() throws IOException {
        add("a", ".foo.npy");
        byte[] oldJson = Files.readAllBytes(root.resolve("x_120.0.foo.json"));
        add("b", ".foo.npy");
        Path json = root.resolve("x_120.0.foo.json");
        SidecarPaths pair = new SidecarPaths(root, "x_120.0", ".foo.npy");
        Files.move(json, root.resolve(".sc-" + TempFile.hash(pair) + "-" + DEAD + "-0.tmp"));
        Files.write(json, oldJson);
        assertThat(add("a", ".cond.npy").warningCounts()).containsOnlyKeys(Code.REPAIRED);
        try (SidecarFile foo = SidecarFile.open(root.resolve("x_120.0.foo.npy"))) {
            assertThat(foo.names()).containsExactly("a", "b");
        }
        assertThat(TreeState.of(root).names()).noneMatch(name -> name.endsWith(".tmp"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                ".npy",
                "cond.npy",
                ".cond",
                ".cond.json",
                ".a.b.npy",
                "..npy",
                ".1.npy",
                ".a/b.npy",
                ".cond.npy "
            })
    void anythingElseIsRefusedWhereItIsSet(String suffix) {
        assertThat(Failures.of(() -> Sidecar.builder().suffix(suffix)).kind()).isEqualTo(Kind.USAGE);
    }

    @Test
    void aFileWithoutAWordIsNoSidecar() {
        assertThat(Failures.of(() -> SidecarFile.open(root.resolve("x.npy"))).kind())
                .isEqualTo(Kind.USAGE);
    }
}
