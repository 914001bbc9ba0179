package dev.sidecar.encodec;

import static java.util.Objects.requireNonNull;

import dev.sidecar.audio.AudioFile;
import dev.sidecar.audio.AudioStream;
import dev.sidecar.frame.Codes;
import dev.sidecar.npy.NpyArray;
import dev.sidecar.npy.TokenFile;
import java.io.IOException;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.LongBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** What Meta's implementation made of a tiny codec with seeded weights. */
final class Golden {
    static final Path TINY = resource("tiny/tiny_model.safetensors");
    static final Path PARAMETRIZED = resource("tiny/tiny_decoder_parametrized.safetensors");

    /** Clips with tokens and decoded audio. */
    static final List<String> DECODED = List.of("t5", "t75", "t75_cb1", "t211");

    /** Clips with audio and its codes. */
    static final List<String> ENCODED = List.of("t5", "t75", "t211");

    private Golden() {}

    static Path resource(String name) {
        return Path.of(URI.create(
                requireNonNull(Golden.class.getResource("/" + name), name).toString()));
    }

    static Codes tokens(String clip) {
        return TokenFile.open(resource("tiny/" + clip + ".ecdc")).codes();
    }

    static float[] audio(String clip) {
        return NpyArray.read(resource("tiny/" + clip + ".audio.npy")).floats();
    }

    static float[] rmsDb(String clip) {
        return NpyArray.read(resource("tiny/" + clip + ".rms_db.npy")).floats();
    }

    /** Codes by codebook: an array of int64 after a header of 128 bytes. */
    static int[][] codes(String clip, int codebooks) throws IOException {
        byte[] file = Files.readAllBytes(resource("tiny/" + clip + ".encoded.npy"));
        LongBuffer values = ByteBuffer.wrap(file, 128, file.length - 128)
                .order(ByteOrder.LITTLE_ENDIAN)
                .asLongBuffer();
        int[][] codes = new int[codebooks][values.remaining() / codebooks];
        for (int[] row : codes) {
            for (int t = 0; t < row.length; t++) {
                row[t] = (int) values.get();
            }
        }
        return codes;
    }

    static AudioStream wav(String clip) {
        return AudioFile.open(resource("tiny/" + clip + ".wav"));
    }
}
