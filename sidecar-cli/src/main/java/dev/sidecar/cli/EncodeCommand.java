package dev.sidecar.cli;

import static dev.sidecar.SidecarException.Kind.IO;

import dev.sidecar.SidecarException;
import dev.sidecar.SidecarException.Place;
import dev.sidecar.audio.AudioSource;
import dev.sidecar.audio.AudioStream;
import dev.sidecar.encodec.EncodecModel;
import dev.sidecar.encodec.TokenEncoder;
import dev.sidecar.frame.Clip;
import dev.sidecar.npy.Mirror;
import dev.sidecar.npy.TokenFile;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code sidecar encode}: makes token files of audio. */
@Command(
        name = "encode",
        versionProvider = Main.Version.class,
        description = {
            "Encodes all audio below a folder with EnCodec 24 kHz, into token files (.ecdc) in a tree of the same folders.",
            "",
            "WAV, FLAC, AIFF, AU and OGG files are read, by the names .wav, .flac, .aif, .aiff, .au and .ogg. Channels are"
                    + " averaged, other sample rates brought to that of the model. N samples become N / 320 frames, rounded"
                    + " up. The files are those that torch.save writes.",
            ""
        },
        mixinStandardHelpOptions = true,
        sortOptions = false)
final class EncodeCommand implements Callable<Integer> {
    private static final double USUAL_KBPS = 6;

    @Parameters(index = "0", paramLabel = "WAV_DIR", description = "The folder with the audio, at any depth.")
    private Path audio = Path.of("");

    @Parameters(
            index = "1",
            paramLabel = "ECDC_DIR",
            description = "The folder for the token files, made if need be; the same one will do.")
    private Path tokens = Path.of("");

    @Mixin
    private CodecOptions options = new CodecOptions();

    @Option(
            names = "--bandwidth",
            paramLabel = "KBPS",
            description =
                    "One of the bandwidths in the model's config, which decides on the number of codebooks; by default 6"
                            + " (8 codebooks), or the lowest of a model that has no 6.")
    private @Nullable Double bandwidth;

    @Override
    public Integer call() {
        EncodecModel model = options.load();
        int codebooks = model.codebooksAt(bandwidth == null ? usualBandwidth(model.bandwidths()) : bandwidth);
        model.encoder(codebooks); // what cannot encode is known before the work
        AudioSource source = AudioSource.under(audio);
        return options.execute(
                Mirror.of(audio, tokens, AudioSource::clipOf),
                (id, from, to) -> {
                    Clip clip = Clip.of(
                                    AudioSource.clipOf(id).orElse(id),
                                    model.rate().grid(0))
                            .withPath(from);
                    try (AudioStream stream =
                            source.open(clip).resampledTo(model.rate().sampleRate())) {
                        TokenEncoder.Encoded encoded = model.encoder(codebooks).encode(stream);
                        TokenFile.write(to, encoded.codes(), encoded.samples());
                    }
                },
                "encoded",
                new SidecarException(
                        IO,
                        Place.file(audio),
                        "there is no audio here; its files end in .wav, .flac, .aif, .aiff, .au or .ogg"));
    }

    /** What most token files have; of a model whose bandwidths nobody knows, too. */
    private static double usualBandwidth(List<Double> known) {
        return known.isEmpty() || known.contains(USUAL_KBPS)
                ? USUAL_KBPS
                : known.stream().min(Double::compare).orElse(USUAL_KBPS);
    }
}
