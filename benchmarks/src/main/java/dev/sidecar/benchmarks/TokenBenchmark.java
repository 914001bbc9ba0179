package dev.sidecar.benchmarks;

import dev.sidecar.frame.Codes;
import dev.sidecar.npy.TokenFile;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.OptionalInt;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/** How fast T and the codes are read from a token file, against the same reads without a look at the bytes. */
@State(Scope.Thread)
@Fork(1)
@Warmup(iterations = 3, time = 500, timeUnit = TimeUnit.MILLISECONDS)
@Measurement(iterations = 5, time = 500, timeUnit = TimeUnit.MILLISECONDS)
public class TokenBenchmark {
    private static final int HEAD_BYTES = 1536;
    private static final int WINDOW = 1024;

    /** How long the clip is; T must cost the same for all. */
    @Param({"1", "3600"})
    public int seconds;

    private final int[][] window = new int[8][WINDOW];
    private WorkFolder folder;
    private Path file;

    /** Writes the file. */
    @Setup
    public void setup() throws IOException {
        folder = new WorkFolder();
        file = Corpus.write(folder.path(), "x.ecdc", 75 * seconds);
    }

    /** Deletes the file. */
    @TearDown
    public void tearDown() throws IOException {
        folder.close();
    }

    /** Opens the file, and reads its beginning. */
    @Benchmark
    public ByteBuffer floor(Units.Clips done) throws IOException {
        ByteBuffer head = ByteBuffer.allocate(HEAD_BYTES);
        try (FileChannel channel = FileChannel.open(file)) {
            channel.read(head, 0);
        }
        done.clips++;
        return head;
    }

    /** T. */
    @Benchmark
    public OptionalInt frames(Units.Clips done) {
        done.clips++;
        return TokenFile.open(file).frames();
    }

    /** Reads the whole file. */
    @Benchmark
    public byte[] floorOfCodes(Units.Frames done) throws IOException {
        done.frames += 75L * seconds;
        return Files.readAllBytes(file);
    }

    /** All codes, window by window. */
    @Benchmark
    public int codes(Units.Frames done) {
        Codes codes = TokenFile.open(file).codes();
        int last = 0;
        for (int from = 0; from < codes.frames(); from += WINDOW) {
            int count = Math.min(WINDOW, codes.frames() - from);
            codes.read(from, count, window);
            last = window[7][count - 1];
        }
        done.frames += codes.frames();
        return last;
    }
}
