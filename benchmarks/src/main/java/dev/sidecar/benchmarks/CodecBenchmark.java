package dev.sidecar.benchmarks;

import dev.sidecar.encodec.EncodecModel;
import dev.sidecar.encodec.RandomModel;
import dev.sidecar.encodec.TokenDecoder;
import dev.sidecar.encodec.TokenEncoder;
import dev.sidecar.frame.Codes;
import dev.sidecar.testkit.FakeClips;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.SplittableRandom;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * How much faster than real time the codec is, with random weights of the published model's size, on one clip of a minute. With
 * {@code -t 2} it is two clips at once.
 */
@State(Scope.Thread)
@Fork(1)
@Warmup(iterations = 2, time = 1)
@Measurement(iterations = 4, time = 1)
public class CodecBenchmark {
    private static final int SECONDS = 60;
    private static final int FRAMES = 75 * SECONDS;
    private static final int CODEBOOKS = 8;

    private static final int VECTOR = 256;
    /** Sums of a second of audio in the decoder: 1.49 GMAC, 4 to a step of the loop. */
    private static final int STEPS = 1_490_000_000 / 4 / VECTOR;

    private final float[] noise = new float[FRAMES * 320];
    private final Codes codes = FakeClips.codes(CODEBOOKS, FRAMES, 1);
    private final float[][] vectors = new float[5][VECTOR];
    private TokenDecoder decoder = model().decoder();
    private TokenEncoder encoder = model().encoder(CODEBOOKS);

    private static EncodecModel model() {
        return Shared.MODEL;
    }

    /** One model for all threads, as in a run. */
    private static final class Shared {
        private static final EncodecModel MODEL = load();

        private static EncodecModel load() {
            try {
                Path file = Files.createTempFile("random", ".safetensors");
                try {
                    return EncodecModel.load(RandomModel.fullSize().write(file, 1));
                } finally {
                    Files.delete(file);
                }
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    /** Makes the audio. */
    @Setup
    public void setup() {
        SplittableRandom random = new SplittableRandom(2);
        for (int i = 0; i < noise.length; i++) {
            noise[i] = (float) random.nextDouble(-0.3, 0.3);
        }
        for (float[] vector : vectors) {
            for (int i = 0; i < VECTOR; i++) {
                vector[i] = (float) random.nextDouble();
            }
        }
        decoder = model().decoder();
        encoder = model().encoder(CODEBOOKS);
    }

    /** Decodes the clip block by block. */
    @Benchmark
    public float decode(Units.Audio done) {
        done.realTime += SECONDS;
        float[] last = {0};
        decoder.decode(codes, (samples, length) -> last[0] = samples[length - 1]);
        return last[0];
    }

    /** Encodes the clip. */
    @Benchmark
    public int encode(Units.Audio done) {
        done.realTime += SECONDS;
        return encoder.encode(Signals.stream(24_000, noise)).codes().frames();
    }

    /**
     * The floor: the decoder's sums of a second as one plain loop over rows in the first cache. What is left between the two
     * is the codec's own.
     */
    @Benchmark
    public float floor(Units.Audio done) {
        done.realTime++;
        for (int i = 0; i < STEPS; i++) {
            add(vectors[0], vectors[1], vectors[2], vectors[3], vectors[4]);
        }
        return vectors[0][0];
    }

    private static void add(float[] row, float[] a, float[] b, float[] c, float[] d) {
        for (int j = 0; j < row.length; j++) {
            row[j] += 1e-9f * a[j] + 2e-9f * b[j] + 3e-9f * c[j] + 4e-9f * d[j];
        }
    }
}
