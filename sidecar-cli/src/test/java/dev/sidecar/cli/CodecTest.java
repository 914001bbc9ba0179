package dev.sidecar.cli;

import static dev.sidecar.cli.Outcome.sidecar;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.sidecar.audio.AudioFile;
import dev.sidecar.audio.AudioStream;
import dev.sidecar.frame.FeatureFrame;
import dev.sidecar.npy.NpyArray;
import dev.sidecar.npy.SidecarFile;
import dev.sidecar.npy.TokenFile;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code sidecar encode} and {@code sidecar decode}, against what Meta's modules make with the same weights. */
class CodecTest {
    @TempDir
    private Path folder;

    private Outcome encode(Path wavs, Path ecdc, Object... more) {
        return sidecar(words("encode", wavs, ecdc, more));
    }

    private Outcome decode(Path ecdc, Path wavs, Object... more) {
        return sidecar(words("decode", ecdc, wavs, more));
    }

    private static Object[] words(String command, Path from, Path to, Object... more) {
        return Stream.concat(Stream.of(command, from, to, "--model", Codec.MODEL), Arrays.stream(more))
                .toArray();
    }

    private Path wavs() {
        return Codec.copyTo(folder.resolve("wavs"), "t5.wav", "t75.wav", "t211.wav");
    }

    private Path tokens() {
        return Codec.copyTo(folder.resolve("tokens"), "t5.ecdc", "t75.ecdc", "t211.ecdc");
    }

    private static float[] samples(Path file, int length) {
        float[] samples = new float[length];
        try (AudioStream audio = AudioFile.open(file)) {
            assertThat(audio.sampleRate()).isEqualTo(24_000);
            int filled = 0;
            for (int count = 0; count >= 0 && filled < length; filled += Math.max(0, count)) {
                count = audio.read(samples, filled, length - filled);
            }
            assertThat(filled).isEqualTo(length);
            assertThat(audio.read(new float[1], 0, 1)).isEqualTo(-1);
        }
        return samples;
    }

    private static List<String> names(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            return files.filter(Files::isRegularFile)
                    .map(file -> folder.relativize(file).toString())
                    .sorted()
                    .toList();
        }
    }

    private static byte[] wav(int channels, int rate, short... samples) {
        ByteBuffer bytes = ByteBuffer.allocate(44 + 2 * samples.length).order(ByteOrder.LITTLE_ENDIAN);
        bytes.put("RIFF".getBytes(StandardCharsets.US_ASCII))
                .putInt(36 + 2 * samples.length)
                .put("WAVEfmt ".getBytes(StandardCharsets.US_ASCII));
        bytes.putInt(16)
                .putShort((short) 1)
                .putShort((short) channels)
                .putInt(rate)
                .putInt(2 * channels * rate);
        bytes.putShort((short) (2 * channels)).putShort((short) 16).put("data".getBytes(StandardCharsets.US_ASCII));
        bytes.putInt(2 * samples.length);
        for (short sample : samples) {
            bytes.putShort(sample);
        }
        return bytes.array();
    }

    @ParameterizedTest
    @ValueSource(strings = {"1", "2", "3"})
    void audioBecomesTheTokensThatMetaMakesOfIt(String jobs) {
        Path ecdc = folder.resolve("ecdc");
        Outcome outcome = encode(wavs(), ecdc, "--jobs", jobs);
        assertThat(outcome).isEqualTo(new Outcome(0, outcome.out(), ""));
        assertThat(outcome.out()).matches("3 clips: 3 encoded, 0 already there, 0 failed \\(\\d+\\.\\d\\d s\\)\n");
        for (int frames : new int[] {5, 75, 211}) {
            TokenFile tokens = TokenFile.open(ecdc.resolve("t" + frames + ".ecdc"));
            assertThat(tokens.codes().window(0, frames))
                    .isDeepEqualTo(Codec.encoded("t" + frames + ".encoded.npy", frames));
            assertThat(tokens.audioLength().orElseThrow()).isBetween(320L * (frames - 1) + 1, 320L * frames);
        }
        assertThat(TokenFile.open(ecdc.resolve("t75.ecdc")).codes().window(0, 75))
                .isDeepEqualTo(TokenFile.open(Codec.file("t75.ecdc")).codes().window(0, 75));
    }

    @ParameterizedTest
    @ValueSource(ints = {5, 75, 211})
    void tokensBecomeTheAudioThatMetaMakesOfThem(int frames) {
        Path wavs = folder.resolve("wavs");
        Outcome outcome = decode(tokens(), wavs);
        assertThat(outcome).isEqualTo(new Outcome(0, outcome.out(), ""));
        assertThat(outcome.out()).startsWith("3 clips: 3 decoded, 0 already there, 0 failed");
        float[] expected =
                NpyArray.read(Codec.file("t" + frames + ".audio.npy")).floats();
        assertThat(samples(wavs.resolve("t" + frames + ".wav"), 320 * frames)).containsExactly(expected, within(5e-6f));
        decode(folder.resolve("tokens"), folder.resolve("short"), "--pcm16");
        assertThat(folder.resolve("short/t" + frames + ".wav")).hasSize(44 + 640L * frames);
        assertThat(samples(folder.resolve("short/t" + frames + ".wav"), 320 * frames))
                .containsExactly(expected, within(0.5f / 32_768 + 5e-6f));
    }

    @ParameterizedTest
    @ValueSource(ints = {5, 75, 211})
    void featuresAreThoseOfTheDecodedAudio(int frames) {
        Path root = tokens();
        Outcome outcome = addOfTokens(root);
        assertThat(outcome).isEqualTo(new Outcome(0, outcome.out(), ""));
        try (SidecarFile sidecar = SidecarFile.open(root.resolve("t" + frames + ".ecdc"))) {
            FeatureFrame frame = sidecar.frame();
            assertThat(frame.column("rms_db").toArray())
                    .containsExactly(
                            NpyArray.read(Codec.file("t" + frames + ".rms_db.npy"))
                                    .floats(),
                            within(1e-4f));
        }
    }

    private static Outcome addOfTokens(Path root, Object... more) {
        return sidecar(Stream.concat(
                        Stream.of("add", "--audio-root", root, "--producer", "from_audio", "--audio-source", "tokens"),
                        Stream.concat(Stream.of("--model", Codec.MODEL), Arrays.stream(more)))
                .toArray());
    }

    @Test
    void featuresOfTokensOfAnotherModelAreRefused() {
        Outcome outcome = addOfTokens(Dataset.copyTo(folder), "--skip-errors");
        assertThat(outcome.status()).isEqualTo(1);
        assertThat(outcome.out())
                .startsWith("5 clips: 0 created, 0 updated, 0 unchanged, 5 failed")
                .contains("square.ecdc: the model has 2 codebooks, the clip 8; they were made with another model");
    }

    @Test
    void theTreeIsMirroredAndWhatIsThereIsKept() throws IOException {
        Path wavs = wavs();
        Files.createDirectories(wavs.resolve("a/b"));
        Files.move(wavs.resolve("t5.wav"), wavs.resolve("a/b/x_120.0.Wav"));
        Path ecdc = wavs.resolve("tokens"); // inside, where it is not looked through
        assertThat(encode(wavs, ecdc).out()).startsWith("3 clips: 3 encoded");
        assertThat(names(ecdc)).containsExactly("a/b/x_120.0.ecdc", "t211.ecdc", "t75.ecdc");
        Files.writeString(ecdc.resolve("t75.ecdc"), "mine");
        assertThat(encode(wavs, ecdc).out()).startsWith("3 clips: 0 encoded, 3 already there, 0 failed");
        assertThat(ecdc.resolve("t75.ecdc")).hasContent("mine");
        assertThat(encode(wavs, ecdc, "--overwrite", "--quiet")).isEqualTo(new Outcome(0, "", ""));
        assertThat(TokenFile.open(ecdc.resolve("t75.ecdc")).frames()).hasValue(75);
        assertThat(decode(ecdc, ecdc, "--quiet")).isEqualTo(new Outcome(0, "", ""));
        assertThat(names(ecdc)).hasSize(6).contains("a/b/x_120.0.wav");
    }

    @Test
    void channelsAreAveragedAndRatesBroughtToThatOfTheModel() throws IOException {
        Path wavs = Files.createDirectory(folder.resolve("wavs"));
        short[] left = new short[1_000];
        short[] both = new short[2_000];
        short[] slow = new short[441];
        for (int i = 0; i < left.length; i++) {
            left[i] = (short) (8_000 * Math.sin(i / 9.0));
            both[2 * i] = (short) (left[i] + 100);
            both[2 * i + 1] = (short) (left[i] - 100);
        }
        Files.write(wavs.resolve("one.wav"), wav(1, 24_000, left));
        Files.write(wavs.resolve("two.wav"), wav(2, 24_000, both));
        Files.write(wavs.resolve("slow.wav"), wav(1, 11_025, slow));
        Files.write(wavs.resolve("none.wav"), wav(1, 24_000));
        Path ecdc = folder.resolve("ecdc");
        assertThat(encode(wavs, ecdc).status()).isZero();
        TokenFile one = TokenFile.open(ecdc.resolve("one.ecdc"));
        TokenFile two = TokenFile.open(ecdc.resolve("two.ecdc"));
        assertThat(two.codes().window(0, 4)).isDeepEqualTo(one.codes().window(0, 4));
        assertThat(two.audioLength()).hasValue(1_000);
        TokenFile slower = TokenFile.open(ecdc.resolve("slow.ecdc"));
        assertThat(slower.audioLength()).hasValue(960);
        assertThat(slower.frames()).hasValue(3);
        assertThat(TokenFile.open(ecdc.resolve("none.ecdc")).frames()).hasValue(0);
        assertThat(decode(ecdc, folder.resolve("back")).out()).startsWith("4 clips: 4 decoded");
        assertThat(folder.resolve("back/none.wav")).hasSize(44);
    }

    @Test
    void whatFailsIsToldAndTheOthersAreDone() throws IOException {
        Path wavs = wavs();
        Files.copy(wavs.resolve("t5.wav"), wavs.resolve("t5.flac"));
        Files.writeString(wavs.resolve("page.wav"), "<html>");
        Files.writeString(wavs.resolve("._t5.wav"), "");
        Files.createDirectories(folder.resolve("ecdc/t211.ecdc"));
        Outcome outcome = encode(wavs, folder.resolve("ecdc"));
        assertThat(outcome.status()).isEqualTo(1);
        assertThat(outcome.out()).startsWith("5 clips: 1 encoded, 0 already there, 4 failed");
        assertThat(outcome.err().replace(folder + "/", "").lines())
                .satisfiesExactly(
                        line -> assertThat(line).startsWith("sidecar: warning: ._t5.wav: "),
                        line -> assertThat(line).startsWith("sidecar: wavs/page.wav: no audio that is known here"),
                        line -> assertThat(line).startsWith("sidecar: ecdc/t211.ecdc: expected a file to write to"),
                        line -> assertThat(line)
                                .startsWith("sidecar: wavs/t5.flac: several files may be the audio of this clip,"
                                        + " t5.wav and t5.flac"),
                        line -> assertThat(line).startsWith("sidecar: wavs/t5.wav: several files may be the audio"));
        assertThat(names(folder.resolve("ecdc"))).containsExactly("t75.ecdc");
    }

    @Test
    void tokensThatTheModelCannotDecodeAreToldAndTheOthersAreDone() throws IOException {
        Path root = tokens();
        Files.copy(Dataset.resource("ecdc/square.ecdc"), root.resolve("eight.ecdc"));
        Files.writeString(root.resolve("page.ecdc"), "<html>");
        Files.writeString(root.resolve("T.ECDC"), "");
        Outcome outcome = decode(root, folder.resolve("wavs"));
        assertThat(outcome.status()).isEqualTo(1);
        assertThat(outcome.out()).startsWith("5 clips: 3 decoded, 0 already there, 2 failed");
        assertThat(outcome.err().replace(folder + "/", ""))
                .contains("warning: T.ECDC: token files end in .ecdc")
                .contains(
                        "sidecar: tokens/eight.ecdc: the model has 2 codebooks, the clip 8; they were made with another"
                                + " model [MISMATCH]")
                .contains("sidecar: tokens/page.ecdc: ")
                .hasLineCount(3);
        assertThat(names(folder.resolve("wavs"))).containsExactly("t211.wav", "t5.wav", "t75.wav");
    }

    @Test
    void fortyEightKilohertzIsNotDecoded() {
        Path root = Codec.copyTo(folder.resolve("tokens"), "hf48_1x1x2x150.ecdc");
        Outcome outcome = decode(root, folder.resolve("wavs"));
        assertThat(outcome.status()).isEqualTo(1);
        assertThat(outcome.err())
                .contains("x150.ecdc: these are tokens of EnCodec 48 kHz")
                .hasLineCount(1);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "encode WAVS OUT --model FOLDER | this folder has no model.safetensors | 1",
                "encode WAVS OUT --model FOLDER/none | there is no such model. Hugging Face has facebook/encodec_24khz | 1",
                "encode WAVS OUT --model WAVS/t5.wav | [FORMAT] | 1",
                "encode FOLDER/none OUT --model MODEL | there is no such folder | 2",
                "encode WAVS/t5.wav OUT --model MODEL | expected a folder, found a file | 2",
                "encode WAVS WAVS/t5.wav --model MODEL | expected a folder to write into, found a file | 2",
                "encode WAVS WAVS/t5.wav/x --model MODEL | expected a folder, found a file on the way to it | 1",
                "encode WAVS OUT --model MODEL --bandwidth 6 | no bandwidth of 6.0 kbps; it has [1.5] | 2",
                "encode WAVS OUT --model MODEL --bandwidth NaN | no bandwidth of NaN kbps; it has [1.5] | 2",
                "encode WAVS OUT --model MODEL --jobs 0 | must be 1 to 1024, found 0 | 2",
                "encode MODEL OUT --model MODEL | there is no audio here; its files end in .wav, .flac | 1",
                "decode WAVS OUT --model MODEL | there are no token files (*.ecdc) here | 1",
                "decode FOLDER/none OUT --model MODEL | there is no such folder | 2",
                "decode WAVS OUT --model FOLDER | this folder has no model.safetensors | 1",
            })
    void whatCannotBeginSaysWhy(String command, String reason, int status) {
        String words = command.replace("WAVS", wavs().toString())
                .replace("OUT", folder.resolve("out").toString())
                .replace("FOLDER", folder.toString())
                .replace("MODEL", Codec.MODEL.toString());
        Outcome outcome = sidecar((Object[]) words.split(" "));
        assertThat(outcome).isEqualTo(new Outcome(status, "", outcome.err()));
        assertThat(outcome.err()).contains(reason).hasLineCount(1);
        assertThat(folder.resolve("out")).doesNotExist();
    }

    @Test
    void aModelWithoutAnEncoderEncodesNothing() {
        Path model = Codec.file("decoder");
        Outcome outcome = sidecar("encode", wavs(), folder.resolve("out"), "--model", model, "--bandwidth", 1.5);
        assertThat(outcome).isEqualTo(new Outcome(1, "", outcome.err()));
        assertThat(outcome.err()).contains("this file has a decoder, and no encoder");
        assertThat(sidecar("decode", tokens(), folder.resolve("out"), "--model", model)
                        .status())
                .isZero();
    }

    private static Outcome compare(Path reference, Path tokens, Object... more) {
        return sidecar(Stream.concat(
                        Stream.of("decode", "--compare", reference, tokens, "--model", Codec.MODEL),
                        Arrays.stream(more))
                .toArray());
    }

    @ParameterizedTest
    @ValueSource(strings = {"t5", "t75", "t211"})
    void decodedAudioIsComparedWithThatOfAnotherProgram(String clip) {
        Path tokens = Codec.file(clip + ".ecdc");
        Outcome outcome = compare(Codec.file(clip + ".audio.npy"), tokens);
        assertThat(outcome).isEqualTo(new Outcome(0, outcome.out(), ""));
        assertThat(outcome.out())
                .containsPattern("samples +(\\d+), reference \\1\n")
                .containsPattern("max difference +[1-9]\\.\\de-07\n")
                .containsPattern("RMS difference +[1-9]\\.\\de-08\n")
                .containsPattern("signal to noise +12\\d\\.\\d dB\n")
                .endsWith("\nwithin 5e-6: the same audio\n");
        assertThat(compare(Codec.file(clip + ".audio.npy"), tokens, "--quiet")).isEqualTo(new Outcome(0, "", ""));
        decode(tokens(), folder);
        Outcome same = compare(folder.resolve(clip + ".wav"), tokens);
        assertThat(same.out()).contains("max difference   0\n", "signal to noise  no noise\n");
    }

    /** 16 bits leave a difference of up to half a step, 1.5e-5, and of its 1/sqrt(3) in the mean. */
    @Test
    void audioThatIsNotTheSameEndsInOne() {
        decode(tokens(), folder, "--pcm16");
        Outcome rounded = compare(folder.resolve("t75.wav"), Codec.file("t75.ecdc"));
        assertThat(rounded.status()).isEqualTo(1);
        assertThat(rounded.out())
                .contains("max difference   1.5e-05\n", "RMS difference   8.8e-06\n")
                .endsWith("not within 5e-6: not the same audio\n");
        Outcome other = compare(Codec.file("t5.audio.npy"), Codec.file("t75.ecdc"));
        assertThat(other.status()).isEqualTo(1);
        assertThat(other.out()).startsWith("samples          24000, reference 1600 (more than a frame of 320 apart)\n");
    }

    @ParameterizedTest
    @CsvSource({"1600, 0", "1599, 0", "1280, 0", "1279, 1", "1920, 0", "1921, 1"})
    void lengthsMayDifferByAFrame(int length, int status) throws IOException {
        float[] whole = NpyArray.read(Codec.file("t5.audio.npy")).floats();
        npy("reference.npy", "(1, " + length + ")", Arrays.copyOf(whole, length));
        Outcome outcome = compare(folder.resolve("reference.npy"), Codec.file("t5.ecdc"));
        assertThat(outcome.status()).as(outcome.toString()).isEqualTo(status);
        assertThat(outcome.out())
                .startsWith("samples          1600, reference " + length)
                .contains(length == 1600 ? "1600\n" : status == 0 ? "that both have)" : "more than a frame");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "none.npy | there is no such file [IO]",
                "none.wav | there is no such file [IO]",
                "stereo.npy | expected the samples of one channel, such as the shape [N] or [1, 1, N], found [2, 3] [UNSUPPORTED]",
                "nan.npy | sample 1 is NaN, audio is made of finite numbers [FORMAT]",
                "slow.wav | expected 24000 samples per second, as the model decodes, found 8000 [MISMATCH]",
                "model.npy | not an NPY file: it does not start with",
            })
    void whatCannotBeComparedSaysWhy(String reference, String reason) throws IOException {
        npy("stereo.npy", "(2, 3)", 0, 0, 0, 0, 0, 0);
        npy("nan.npy", "(3,)", 0, Float.NaN, 0);
        Files.write(folder.resolve("slow.wav"), wav(1, 8_000, (short) 1));
        Files.copy(Codec.MODEL.resolve("model.safetensors"), folder.resolve("model.npy"));
        Outcome outcome = compare(folder.resolve(reference), Codec.file("t5.ecdc"));
        assertThat(outcome).isEqualTo(new Outcome(1, "", outcome.err()));
        assertThat(outcome.err()).contains(reference + ": ", reason).hasLineCount(1);
    }

    private void npy(String name, String shape, float... values) throws IOException {
        String header = "{'descr': '<f4', 'fortran_order': False, 'shape': " + shape + ", }\n";
        ByteBuffer bytes =
                ByteBuffer.allocate(10 + header.length() + 4 * values.length).order(ByteOrder.LITTLE_ENDIAN);
        bytes.put((byte) 0x93).put("NUMPY".getBytes(StandardCharsets.US_ASCII)).putShort((short) 1);
        bytes.putShort((short) header.length()).put(header.getBytes(StandardCharsets.US_ASCII));
        for (float value : values) {
            bytes.putFloat(value);
        }
        Files.write(folder.resolve(name), bytes.array());
    }
}
