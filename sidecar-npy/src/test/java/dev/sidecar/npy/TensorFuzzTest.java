package dev.sidecar.npy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Damaged weights: whatever is done to them, only the one documented exception comes out. */
@Tag("hostile")
class TensorFuzzTest {
    private final ForeignBytes foreign = new ForeignBytes();

    @AfterEach
    void forget() throws IOException {
        foreign.close();
    }

    @Test
    void damagedSafetensorsFilesFailInOneWay() {
        Damage damage = new Damage(
                List.of(
                        safetensors("{\"a\":{\"dtype\":\"F32\",\"shape\":[2,3],\"data_offsets\":[0,24]}}", 24),
                        safetensors(
                                "{\"__metadata__\":{\"format\":\"pt\"},"
                                        + "\"b\":{\"dtype\":\"F32\",\"shape\":[4],\"data_offsets\":[12,28]},"
                                        + "\"a\":{\"dtype\":\"I32\",\"shape\":[3],\"data_offsets\":[0,12]}}  ",
                                28)),
                Samples.weights(".bin").words());

        Fuzz.check(3_000, damage::apply, foreign::tensors);
    }

    @Test
    void damagedCheckpointsFailInOneWay() {
        Fuzz.check(2_000, Samples.weights(".bin")::apply, foreign::tensors);
    }

    private static Fuzz.Sample safetensors(String header, int data) {
        byte[] text = header.getBytes(StandardCharsets.US_ASCII);
        return new Fuzz.Sample(
                header,
                ByteBuffer.allocate(Long.BYTES + text.length + data)
                        .order(ByteOrder.LITTLE_ENDIAN)
                        .putLong(text.length)
                        .put(text)
                        .array());
    }
}
