package dev.sidecar.npy;

import static dev.sidecar.SidecarException.Kind.FORBIDDEN;
import static dev.sidecar.SidecarException.Kind.FORMAT;
import static dev.sidecar.SidecarException.Kind.IO;
import static dev.sidecar.SidecarException.Kind.LIMIT;
import static dev.sidecar.SidecarException.Kind.MISMATCH;
import static dev.sidecar.SidecarException.Kind.UNSUPPORTED;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.google.common.jimfs.Configuration;
import com.google.common.jimfs.Jimfs;
import dev.sidecar.SidecarException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystem;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.StreamSupport;
import java.util.zip.CRC32;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TensorFileTest {
    private static final String BIAS = "decoder.layers.0.conv.bias";
    private static final String GAIN = "decoder.layers.0.conv.parametrizations.weight.original0";
    private static final String WEIGHT = "decoder.layers.0.conv.parametrizations.weight.original1";

    @TempDir
    private Path folder;

    private static TensorFile weights() {
        return TensorFile.open(Fixtures.path("weights/tiny_decoder_parametrized.safetensors"));
    }

    private TensorFile open(TorchFile file) throws IOException {
        return open(file.bytes());
    }

    private TensorFile open(byte[] bytes) throws IOException {
        return TensorFile.open(Files.write(folder.resolve("w.bin"), bytes));
    }

    private static byte[] float32(ByteOrder order, float... values) {
        ByteBuffer bytes = ByteBuffer.allocate(values.length * Float.BYTES).order(order);
        bytes.asFloatBuffer().put(values);
        return bytes.array();
    }

    private static byte[] counted(int count) {
        float[] values = new float[count];
        for (int i = 0; i < count; i++) {
            values[i] = i;
        }
        return float32(ByteOrder.LITTLE_ENDIAN, values);
    }

    private static int crc32(float[] values) {
        CRC32 crc = new CRC32();
        crc.update(float32(ByteOrder.LITTLE_ENDIAN, values));
        return (int) crc.getValue();
    }

    @Test
    void readsASafetensorsFileAsNumPyDoes() {
        JsonNode expected = Fixtures.json("weights/expected.json");

        TensorFile file = weights();

        List<String> names = new ArrayList<>();
        for (JsonNode tensor : expected) {
            String name = tensor.get("name").textValue();
            names.add(name);
            assertThat(file.has(name)).isTrue();
            assertThat(file.type(name)).isEqualTo("float32");
            assertThat(file.shape(name))
                    .isEqualTo(StreamSupport.stream(tensor.get("shape").spliterator(), false)
                            .map(JsonNode::intValue)
                            .toList());
            assertThat(crc32(file.floats(name))).as(name).isEqualTo((int)
                    tensor.get("crc32").longValue());
        }
        assertThat(file.names()).containsExactlyElementsOf(names);
        assertThat(file).hasToString(file.path() + " (64 tensors)");
    }

    @ParameterizedTest
    @ValueSource(strings = {"pytorch_model.bin", "pytorch_model_legacy.bin"})
    void readsTheWeightsOfAModelAsTorchSavesThem(String name) {
        TensorFile weights = weights();

        TensorFile file = TensorFile.open(Fixtures.path("weights/" + name));

        assertThat(file.names())
                .containsExactly(
                        GAIN,
                        BIAS,
                        WEIGHT,
                        "decoder.layers.1.lstm.bias_ih_l0",
                        "decoder.layers.15.conv.bias",
                        "single",
                        "none");
        for (String tensor : file.names()) {
            if (weights.has(tensor)) {
                assertThat(file.type(tensor)).isEqualTo("float32");
                assertThat(file.shape(tensor)).isEqualTo(weights.shape(tensor));
                assertThat(file.floats(tensor)).as(tensor).isEqualTo(weights.floats(tensor));
            }
        }
        assertThat(file.shape("single")).isEmpty();
        assertThat(file.floats("single")).containsExactly(2.5f);
        assertThat(file.shape("none")).containsExactly(0, 3);
        assertThat(file.floats("none")).isEmpty();
    }

    @Test
    void followsStridesAndOffset() throws IOException {
        Pickle pickle = Pickle.protocol(2).op('}');
        pickle.text("turned").add(Pickle.view("FloatStorage", 12, 1, new long[] {2, 3}, new long[] {1, 4}));
        pickle.op('s').text("stepped").add(Pickle.view("FloatStorage", 12, 0, new long[] {3}, new long[] {5}));
        pickle.op('s').text("repeated").add(Pickle.view("FloatStorage", 12, 7, new long[] {2, 2}, new long[] {0, 1}));
        pickle.op('s').text("box").add(Pickle.view("FloatStorage", 12, 0, new long[] {2, 1, 3}, new long[] {6, 99, 2}));

        TensorFile file = open(TorchFile.with(pickle.op('s', '.')).storage(counted(12)));

        assertThat(file.floats("turned")).containsExactly(1, 5, 9, 2, 6, 10);
        assertThat(file.floats("stepped")).containsExactly(0, 5, 10);
        assertThat(file.floats("repeated")).containsExactly(7, 8, 7, 8);
        assertThat(file.floats("box")).containsExactly(0, 2, 4, 6, 8, 10);
    }

    @Test
    void readsTensorsLargerThanItsBlocks() throws IOException {
        int rows = 300;
        int columns = 257;
        byte[] content = counted(rows * columns);
        long[] turned = {columns, rows};
        Pickle pickle = Pickle.protocol(2)
                .op('}')
                .text("plain")
                .add(Pickle.tensor("FloatStorage", (long) rows * columns, rows, columns))
                .op('s')
                .text("turned")
                .add(Pickle.view("FloatStorage", (long) rows * columns, 0, turned, new long[] {1, columns}))
                .op('s', '.');

        TensorFile file = open(TorchFile.with(pickle).storage(content));

        float[] plain = file.floats("plain");
        float[] other = file.floats("turned");
        for (int i = 0; i < plain.length; i++) {
            assertThat(plain[i]).isEqualTo(i);
            assertThat(other[i]).isEqualTo(i % rows * columns + i / rows);
        }
    }

    @Test
    void followsTheByteOrderOfTheWriter() throws IOException {
        TensorFile file = open(TorchFile.with(Pickle.dict("x", Pickle.tensor("FloatStorage", 2, 2)))
                .entry("byteorder", "big".getBytes(StandardCharsets.US_ASCII))
                .storage(float32(ByteOrder.BIG_ENDIAN, 1.5f, -3)));

        assertThat(file.floats("x")).containsExactly(1.5f, -3);
    }

    @ParameterizedTest
    @CsvSource({
        "HalfStorage, 2, float16",
        "BFloat16Storage, 2, bfloat16",
        "DoubleStorage, 8, float64",
        "LongStorage, 8, int64"
    })
    void otherTypesAreKnownAndNotReadAsFloats(String storage, int bytes, String type) throws IOException {
        TensorFile file = open(
                TorchFile.with(Pickle.dict("x", Pickle.tensor(storage, 1, 1))).storage(new byte[bytes]));

        assertThat(file.type("x")).isEqualTo(type);
        SidecarException failure = Failures.of(() -> file.floats("x"));
        assertThat(failure.kind()).isEqualTo(UNSUPPORTED);
        assertThat(failure).hasMessageContaining("float32").hasMessageContaining("tensor x is " + type);
    }

    @Test
    void anUnknownTensorIsAnsweredWithTheNearestOne() {
        TensorFile file = weights();

        for (SidecarException failure : List.of(
                Failures.of(() -> file.floats("decoder.layers.0.conf.bias")),
                Failures.of(() -> file.shape("decoder.layers.0.conf.bias")),
                Failures.of(() -> file.type("decoder.layers.0.conf.bias")))) {
            assertThat(failure.kind()).isEqualTo(MISMATCH);
            assertThat(failure)
                    .hasMessageStartingWith(file.path() + ": no tensor \"decoder.layers.0.conf.bias\"; did you mean "
                            + BIAS + "? there are " + BIAS);
            assertThat(failure.getMessage()).hasSizeLessThan(2000);
        }
        assertThat(file.has("decoder.layers.0.conf.bias")).isFalse();
    }

    @Test
    void aFileThatChangedIsNotRead() throws IOException {
        Path path = Fixtures.copy("weights/pytorch_model.bin", folder);
        TensorFile file = TensorFile.open(path);
        assertThat(file.floats("single")).hasSize(1);

        Files.setLastModifiedTime(path, FileTime.fromMillis(1));

        assertThat(Failures.of(() -> file.floats("single")).kind()).isEqualTo(MISMATCH);
    }

    @Test
    void namesCannotBeChanged() {
        assertThat(weights().names()).isUnmodifiable();
    }

    @Test
    void aTensorThatRepeatsASmallFileIsRefused() throws IOException {
        long many = 1L << 30;
        TensorFile file = open(TorchFile.with(
                        Pickle.dict("x", Pickle.view("FloatStorage", 1, 0, new long[] {many}, new long[] {0})))
                .storage(new byte[4]));

        assertThat(file.shape("x")).containsExactly(1 << 30);
        assertThat(Failures.of(() -> file.floats("x")).kind()).isEqualTo(LIMIT);
    }

    @Test
    void sizesBeyondAnArrayAreRefused() throws IOException {
        TensorFile file = open(TorchFile.with(Pickle.dict(
                        "x", Pickle.view("FloatStorage", 1, 0, new long[] {1L << 30, 1L << 30}, new long[] {0, 0})))
                .storage(new byte[4]));
        assertThat(Failures.of(() -> file.floats("x")).kind()).isEqualTo(LIMIT);

        TorchFile tooLong = TorchFile.with(
                        Pickle.dict("x", Pickle.view("FloatStorage", 1, 0, new long[] {1L << 31}, new long[] {0})))
                .storage(new byte[4]);
        assertThat(Failures.of(() -> open(tooLong)).kind()).isEqualTo(LIMIT);
    }

    @Test
    void whatIsNoDictOfTensorsIsRefused() {
        Pickle tensor =
                Pickle.protocol(2).add(Pickle.tensor("FloatStorage", 1, 1)).op('.');
        Pickle nested = Pickle.dict("best_state", Pickle.part().op('}'));
        Pickle numbered = Pickle.protocol(2).op('}', 'K', 1, 'N', 's', '.');

        assertThat(Failures.of(() -> open(TorchFile.with(tensor).storage(new byte[4]))))
                .hasMessageContaining("dict of tensors by name, found a tensor float32[1]");
        assertThat(Failures.of(() -> open(TorchFile.with(nested))))
                .hasMessageContaining("best_state is a dict of 0; save the state_dict()");
        assertThat(Failures.of(() -> open(TorchFile.with(numbered))))
                .hasMessageContaining("found the key 1")
                .extracting(SidecarException::kind)
                .isEqualTo(UNSUPPORTED);
    }

    @Test
    void onlyTheAttributeOfWeightsIsAllowed() {
        Pickle ordered = Pickle.part().global("collections", "OrderedDict").op(')', 'R');
        Pickle allowed =
                Pickle.protocol(2).add(ordered).op('}').text("_metadata").op('N', 's', 'b', '.');
        Pickle other = Pickle.protocol(2).add(ordered).op('}').text("update").op('N', 's', 'b', '.');
        Pickle empty = Pickle.protocol(2).add(ordered).op('}', 'b', '.');
        Pickle plain = Pickle.protocol(2).op('}', '}').text("_metadata").op('N', 's', 'b', '.');
        Pickle function =
                Pickle.protocol(2).global("torch._utils", "_rebuild_parameter").op('.');

        assertThat(Failures.of(() -> open(TorchFile.with(other))).kind()).isEqualTo(FORMAT);
        assertThat(Failures.of(() -> open(TorchFile.with(empty))).kind()).isEqualTo(FORMAT);
        assertThat(Failures.of(() -> open(TorchFile.with(plain))).kind()).isEqualTo(FORMAT);
        assertThat(Failures.of(() -> open(TorchFile.with(function))).kind()).isEqualTo(FORBIDDEN);
        assertThat(assertOpens(allowed).names()).isEmpty();
    }

    private TensorFile assertOpens(Pickle pickle) {
        try {
            return open(TorchFile.with(pickle));
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void saysWhatLiesInTheFilesPlace() throws IOException {
        assertThat(Failures.of(() -> TensorFile.open(folder.resolve("none"))).kind())
                .isEqualTo(IO);
        assertThat(refusal("")).contains("empty");
        assertThat(refusal("version https://git-lfs.github.com/spec/v1\n")).contains("git lfs pull");
        assertThat(refusal("<!DOCTYPE html>")).contains("not a file of tensors", "downloaded");
        assertThat(refusal("something else")).contains("73 6f 6d 65", "neither safetensors nor torch.save");
    }

    private String refusal(String content) throws IOException {
        byte[] bytes = content.getBytes(StandardCharsets.US_ASCII);
        SidecarException failure = Failures.of(() -> open(bytes));
        assertThat(failure.kind()).isEqualTo(FORMAT);
        return String.valueOf(failure.getMessage());
    }

    @Test
    void readsFromAnyFileSystem() throws IOException {
        try (FileSystem memory = Jimfs.newFileSystem(Configuration.unix())) {
            for (String name : List.of("pytorch_model.bin", "pytorch_model_legacy.bin")) {
                Path path = Fixtures.copy("weights/" + name, memory.getPath(name));
                assertThat(TensorFile.open(path).floats(WEIGHT))
                        .isEqualTo(weights().floats(WEIGHT));
            }
        }
    }
}
