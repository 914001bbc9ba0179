package dev.sidecar.npy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sidecar.SidecarException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What it costs to learn T, and what a hostile file can make it cost. */
class TokenFileCostTest {
    private static final long BUDGET = 4096;

    static Stream<TokenFixture> checkpoints() {
        return TokenFixture.in("ecdc_good")
                .filter(fixture -> fixture.name().contains("/torch"))
                .filter(fixture -> fixture.expected().has("T"));
    }

    static Stream<TokenFixture> files() {
        return TokenFixture.all().filter(TokenFixture::isFile);
    }

    @ParameterizedTest
    @MethodSource("checkpoints")
    void framesOfACheckpointCostAtMost4KB(TokenFixture fixture) throws IOException {
        CountingChannel channel = CountingChannel.of(fixture.path());

        assertThat(open(fixture.path(), channel).frames())
                .hasValue(fixture.expected().get("T").intValue());

        assertThat(channel.bytes()).isLessThanOrEqualTo(BUDGET);
    }

    @Test
    void framesOfAnHourCostTwoReadsAndNoTensorData(@TempDir Path folder) throws IOException {
        Path path = folder.resolve("hour.ecdc");
        int frames = 270_000;
        TorchFile.with(Pickle.dict("audio_codes", Pickle.tensor("LongStorage", 8L * frames, 1, 1, 8, frames)))
                .entry("byteorder", new byte[] {'l', 'i', 't', 't', 'l', 'e'})
                .hole(8L * frames * Long.BYTES)
                .entry("version", new byte[] {'3', '\n'})
                .write(path);
        CountingChannel channel = CountingChannel.of(path);

        TokenFile file = open(path, channel);

        assertThat(file.frames()).hasValue(frames);
        assertThat(file.grid(Optional.empty()).seconds()).isEqualTo(3600);
        assertThat(channel.reads()).isEqualTo(2);
        assertThat(channel.bytes()).isLessThanOrEqualTo(1536);
        assertThat(file.codes().window(frames - 1, 1)).isEqualTo(new int[8][1]);
    }

    @Test
    void anHourInChunksIsWithinTheLimits(@TempDir Path folder) throws IOException {
        Path path = folder.resolve("hour48.ecdc");
        int chunks = 3637;
        Pickle pickle = Pickle.protocol(2)
                .op('}')
                .text("audio_codes")
                .add(Pickle.tensor("LongStorage", 300L * chunks, chunks, 1, 2, 150))
                .op('s')
                .text("audio_scales")
                .op(']');
        TorchFile file = new TorchFile();
        for (int i = 1; i <= chunks; i++) {
            pickle.add(Pickle.tensor("FloatStorage", Integer.toString(i), 1, 1, 1))
                    .op('a');
        }
        file.entry("data.pkl", pickle.op('s', '.').bytes()).hole(300L * chunks * Long.BYTES);
        for (int i = 1; i <= chunks; i++) {
            file.storage(new byte[Float.BYTES]);
        }
        file.write(path);

        TokenFile tokens = TokenFile.open(path);

        assertThat(tokens.segments()).isEqualTo(chunks);
        assertThat(tokens.isAmbiguous()).isTrue();
        assertThat(tokens.segment(chunks - 1).window(0, 150)).isEqualTo(new int[2][150]);
    }

    @Test
    void aWindowCostsWhatItHolds(@TempDir Path folder) throws IOException {
        Path path = folder.resolve("long.ecdc");
        int frames = 100_000;
        TorchFile.with(Pickle.dict("audio_codes", Pickle.tensor("LongStorage", 8L * frames, 8, frames)))
                .hole(8L * frames * Long.BYTES)
                .write(path);
        TorchZipWindow window = TorchZipWindow.of(path);

        assertThat(window.bytesFor(500, 11)).isEqualTo(window.bytesFor(0, 1) + 8 * 10 * Long.BYTES);
    }

    /** Reads windows through a channel that counts. */
    private record TorchZipWindow(Path path, Segments segments) {
        static TorchZipWindow of(Path path) {
            try (PositionalFile file = PositionalFile.open(path)) {
                return new TorchZipWindow(
                        path,
                        layout(new BufferedFile(file, TokenSniffer.HEAD_LENGTH)).segments());
            }
        }

        private static TokenLayout layout(BufferedFile file) {
            return new Checkpoint(file, TorchZip.read(file)).layout(TokenFile.Container.TORCH_ZIP);
        }

        long bytesFor(int from, int frames) throws IOException {
            CountingChannel channel = CountingChannel.of(path);
            try (PositionalFile file = new PositionalFile(path, FileStamp.of(path), channel, ReadLimits.DEFAULT)) {
                segments.read(file, 0, from, frames, new int[segments.codebooks()][frames]);
            }
            return channel.bytes();
        }
    }

    @ParameterizedTest
    @MethodSource("files")
    void noFileCostsMoreThanItsSizeAllows(TokenFixture fixture) throws IOException {
        useEverything(fixture.path());
        CountingChannel channel = CountingChannel.of(fixture.path());

        Cost.of(() -> {
                    use(() -> open(fixture.path(), channel));
                    useEverything(fixture.path());
                })
                .assertSmall();

        assertThat(channel.bytes()).isLessThanOrEqualTo(fixture.path().toFile().length() + (64 << 10));
    }

    private static void useEverything(Path path) {
        use(() -> {
            TokenFile file = TokenFile.open(path);
            for (int segment = 0; segment < Math.min(file.segments(), 100); segment++) {
                int index = segment;
                use(() -> file.segment(index)
                        .window(0, Math.min(file.segment(index).frames(), 1000)));
            }
        });
    }

    private static void use(Runnable reading) {
        try {
            reading.run();
        } catch (SidecarException e) {
            assertThat(e.kind()).isNotNull();
        }
    }

    private static TokenFile open(Path path, CountingChannel channel) {
        try (PositionalFile file = new PositionalFile(path, FileStamp.of(path), channel, ReadLimits.DEFAULT)) {
            return TokenFile.open(file);
        }
    }
}
