package dev.sidecar.audio;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Memory and time do not depend on how long a clip is. */
class AudioCostTest {
    private static final int HOUR = 3600 * 24_000;
    private static final long ONE_STREAM = 1 << 20;

    /** A WAV file of 16 bits whose samples are a hole, but for the last. */
    private static Path sparse(Path path, int samples) throws IOException {
        byte[] header = Wav.make()
                .format(Wav.PCM, 1, 24_000, 16)
                .chunk("data", 2L * samples)
                .bytes("RIFF", 36 + 2L * samples);
        try (SeekableByteChannel file =
                Files.newByteChannel(path, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
            file.write(ByteBuffer.wrap(header));
            file.position(header.length + 2L * samples - 2);
            file.write(Wav.little(2).putShort(0, (short) -32768));
        }
        return path;
    }

    private static long allocated() {
        return ((ThreadMXBean) ManagementFactory.getThreadMXBean()).getCurrentThreadAllocatedBytes();
    }

    @Test
    void anHourCostsNoMoreMemoryThanASecond(@TempDir Path folder) throws IOException {
        read(sparse(folder.resolve("second.wav"), 24_000), 24_000);
        long before = allocated();

        read(sparse(folder.resolve("hour.wav"), HOUR), HOUR);

        assertThat(allocated() - before).isLessThan(ONE_STREAM);
    }

    private static void read(Path path, int samples) {
        float[] buffer = new float[2048];
        long count = 0;
        float last = 0;
        try (AudioStream stream = AudioFile.open(path)) {
            for (int read = stream.read(buffer, 0, buffer.length);
                    read >= 0;
                    read = stream.read(buffer, 0, buffer.length)) {
                count += read;
                last = buffer[read - 1];
            }
        }
        assertThat(count).isEqualTo(samples);
        assertThat(last).isEqualTo(-1);
    }
}
