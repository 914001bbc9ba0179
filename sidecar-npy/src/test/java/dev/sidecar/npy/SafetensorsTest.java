package dev.sidecar.npy;

import static dev.sidecar.SidecarException.Kind.FORMAT;
import static dev.sidecar.SidecarException.Kind.LIMIT;
import static dev.sidecar.SidecarException.Kind.UNSUPPORTED;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sidecar.SidecarException;
import dev.sidecar.SidecarException.Kind;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SafetensorsTest {
    @TempDir
    private Path folder;

    private TensorFile open(byte[] bytes) throws IOException {
        return TensorFile.open(Files.write(folder.resolve("w.safetensors"), bytes));
    }

    private SidecarException refusal(byte[] bytes) {
        return Failures.of(() -> open(bytes));
    }

    /** A file with a header, single quotes being double ones, and so many bytes of data. */
    private static byte[] file(String header, int data) {
        byte[] text = header.replace('\'', '"').getBytes(StandardCharsets.UTF_8);
        return file(text.length, text, data);
    }

    private static byte[] file(long length, byte[] header, int data) {
        return ByteBuffer.allocate(Long.BYTES + header.length + data)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putLong(length)
                .put(header)
                .array();
    }

    private static String tensor(String name, String dtype, String shape, String offsets) {
        return "'" + name + "':{'dtype':'" + dtype + "','shape':" + shape + ",'data_offsets':" + offsets + "}";
    }

    @Test
    void tensorsNeedNotLieInTheOrderOfTheirNames() throws IOException {
        byte[] bytes = file(
                "{" + tensor("b", "F32", "[2]", "[4,12]") + "," + tensor("none", "F32", "[3,0]", "[4,4]") + ","
                        + tensor("a", "F32", "[]", "[0,4]") + "} \n",
                12);
        ByteBuffer.wrap(bytes, bytes.length - 12, 12)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putFloat(1)
                .putFloat(2)
                .putFloat(3);

        TensorFile file = open(bytes);

        assertThat(file.names()).containsExactly("b", "none", "a");
        assertThat(file.floats("a")).containsExactly(1);
        assertThat(file.floats("b")).containsExactly(2, 3);
        assertThat(file.floats("none")).isEmpty();
        assertThat(file.shape("none")).containsExactly(3, 0);
        assertThat(file.shape("a")).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"{}", "{}   ", "{'__metadata__':{}}", "{'__metadata__':{'format':'pt','x':''}}"})
    void aFileMayHoldNothing(String header) throws IOException {
        assertThat(open(file(header, 0)).names()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "F64, 8, float64", "F16, 2, float16", "BF16, 2, bfloat16", "I64, 8, int64", "I32, 4, int32", "I16, 2, int16",
        "I8, 1, int8", "U64, 8, uint64", "U32, 4, uint32", "U16, 2, uint16", "U8, 1, uint8", "BOOL, 1, bool",
        "F8_E4M3, 1, float8_e4m3", "F8_E5M2, 1, float8_e5m2", "F8_E8M0, 1, float8_e8m0"
    })
    void otherTypesAreKnownAndNotReadAsFloats(String dtype, int bytes, String type) throws IOException {
        TensorFile file = open(file("{" + tensor("x", dtype, "[3]", "[0," + 3 * bytes + "]") + "}", 3 * bytes));

        assertThat(file.type("x")).isEqualTo(type);
        assertThat(Failures.of(() -> file.floats("x")).kind()).isEqualTo(UNSUPPORTED);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{'x':{'dtype':'F32','shape':[1],'data_offsets':[0,8]}} | 8 | not the bytes",
                "{'x':{'dtype':'F32','shape':[2],'data_offsets':[0,4]}} | 4 | not the bytes",
                "{'x':{'dtype':'F32','shape':[2],'data_offsets':[8,0]}} | 8 | not the bytes",
                "{'x':{'dtype':'F32','shape':[1],'data_offsets':[0,4]}} | 3 | truncated",
                "{'x':{'dtype':'F32','shape':[1],'data_offsets':[0,4]}} | 0 | truncated",
                "{'x':{'dtype':'F32','shape':[1],'data_offsets':[0,4]}} | 5 | bytes after the last tensor",
                "{'x':{'dtype':'F32','shape':[0],'data_offsets':[4,4]}} | 4 | bytes of no tensor before the tensor x",
                "{'x':{'dtype':'F32','shape':[1],'data_offsets':[4,8]}} | 8 | bytes of no tensor before the tensor x",
                "{} | 1 | bytes after the last tensor",
                "{'x':{'dtype':'F32','shape':[1],'data_offsets':[0,4]},'y':{'dtype':'F32','shape':[1],'data_offsets':[8,12]}} | 12 | bytes of no tensor before the tensor y",
                "{'x':{'dtype':'F32','shape':[1],'data_offsets':[0,4]},'y':{'dtype':'F32','shape':[1],'data_offsets':[2,6]}} | 6 | bytes of two tensors, one of them the tensor y",
                "{'x':{'dtype':'F32','shape':[1],'data_offsets':[0,4]},'y':{'dtype':'F32','shape':[1],'data_offsets':[0,4]}} | 4 | bytes of two tensors, one of them the tensor y",
                "{'x':{'dtype':'F32','shape':[-1],'data_offsets':[0,4]}} | 4 | whole number from 0",
                "{'x':{'dtype':'F32','shape':[1],'data_offsets':[-4,0]}} | 4 | whole number from 0",
                "{'x':{'dtype':'F32','shape':[-0],'data_offsets':[0,0]}} | 0 | whole number from 0",
                "{'x':{'dtype':'F32','shape':[1.0],'data_offsets':[0,4]}} | 4 | whole number from 0",
                "{'x':{'dtype':'F32','shape':[1e0],'data_offsets':[0,4]}} | 4 | whole number from 0",
                "{'x':{'dtype':'F32','shape':['1'],'data_offsets':[0,4]}} | 4 | whole number from 0",
                "{'x':{'dtype':'F32','shape':[null],'data_offsets':[0,4]}} | 4 | whole number from 0",
                "{'x':{'dtype':'F32','shape':[[1]],'data_offsets':[0,4]}} | 4 | whole number from 0",
                "{'x':{'dtype':'F32','shape':[9223372036854775808],'data_offsets':[0,4]}} | 4 | to 2^63 - 1",
                "{'x':{'dtype':'F32','shape':[99999999999999999999999],'data_offsets':[0,4]}} | 4 | to 2^63 - 1",
                "{'x':{'dtype':'F32','shape':[4611686018427387904,4],'data_offsets':[0,0]}} | 0 | not the bytes",
                "{'x':{'dtype':'F32','shape':[4611686018427387905],'data_offsets':[0,4]}} | 4 | not the bytes",
                "{'x':{'dtype':'F32','shape':[1],'data_offsets':[9223372036854775804,9223372036854775807]}} | 4 | not the bytes",
                "{'x':{'dtype':'F32','shape':1,'data_offsets':[0,4]}} | 4 | list of whole numbers",
                "{'x':{'dtype':'F32','shape':{},'data_offsets':[0,4]}} | 4 | list of whole numbers",
                "{'x':{'dtype':'F32','shape':[1],'data_offsets':[0]}} | 4 | two numbers",
                "{'x':{'dtype':'F32','shape':[1],'data_offsets':[0,4,8]}} | 4 | at most 2 whole numbers",
                "{'x':{'dtype':4,'shape':[1],'data_offsets':[0,4]}} | 4 | a dtype is a text",
                "{'x':{'shape':[1],'data_offsets':[0,4]}} | 4 | needs dtype, shape and data_offsets",
                "{'x':{'dtype':'F32','data_offsets':[0,4]}} | 4 | needs dtype, shape and data_offsets",
                "{'x':{'dtype':'F32','shape':[1]}} | 4 | needs dtype, shape and data_offsets",
                "{'x':{'dtype':'F32','shape':[1],'data_offsets':[0,4],'url':'x'}} | 4 | found the key url",
                "{'x':{'dtype':'F32','dtype':'F32','shape':[1],'data_offsets':[0,4]}} | 4 | Duplicate",
                "{'x':{'dtype':'F32','shape':[1],'data_offsets':[0,4]},'x':{'dtype':'F32','shape':[1],'data_offsets':[0,4]}} | 4 | Duplicate",
                "{'x':[]} | 0 | expected an object for x",
                "{'x':null} | 0 | expected an object for x",
                "{'__metadata__':null} | 0 | expected an object for __metadata__",
                "{'__metadata__':{'x':1}} | 0 | values of __metadata__ are texts",
                "{'__metadata__':{'x':{}}} | 0 | values of __metadata__ are texts",
                "{'__metadata__':{'x':'1','x':'2'}} | 0 | Duplicate",
                "{} {} | 0 | text after the end",
                "{}x | 0 | not valid JSON",
                "{'x' | 0 | not valid JSON",
                "{'x':{'dtype':'F32','shape':[1 | 0 | not valid JSON",
            })
    void aHeaderThatDoesNotFitIsRefused(String header, int data, String reason) {
        SidecarException failure = refusal(file(header, data));

        assertThat(failure.kind()).as(failure.getMessage()).isEqualTo(FORMAT);
        assertThat(failure).hasMessageContaining(reason).hasMessageStartingWith(folder.toString());
    }

    @ParameterizedTest
    @ValueSource(strings = {"F4", "f32", "FLOAT", "", "F32 "})
    void anUnknownTypeIsAnsweredWithTheKnownOnes(String dtype) {
        SidecarException failure = refusal(file("{" + tensor("x", dtype, "[1]", "[0,4]") + "}", 4));

        assertThat(failure.kind()).isEqualTo(UNSUPPORTED);
        assertThat(failure).hasMessageContaining("F64, F32, F16, BF16");
    }

    @Test
    void axesBeyondAnIntAreRefused() {
        String shape = "[0,2147483648]";

        assertThat(refusal(file("{" + tensor("x", "F32", shape, "[0,0]") + "}", 0))
                        .kind())
                .isEqualTo(LIMIT);
    }

    @Test
    void manyAxesAreRefused() throws IOException {
        String ones = "1,".repeat(63) + "1";
        byte[] most = file("{" + tensor("x", "F32", "[" + ones + "]", "[0,4]") + "}", 4);
        byte[] more = file("{" + tensor("x", "F32", "[" + ones + ",1]", "[0,4]") + "}", 4);

        assertThat(open(most).floats("x")).hasSize(1);
        assertThat(refusal(more).kind()).isEqualTo(FORMAT);
    }

    @ParameterizedTest
    @CsvSource({
        "0, FORMAT",
        "1, FORMAT",
        "3, FORMAT",
        "100000000, FORMAT",
        "100000001, LIMIT",
        "9223372036854775807, LIMIT",
        "-9223372036854775808, LIMIT",
        "-1, LIMIT"
    })
    void aHeaderLengthThatLiesIsRefused(long length, Kind kind) {
        SidecarException failure = refusal(file(length, new byte[] {'{', '}'}, 0));

        assertThat(failure.kind()).as(failure.getMessage()).isEqualTo(kind);
    }

    @Test
    void theHeaderBeginsWithItsObject() {
        assertThat(refusal(file(" {}", 0))).hasMessageContaining("not a file of tensors");
        assertThat(refusal(file("[]", 0))).hasMessageContaining("not a file of tensors");
        assertThat(refusal(file("\ufeff{}", 0))).hasMessageContaining("not a file of tensors");
        assertThat(refusal(file(0, new byte[0], 0))).hasMessageContaining("not a file of tensors");
    }

    @Test
    void textThatIsNotUtf8IsRefused() {
        byte[] header = {'{', '"', (byte) 0xFF, '"', ':', '{', '}', '}'};

        assertThat(refusal(file(header.length, header, 0))).hasMessageContaining("UTF-8");
    }

    @Test
    void depthCostsNoStack() {
        assertThat(refusal(file("{'x':" + "[".repeat(1_000_000), 0)).kind()).isEqualTo(FORMAT);
        assertThat(refusal(file("{'x':{'shape':" + "[".repeat(1_000_000), 0)).kind())
                .isEqualTo(FORMAT);
    }

    @Test
    void everyTruncationIsRefused() throws IOException {
        byte[] bytes = Files.readAllBytes(Fixtures.path("weights/tiny_decoder_parametrized.safetensors"));
        for (int length = 0; length < bytes.length; length += 1 + length / 16) {
            byte[] truncated = Arrays.copyOf(bytes, length);
            assertThat(refusal(truncated).kind()).isEqualTo(FORMAT);
        }
        assertThat(refusal(Arrays.copyOf(bytes, bytes.length - 1)).kind()).isEqualTo(FORMAT);
        assertThat(refusal(Arrays.copyOf(bytes, bytes.length + 1)).kind()).isEqualTo(FORMAT);
    }
}
