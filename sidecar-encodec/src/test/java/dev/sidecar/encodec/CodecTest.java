package dev.sidecar.encodec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.sidecar.audio.AudioProducers;
import dev.sidecar.audio.AudioStream;
import dev.sidecar.frame.Clip;
import dev.sidecar.frame.Codes;
import dev.sidecar.frame.FrameGrid;
import dev.sidecar.npy.TensorFile;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The codec against Meta's implementation, against a second one of its definition, and against itself cut otherwise. */
class CodecTest {
    /** Float32 through some thirty layers: what differs is the order of sums. Meta's own differs by as much between builds. */
    private static final float TOLERANCE = 5e-6f;

    private static final EncodecModel TINY = EncodecModel.load(Golden.TINY);

    static Stream<String> decoded() {
        return Golden.DECODED.stream();
    }

    static Stream<String> encoded() {
        return Golden.ENCODED.stream();
    }

    @ParameterizedTest
    @MethodSource("decoded")
    void decodesWhatMetasImplementationDecodes(String clip) {
        assertThat(TINY.decoder().decode(Golden.tokens(clip))).containsExactly(Golden.audio(clip), within(TOLERANCE));
    }

    @ParameterizedTest
    @MethodSource("decoded")
    void theNewerSpellingOfWeightsGivesTheSameBits(String clip) {
        assertThat(EncodecModel.load(Golden.PARAMETRIZED).decoder().decode(Golden.tokens(clip)))
                .isEqualTo(TINY.decoder().decode(Golden.tokens(clip)));
    }

    @ParameterizedTest
    @MethodSource("decoded")
    void levelsOfDecodedTokensAreThoseOfMetasAudio(String name) throws Exception {
        Codes codes = Golden.tokens(name);
        Clip clip =
                Clip.of(name + ".ecdc", FrameGrid.encodec24kHz(codes.frames())).withCodes(codes);
        float[] levels = AudioProducers.from(TINY.audioSource())
                .features("rms_db")
                .build()
                .produce(clip)
                .column("rms_db")
                .toArray();
        assertThat(levels).containsExactly(Golden.rmsDb(name), within(1e-4f));
    }

    @ParameterizedTest
    @MethodSource("encoded")
    void encodesToTheCodesOfMetasImplementation(String clip) throws IOException {
        try (AudioStream audio = Golden.wav(clip)) {
            Codes codes = TINY.encoder(2).encode(audio).codes();
            assertThat(codes.window(0, codes.frames())).isDeepEqualTo(Golden.codes(clip, 2));
        }
    }

    @Test
    void countsTheSamplesThatItEncodes() {
        try (AudioStream audio = Golden.wav("t5")) {
            TokenEncoder.Encoded encoded = TINY.encoder(1).encode(audio);
            assertThat(encoded.samples()).isEqualTo(1_501);
            assertThat(encoded.codes().frames()).isEqualTo(5);
            assertThat(encoded.codes().codebooks()).isEqualTo(1);
        }
    }

    @Test
    void everyBlockSizeGivesTheSameBits() {
        Codes codes = Golden.tokens("t211");
        float[] whole = TINY.decoder().withBlockFrames(211).decode(codes);
        for (int frames = 1; frames <= 128; frames++) {
            assertThat(TINY.decoder().withBlockFrames(frames).decode(codes))
                    .as("blocks of %d frames", frames)
                    .isEqualTo(whole);
        }
    }

    @Test
    void encodingInBlocksGivesTheSameVectors() {
        SplittableRandom random = new SplittableRandom(11);
        Network network = Network.encoder(
                new Weights(TensorFile.open(Golden.TINY)), ModelConfig.unknown(), List.of(8, 5, 4, 2), 8);
        for (int samples : new int[] {2_240, 2_241, 5_000, 9_599, 9_600, 9_601}) {
            Signal clip = noise(samples, random);
            float[][] whole = copy(network.layers().stage().apply(clip, Part.WHOLE));
            for (int frames : new int[] {7, 8, 13}) {
                assertThat(inBlocks(network.layers().stage(), clip, frames * 320))
                        .as("%d samples in blocks of %d frames", samples, frames)
                        .isDeepEqualTo(whole);
            }
        }
    }

    private static float[][] inBlocks(Layer.Stage stage, Signal clip, int size) {
        float[][] all = new float[0][];
        for (int from = 0; from < clip.length(); from += size) {
            Signal block = new Signal(1);
            block.resize(Math.min(size, clip.length() - from));
            System.arraycopy(clip.row(0), from, block.row(0), 0, block.length());
            float[][] part = copy(stage.apply(block, Part.of(from == 0, from + block.length() == clip.length())));
            float[][] before = all;
            all = from == 0
                    ? part
                    : IntStream.range(0, part.length)
                            .mapToObj(c -> concat(before[c], part[c]))
                            .toArray(float[][]::new);
        }
        return all;
    }

    private static float[] concat(float[] a, float[] b) {
        float[] both = Arrays.copyOf(a, a.length + b.length);
        System.arraycopy(b, 0, both, a.length, b.length);
        return both;
    }

    private static float[][] copy(Signal signal) {
        return Arrays.stream(signal.rows())
                .map(row -> Arrays.copyOf(row, signal.length()))
                .toArray(float[][]::new);
    }

    private static Signal noise(int samples, SplittableRandom random) {
        Signal clip = new Signal(1);
        clip.resize(samples);
        for (int i = 0; i < samples; i++) {
            clip.row(0)[i] = (float) random.nextDouble(-0.5, 0.5);
        }
        return clip;
    }

    @Test
    void manyThreadsGiveTheSameBits() throws Exception {
        Codes codes = Golden.tokens("t75");
        float[] alone = TINY.decoder().decode(codes);
        ExecutorService threads = Executors.newFixedThreadPool(4);
        try {
            List<Future<float[]>> together = new ArrayList<>();
            for (int i = 0; i < 16; i++) {
                together.add(threads.submit(() -> TINY.decoder().decode(codes)));
            }
            for (Future<float[]> one : together) {
                assertThat(one.get()).isEqualTo(alone);
            }
        } finally {
            threads.shutdownNow();
        }
    }

    /** Every Java gives these bits; they were within the tolerance of Meta's when they were written down. */
    @Test
    void everyJavaGivesTheSameBits() {
        assertThat(sha256(TINY.decoder().decode(Golden.tokens("t211"))))
                .isEqualTo("3e702a5354eac722c2495298082dd812d66cec4505e6bf12ebe98123744c6898");
    }

    private static String sha256(float[] samples) {
        ByteBuffer bytes = ByteBuffer.allocate(4 * samples.length);
        bytes.asFloatBuffer().put(samples);
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes.array()));
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError(e);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {7, 8, 40, 74})
    void aChangeReachesNothingBeforeItsFrame(int frame) {
        int[][] codes = Golden.tokens("t75").window(0, 75);
        float[] before = TINY.decoder().decode(codes(codes));
        codes[0][frame] ^= 1;
        float[] after = TINY.decoder().decode(codes(codes));
        assertThat(Arrays.mismatch(before, after)).isBetween(320 * frame, 320 * frame + 319);
    }

    @Test
    void theFirstFramesAreMirroredBeforeTheClip() {
        int[][] codes = Golden.tokens("t75").window(0, 75);
        float[] before = TINY.decoder().decode(codes(codes));
        codes[0][6] ^= 1;
        assertThat(Arrays.mismatch(before, TINY.decoder().decode(codes(codes)))).isZero();
    }

    /** A codec of other sizes, none a multiple of four but by chance, and every length around the paddings. */
    @Test
    void decodesAndAnalysesAsTheDefinitionSays(@TempDir Path folder) throws IOException {
        long seed = 20261122;
        Path file = new RandomModel(3, 7, 3).write(folder.resolve("model.safetensors"), seed);
        EncodecModel model = EncodecModel.load(file);
        TensorFile tensors = TensorFile.open(file);
        NaiveCodec naive = new NaiveCodec(tensors);
        SplittableRandom random = new SplittableRandom(seed);
        for (int frames = 1; frames <= 20; frames++) {
            int[][] codes = random(3, frames, random);
            assertClose(model.decoder().decode(codes(codes)), naive.decode(codes), frames + " frames");
        }
        Network encoder = Network.encoder(new Weights(tensors), ModelConfig.unknown(), List.of(8, 5, 4, 2), 7);
        for (int samples : new int[] {1, 2, 3, 7, 8, 9, 39, 41, 319, 320, 321, 639, 640, 1_281, 2_239, 2_560, 3_001}) {
            Signal clip = noise(samples, random);
            Signal vectors = encoder.layers().stage().apply(clip, Part.WHOLE);
            double[][] expected = naive.analyse(Arrays.copyOf(clip.row(0), samples));
            assertThat(vectors.length()).isEqualTo(expected[0].length);
            for (int d = 0; d < expected.length; d++) {
                assertClose(Arrays.copyOf(vectors.row(d), vectors.length()), expected[d], samples + " samples");
            }
        }
    }

    private static void assertClose(float[] found, double[] expected, String what) {
        assertThat(found).as(what).hasSameSizeAs(expected);
        for (int i = 0; i < found.length; i++) {
            assertThat((double) found[i]).as("%s, value %d", what, i).isCloseTo(expected[i], within(5e-6));
        }
    }

    @Test
    void theNearestEntriesAreFound() {
        SplittableRandom random = new SplittableRandom(5);
        Network network = Network.encoder(
                new Weights(TensorFile.open(Golden.TINY)), ModelConfig.unknown(), List.of(8, 5, 4, 2), 8);
        Signal vectors = network.layers().stage().apply(noise(30 * 320, random), Part.WHOLE);
        float[][] left = copy(vectors);
        int[][] found = new int[2][30];
        TINY.quantizer().search(2).encode(vectors, found);
        for (int t = 0; t < 30; t++) {
            for (int q = 0; q < 2; q++) {
                float[][] codebook = TINY.quantizer().codebooks().get(q);
                int nearest = 0;
                for (int e = 1; e < codebook.length; e++) {
                    nearest = distance(codebook[e], left, t) < distance(codebook[nearest], left, t) ? e : nearest;
                }
                assertThat(found[q][t]).as("codebook %d, frame %d", q, t).isEqualTo(nearest);
                for (int d = 0; d < left.length; d++) {
                    left[d][t] -= codebook[nearest][d];
                }
            }
        }
    }

    private static double distance(float[] entry, float[][] vectors, int t) {
        double sum = 0;
        for (int d = 0; d < entry.length; d++) {
            sum += Math.pow((double) entry[d] - vectors[d][t], 2);
        }
        return sum;
    }

    @Test
    void noFramesAreNoSamples() {
        assertThat(TINY.decoder().decode(codes(new int[2][0]))).isEmpty();
    }

    @Test
    void aStreamGivesWhatIsAskedFor() {
        Codes codes = Golden.tokens("t75");
        float[] whole = TINY.decoder().decode(codes);
        try (AudioStream stream = TINY.decoder().open(codes)) {
            float[] read = new float[whole.length + 10];
            int at = 5;
            for (int count = stream.read(read, at, 1); count > 0; count = stream.read(read, at, 777)) {
                at += count;
            }
            assertThat(Arrays.copyOfRange(read, 5, at)).isEqualTo(whole);
            assertThat(stream.sampleRate()).isEqualTo(24_000);
        }
    }

    private static int[][] random(int codebooks, int frames, SplittableRandom random) {
        int[][] codes = new int[codebooks][frames];
        for (int[] row : codes) {
            Arrays.setAll(row, t -> random.nextInt(1_024));
        }
        return codes;
    }

    static Codes codes(int[][] values) {
        return new Codes() {
            @Override
            public int codebooks() {
                return values.length;
            }

            @Override
            public int frames() {
                return values[0].length;
            }

            @Override
            public void read(int from, int frames, int[][] into) {
                checkWindow(from, frames);
                for (int q = 0; q < values.length; q++) {
                    System.arraycopy(values[q], from, into[q], 0, frames);
                }
            }
        };
    }
}
