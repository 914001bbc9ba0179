package dev.sidecar.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The code in the guide to the codec is run as it stands, with a tiny model, and with what Python decoded with that. */
class CodecPageTest {
    @TempDir
    private Path folder;

    CodecPageTest() {}

    @BeforeEach
    void copy() throws IOException {
        Codec.copyTo(folder.resolve("wavs"), "t5.wav", "t75.wav");
        Files.move(folder.resolve("wavs/t75.wav"), folder.resolve("wavs/clip.wav"));
        Files.copy(Codec.file("t75.audio.npy"), folder.resolve("clip.npy"));
        Path model = Files.createDirectory(folder.resolve("encodec_24khz"));
        for (String file : new String[] {"model.safetensors", "config.json"}) {
            Files.copy(Codec.MODEL.resolve(file), model.resolve(file));
        }
    }

    @Test
    void itsCodeRuns() throws Exception {
        Page page = new Page("docs/codec.md", folder);
        assertThat(page.run(String.join("", page.fences("sh"))))
                .contains("2 clips: 2 encoded", "2 clips: 2 created", "2 clips: 0 created, 2 updated")
                .contains("2 clips: 2 clean, 0 errors, 0 warnings", "2 clips: 2 decoded")
                .contains("within 5e-6: the same audio");
        assertThat(folder.resolve("small/clip.wav")).hasSize(44 + 2 * 24_000);
        assertThat(page.run(page.fences("java"))).contains("24000 samples\n2 clips: 0 created, 2 updated");
    }
}
