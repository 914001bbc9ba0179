package dev.sidecar.cli;

import static dev.sidecar.SidecarException.Kind.IO;
import static dev.sidecar.SidecarException.Kind.UNSUPPORTED;

import dev.sidecar.SidecarException;
import dev.sidecar.SidecarException.Place;
import dev.sidecar.audio.AudioStream;
import dev.sidecar.audio.WavEncoding;
import dev.sidecar.encodec.EncodecModel;
import dev.sidecar.encodec.TokenDecoder;
import dev.sidecar.frame.Codes;
import dev.sidecar.npy.Mirror;
import dev.sidecar.npy.TokenFile;
import dev.sidecar.npy.WholeFile;
import java.nio.file.Path;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code sidecar decode}: makes audio of token files, or compares it with what another program made. */
@Command(
        name = "decode",
        versionProvider = Main.Version.class,
        customSynopsis = {
            "sidecar decode [OPTIONS] --model=DIR ECDC_DIR WAV_DIR",
            "       sidecar decode --model=DIR --compare=FILE CLIP",
        },
        description = {
            "Decodes all token files (.ecdc) of EnCodec 24 kHz below a folder, into WAV files in a tree of the same folders.",
            "",
            "T frames become 320 T samples, as everywhere else: up to a frame more than the audio that was encoded.",
            ""
        },
        mixinStandardHelpOptions = true,
        sortOptions = false)
final class DecodeCommand implements Callable<Integer> {
    @Spec
    private @Nullable CommandSpec spec;

    @Parameters(
            index = "0",
            paramLabel = "ECDC_DIR",
            description = "The folder with the token files, at any depth; with --compare, one token file.")
    private Path tokens = Path.of("");

    @Parameters(
            index = "1",
            arity = "0..1",
            paramLabel = "WAV_DIR",
            description =
                    "The folder for the WAV files, made if need be. With --overwrite better not that of the audio that"
                            + " was encoded.")
    private @Nullable Path audio;

    @Mixin
    private CodecOptions options = new CodecOptions();

    @Option(names = "--pcm16", description = "Write samples of 16 bits; by default 32-bit floats, which are exact.")
    private boolean pcm16;

    @Option(
            names = "--compare",
            paramLabel = "FILE",
            description =
                    "Write nothing, but compare the decoded CLIP with samples that another program decoded: a .npy file"
                            + " of floats, or audio. The exit code is 0 if none differs by more than 5e-6.")
    private @Nullable Path reference;

    @Override
    public Integer call() {
        if (reference != null) {
            return compare(reference);
        }
        if (audio == null) {
            throw Usage.wrong(Objects.requireNonNull(spec), "WAV_DIR is missing: the folder for the WAV files");
        }
        EncodecModel model = options.load();
        WavEncoding encoding = pcm16 ? WavEncoding.PCM16 : WavEncoding.FLOAT32;
        return options.execute(
                Mirror.ofTokens(tokens, audio, ".wav"),
                (id, from, to) -> {
                    Codes codes = codes(from);
                    TokenDecoder decoder = model.decoder();
                    AudioStream decoded = decoder.open(codes);
                    long samples = (long) codes.frames() * decoder.hop();
                    WholeFile.write(to, out -> encoding.write(decoded, samples, out));
                },
                "decoded",
                new SidecarException(IO, Place.file(tokens), "there are no token files (*.ecdc) here"));
    }

    private static Codes codes(Path file) {
        TokenFile tokens = TokenFile.open(file);
        if (tokens.isAmbiguous()) {
            throw new SidecarException(
                    UNSUPPORTED,
                    Place.file(file),
                    "these are tokens of EnCodec 48 kHz, or in chunks; those of EnCodec 24 kHz are decoded");
        }
        return tokens.codes();
    }

    private int compare(Path file) {
        if (audio != null || pcm16 || options.concernsTree()) {
            throw Usage.wrong(
                    Objects.requireNonNull(spec),
                    "--compare takes one token file, and no option but --model and --quiet");
        }
        EncodecModel model = options.load();
        TokenDecoder decoder = model.decoder();
        try (AudioStream expected = Reference.open(file, decoder.sampleRate())) {
            Comparison comparison = Comparison.of(decoder.open(codes(tokens)), expected, decoder.hop());
            if (!options.isQuiet()) {
                comparison
                        .lines()
                        .forEach(Objects.requireNonNull(spec).commandLine().getOut()::println);
            }
            return comparison.isClose() ? 0 : 1;
        } catch (SidecarException e) {
            throw e.within(Place.file(tokens));
        }
    }
}
