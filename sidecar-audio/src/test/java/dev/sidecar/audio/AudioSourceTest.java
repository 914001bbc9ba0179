package dev.sidecar.audio;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.common.jimfs.Configuration;
import com.google.common.jimfs.Jimfs;
import dev.sidecar.SidecarException;
import dev.sidecar.SidecarException.Kind;
import dev.sidecar.frame.Clip;
import dev.sidecar.frame.FrameGrid;
import java.io.IOException;
import java.nio.file.FileSystem;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AudioSourceTest {
    private static final String ID = "a/x_120.0.ecdc";

    private final FileSystem memory = Jimfs.newFileSystem(Configuration.unix());
    private final Path root = memory.getPath("/tokens");
    private final Path audio = memory.getPath("/audio");
    private final Clip clip = Clip.of(ID, FrameGrid.encodec24kHz(3)).withPath(root.resolve(ID));

    @BeforeEach
    void makeFolders() throws IOException {
        Files.createDirectories(root.resolve("a"));
        Files.createDirectories(audio.resolve("a"));
    }

    @AfterEach
    void forget() throws IOException {
        memory.close();
    }

    private static void put(Path path, float... samples) throws IOException {
        Files.write(path, Wav.floats(24_000, samples));
    }

    private static float[] read(AudioSource source, Clip clip) {
        try (AudioStream stream = source.open(clip)) {
            return Streams.all(stream, 10);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"wav", "WAV", "Wav", "flac", "FLAC", "aif", "AIFF", "aiff", "au", "ogg", "OGG"})
    void audioLiesBesideTheTokensUnderTheirName(String suffix) throws IOException {
        put(root.resolve("a/x_120.0." + suffix), 0.5f);
        put(root.resolve("a/x_120.wav"), 0.25f);
        assertThat(read(AudioSource.besideTokens(), clip)).containsExactly(0.5f);
    }

    @ParameterizedTest
    @ValueSource(strings = {"wav", "WAV", "Wav", "flac", "FLAC", "aif", "AIFF", "aiff", "au", "ogg", "OGG"})
    void itsNameTellsWhoseAudioAFileIs(String suffix) {
        assertThat(AudioSource.clipOf("a/x_120.0." + suffix)).contains(ID);
        assertThat(AudioSource.clipOf("x_120.0." + suffix)).contains("x_120.0.ecdc");
        assertThat(AudioSource.clipOf("x_120.0" + suffix)).isEmpty();
        assertThat(AudioSource.clipOf("x_120.0." + suffix + ".bak")).isEmpty();
        assertThat(AudioSource.clipOf("x_120.0.wAv")).isEmpty();
    }

    @Test
    void audioLiesInATreeOfItsOwn() throws IOException {
        put(audio.resolve("a/x_120.0.wav"), -0.5f);
        assertThat(read(AudioSource.under(audio), clip)).containsExactly(-0.5f);
        assertThat(read(AudioSource.under(audio), Clip.of(ID, FrameGrid.encodec24kHz(3))))
                .containsExactly(-0.5f);
    }

    @Test
    void whereThereIsNoneTheErrorTellsWhichNamesWereLookedFor() throws IOException {
        for (AudioSource source : List.of(AudioSource.besideTokens(), AudioSource.under(root))) {
            SidecarException failure = Failures.of(() -> source.open(clip));
            assertThat(failure.kind()).isEqualTo(Kind.IO);
            assertThat(failure.place().clip()).isEqualTo(ID);
            assertThat(failure.place().file()).isEqualTo("/tokens/" + ID);
            assertThat(failure.reason()).endsWith("looked for x_120.0.wav, .flac, .aif, .aiff, .au, .ogg in /tokens/a");
        }
    }

    @Test
    void whatIsNoFileIsNoAudio() throws IOException {
        Files.createDirectory(root.resolve("a/x_120.0.wav"));
        assertThat(Failures.of(() -> AudioSource.besideTokens().open(clip)).reason())
                .endsWith("in /tokens/a, where x_120.0.wav is no file, but a folder or a device");
        Files.createSymbolicLink(audio.resolve("a/x_120.0.flac"), memory.getPath("nowhere"));
        assertThat(Failures.of(() -> AudioSource.under(audio).open(clip)).reason())
                .endsWith("in /audio/a, where x_120.0.flac is a link to no file");
    }

    @Test
    void aRootThatIsNotThereIsTold() throws IOException {
        assertThat(Failures.of(() -> AudioSource.under(memory.getPath("/audoi")).open(clip))
                        .reason())
                .endsWith("in /audoi/a, which does not exist");
        Path file = Files.createFile(audio.resolve("x"));
        assertThat(Failures.of(() -> AudioSource.under(file).open(Clip.of("y.ecdc", FrameGrid.encodec24kHz(3))))
                        .reason())
                .endsWith("in /audio/x, which is no folder");
    }

    @Test
    void whereThereAreTwoTheErrorTellsWhich() throws IOException {
        put(root.resolve("a/x_120.0.wav"), 0.5f);
        put(root.resolve("a/x_120.0.FLAC"), 0.5f);
        SidecarException failure = Failures.of(() -> AudioSource.besideTokens().open(clip));
        assertThat(failure.kind()).isEqualTo(Kind.MISMATCH);
        assertThat(failure.reason()).contains("x_120.0.wav", "x_120.0.FLAC");
    }

    @Test
    void caseThatMakesNoDifferenceMakesNoSecondFile() throws IOException {
        try (FileSystem windows = Jimfs.newFileSystem(Configuration.windows())) {
            Path folder = Files.createDirectories(windows.getPath("C:\\audio\\a"));
            put(folder.resolve("x_120.0.wav"), 0.5f);
            assertThat(read(AudioSource.under(windows.getPath("C:\\audio")), clip))
                    .containsExactly(0.5f);
        }
    }

    @Test
    void aClipInMemoryHasNothingBesideIt() {
        SidecarException failure =
                Failures.of(() -> AudioSource.besideTokens().open(Clip.of(ID, FrameGrid.encodec24kHz(3))));
        assertThat(failure.kind()).isEqualTo(Kind.UNSUPPORTED);
        assertThat(failure.reason()).contains("withPath");
    }

    @ParameterizedTest
    @ValueSource(strings = {"../tokens/a/x.ecdc", "/tokens/a/x.ecdc", "a/../../x.ecdc", "", "."})
    void noIdLeadsOutOfTheRoot(String id) {
        SidecarException failure =
                Failures.of(() -> AudioSource.under(audio).open(Clip.of(id, FrameGrid.encodec24kHz(3))));
        assertThat(failure.kind()).isEqualTo(Kind.FORBIDDEN);
    }

    @Test
    void anIdThatIsNoPathIsRefused() {
        SidecarException failure =
                Failures.of(() -> AudioSource.under(audio).open(Clip.of("a\0.ecdc", FrameGrid.encodec24kHz(3))));
        assertThat(failure.kind()).isEqualTo(Kind.UNSUPPORTED);
    }

    @Test
    void whatIsWrongWithAFileIsToldWithItsClip() throws IOException {
        Files.writeString(root.resolve("a/x_120.0.wav"), "no audio");
        SidecarException failure = Failures.of(() -> AudioSource.besideTokens().open(clip));
        assertThat(failure.kind()).isEqualTo(Kind.FORMAT);
        assertThat(failure.place().clip()).isEqualTo(ID);
        assertThat(failure.place().file()).endsWith("x_120.0.wav");
    }
}
