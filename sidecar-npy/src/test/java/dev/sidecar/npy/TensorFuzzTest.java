package dev.sidecar.npy;

import static org.assertj.core.api.Assertions.assertThat;

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
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Damaged weights: whatever is done to them, only the one documented exception comes out. */
class TensorFuzzTest {
    private final FileSystem memory = Jimfs.newFileSystem(Configuration.unix());

    @AfterEach
    void forget() throws IOException {
        memory.close();
    }

    @Test
    void damagedSafetensorsFilesFailInOneWay() {
        List<byte[]> files = List.of(
                safetensors("{\"a\":{\"dtype\":\"F32\",\"shape\":[2,3],\"data_offsets\":[0,24]}}", 24),
                safetensors(
                        "{\"__metadata__\":{\"format\":\"pt\"},"
                                + "\"b\":{\"dtype\":\"F32\",\"shape\":[4],\"data_offsets\":[12,28]},"
                                + "\"a\":{\"dtype\":\"I32\",\"shape\":[3],\"data_offsets\":[0,12]}}  ",
                        28));

        Fuzz.check(random -> Fuzz.damaged(files, random), this::use);
    }

    @Test
    void damagedCheckpointsFailInOneWay() throws IOException {
        List<byte[]> files = List.of(
                Files.readAllBytes(Fixtures.path("weights/pytorch_model.bin")),
                Files.readAllBytes(Fixtures.path("weights/pytorch_model_legacy.bin")));

        Fuzz.check(random -> Fuzz.damaged(files, random), this::use);
    }

    private static byte[] safetensors(String header, int data) {
        byte[] text = header.getBytes(StandardCharsets.US_ASCII);
        return ByteBuffer.allocate(Long.BYTES + text.length + data)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putLong(text.length)
                .put(text)
                .array();
    }

    private void use(byte[] bytes) throws IOException {
        Path path = Files.write(memory.getPath("weights"), bytes);
        TensorFile file = TensorFile.open(path);
        SidecarException refused = null;
        for (String name : file.names()) {
            int values = file.shape(name).stream().reduce(1, (product, size) -> product * size);
            try {
                assertThat(file.floats(name)).hasSize(values);
            } catch (SidecarException e) {
                refused = e;
            }
        }
        if (refused != null) {
            throw refused;
        }
    }
}
