package dev.sidecar.npy;

import static dev.sidecar.SidecarException.Kind.FORMAT;
import static dev.sidecar.SidecarException.Kind.IO;
import static dev.sidecar.SidecarException.Kind.LIMIT;
import static dev.sidecar.SidecarException.Kind.UNSUPPORTED;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sidecar.SidecarException;
import java.io.IOException;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class NpyArrayTest {
    @TempDir
    private Path folder;

    static List<Path> arrays() throws IOException {
        try (Stream<Path> files = Files.list(Fixtures.path("npy/arrays"))) {
            return files.sorted().toList();
        }
    }

    private Path write(String descr, boolean fortran, String shape, byte[] data) throws IOException {
        String header = "{'descr': '" + descr + "', 'fortran_order': " + (fortran ? "True" : "False") + ", 'shape': "
                + shape + "}";
        return Files.write(folder.resolve("x.npy"), NpyBytes.of(header, data));
    }

    @ParameterizedTest
    @MethodSource("arrays")
    void readsWhatNumPySaves(Path path) {
        String name = path.getFileName().toString();
        String sizes = name.substring(0, name.indexOf('_'));
        List<Integer> shape = sizes.equals("single")
                ? List.of()
                : Arrays.stream(sizes.split("x", -1)).map(Integer::valueOf).toList();

        NpyArray array = NpyArray.read(path);

        assertThat(array.shape()).isEqualTo(shape);
        assertThat(array.floats()).hasSize(shape.stream().reduce(1, (product, size) -> product * size));
        for (int i = 0; i < array.floats().length; i++) {
            assertThat(array.floats()[i]).isEqualTo(i / 4f - 2);
        }
    }

    @Test
    void thereAreArraysOfAllKinds() throws IOException {
        assertThat(arrays()).hasSize(24);
    }

    @Test
    void theArrayCannotBeChanged() throws IOException {
        NpyArray array = NpyArray.read(write("<f4", false, "(2,)", NpyBytes.float32(1, 2)));

        array.floats()[0] = 7;

        assertThat(array.floats()).containsExactly(1, 2);
        assertThat(array.shape()).isUnmodifiable();
    }

    @Test
    void float64IsRoundedAndMustFit() throws IOException {
        double[] values = {0.1, 1e-60, Double.NEGATIVE_INFINITY, Double.NaN, -0.0};
        assertThat(NpyArray.read(write("<f8", false, "(5,)", NpyBytes.float64(values)))
                        .floats())
                .containsExactly(0.1f, 0, Float.NEGATIVE_INFINITY, Float.NaN, -0.0f);

        SidecarException failure =
                Failures.of(() -> NpyArray.read(write("<f8", true, "(1, 2)", NpyBytes.float64(1, -1e39))));
        assertThat(failure.kind()).isEqualTo(LIMIT);
        assertThat(failure).hasMessageContaining("-1.0E39");
    }

    @ParameterizedTest
    @CsvSource({"<i8, INT64", "|u1, UINT8", "|b1, BOOL"})
    void otherTypesAreRefused(String descr, ElementType type) {
        byte[] data = NpyBytes.data(type, ByteOrder.LITTLE_ENDIAN, 1);

        SidecarException failure = Failures.of(() -> NpyArray.read(write(descr, false, "(1,)", data)));

        assertThat(failure.kind()).isEqualTo(UNSUPPORTED);
        assertThat(failure).hasMessageContaining("expected float16, float32 or float64, found " + type.label());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {"(2, 2) | FORMAT", "(4611686018427387904,) | FORMAT", "(-1,) | FORMAT", "(4294967296, 0) | LIMIT"})
    void shapesThatLieAreRefused(String shape, SidecarException.Kind kind) {
        SidecarException failure =
                Failures.of(() -> NpyArray.read(write("<f4", false, shape, NpyBytes.float32(1, 2, 3))));

        assertThat(failure.kind()).as(failure.getMessage()).isEqualTo(kind);
    }

    @Test
    void whatIsNoArrayIsRefused() throws IOException {
        assertThat(Failures.of(() -> NpyArray.read(folder)).kind()).isEqualTo(IO);
        Path path = Files.writeString(folder.resolve("x.npy"), "PK");
        assertThat(Failures.of(() -> NpyArray.read(path)).kind()).isEqualTo(FORMAT);
    }
}
