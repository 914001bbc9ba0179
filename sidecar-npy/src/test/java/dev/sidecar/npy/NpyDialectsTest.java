package dev.sidecar.npy;

import static dev.sidecar.npy.ElementType.BOOL;
import static dev.sidecar.npy.ElementType.FLOAT32;
import static dev.sidecar.npy.ElementType.FLOAT64;
import static dev.sidecar.npy.ElementType.INT16;
import static dev.sidecar.npy.ElementType.INT32;
import static dev.sidecar.npy.ElementType.INT64;
import static dev.sidecar.npy.ElementType.INT8;
import static dev.sidecar.npy.ElementType.UINT16;
import static dev.sidecar.npy.ElementType.UINT32;
import static dev.sidecar.npy.ElementType.UINT64;
import static dev.sidecar.npy.ElementType.UINT8;
import static java.nio.ByteOrder.BIG_ENDIAN;
import static java.nio.ByteOrder.LITTLE_ENDIAN;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.sidecar.SidecarException;
import dev.sidecar.SidecarException.Kind;
import java.io.IOException;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Headers and types that NumPy reads, and that no fixture has; made byte by byte. */
class NpyDialectsTest {

    @TempDir
    private Path folder;

    private Path file(byte[] bytes) throws IOException {
        return Files.write(folder.resolve("x.npy"), bytes);
    }

    private float[] read(byte[] bytes) throws IOException {
        try (NpyFile npy = NpyFile.open(file(bytes))) {
            return NpyReads.all(npy);
        }
    }

    private SidecarException refused(byte[] bytes) throws IOException {
        Path path = file(bytes);
        SidecarException failure = catchThrowableOfType(
                SidecarException.class, () -> NpyFile.open(path).close());
        assertThat(failure).isNotNull().hasMessageContaining(path.toString());
        return failure;
    }

    static Stream<Arguments> types() {
        double[] signed = {-3, 0, 2.0, 100};
        double[] unsigned = {3, 0, 2.0, 200};
        double[] fractions = {-3, 0.1, 65504, 1e30};
        return Stream.of(
                arguments("<f8", LITTLE_ENDIAN, FLOAT64, fractions),
                arguments("f8", LITTLE_ENDIAN, FLOAT64, fractions),
                arguments("float64", LITTLE_ENDIAN, FLOAT64, fractions),
                arguments(">f8", BIG_ENDIAN, FLOAT64, fractions),
                arguments("<f4", LITTLE_ENDIAN, FLOAT32, fractions),
                arguments(">f4", BIG_ENDIAN, FLOAT32, fractions),
                arguments("=f4", LITTLE_ENDIAN, FLOAT32, fractions),
                arguments("f4", LITTLE_ENDIAN, FLOAT32, fractions),
                arguments("float32", LITTLE_ENDIAN, FLOAT32, fractions),
                arguments("|b1", LITTLE_ENDIAN, BOOL, new double[] {0, 1, 1, 0}),
                arguments("|i1", LITTLE_ENDIAN, INT8, signed),
                arguments("|u1", LITTLE_ENDIAN, UINT8, unsigned),
                arguments("<i2", LITTLE_ENDIAN, INT16, signed),
                arguments(">i2", BIG_ENDIAN, INT16, signed),
                arguments("<u2", LITTLE_ENDIAN, UINT16, new double[] {0, 1, 32768, 65535}),
                arguments("<i4", LITTLE_ENDIAN, INT32, signed),
                arguments("int32", LITTLE_ENDIAN, INT32, signed),
                arguments("<u4", LITTLE_ENDIAN, UINT32, new double[] {0, 1, 2147483648L, 4294967040L}),
                arguments("<i8", LITTLE_ENDIAN, INT64, signed),
                arguments(">i8", BIG_ENDIAN, INT64, signed),
                arguments("<u8", LITTLE_ENDIAN, UINT64, unsigned));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("types")
    void everyTypeIsReadAsTheNearestFloat32(String descr, ByteOrder order, ElementType type, double[] values)
            throws IOException {
        byte[] file = NpyBytes.of(NpyBytes.header(descr, false, 2, 2), NpyBytes.data(type, order, values));
        float[] expected = new float[values.length];
        for (int i = 0; i < expected.length; i++) {
            expected[i] = (float) values[i];
        }
        assertThat(read(file)).containsExactly(expected);
    }

    @Test
    void anUnsigned64BitIntegerBeyondTheSignedRangeStaysPositive() throws IOException {
        byte[] data = NpyBytes.data(UINT64, LITTLE_ENDIAN, -1);
        assertThat(read(NpyBytes.of(NpyBytes.header("<u8", false, 1, 1), data))).containsExactly(0x1p64f);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{'descr': '<f4', 'fortran_order': False, 'shape': (2L, 2L), }",
                "{'descr': '<f4',\n 'fortran_order': False,\n 'shape': (2,\n2)}\n",
                "{'descr': '<f4', 'fortran_order': False, 'shape': (2, 2)}",
                "{'descr': '<f4', 'fortran_order': False, 'shape': (2, 2,)}",
                "  {\t'shape': (2 , 2), \"descr\" : \"<f4\", 'fortran_order':False,}       \t\r\n\n"
            })
    void everySpellingOfAHeaderThatNumPyReadsIsRead(String header) throws IOException {
        assertThat(read(NpyBytes.of(header, NpyBytes.float32(1, 2, 3, 4)))).containsExactly(1, 2, 3, 4);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{'descr': '<f4', 'fortran_order': False, 'shape': (2, 2)}\0{",
                "{'descr': '<f4', 'fortran_order': False, 'shape': (2 2)}",
                "{'descr': '<f4', 'fortran_order': False, 'shape': (2, -2)}",
                "{'descr': '<f4', 'fortran_order': False, 'shape': (2, 0x2)}",
                "{'descr': '<f4', 'fortran_order': False, 'shape': (99999999999999999999, 0)}",
                "{'descr': '<f4', 'fortran_order': False, 'shape': (2, 2)",
                "{'descr': '<f4' 'fortran_order': False, 'shape': (2, 2)}",
                "{'descr': '<f\\x34', 'fortran_order': False, 'shape': (2, 2)}",
                "{'descr': '<float32', 'fortran_order': False, 'shape': (2, 2)}",
                "{'descr': '', 'fortran_order': False, 'shape': (2, 2)}",
                "{'descr': '<f4', 'fortran_order': False}",
                "{,}"
            })
    void aHeaderThatIsNoneIsAFormatError(String header) throws IOException {
        assertThat(refused(NpyBytes.of(header, NpyBytes.float32(1, 2, 3, 4))).kind())
                .isEqualTo(Kind.FORMAT);
    }

    @ParameterizedTest
    @ValueSource(strings = {"'|O'", "'<U4'", "'|V4'", "'<M8[us]'", "'<c8'", "'<f16'", "[('a', '<f4')]"})
    void aTypeThatIsNoNumberOfOursIsUnsupported(String descr) throws IOException {
        String header = "{'descr': " + descr + ", 'fortran_order': False, 'shape': (1, 1), }\n";
        assertThat(refused(NpyBytes.of(header, new byte[16])).kind()).isEqualTo(Kind.UNSUPPORTED);
    }

    @ParameterizedTest
    @ValueSource(strings = {"()", "(4,)", "(1, 2, 2)"})
    void anArrayThatIsNoMatrixIsUnsupported(String shape) throws IOException {
        String header = "{'descr': '<f4', 'fortran_order': False, 'shape': " + shape + ", }\n";
        assertThat(refused(NpyBytes.of(header, new byte[16])).kind()).isEqualTo(Kind.UNSUPPORTED);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3})
    void bytesAfterTheDataAreIgnoredInEveryVersion(int version) throws IOException {
        byte[] file = NpyBytes.of(version, NpyBytes.header("<f4", false, 2, 1), NpyBytes.float32(1, 2, 666));
        assertThat(read(file)).containsExactly(1, 2);
    }

    @ParameterizedTest
    @CsvSource({"1,127", "1,128", "1,255", "1,256", "1,9999", "1,10000", "2,255", "2,256", "2,10000", "3,128"})
    void theHeadersLengthIsUnsigned(int version, int length) throws IOException {
        String text = NpyBytes.header("<f4", false, 2, 1);
        String header = " ".repeat(length - text.length()) + text;
        byte[] file = NpyBytes.of(version, header, NpyBytes.float32(1, 2));
        assertThat(read(file)).containsExactly(1, 2);
    }

    @ParameterizedTest
    @CsvSource({
        "1,10001",
        "1,32767",
        "1,32768",
        "1,65535",
        "2,10001",
        "2,32768",
        "2,65536",
        "2,2147483648",
        "2,4294967295"
    })
    void aHeaderBeyondTheLimitIsRefusedForWhatItClaims(int version, long length) throws IOException {
        SidecarException failure = refused(NpyBytes.claiming(version, length));
        assertThat(failure.kind()).isEqualTo(Kind.LIMIT);
        assertThat(failure).hasMessageContaining("claims " + length);
    }

    @Test
    void everyCutThroughAFileIsAFormatError() throws IOException {
        byte[] whole = NpyBytes.of(NpyBytes.header("<f4", false, 2, 1), NpyBytes.float32(1, 2));
        for (int length = 0; length < whole.length; length++) {
            assertThat(refused(Arrays.copyOf(whole, length)).kind())
                    .as("cut at %d", length)
                    .isEqualTo(Kind.FORMAT);
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void aFiniteFloat64BeyondFloat32NamesItsFrameAndColumn(boolean fortran) throws IOException {
        double[] values = {1, 2, 3, 4, -4e38, 6};
        double[] columns = {1, 3, -4e38, 2, 4, 6};
        Path path =
                file(NpyBytes.of(NpyBytes.header("<f8", fortran, 3, 2), NpyBytes.float64(fortran ? columns : values)));
        try (NpyFile npy = NpyFile.open(path)) {
            SidecarException failure = catchThrowableOfType(SidecarException.class, () -> NpyReads.all(npy));
            assertThat(failure.kind()).isEqualTo(Kind.LIMIT);
            assertThat(failure.place().file()).isEqualTo(path.toString());
            assertThat(failure.place().frame()).isEqualTo(2);
            assertThat(failure.place().column()).isEqualTo("col0");
            assertThat(NpyReads.rows(npy, 0, 2)).containsExactly(1, 2, 3, 4);
        }
    }

    @Test
    void anInfiniteFloat64StaysInfinite() throws IOException {
        byte[] data = NpyBytes.float64(Double.NEGATIVE_INFINITY, Double.NaN);
        assertThat(read(NpyBytes.of(NpyBytes.header("<f8", false, 2, 1), data)))
                .containsExactly(Float.NEGATIVE_INFINITY, Float.NaN);
    }
}
