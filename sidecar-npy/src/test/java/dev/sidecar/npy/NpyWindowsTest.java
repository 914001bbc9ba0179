package dev.sidecar.npy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.common.jimfs.Configuration;
import com.google.common.jimfs.Jimfs;
import dev.sidecar.SidecarException;
import java.io.IOException;
import java.nio.ByteOrder;
import java.nio.file.FileSystem;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class NpyWindowsTest {
    @TempDir
    private Path folder;

    private static float value(int frame, int column) {
        return 1000f * frame + column;
    }

    /** A file with those values, in either order. */
    private static byte[] counting(String descr, boolean fortran, int frames, int width) {
        ElementType type = descr.endsWith("f8") ? ElementType.FLOAT64 : ElementType.FLOAT32;
        ByteOrder order = descr.charAt(0) == '>' ? ByteOrder.BIG_ENDIAN : ByteOrder.LITTLE_ENDIAN;
        double[] values = IntStream.range(0, frames * width)
                .mapToDouble(i -> fortran ? value(i % frames, i / frames) : value(i / width, i % width))
                .toArray();
        byte[] data = NpyBytes.data(type, order, values);
        return NpyBytes.of(NpyBytes.header(descr, fortran, frames, width), data);
    }

    private static float[] expected(int from, int count, int width) {
        float[] rows = new float[count * width];
        for (int i = 0; i < rows.length; i++) {
            rows[i] = value(from + i / width, i % width);
        }
        return rows;
    }

    static Stream<Arguments> ways() {
        return Stream.of("<f4", ">f4", "<f8", ">f8")
                .flatMap(descr -> Stream.of(false, true)
                        .flatMap(fortran ->
                                Stream.of(false, true).map(mapped -> Arguments.arguments(descr, fortran, mapped))));
    }

    @ParameterizedTest(name = "{0} fortran={1} mapped={2}")
    @MethodSource("ways")
    void everyWindowIsAsInTheWholeMatrix(String descr, boolean fortran, boolean mapped) throws IOException {
        int frames = 9_001; // more than one buffer
        int width = 3;
        Path path = Files.write(folder.resolve("x.npy"), counting(descr, fortran, frames, width));
        try (NpyFile npy = mapped ? NpyFile.openMapped(path, ReadLimits.DEFAULT) : NpyFile.open(path)) {
            assertThat(npy.isMapped()).isEqualTo(mapped);
            assertThat(NpyReads.all(npy)).isEqualTo(expected(0, frames, width));
            float[][] columns = npy.columns(NpyReads.names(npy));
            for (int d = 0; d < width; d++) {
                assertThat(columns[d]).hasSize(frames).startsWith(d).endsWith(9_000_000f + d);
            }
            long seed = 20_240_611;
            SplittableRandom random = new SplittableRandom(seed);
            for (int i = 0; i < 200; i++) {
                int from = random.nextInt(frames + 1);
                int count = random.nextInt(frames - from + 1);
                assertThat(NpyReads.rows(npy, from, count))
                        .as("seed %d, window %d: [%d, %d)", seed, i, from, from + count)
                        .isEqualTo(expected(from, count, width));
            }
        }
    }

    @ParameterizedTest
    @CsvSource({"false", "true"})
    void anotherFileSystemGivesTheSameWindowsUnmapped(boolean fortran) throws IOException {
        try (FileSystem memory = Jimfs.newFileSystem(Configuration.unix())) {
            Path path = Files.write(memory.getPath("/x.npy"), counting(">f8", fortran, 20_000, 2));
            try (NpyFile npy = NpyFile.openMapped(path, ReadLimits.DEFAULT)) {
                assertThat(npy.isMapped()).isFalse();
                assertThat(NpyReads.all(npy)).isEqualTo(expected(0, 20_000, 2));
                assertThat(NpyReads.rows(npy, 19_990, 10)).isEqualTo(expected(19_990, 10, 2));
            }
        }
    }

    @ParameterizedTest
    @CsvSource({"-1,1", "0,6", "5,1", "6,0", "0,-1", "2147483647,2147483647"})
    void aWindowOutsideTheMatrixIsRefused(int from, int count) throws IOException {
        Path path = Files.write(folder.resolve("x.npy"), counting("<f4", false, 5, 2));
        try (NpyFile npy = NpyFile.open(path)) {
            float[] into = new float[100];
            assertThatThrownBy(() -> npy.rows(from, count, into, NpyReads.names(npy)))
                    .isInstanceOf(IndexOutOfBoundsException.class);
        }
    }

    @Test
    void anArrayThatIsTooShortIsRefusedAndALongerOneIsFilledFromItsStart() throws IOException {
        Path path = Files.write(folder.resolve("x.npy"), counting("<f4", false, 5, 2));
        try (NpyFile npy = NpyFile.open(path)) {
            assertThatThrownBy(() -> npy.rows(0, 3, new float[5], NpyReads.names(npy)))
                    .isInstanceOf(IndexOutOfBoundsException.class);
            float[] into = new float[7];
            Arrays.fill(into, -1);
            npy.rows(1, 3, into, NpyReads.names(npy));
            assertThat(into).containsExactly(1000, 1001, 2000, 2001, 3000, 3001, -1);
        }
    }

    @Test
    void aFileIsReadAsItWasOpenedWhenAnotherTakesItsPlace() throws IOException {
        Path path = Files.write(folder.resolve("x.npy"), counting("<f4", false, 5, 2));
        Path other = Files.write(folder.resolve("y.npy"), NpyBytes.of("{}", new byte[0]));
        try (NpyFile plain = NpyFile.open(path);
                NpyFile mapped = NpyFile.openMapped(path, ReadLimits.DEFAULT)) {
            PairCommit.move(other, path);
            assertThat(NpyReads.all(plain)).isEqualTo(expected(0, 5, 2));
            assertThat(NpyReads.all(mapped)).isEqualTo(expected(0, 5, 2));
        }
    }

    @Test
    void aFileThatIsCutWhileItIsOpenIsAFormatErrorNotGarbage() throws IOException {
        byte[] bytes = counting("<f4", false, 50_000, 2);
        Path path = Files.write(folder.resolve("x.npy"), bytes);
        try (NpyFile npy = NpyFile.open(path)) {
            Files.write(path, Arrays.copyOf(bytes, 1000));
            assertThatThrownBy(() -> NpyReads.all(npy))
                    .isInstanceOf(SidecarException.class)
                    .hasMessageContaining("truncated");
        }
    }
}
