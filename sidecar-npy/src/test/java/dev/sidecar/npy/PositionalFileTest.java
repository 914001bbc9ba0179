package dev.sidecar.npy;

import static dev.sidecar.SidecarException.Kind.FORMAT;
import static dev.sidecar.SidecarException.Kind.IO;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.common.jimfs.Configuration;
import com.google.common.jimfs.Jimfs;
import dev.sidecar.SidecarException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.FileSystem;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PositionalFileTest {
    @TempDir
    private Path folder;

    private Path file(int size) throws IOException {
        return fill(folder.resolve("file"), size);
    }

    private static Path fill(Path path, int size) throws IOException {
        byte[] content = new byte[size];
        for (int i = 0; i < size; i++) {
            content[i] = (byte) i;
        }
        return Files.write(path, content);
    }

    @Test
    void readsLittleEndianFromAnyPosition() throws IOException {
        try (PositionalFile file = PositionalFile.open(file(20))) {
            assertThat(file.size()).isEqualTo(20);
            assertThat(file.read(4, 4).getInt()).isEqualTo(0x07060504);
            assertThat(file.read(20, 0).hasRemaining()).isFalse();
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 3, 1000})
    void readsWholeBuffersFromChannelsThatGiveLittleAtATime(int atOnce) throws IOException {
        Path path = file(256);
        try (PositionalFile file =
                new PositionalFile(path, FileStamp.of(path), new CountingChannel(path, atOnce), ReadLimits.DEFAULT)) {
            ByteBuffer bytes = file.read(100, 100);
            assertThat(bytes.remaining()).isEqualTo(100);
            assertThat(bytes.get(99)).isEqualTo((byte) 199);
        }
    }

    @ParameterizedTest
    @CsvSource({"20, 1", "19, 2", "0, 21", "-1, 1", "9223372036854775807, 1"})
    void bytesThatAreNotThereAreTruncation(long position, int length) throws IOException {
        try (PositionalFile file = PositionalFile.open(file(20))) {
            SidecarException failure = Failures.of(() -> file.read(position, length));
            assertThat(failure.kind()).isEqualTo(FORMAT);
            assertThat(failure).hasMessageContaining("truncated").hasMessageContaining("byte 20");
        }
    }

    @Test
    void aFileThatShrinksIsTruncated() throws IOException {
        Path path = file(20);
        try (PositionalFile file = PositionalFile.open(path)) {
            fill(path, 10);
            assertThat(Failures.of(() -> file.read(0, 20))).hasMessageContaining("truncated");
        }
    }

    @Test
    void readsInMemoryFileSystems() throws IOException {
        try (FileSystem memory = Jimfs.newFileSystem(Configuration.unix());
                PositionalFile file = PositionalFile.open(fill(memory.getPath("file"), 20))) {
            assertThat(file.read(7, 1).get()).isEqualTo((byte) 7);
        }
    }

    @Test
    void severalThreadsMayRead() throws IOException {
        Path path = file(256);
        for (PositionalFile each : new PositionalFile[] {
            PositionalFile.open(path),
            new PositionalFile(path, FileStamp.of(path), CountingChannel.of(path), ReadLimits.DEFAULT)
        }) {
            try (PositionalFile file = each) {
                Stream<Integer> values = IntStream.range(0, 20_000)
                        .parallel()
                        .mapToObj(i -> Byte.toUnsignedInt(file.read(i % 256, 1).get()) - i % 256);
                assertThat(values).containsOnly(0);
            }
        }
    }

    @Test
    void whatCannotBeOpenedSaysWhy() {
        assertThat(Failures.of(() -> PositionalFile.open(folder))).hasMessageContaining("a folder");
        assertThat(Failures.of(() -> PositionalFile.open(folder.resolve("none"))))
                .hasMessageContaining("no such file");
    }

    @Test
    void aClosedFileIsAnIoFailure() throws IOException {
        PositionalFile file = PositionalFile.open(file(20));
        file.close();

        SidecarException failure = Failures.of(() -> file.read(0, 1));

        assertThat(failure.kind()).isEqualTo(IO);
        assertThat(failure).hasMessageContaining("closed");
    }
}
