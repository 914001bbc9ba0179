package dev.sidecar.encodec;

import static dev.sidecar.SidecarException.Kind.FORMAT;
import static dev.sidecar.SidecarException.Kind.IO;
import static dev.sidecar.SidecarException.Kind.MISMATCH;
import static dev.sidecar.SidecarException.Kind.UNSUPPORTED;
import static dev.sidecar.SidecarException.Kind.USAGE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.sidecar.SidecarException;
import dev.sidecar.SidecarException.Kind;
import dev.sidecar.frame.Clip;
import dev.sidecar.frame.FrameGrid;
import dev.sidecar.npy.TensorFile;
import dev.sidecar.testkit.FakeClips;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What models are taken, where they are found, and how others are refused. */
class EncodecModelTest {
    @TempDir
    Path folder;

    private static void assertFails(Kind kind, ThrowingCallable what, String... words) {
        SidecarException failure = catchThrowableOfType(SidecarException.class, what);
        assertThat(failure).isNotNull();
        assertThat(failure.kind()).as(failure.getMessage()).isEqualTo(kind);
        assertThat(failure).hasMessageContainingAll(words);
    }

    private static RandomModel small() {
        return new RandomModel(2, 4, 2);
    }

    private Path write(RandomModel model) throws IOException {
        return model.write(folder.resolve("model.safetensors"), 1);
    }

    private void config(String json) throws IOException {
        Files.writeString(folder.resolve("config.json"), json);
    }

    @Test
    void aModelSaysWhatItIs() {
        EncodecModel model = EncodecModel.load(Golden.TINY);
        assertThat(model.rate()).isEqualTo(FrameGrid.Rate.ENCODEC_24KHZ);
        assertThat(model.codebooks()).isEqualTo(2);
        assertThat(model.codebookSize()).isEqualTo(1_024);
        assertThat(model.bandwidths()).containsExactly(1.5);
        assertThat(model.codebooksAt(1.5)).isEqualTo(2);
        assertThat(model.sha256()).isEqualTo(TensorFile.open(Golden.TINY).sha256());
        assertThat(model.file()).isEqualTo(Golden.TINY);
        assertThat(model).hasToString("EncodecModel[" + Golden.TINY + ", 2 codebooks of 1024, " + model.rate() + "]");
        TokenDecoder decoder = model.decoder();
        assertThat(decoder.sampleRate()).isEqualTo(24_000);
        assertThat(decoder.hop()).isEqualTo(320);
        assertThat(decoder.codebooks()).isEqualTo(2);
        assertThat(decoder.codebookSize()).isEqualTo(1_024);
    }

    /** encodec.py of Meta: 1.5 kbps are 2 codebooks, and so on. */
    @ParameterizedTest
    @CsvSource({"1.5, 2", "3, 4", "6, 8", "12, 16", "24, 32"})
    void bandwidthsPayForCodebooks(double kbps, int codebooks) throws IOException {
        Path file = write(new RandomModel(2, 2, 32));
        assertThat(EncodecModel.load(file).codebooksAt(kbps)).isEqualTo(codebooks);
        config("{\"target_bandwidths\": [1.5, 3, 6.0, 12.0, 24.0]}");
        assertThat(EncodecModel.load(file).codebooksAt(kbps)).isEqualTo(codebooks);
    }

    @Test
    void aBandwidthThatIsNotListedIsRefused() {
        EncodecModel model = EncodecModel.load(Golden.TINY);
        assertFails(USAGE, () -> model.codebooksAt(6), "6.0 kbps", "[1.5]");
        assertFails(USAGE, () -> model.codebooksAt(Double.NaN), "NaN kbps");
    }

    @Test
    void aFolderIsAsGoodAsTheFile() throws IOException {
        Path file = write(small());
        assertThat(EncodecModel.load(folder).file()).isEqualTo(file);
    }

    @Test
    void wholeWeightsAreTakenAsTheyAre() throws IOException {
        RandomModel whole = small();
        for (String name : List.of("decoder.layers.0.conv", "decoder.layers.3.conv")) {
            whole.without(name + ".weight_g").without(name + ".weight_v");
        }
        Path file = write(whole.with("decoder.layers.0.conv.weight", List.of(32, 4, 7))
                .with("decoder.layers.3.conv.weight", List.of(32, 16, 16)));
        assertThat(EncodecModel.load(file).decoder().decode(FakeClips.codes(2, 9, 1)))
                .hasSize(9 * 320);
    }

    @Test
    void aCheckpointOfTorchGivesTheSameBits() {
        Path checkpoint = Golden.resource("checkpoint/pytorch_model.bin");
        EncodecModel model = EncodecModel.load(Golden.resource("checkpoint"));
        assertThat(model.file()).isEqualTo(checkpoint);
        assertThat(model.decoder().decode(Golden.tokens("t75")))
                .isEqualTo(EncodecModel.load(Golden.TINY).decoder().decode(Golden.tokens("t75")));
    }

    @Test
    void theCacheOfHuggingFaceIsSearched() throws IOException {
        Path hub = folder.resolve(".cache/huggingface/hub");
        Path model = hub.resolve("models--facebook--encodec_24khz");
        assertFails(IO, () -> ModelFiles.cached(Map.of(), folder), "no weights", "facebook/encodec_24khz");
        Files.createDirectories(model.resolve("snapshots/aaa"));
        assertFails(IO, () -> ModelFiles.cached(Map.of(), folder), "no weights");
        Files.createFile(model.resolve("snapshots/aaa/model.safetensors"));
        assertThat(ModelFiles.cached(Map.of(), folder)).isEqualTo(model.resolve("snapshots/aaa"));
        Files.createDirectories(model.resolve("snapshots/bbb"));
        Files.createFile(model.resolve("snapshots/bbb/pytorch_model.bin"));
        Files.createDirectories(model.resolve("refs"));
        Files.writeString(model.resolve("refs/main"), "bbb");
        assertThat(ModelFiles.cached(Map.of(), folder)).isEqualTo(model.resolve("snapshots/bbb"));
    }

    @Test
    void theCacheMayBeMoved() throws IOException {
        Path snapshot = Files.createDirectories(folder.resolve("x/models--facebook--encodec_24khz/snapshots/a"));
        Files.createFile(snapshot.resolve("model.safetensors"));
        String moved = folder.resolve("x").toString();
        assertThat(ModelFiles.cached(Map.of("HF_HUB_CACHE", moved, "HF_HOME", "/nowhere"), Path.of("home")))
                .isEqualTo(snapshot);
        Files.createDirectories(folder.resolve("x/hub"));
        Files.move(
                folder.resolve("x/models--facebook--encodec_24khz"),
                folder.resolve("x/hub/models--facebook--encodec_24khz"));
        assertThat(ModelFiles.cached(Map.of("HF_HOME", moved), Path.of("home"))).exists();
        Files.move(folder.resolve("x"), folder.resolve("huggingface"));
        assertThat(ModelFiles.cached(Map.of("XDG_CACHE_HOME", folder.toString()), Path.of("home")))
                .exists();
    }

    @Test
    void whatIsNotThereIsToldWithWhereToGetIt() {
        assertFails(IO, () -> EncodecModel.load(folder), "no model.safetensors", "facebook/encodec_24khz");
        assertFails(IO, () -> EncodecModel.load(folder.resolve("x")), "no such model", "facebook/encodec_24khz");
    }

    @Test
    void whatIsNoFileOfTensorsIsRefused() {
        assertFails(FORMAT, () -> EncodecModel.load(Golden.resource("tiny/fixed_length_decoder.onnx")), "onnx");
        assertFails(FORMAT, () -> EncodecModel.load(Golden.resource("tiny/t5.wav")), "t5.wav");
    }

    @Test
    void aFileThatIsCutOffIsRefused() throws IOException {
        Path file = write(small());
        byte[] bytes = Files.readAllBytes(file);
        for (int length : new int[] {0, 7, 100, bytes.length - 1}) {
            Files.write(file, Arrays.copyOf(bytes, length));
            assertFails(FORMAT, () -> EncodecModel.load(file), "model.safetensors");
        }
    }

    @ParameterizedTest
    @CsvSource({
        "quantizer.layers.0.codebook.embed",
        "decoder.layers.0.conv.bias",
        "decoder.layers.0.conv.weight_v",
        "decoder.layers.0.conv.weight_g",
        "decoder.layers.1.lstm.weight_hh_l1",
        "decoder.layers.6.conv.weight_v",
        "decoder.layers.7.block.1.conv.bias",
        "decoder.layers.13.shortcut.conv.weight_v",
        "decoder.layers.15.conv.bias",
        "encoder.layers.3.conv.weight_v",
        "encoder.layers.13.lstm.bias_ih_l0"
    })
    void aMissingTensorIsNamed(String tensor) throws IOException {
        Path file = write(small().without(tensor));
        SidecarException failure = catchThrowableOfType(SidecarException.class, () -> EncodecModel.load(file));
        assertThat(failure.kind()).isIn(FORMAT, MISMATCH);
        assertThat(failure).hasMessageContaining(tensor.replaceAll("\\.(weight_v|block.*)$", ""));
    }

    @Test
    void tensorsOfAnotherShapeAreRefused() throws IOException {
        Path file = write(small().with("decoder.layers.1.lstm.bias_hh_l0", List.of(127)));
        assertFails(FORMAT, () -> EncodecModel.load(file), "decoder.layers.1.lstm.bias_hh_l0", "[128]", "[127]");
        Path axes = write(small().with("quantizer.layers.0.codebook.embed", List.of(1_024)));
        assertFails(FORMAT, () -> EncodecModel.load(axes), "quantizer.layers.0.codebook.embed", "2 axes", "[1024]");
        Path other = write(small().with("quantizer.layers.1.codebook.embed", List.of(512, 4)));
        assertFails(FORMAT, () -> EncodecModel.load(other), "quantizer.layers.1", "[1024, 4]", "[512, 4]");
        Path odd = write(small().with("decoder.layers.3.conv.weight_v", List.of(32, 16, 15)));
        assertFails(FORMAT, () -> EncodecModel.load(odd), "decoder.layers.3", "[32, 16, 15]");
    }

    @Test
    void valuesThatAreNotFiniteAreRefused() throws IOException {
        Path file = write(small());
        byte[] bytes = Files.readAllBytes(file);
        ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).putFloat(bytes.length - 4, Float.NaN);
        Files.write(file, bytes);
        assertFails(FORMAT, () -> EncodecModel.load(file), "encoder.layers.15.conv.bias", "NaN", "at 3");
    }

    @Test
    void valuesOfAnotherTypeAreRefused() throws IOException {
        Path file = write(small());
        String all = Files.readString(file, StandardCharsets.ISO_8859_1);
        Files.writeString(file, all.replaceFirst("\"F32\"", "\"I32\""), StandardCharsets.ISO_8859_1);
        assertFails(UNSUPPORTED, () -> EncodecModel.load(file), "quantizer.layers.0.codebook.embed", "int32");
    }

    @Test
    void aGroupNormIsAnotherModel() throws IOException {
        Path file = write(small().without("decoder.layers.0.conv.weight_v")
                .without("decoder.layers.0.conv.weight_g")
                .with("decoder.layers.0.norm.weight", List.of(32)));
        assertFails(UNSUPPORTED, () -> EncodecModel.load(file), "group norm", "48 kHz");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "\"norm_type\": \"time_group_norm\"; norm_type",
                "\"use_causal_conv\": false; use_causal_conv",
                "\"pad_mode\": \"constant\"; pad_mode",
                "\"audio_channels\": 2; audio_channels",
                "\"model_type\": \"dac\"; model_type",
                "\"normalize\": true; normalize",
                "\"num_residual_layers\": 3; num_residual_layers",
                "\"num_lstm_layers\": 1; num_lstm_layers",
                "\"trim_right_ratio\": 0.5; trim_right_ratio"
            })
    void aConfigOfAnotherModelIsRefused(String entry, String key) throws IOException {
        write(small());
        config("{" + entry + "}");
        assertFails(UNSUPPORTED, () -> EncodecModel.load(folder), "config.json", key);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "\"sampling_rate\": 0", "\"sampling_rate\": \"24000\"", "\"sampling_rate\": 999999999",
                "\"upsampling_ratios\": 8", "\"upsampling_ratios\": [8, 5, 2, 4]", "\"upsampling_ratios\": [8.5]",
                "\"target_bandwidths\": [-1]", "\"target_bandwidths\": [null]"
            })
    void aConfigThatCannotBeIsRefused(String entry) throws IOException {
        write(small());
        config("{" + entry + "}");
        assertFails(FORMAT, () -> EncodecModel.load(folder), entry.substring(1, 9));
    }

    @Test
    void aConfigThatIsNoJsonIsRefused() throws IOException {
        write(small());
        config("{");
        assertFails(FORMAT, () -> EncodecModel.load(folder), "config.json");
    }

    @Test
    void aDecoderAloneDoesNotEncode() {
        EncodecModel model = EncodecModel.load(Golden.PARAMETRIZED);
        assertFails(UNSUPPORTED, () -> model.encoder(1), "no encoder");
    }

    @Test
    void numbersOutOfRangeAreRefused() {
        EncodecModel model = EncodecModel.load(Golden.TINY);
        assertFails(USAGE, () -> model.encoder(0), "1 to 2", "found 0");
        assertFails(USAGE, () -> model.encoder(3), "found 3");
        assertFails(USAGE, () -> model.decoder().withBlockFrames(0), "1 to 1024", "found 0");
        assertFails(USAGE, () -> model.decoder().withBlockFrames(1_025), "found 1025");
    }

    @Test
    void codesThatAreInNoCodebookAreRefused() {
        TokenDecoder decoder = EncodecModel.load(Golden.TINY).decoder();
        int[][] codes = new int[2][200];
        codes[1][150] = 1_024;
        assertFails(FORMAT, () -> decoder.decode(CodecTest.codes(codes)), "codebook 1", "0 to 1023", "1024", "150");
        codes[1][150] = -1;
        assertFails(FORMAT, () -> decoder.decode(CodecTest.codes(codes)), "found -1");
    }

    @Test
    void moreCodebooksThanTheModelHasAreRefused() {
        TokenDecoder decoder = EncodecModel.load(Golden.TINY).decoder();
        assertFails(MISMATCH, () -> decoder.decode(FakeClips.codes(3, 10, 1)), "2 codebooks", "clip 3");
    }

    @Test
    void aDecoderDecodesOneClipAtATime() {
        TokenDecoder decoder = EncodecModel.load(Golden.TINY).decoder();
        var first = decoder.open(FakeClips.codes(2, 10, 1));
        decoder.open(FakeClips.codes(2, 10, 2));
        assertFails(USAGE, () -> first.read(new float[10], 0, 10), "another clip");
    }

    @Test
    void audioOfAnotherRateIsNotEncoded() {
        TokenEncoder encoder = EncodecModel.load(Golden.TINY).encoder(1);
        try (var audio = Golden.wav("t5").resampledTo(16_000)) {
            assertFails(MISMATCH, () -> encoder.encode(audio), "24000", "16000", "resample");
        }
    }

    @Test
    void clipsOfAnotherGridAreNoAudio() {
        Clip clip = Clip.of("a.ecdc", FrameGrid.Rate.ENCODEC_48KHZ.grid(10)).withCodes(FakeClips.codes(2, 10, 1));
        assertFails(
                MISMATCH,
                () -> EncodecModel.load(Golden.TINY).audioSource().open(clip),
                "a.ecdc",
                "24000 Hz",
                "48000 Hz");
    }
}
