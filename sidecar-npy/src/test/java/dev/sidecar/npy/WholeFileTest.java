package dev.sidecar.npy;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sidecar.SidecarException.Kind;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WholeFileTest {
    private static final byte[] NEW = "new".getBytes(UTF_8);

    @TempDir
    private Path folder;

    @Test
    void aFileAndItsFolderAreMade() {
        Path file = folder.resolve("a/b/file");
        WholeFile.write(file, NEW);
        assertThat(file).hasContent("new");
        assertThat(file.getParent()).isDirectoryNotContaining("glob:**.tmp");
    }

    @Test
    void withoutACommitTheOldFileStays() throws IOException {
        Path file = Files.writeString(folder.resolve("file"), "old");
        try (WholeFile whole = WholeFile.open(file)) {
            whole.stream().write(NEW);
            assertThat(file).hasContent("old");
        }
        assertThat(file).hasContent("old");
        assertThat(folder).isDirectoryNotContaining("glob:**.tmp");
    }

    @Test
    void aLinkStaysAndLeadsToTheNewFile() throws IOException {
        Path file = Files.writeString(
                Files.createDirectory(folder.resolve("elsewhere")).resolve("file"), "old");
        Path link = Files.createSymbolicLink(folder.resolve("link"), folder.relativize(file));
        WholeFile.write(link, NEW);
        assertThat(link).isSymbolicLink();
        assertThat(file).hasContent("new");
    }

    @Test
    void aLinkToNothingStays() throws IOException {
        Path link = Files.createSymbolicLink(folder.resolve("link"), folder.resolve("nothing"));
        assertThat(Failures.of(() -> WholeFile.write(link, NEW)).reason()).contains("link");
        assertThat(link).isSymbolicLink();
    }

    @Test
    void aFolderIsRefused() {
        assertThat(Failures.of(() -> WholeFile.write(folder, NEW)))
                .hasMessageContaining("expected a file to write to, found a folder")
                .extracting(failure -> failure.kind())
                .isEqualTo(Kind.IO);
    }

    @Test
    void whatIsNoFileIsWrittenToAndStays() throws Exception {
        Path pipe = folder.resolve("pipe");
        assertThat(new ProcessBuilder("mkfifo", pipe.toString()).start().waitFor())
                .isZero();
        CompletableFuture<String> read = CompletableFuture.supplyAsync(() -> read(pipe));
        WholeFile.write(pipe, NEW);
        assertThat(read.get(1, TimeUnit.MINUTES)).isEqualTo("new");
        assertThat(Files.readAttributes(pipe, "isOther")).containsEntry("isOther", true);
        assertThat(folder).isDirectoryNotContaining("glob:**.tmp");
    }

    private static String read(Path pipe) {
        try (BufferedReader reader = Files.newBufferedReader(pipe)) {
            return String.valueOf(reader.readLine());
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }
}
