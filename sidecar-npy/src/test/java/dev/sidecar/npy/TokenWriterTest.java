package dev.sidecar.npy;

import static dev.sidecar.SidecarException.Kind.IO;
import static dev.sidecar.SidecarException.Kind.LIMIT;
import static dev.sidecar.SidecarException.Kind.USAGE;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.common.jimfs.Configuration;
import com.google.common.jimfs.Jimfs;
import dev.sidecar.SidecarException;
import dev.sidecar.frame.Codes;
import dev.sidecar.frame.FrameGrid;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.FileSystem;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.zip.CRC32;
import java.util.zip.ZipFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TokenWriterTest {
    @TempDir
    private Path folder;

    /** Codes of which each tells its place. */
    private record Numbered(int codebooks, int frames) implements Codes {
        @Override
        public void read(int from, int count, int[][] into) {
            for (int k = 0; k < codebooks; k++) {
                for (int t = 0; t < count; t++) {
                    into[k][t] = (31 * k + from + t) % 1024;
                }
            }
        }
    }

    private record Constant(int codebooks, int frames, int code) implements Codes {
        @Override
        public void read(int from, int count, int[][] into) {
            for (int t = 0; t < count; t++) {
                into[codebooks - 1][t] = code;
            }
        }
    }

    /** The name that torch gave to the folder of all entries. */
    private static String topFolder(Path zip) throws IOException {
        try (ZipFile file = new ZipFile(zip.toFile())) {
            String name = file.entries().nextElement().getName();
            return name.substring(0, name.indexOf('/'));
        }
    }

    private static byte[] entry(Path zip, String name) throws IOException {
        try (ZipFile file = new ZipFile(zip.toFile());
                InputStream content = file.getInputStream(file.getEntry(topFolder(zip) + "/" + name))) {
            return content.readAllBytes();
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "encodec/t5",
                "encodec/t211",
                "dataset/sweep_tempo_120.0",
                "ecdc_good/torch1.13/direct_1x1x8x75",
                "ecdc_good/torch1.13/one_codebook",
                "ecdc_good/torch1.13/zero_frames",
                "ecdc_good/torch1.13/-dash",
                "ecdc_good/torch1.13/_tempo_120.5_",
                "ecdc_good/torch1.13/UPPER",
                "ecdc_good/torch1.13/x.ecdc",
                "ecdc_good/torch1.13/emoji",
                "ecdc_good/torch1.13/nfd"
            })
    void writesWhatTorchWrites(String name) throws IOException {
        Path torch = Fixtures.path(name + (name.endsWith("UPPER") ? ".ECDC" : ".ecdc"));
        TokenFile tokens = TokenFile.open(torch);
        try (FileSystem memory = Jimfs.newFileSystem(Configuration.unix())) {
            Path path = memory.getPath(topFolder(torch) + ".tmp");

            TokenFile.write(path, tokens.codes(), tokens.audioLength().orElseThrow());

            assertThat(path).hasBinaryContent(Files.readAllBytes(torch));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"cb32_T3", "hf24_1x1x8x75", "one_frame"})
    void writesThePickleThatNewerTorchWrites(String name) throws IOException {
        Path torch = Fixtures.path("ecdc_good/torch2.13/" + name + ".ecdc");
        TokenFile tokens = TokenFile.open(torch);
        Path path = folder.resolve("x.ecdc");

        TokenFile.write(path, tokens.codes(), tokens.audioLength().orElseThrow());

        for (String entry : new String[] {"data.pkl", "data/0", "version"}) {
            assertThat(entry(path, entry)).as(entry).isEqualTo(entry(torch, entry));
        }
    }

    /** The numbers of that file's pickle are the same, its shape [1, 8, 20] is not. */
    @Test
    void writesLongLengthsAsTorchDoes() throws IOException {
        byte[] torch = entry(Fixtures.path("ecdc_good/torch2.13/length_big.ecdc"), "data.pkl");
        Path path = folder.resolve("x.ecdc");

        TokenFile.write(path, new Numbered(8, 20), 1L << 40);

        byte[] pickle = entry(path, "data.pkl");
        int end = 80;
        assertThat(Arrays.copyOfRange(pickle, pickle.length - end, pickle.length))
                .isEqualTo(Arrays.copyOfRange(torch, torch.length - end, torch.length));
    }

    @ParameterizedTest
    @CsvSource({
        "1, 0",
        "1, 1",
        "1, 75",
        "1, 15251",
        "2, 0",
        "2, 1",
        "8, 75",
        "8, 1024",
        "8, 15251",
        "16, 31",
        "32, 0",
        "32, 1",
        "32, 75",
        "32, 15251",
        "1024, 3"
    })
    void whatIsWrittenIsRead(int codebooks, int frames) throws IOException {
        Codes codes = new Numbered(codebooks, frames);
        Path path = folder.resolve("new/x.ecdc");

        TokenFile.write(path, codes, 320L * frames);

        TokenFile file = TokenFile.open(path);
        assertThat(file.container()).isEqualTo(TokenFile.Container.TORCH_ZIP);
        assertThat(file.codeType()).isEqualTo("int64");
        assertThat(file.codebooks()).isEqualTo(codebooks);
        assertThat(file.frames()).hasValue(frames);
        assertThat(file.audioLength()).hasValue(320L * frames);
        assertThat(file.isAmbiguous()).isFalse();
        assertThat(file.fitsAudioLength(FrameGrid.Rate.ENCODEC_24KHZ)).isTrue();
        assertThat(file.codes().window(0, frames)).isEqualTo(codes.window(0, frames));
        checkChecksums(path);
    }

    private static void checkChecksums(Path path) throws IOException {
        try (ZipFile zip = new ZipFile(path.toFile())) {
            assertThat(zip.size()).isEqualTo(3);
            for (var entry : zip.stream().toList()) {
                CRC32 crc = new CRC32();
                crc.update(zip.getInputStream(entry).readAllBytes());
                assertThat(entry.getCrc()).as(entry.getName()).isEqualTo(crc.getValue());
            }
        }
    }

    @ParameterizedTest
    @ValueSource(
            longs = {0, 255, 256, 65_535, 65_536, Integer.MAX_VALUE, 1L << 31, (1L << 39) - 1, 1L << 39, Long.MAX_VALUE
            })
    void lengthsOfAllSizes(long audioLength) {
        Path path = folder.resolve("x.ecdc");

        TokenFile.write(path, new Numbered(1, 1), audioLength);

        assertThat(TokenFile.open(path).audioLength()).hasValue(audioLength);
    }

    @ParameterizedTest
    @CsvSource({
        "a.b.ecdc, a.b",
        "a.ecdc.tmp, a.ecdc",
        "a, a",
        ".ecdc, archive",
        "..ecdc, archive",
        "...ecdc, archive",
        "a\\b.ecdc, b",
        "a.b\\, archive"
    })
    void theTopFolderIsTheNameAsTorchCutsIt(String name, String expected) throws IOException {
        Path path = folder.resolve(name);

        TokenFile.write(path, new Numbered(2, 3), 960);

        assertThat(topFolder(path)).isEqualTo(expected);
        assertThat(TokenFile.open(path).frames()).hasValue(3);
    }

    @Test
    void aFailureLeavesTheOldFile() throws IOException {
        Path path = Files.writeString(folder.resolve("x.ecdc"), "old");

        SidecarException failure = Failures.of(() -> TokenFile.write(path, new Constant(3, 5000, -1), 1));

        assertThat(failure.kind()).isEqualTo(USAGE);
        assertThat(failure).hasMessageContaining("codebook 2 has -1");
        assertThat(failure.place().frame()).isZero();
        assertThat(path).hasContent("old");
        assertThat(folder).isDirectoryNotContaining("glob:**.tmp");
    }

    @Test
    void whatNoTokenFileHoldsIsRefused() {
        Path path = folder.resolve("x.ecdc");

        assertThat(Failures.of(() -> TokenFile.write(path, new Numbered(1, 1), -1))
                        .kind())
                .isEqualTo(USAGE);
        assertThat(Failures.of(() -> TokenFile.write(path, new Numbered(0, 1), 1))
                        .kind())
                .isEqualTo(LIMIT);
        assertThat(Failures.of(() -> TokenFile.write(path, new Numbered(1025, 1), 1))
                        .kind())
                .isEqualTo(LIMIT);
        assertThat(Failures.of(() -> TokenFile.write(path, new Numbered(1, FrameGrid.MAX_FRAMES + 1), 1))
                        .kind())
                .isEqualTo(LIMIT);
        assertThat(Failures.of(() -> TokenFile.write(path, new Numbered(1024, FrameGrid.MAX_FRAMES), 1)))
                .hasMessageContaining("bytes");
        assertThat(path).doesNotExist();
        assertThat(Failures.of(() -> TokenFile.write(folder, new Numbered(1, 1), 1))
                        .kind())
                .isEqualTo(IO);
    }
}
