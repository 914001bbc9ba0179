package dev.sidecar.encodec;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sidecar.audio.AudioProducers;
import dev.sidecar.audio.AudioStream;
import dev.sidecar.frame.Clip;
import dev.sidecar.frame.Codes;
import dev.sidecar.frame.FrameGrid;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** An hour, in a process with a heap of 32 MB; its samples alone would take 346 MB. */
class LongClipTest {
    private static final int FRAMES = 75 * 3_600;

    @Test
    void anHourNeedsNoMoreThan32Megabytes() throws Exception {
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx32m",
                        "-cp",
                        System.getProperty("java.class.path"),
                        Hour.class.getName())
                .redirectErrorStream(true)
                .start();
        String printed = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(printed.strip()).isEqualTo("270000 levels, 270000 frames of 86400000 samples");
        assertThat(process.waitFor()).isZero();
    }

    /** Levels of an hour of tokens, and the tokens of an hour of audio. */
    static final class Hour {
        private Hour() {}

        /** Prints how much there is of each. */
        public static void main(String[] arguments) throws Exception {
            EncodecModel model = EncodecModel.load(Golden.TINY);
            Clip clip = Clip.of("hour.ecdc", FrameGrid.encodec24kHz(FRAMES)).withCodes(new Endless());
            int levels = AudioProducers.from(model.audioSource())
                    .features("rms_db")
                    .build()
                    .produce(clip)
                    .frames();
            TokenEncoder.Encoded encoded = model.encoder(2).encode(new Sawtooth());
            System.out.println(
                    levels + " levels, " + encoded.codes().frames() + " frames of " + encoded.samples() + " samples");
        }
    }

    /** Codes that are nowhere in memory. */
    private static final class Endless implements Codes {
        @Override
        public int codebooks() {
            return 2;
        }

        @Override
        public int frames() {
            return FRAMES;
        }

        @Override
        public void read(int from, int frames, int[][] into) {
            for (int t = 0; t < frames; t++) {
                into[0][t] = (from + t) * 37 % 1_024;
                into[1][t] = (from + t) * 101 % 1_024;
            }
        }
    }

    private static final class Sawtooth implements AudioStream {
        private long at;

        @Override
        public int sampleRate() {
            return 24_000;
        }

        @Override
        public int read(float[] into, int offset, int length) {
            int count = (int) Math.min(length, 320L * FRAMES - at);
            for (int i = 0; i < count; i++) {
                into[offset + i] = (at + i) % 200 / 200f - 0.5f;
            }
            at += count;
            return count == 0 ? -1 : count;
        }

        @Override
        public void close() {}
    }
}
