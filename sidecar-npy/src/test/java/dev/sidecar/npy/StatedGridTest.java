package dev.sidecar.npy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sidecar.RunReport;
import dev.sidecar.SidecarException.Kind;
import dev.sidecar.frame.Codes;
import dev.sidecar.frame.FrameGrid;
import dev.sidecar.spi.Finding.Code;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Tokens whose frame grid the caller states. */
class StatedGridTest {
    @TempDir
    private Path root;

    private void copy(String fixture) throws IOException {
        Files.write(root.resolve("x.ecdc"), TokenFixture.named(fixture).bytes());
    }

    private RunReport run(int rate, int hop) {
        return Trees.run(root)
                .grid(rate, hop)
                .with(Trees.constant("c", 1))
                .build()
                .run();
    }

    /** The fixture has 20 frames and 6,400 samples. */
    @ParameterizedTest
    @CsvSource({"24000, 320, 0", "32000, 320, 0", "32000, 640, 1", "44100, 512, 1"})
    void theLengthOfTheAudioIsComparedByTheStatedHop(int rate, int hop, long warnings) throws IOException {
        copy("ecdc_good/handmade/plain.ecdc");
        RunReport report = run(rate, hop);
        assertThat(report.created()).isEqualTo(1);
        assertThat(report.warningCounts().getOrDefault(Code.AUDIO_LENGTH, 0L)).isEqualTo(warnings);
    }

    @Test
    void aSidecarOf48kHzTokensRemembersItsGridAndFitsThem() throws IOException {
        copy("ecdc_good/torch1.13/hf48_1x1x2x150.ecdc");
        assertThat(run(48_000, 320).created()).isEqualTo(1);
        try (SidecarFile sidecar = SidecarFile.open(root.resolve("x.ecdc"))) {
            assertThat(sidecar.findings()).isEmpty();
            assertThat(sidecar.grid()).isEqualTo(Optional.of(FrameGrid.Rate.ENCODEC_48KHZ.grid(150)));
            assertThat(sidecar.names()).containsExactly("c");
            assertThat(sidecar.isLabelled()).isTrue();
        }
    }

    @ParameterizedTest
    @CsvSource({"real24_n321.ecdc, 48000, 320", "real24_n321.ecdc, 24000, 640", "real48_n321.ecdc, 24000, 320"})
    void aStreamThatNamesItsModelIsNotOverruled(String stream, int rate, int hop) throws IOException {
        copy("ecdc_native/" + stream);
        assertThat(run(rate, hop).failures())
                .singleElement()
                .satisfies(failed -> assertThat(failed.failure().kind()).isEqualTo(Kind.MISMATCH));
    }

    @ParameterizedTest
    @CsvSource({"0, 21", "-1, 1", "0, -1", "20, 1", "0, 2147483647", "2147483647, 2147483647"})
    void aWindowOfCodesOutsideTheClipIsWrongUsage(int from, int frames) throws IOException {
        copy("ecdc_good/handmade/plain.ecdc");
        try (FileStore store = Trees.store(root)) {
            Codes codes = store.open("x.ecdc").codes();
            assertThat(codes.frames()).isEqualTo(20);
            assertThat(Failures.of(() -> codes.window(from, frames)).kind()).isEqualTo(Kind.USAGE);
            assertThat(Failures.of(() -> codes.read(from, frames, new int[8][20]))
                            .kind())
                    .isEqualTo(Kind.USAGE);
        }
    }
}
