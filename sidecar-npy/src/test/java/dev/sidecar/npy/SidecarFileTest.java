package dev.sidecar.npy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.assertj.core.api.Assertions.tuple;

import com.google.common.jimfs.Configuration;
import com.google.common.jimfs.Jimfs;
import com.sun.management.ThreadMXBean;
import dev.sidecar.SidecarException;
import dev.sidecar.SidecarException.Kind;
import dev.sidecar.frame.Column;
import dev.sidecar.frame.FeatureFrame;
import dev.sidecar.frame.Provenance;
import dev.sidecar.frame.Range;
import dev.sidecar.frame.Statistics;
import dev.sidecar.npy.SidecarFile.Option;
import dev.sidecar.spi.Finding.Code;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.FileSystem;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class SidecarFileTest {
    private static final int FRAMES = 40;

    @TempDir
    private Path folder;

    /** Writes tokens and a sidecar of two columns: {@code t} counts, {@code half} is half of that. */
    private static Path make(Path folder) {
        Tokens.write(folder.resolve("x.ecdc"), FRAMES);
        Trees.run(folder)
                .with(clip -> FeatureFrame.of(
                        Column.generate("t", clip.frames(), t -> t)
                                .withUnits("frames")
                                .withDoc("counts")
                                .withRange(0, 100)
                                .withProvenance(new Provenance("count", "3", Map.of("from", 0L))),
                        Column.generate("half", clip.frames(), t -> t / 2.0)))
                .build()
                .run();
        return folder.resolve("x.cond.npy");
    }

    private static void tear(Path data) throws IOException {
        byte[] bytes = Files.readAllBytes(data);
        bytes[bytes.length - 1]++;
        Files.write(data, bytes);
    }

    @ParameterizedTest
    @ValueSource(strings = {"x.ecdc", "x.cond.npy", "x.cond.json"})
    void itOpensByAnyOfItsThreeFiles(String name) {
        Path data = make(folder);
        try (SidecarFile sidecar = SidecarFile.open(folder.resolve(name))) {
            assertThat(sidecar.path()).isEqualTo(data);
            assertThat(sidecar.tokens()).contains(folder.resolve("x.ecdc"));
            assertThat(sidecar.findings()).isEmpty();
            assertThat(sidecar.frames()).isEqualTo(FRAMES);
            assertThat(sidecar.width()).isEqualTo(2);
            assertThat(sidecar.dtype()).isEqualTo("float32");
            assertThat(sidecar.framesPerSecond()).hasValue(75);
            assertThat(sidecar).hasToString(data + " [40, 2]");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"x.npy", "x.json", "x", "x.cond.NPY", "conditioning_config.json"})
    void anyOtherNameIsAMistakeOfTheCaller(String name) {
        make(folder);
        assertThatThrownBy(() -> SidecarFile.open(folder.resolve(name)))
                .isInstanceOf(SidecarException.class)
                .hasMessageEndingWith("[USAGE]");
    }

    @Test
    void aMissingSidecarIsToldByItsPath() {
        Tokens.write(folder.resolve("y.ecdc"), 1);
        assertThatThrownBy(() -> SidecarFile.open(folder.resolve("y.ecdc")))
                .isInstanceOf(SidecarException.class)
                .hasMessage(folder.resolve("y.cond.npy") + ": there is no such file [IO]");
    }

    @Test
    void theColumnsSayWhatIsKnownOfThem() {
        try (SidecarFile sidecar = SidecarFile.open(make(folder))) {
            assertThat(sidecar.columns().get(0))
                    .isEqualTo(new ColumnMetadata(
                            "t",
                            "frames",
                            "counts",
                            Statistics.of(0, 100, 19.5, Math.sqrt((FRAMES * FRAMES - 1) / 12.0)),
                            Optional.of(new Range(0, 100)),
                            Optional.of(new Provenance("count", "3", Map.of("from", 0L)))));
            assertThat(sidecar.columns().get(1).provenance()).contains(Provenance.custom());
            assertThat(sidecar.columns().get(1).range()).isEmpty();
        }
    }

    @ParameterizedTest
    @EnumSource(Option.class)
    void framesAndWindowsAgreeWhateverTheOption(Option option) {
        try (SidecarFile sidecar = SidecarFile.open(make(folder), option)) {
            assertThat(sidecar.isMapped()).isEqualTo(option == Option.MAPPED);
            FeatureFrame frame = sidecar.frame();
            assertThat(frame.names()).containsExactly("t", "half");
            assertThat(frame.column("half").get(FRAMES - 1)).isEqualTo(19.5f);
            float[] window = {-1, -1, -1, -1, -1};
            sidecar.window(38, 2, window);
            assertThat(window).containsExactly(38, 19, 39, 19.5f, -1);
            assertThatThrownBy(() -> sidecar.window(39, 2, window)).isInstanceOf(IndexOutOfBoundsException.class);
            assertThatThrownBy(() -> sidecar.window(0, 3, window)).isInstanceOf(IndexOutOfBoundsException.class);
        }
    }

    @Test
    void codesAreReadByWindow() {
        Fixtures.copyFolder("origin/v2_basic", folder);
        try (SidecarFile sidecar = SidecarFile.open(folder.resolve("clip.ecdc"));
                FileStore store = Trees.store(folder)) {
            int[][] all = store.open("clip.ecdc").codes().window(0, 6);
            int[][] window = sidecar.codes().window(2, 3);
            assertThat(window).hasDimensions(all.length, 3);
            for (int k = 0; k < all.length; k++) {
                assertThat(window[k]).containsExactly(all[k][2], all[k][3], all[k][4]);
            }
        }
    }

    @Test
    void aTornPairIsRefusedUnlessNobodyAsks() throws IOException {
        Path data = make(folder);
        tear(data);
        SidecarException failure = catchThrowableOfType(
                SidecarException.class, () -> SidecarFile.open(data).close());
        assertThat(failure.kind()).isEqualTo(Kind.MISMATCH);
        assertThat(failure).hasMessageContaining(data.toString());
        try (SidecarFile sidecar = SidecarFile.open(data, Option.UNVERIFIED, Option.MAPPED)) {
            assertThat(sidecar.frames()).isEqualTo(FRAMES);
        }
    }

    @Test
    void anEditedPairIsReadWithAFinding() throws IOException {
        Path data = make(folder);
        Path json = folder.resolve("x.cond.json");
        Files.writeString(json, Files.readString(json).replace("\"half\"", "\"renamed\""));
        try (SidecarFile sidecar = SidecarFile.open(data)) {
            assertThat(Trees.codes(sidecar.findings())).containsExactly(Code.EDITED);
            assertThat(sidecar.frame().names()).containsExactly("t", "renamed");
        }
    }

    @Test
    void withoutTokensThereAreNoCodes() throws IOException {
        Path data = make(folder);
        Files.delete(folder.resolve("x.ecdc"));
        try (SidecarFile sidecar = SidecarFile.open(data)) {
            assertThat(sidecar.tokens()).isEmpty();
            assertThat(sidecar.findings()).isEmpty();
            assertThatThrownBy(sidecar::codes)
                    .isInstanceOf(SidecarException.class)
                    .hasMessageEndingWith("[UNSUPPORTED]");
        }
    }

    @Test
    void tokensMayLieElsewhere() throws IOException {
        Path data = make(folder);
        Path tokens = Tokens.write(folder.resolve("elsewhere/other.ecdc"), FRAMES);
        Files.delete(folder.resolve("x.ecdc"));
        try (SidecarFile sidecar = SidecarFile.open(data, tokens)) {
            assertThat(sidecar.findings()).isEmpty();
            assertThat(sidecar.codes().frames()).isEqualTo(FRAMES);
        }
    }

    @Test
    void brokenTokensAreAFinding() throws IOException {
        Path data = make(folder);
        Path tokens = Files.writeString(folder.resolve("x.ecdc"), "no tokens");
        try (SidecarFile sidecar = SidecarFile.open(data)) {
            assertThat(sidecar.findings())
                    .extracting("code", "subject")
                    .containsExactly(tuple(Code.BAD_ECDC, tokens.toString()));
            assertThat(sidecar.frame().width()).isEqualTo(2);
        }
    }

    @Test
    void tokensOfAnotherLengthAreAFinding() {
        Path data = make(folder);
        Tokens.write(folder.resolve("x.ecdc"), FRAMES + 1);
        try (SidecarFile sidecar = SidecarFile.open(data)) {
            assertThat(Trees.codes(sidecar.findings())).containsExactly(Code.FRAME_MISMATCH);
        }
    }

    @Test
    void foreignMetadataUnderADoubledNameIsFound() {
        Fixtures.copyFolder("origin/v1_add", folder);
        try (SidecarFile sidecar = SidecarFile.open(folder.resolve("clip.cond.npy"))) {
            assertThat(Trees.codes(sidecar.findings())).containsExactly(Code.FOREIGN_NAME);
            assertThat(sidecar.frame().names()).containsExactly("pos", "gain", "naïve");
            assertThat(sidecar.dtype()).isEqualTo("float16");
        }
    }

    @Test
    void aFloat64ThatFloat32CannotHoldIsToldByColumnAndFrame() throws IOException {
        Path data = folder.resolve("y.cond.npy");
        Files.write(data, NpyBytes.of(NpyBytes.header("<f8", false, 2, 2), NpyBytes.float64(1, 2, 3, -1e39)));
        Files.writeString(folder.resolve("y.cond.json"), "{\"names\": [\"a\", \"b\"]}");
        try (SidecarFile sidecar = SidecarFile.open(data)) {
            SidecarException failure =
                    catchThrowableOfType(SidecarException.class, () -> sidecar.window(1, 1, new float[2]));
            assertThat(failure.kind()).isEqualTo(Kind.LIMIT);
            assertThat(failure.place().column()).isEqualTo("b");
            assertThat(failure.place().frame()).isEqualTo(1);
            assertThatThrownBy(sidecar::frame).hasMessage(failure.getMessage());
        }
    }

    @Test
    void itReadsFromAnyFileSystemAndMapsWhereThatIsPossible() throws IOException {
        try (FileSystem memory = Jimfs.newFileSystem(Configuration.unix());
                SidecarFile sidecar = SidecarFile.open(make(memory.getPath("/tree")), Option.MAPPED)) {
            assertThat(sidecar.isMapped()).isFalse();
            assertThat(sidecar.frame().column("t").get(39)).isEqualTo(39);
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void windowsAllocateNothing(boolean mapped) {
        Path data = make(folder);
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        try (SidecarFile sidecar = mapped ? SidecarFile.open(data, Option.MAPPED) : SidecarFile.open(data)) {
            float[] window = new float[16];
            readWindows(sidecar, window, 20_000);
            long before = threads.getCurrentThreadAllocatedBytes();
            readWindows(sidecar, window, 1_000);
            long allocated = threads.getCurrentThreadAllocatedBytes() - before;
            assertThat(allocated).isLessThan(500);
        }
    }

    private static void readWindows(SidecarFile sidecar, float[] window, int times) {
        for (int i = 0; i < times; i++) {
            sidecar.window(i % (FRAMES - 8), 8, window);
        }
    }
}
