package dev.sidecar.npy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sidecar.RunReport;
import dev.sidecar.SidecarException.Kind;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Nothing outside the root is written or followed. */
class LinksTest {
    private final Path root;
    private final Path outside;
    private TreeState outsideBefore;

    LinksTest(@TempDir Path folder) throws IOException {
        root = Files.createDirectory(folder.resolve("root"));
        outside = Files.createDirectory(folder.resolve("outside"));
        Tokens.write(outside.resolve("far.ecdc"), 4);
        Files.writeString(outside.resolve("precious"), "precious");
        outsideBefore = TreeState.of(outside);
    }

    private void assertOutsideIsUntouched() {
        assertThat(TreeState.of(outside)).isEqualTo(outsideBefore);
    }

    @Test
    void aLinkedFolderAmongTheSidecarsThatLeadsOutIsForbidden() throws IOException {
        Path condRoot = Files.createDirectory(root.resolve("cond"));
        Path tokens = root.resolve("tokens");
        Tokens.write(tokens.resolve("link/x.ecdc"), 4);
        Tokens.write(tokens.resolve("link/deep/er/y.ecdc"), 4);
        Tokens.write(tokens.resolve("z.ecdc"), 4);
        Files.createSymbolicLink(condRoot.resolve("link"), outside);
        RunReport report = Trees.run(tokens)
                .condRoot(condRoot)
                .with(Trees.constant("c", 1))
                .build()
                .run();
        assertThat(report.created()).isEqualTo(1);
        assertThat(report.failures())
                .hasSize(2)
                .allSatisfy(failed -> assertThat(failed.failure().kind()).isEqualTo(Kind.FORBIDDEN));
        assertOutsideIsUntouched();
    }

    @Test
    void aLinkedFolderAmongTheSidecarsThatStaysInsideWillDo() throws IOException {
        Path tokens = root.resolve("tokens");
        Tokens.write(tokens.resolve("link/x.ecdc"), 4);
        Path condRoot = Files.createSymbolicLink(root.resolve("cond"), Files.createDirectory(root.resolve("real")));
        Files.createDirectory(condRoot.resolve("folder"));
        Files.createSymbolicLink(condRoot.resolve("link"), Path.of("folder"));
        RunReport report = Trees.run(tokens)
                .condRoot(condRoot)
                .with(Trees.constant("c", 1))
                .build()
                .run();
        assertThat(report.created()).isEqualTo(1);
        assertThat(root.resolve("real/folder/x.cond.npy")).isRegularFile();
    }

    @Test
    void thePairOfALinkedTokenFileLiesBesideTheLink() throws IOException {
        Files.createSymbolicLink(root.resolve("near.ecdc"), outside.resolve("far.ecdc"));
        assertThat(Trees.append(root, "c", 1).created()).isEqualTo(1);
        assertThat(TreeState.of(root).names()).containsExactly("near.cond.json", "near.cond.npy", "near.ecdc");
        assertOutsideIsUntouched();
    }

    @Test
    void linkedFoldersAreNotEntered() throws IOException {
        Tokens.write(root.resolve("x.ecdc"), 4);
        Files.createSymbolicLink(root.resolve("out"), outside);
        Files.createSymbolicLink(root.resolve("out.ecdc"), outside);
        Files.createSymbolicLink(root.resolve("loop"), root);
        assertThat(Trees.append(root, "c", 1).clips()).isEqualTo(1);
        assertOutsideIsUntouched();
    }

    @Test
    void aLinkInPlaceOfASidecarIsReplacedAndItsTargetIsNot() throws IOException {
        Tokens.write(root.resolve("x.ecdc"), 4);
        Trees.append(root, "c", 1);
        for (String name : new String[] {"x.cond.npy", "x.cond.json"}) {
            Path target = outside.resolve(name);
            Files.move(root.resolve(name), target);
            Files.createSymbolicLink(root.resolve(name), target);
        }
        outsideBefore = TreeState.of(outside);
        assertThat(Trees.append(root, "d", 2).updated()).isEqualTo(1);
        assertThat(root.resolve("x.cond.npy")).matches(path -> !Files.isSymbolicLink(path));
        assertThat(root.resolve("x.cond.json")).matches(path -> !Files.isSymbolicLink(path));
        assertThat(Trees.read(root, "x.ecdc").frame().names()).containsExactly("c", "d");
        assertOutsideIsUntouched();
    }

    @Test
    void aDanglingLinkInPlaceOfASidecarIsReplaced() throws IOException {
        Tokens.write(root.resolve("x.ecdc"), 4);
        Files.createSymbolicLink(root.resolve("x.cond.npy"), outside.resolve("nothing"));
        assertThat(Trees.append(root, "c", 1).created()).isEqualTo(1);
        assertThat(Trees.read(root, "x.ecdc").findings()).isEmpty();
        assertOutsideIsUntouched();
    }

    @Test
    void aLinkInPlaceOfTheLockFileIsNotFollowed() throws IOException {
        Tokens.write(root.resolve("x.ecdc"), 4);
        Files.createSymbolicLink(root.resolve(".sidecar.lock"), outside.resolve("precious"));
        assertThat(Trees.append(root, "c", 1).failed()).isEqualTo(1);
        assertOutsideIsUntouched();
    }
}
