package dev.sidecar.npy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sidecar.RunReport;
import dev.sidecar.SidecarException;
import dev.sidecar.SidecarException.Kind;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whatever works on a tree in which links lead out of it leaves everything outside as it is. */
class EscapeTest {
    @TempDir
    private Path folder;

    private Path tokens;
    private Path sidecars;
    private Path outside;

    /** Sidecars of two clips outside, where a link among the sidecars leads. */
    @BeforeEach
    void linkOut() throws IOException {
        tokens = folder.resolve("tokens");
        sidecars = Files.createDirectory(folder.resolve("sidecars"));
        outside = folder.resolve("outside");
        for (String clip : List.of("x.ecdc", "y_120.0.ecdc")) {
            Tokens.write(tokens.resolve("link").resolve(clip), 4);
            Tokens.write(outside.resolve(clip), 4);
        }
        Trees.append(outside, "c", 1);
        Files.createSymbolicLink(sidecars.resolve("link"), outside);
    }

    private void assertOutsideStaysAsItIs(Runnable work) {
        TreeState before = TreeState.of(outside);
        work.run();
        assertThat(TreeState.of(outside)).isEqualTo(before);
    }

    @Test
    void dropping() {
        assertOutsideStaysAsItIs(() -> assertForbidden(
                Trees.run(tokens).condRoot(sidecars).drop("c").build().run()));
    }

    @Test
    void renaming() {
        assertOutsideStaysAsItIs(() -> assertForbidden(
                Trees.run(tokens).condRoot(sidecars).rename("c", "d").build().run()));
    }

    private static void assertForbidden(RunReport report) {
        assertThat(report.failures())
                .hasSize(2)
                .allSatisfy(failed -> assertThat(failed.failure().kind()).isEqualTo(Kind.FORBIDDEN));
    }

    @Test
    void auditing() {
        assertOutsideStaysAsItIs(() -> assertThat(
                        Audit.builder().root(tokens).condRoot(sidecars).build().run())
                .isNotNull());
    }

    /** With a sidecar under a wrong name outside, and what an interrupted writer left. */
    @Test
    void repairing() throws IOException {
        Files.move(outside.resolve("y_120.0.cond.npy"), outside.resolve("y_120.cond.npy"));
        Files.move(outside.resolve("y_120.0.cond.json"), outside.resolve("y_120.cond.json"));
        Files.writeString(outside.resolve(".sc-" + "0".repeat(16) + "-999999999999-1.tmp"), "left");
        assertOutsideStaysAsItIs(() -> assertThat(Audit.builder()
                        .root(tokens)
                        .condRoot(sidecars)
                        .build()
                        .repair()
                        .steps())
                .isEmpty());
    }

    /** A pair outside that is torn, beside the temporary file that would complete it. */
    @Test
    void completingATornPair() throws IOException {
        byte[] old = Files.readAllBytes(outside.resolve("x.cond.npy"));
        Trees.overwrite(outside, "c", 2);
        SidecarPaths paths = new SidecarPaths(outside, "x");
        Files.move(paths.data(), outside.resolve(".sc-" + TempFile.hash(paths) + "-999999999999-1.tmp"));
        Files.write(paths.data(), old);
        assertOutsideStaysAsItIs(() -> assertForbidden(Trees.run(tokens)
                .condRoot(sidecars)
                .with(Trees.constant("d", 1))
                .build()
                .run()));
    }

    /** Also of a pair whose metadata is missing, which is one file only. */
    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void unpacking(boolean withMetadata) throws IOException {
        if (!withMetadata) {
            Files.delete(outside.resolve("x.cond.json"));
            Files.delete(outside.resolve("y_120.0.cond.json"));
        }
        Path pack = folder.resolve("tree.h5");
        SidecarPack tree = SidecarPack.builder()
                .root(tokens)
                .condRoot(sidecars)
                .overwrite()
                .build();
        assertOutsideStaysAsItIs(() -> tree.pack(pack));
        Files.delete(outside.resolve("x.cond.npy"));
        Files.delete(outside.resolve("y_120.0.cond.npy"));
        Files.deleteIfExists(outside.resolve("x.cond.json"));
        Files.deleteIfExists(outside.resolve("y_120.0.cond.json"));
        assertOutsideStaysAsItIs(
                () -> assertThat(Failures.of(() -> tree.unpack(pack)).kind()).isEqualTo(Kind.FORBIDDEN));
    }

    /** Encoding and decoding make files of files: into a folder that leads out, and over a file that is elsewhere. */
    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void mirroring(boolean overwrite) throws IOException {
        Path target = Files.createDirectory(folder.resolve("target"));
        Tokens.write(tokens.resolve("z.ecdc"), 4);
        Tokens.write(tokens.resolve("sound.ecdc"), 4);
        Files.createSymbolicLink(target.resolve("link"), outside);
        Files.createSymbolicLink(target.resolve("z.wav"), Files.writeString(outside.resolve("precious"), "precious"));
        List<Mirror.Result> results = new ArrayList<>();
        Mirror.Work work = (id, from, to) -> WholeFile.write(to, "sound".getBytes(StandardCharsets.UTF_8));
        assertOutsideStaysAsItIs(() -> Mirror.ofTokens(tokens, target, ".wav").run(1, overwrite, work, results::add));
        assertThat(results)
                .hasSize(4)
                .filteredOn(Mirror.Result.Made.class::isInstance)
                .hasSize(1);
        assertThat(results)
                .filteredOn(Mirror.Result.Failed.class::isInstance)
                .hasSize(overwrite ? 3 : 2)
                .allSatisfy(result -> {
                    SidecarException failure = ((Mirror.Result.Failed) result).failure();
                    assertThat(failure.kind()).isEqualTo(Kind.FORBIDDEN);
                });
    }

    @Test
    void aFolderWhereAFileIsExpectedStays() throws IOException {
        Path data = Files.createDirectories(tokens.resolve("link/x.cond.npy"));
        Path json = Files.createDirectories(tokens.resolve("link/y_120.0.cond.json"));
        RunReport report = Trees.append(tokens, "c", 1);
        assertThat(report.failures()).hasSize(2).allSatisfy(failed -> {
            assertThat(failed.failure().kind()).isEqualTo(Kind.IO);
            assertThat(failed.failure()).hasMessageContaining("folder");
        });
        assertThat(data).isEmptyDirectory();
        assertThat(json).isEmptyDirectory();
        assertThat(Audit.builder().root(tokens).build().repair().steps()).isEmpty();
        assertThat(data).isEmptyDirectory();
    }
}
