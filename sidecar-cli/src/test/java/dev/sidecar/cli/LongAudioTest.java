package dev.sidecar.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sidecar.frame.FeatureFrame;
import dev.sidecar.npy.SidecarFile;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.SeekableByteChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.function.IntUnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** An hour of audio, in a process with a heap of 64 MB; its samples alone would take 346 MB as float32. */
class LongAudioTest {
    private static final int RATE = 24_000;
    private static final int SECONDS = 3_600;
    private static final int FRAMES = 75 * SECONDS;
    private static final int WAV_HEADER = 44;

    @TempDir
    private Path folder;

    LongAudioTest() {}

    private static SeekableByteChannel create(Path path) throws IOException {
        return Files.newByteChannel(path, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
    }

    private static ByteBuffer little(int length) {
        return ByteBuffer.allocate(length).order(ByteOrder.LITTLE_ENDIAN);
    }

    /** A WAV whose first and last second have sound; what is between them is a hole in the file. */
    private static void writeWav(Path path, IntUnaryOperator first, IntUnaryOperator last) throws IOException {
        int bytes = 2 * SECONDS * RATE;
        ByteBuffer header = little(WAV_HEADER)
                .put("RIFF".getBytes(StandardCharsets.US_ASCII))
                .putInt(WAV_HEADER - 8 + bytes)
                .put("WAVEfmt ".getBytes(StandardCharsets.US_ASCII))
                .putInt(16)
                .putShort((short) 1)
                .putShort((short) 1)
                .putInt(RATE)
                .putInt(2 * RATE)
                .putShort((short) 2)
                .putShort((short) 16)
                .put("data".getBytes(StandardCharsets.US_ASCII))
                .putInt(bytes);
        try (SeekableByteChannel file = create(path)) {
            file.write(header.flip());
            file.write(second(first));
            file.position(WAV_HEADER + bytes - 2L * RATE);
            file.write(second(last));
        }
    }

    private static ByteBuffer second(IntUnaryOperator sample) {
        ByteBuffer samples = little(2 * RATE);
        for (int i = 0; i < RATE; i++) {
            samples.putShort((short) sample.applyAsInt(i));
        }
        return samples.flip();
    }

    private static IntUnaryOperator sine(double amplitude, int hertz) {
        return i -> (int) Math.round(32_768 * amplitude * Math.sin(2 * Math.PI * hertz * i / RATE));
    }

    /** EnCodec's own stream, with codes that are a hole in the file. */
    private static void writeTokens(Path path) throws IOException {
        byte[] metadata = ("{\"m\": \"encodec_24khz\", \"al\": " + SECONDS * RATE + ", \"nc\": 8, \"lm\": false}")
                .getBytes(StandardCharsets.US_ASCII);
        ByteBuffer header = ByteBuffer.allocate(9 + metadata.length)
                .put("ECDC".getBytes(StandardCharsets.US_ASCII))
                .put((byte) 0)
                .putInt(metadata.length)
                .put(metadata);
        try (SeekableByteChannel file = create(path)) {
            file.write(header.flip());
            file.position(header.limit() + FRAMES * 10L - 1);
            file.write(ByteBuffer.allocate(1));
        }
    }

    @Test
    void anHourNeedsNoMoreThan64Megabytes() throws Exception {
        writeWav(folder.resolve("hour.wav"), sine(0.5, 6_000), sine(0.25, 3_000));
        writeTokens(folder.resolve("hour.ecdc"));

        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx64m",
                        "-cp",
                        System.getProperty("java.class.path"),
                        Main.class.getName(),
                        "add",
                        "--audio-root",
                        folder.toString(),
                        "--producer",
                        "from_audio",
                        "--audio-feats",
                        "rms_db,spectral_centroid",
                        "--n-fft",
                        "512")
                .redirectErrorStream(true)
                .start();
        String printed = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

        assertThat(printed).startsWith("1 clip: 1 created, 0 updated, 0 unchanged, 0 failed");
        assertThat(process.waitFor()).isZero();
        try (SidecarFile sidecar = SidecarFile.open(folder.resolve("hour.ecdc"))) {
            FeatureFrame frame = sidecar.frame();
            float[] level = frame.column("rms_db").toArray();
            float[] centroid = frame.column("spectral_centroid").toArray();
            assertThat(level).hasSize(FRAMES);
            assertFrames(level, 0, 75, 20 * Math.log10(0.5 / Math.sqrt(2)));
            assertFrames(level, 75, FRAMES - 75, -120);
            assertFrames(level, FRAMES - 75, FRAMES, 20 * Math.log10(0.25 / Math.sqrt(2)));
            assertFrames(centroid, 1, 74, 6_000);
            assertFrames(centroid, 76, FRAMES - 75, 0);
            assertFrames(centroid, FRAMES - 74, FRAMES, 3_000);
        }
    }

    private static void assertFrames(float[] values, int from, int to, double expected) {
        for (int t = from; t < to; t++) {
            assertThat(Math.abs(values[t] - expected))
                    .as("frame %s, %s", t, values[t])
                    .isLessThan(1e-3 * Math.max(1, Math.abs(expected)));
        }
    }
}
