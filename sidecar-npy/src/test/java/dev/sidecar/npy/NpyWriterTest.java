package dev.sidecar.npy;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sidecar.frame.Column;
import dev.sidecar.frame.DType;
import dev.sidecar.frame.FeatureFrame;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class NpyWriterTest {
    /** Cases that {@code src/test/python/make_save_digests.py} made with {@code numpy.save}. */
    static Stream<Named<JsonNode>> cases() {
        return Fixtures.json("npy/save_digests.json")
                .get("cases")
                .valueStream()
                .map(entry -> Named.of(
                        "[" + entry.get("frames") + ", " + entry.get("width") + "] "
                                + entry.get("dtype").textValue(),
                        entry));
    }

    @ParameterizedTest
    @MethodSource("cases")
    void theBytesAreThoseOfNumPySave(JsonNode entry) {
        DType dtype = entry.get("dtype").textValue().equals("f4") ? DType.FLOAT32 : DType.FLOAT16;
        int frames = entry.get("frames").intValue();
        FeatureFrame.Builder frame = FeatureFrame.builder(frames);
        for (int d = 0; d < entry.get("width").intValue(); d++) {
            int offset = 17 * d;
            frame.add(Column.generate("c" + d, frames, t -> ((31 * t + offset) % 2001 - 1000) / 7.0));
        }
        byte[] bytes = NpyWriter.bytes(frame.build(), dtype, Path.of("x.cond.npy"));
        assertThat(Sha256.of(bytes)).isEqualTo(entry.get("sha256").textValue());
    }
}
