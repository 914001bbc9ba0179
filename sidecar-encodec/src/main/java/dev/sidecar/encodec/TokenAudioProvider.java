package dev.sidecar.encodec;

import static dev.sidecar.SidecarException.Kind.MISMATCH;
import static dev.sidecar.SidecarException.Kind.USAGE;

import dev.sidecar.SidecarException;
import dev.sidecar.SidecarException.Place;
import dev.sidecar.audio.AudioSource;
import dev.sidecar.audio.AudioSourceProvider;
import dev.sidecar.spi.ProducerOption;
import dev.sidecar.spi.ProducerOptions;
import java.nio.file.Path;
import java.util.List;

/** {@link EncodecModel#audioSource} by the name {@code tokens}; found by {@link java.util.ServiceLoader}. */
public final class TokenAudioProvider implements AudioSourceProvider {
    static final String NAME = "tokens";
    static final ProducerOption<String> DIGEST = ProducerOption.text(
                    "model-sha256", "the SHA-256 that the file with the weights must have; recorded")
            .withDefault("");
    private static final ProducerOption<String> MODEL = ProducerOption.text(
                    "model",
                    "for audio-source tokens: the folder with Hugging Face's files of the codec, or "
                            + EncodecModel.CACHED + " for the one in its cache. Not recorded")
            .withDefault("");

    /** For {@link java.util.ServiceLoader}. */
    public TokenAudioProvider() {}

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public List<ProducerOption<?>> options() {
        return List.of(MODEL, DIGEST);
    }

    @Override
    public AudioSource create(ProducerOptions options) {
        String model = options.get(MODEL);
        if (model.isEmpty()) {
            throw new SidecarException(
                    USAGE,
                    Place.NOWHERE,
                    "tokens are decoded with the weights of their codec; name their folder with the option \""
                            + MODEL.name()
                            + "\", or say " + EncodecModel.CACHED + " for those in Hugging Face's cache. "
                            + EncodecModel.HOW_TO_GET_ONE);
        }
        EncodecModel loaded = EncodecModel.load(Path.of(model));
        String expected = options.get(DIGEST);
        if (!expected.isEmpty() && !expected.equals(loaded.sha256())) {
            throw new SidecarException(
                    MISMATCH,
                    Place.file(loaded.file()),
                    "these are not the weights that were recorded: expected the SHA-256 " + expected + ", found "
                            + loaded.sha256());
        }
        return loaded.audioSource();
    }
}
