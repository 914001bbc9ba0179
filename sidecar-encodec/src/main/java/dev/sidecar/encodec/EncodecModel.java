package dev.sidecar.encodec;

import static dev.sidecar.SidecarException.Kind.UNSUPPORTED;
import static dev.sidecar.SidecarException.Kind.USAGE;

import dev.sidecar.SidecarException;
import dev.sidecar.SidecarException.Place;
import dev.sidecar.audio.AudioSource;
import dev.sidecar.frame.FrameGrid;
import dev.sidecar.npy.TensorFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The weights of an EnCodec 24 kHz codec, loaded. Immutable; make a decoder or an encoder of it for every thread.
 *
 * <pre>{@code
 * EncodecModel model = EncodecModel.load(Path.of("encodec_24khz"));
 * float[] samples = model.decoder().decode(TokenFile.open(path).codes());
 * }</pre>
 *
 * <p>The architecture is that of {@code EncodecModel} in Hugging Face's transformers with causal convolutions, weight norm
 * and one channel (A. Défossez, J. Copet, G. Synnaeve, Y. Adi, High Fidelity Neural Audio Compression, 2022). It was
 * verified against Meta's implementation with seeded random weights, not against the published checkpoint. The 48 kHz model
 * is another one, and refused.
 *
 * <p>Results are the same to the bit on every Java, for every block size and number of threads.
 */
public final class EncodecModel {
    /** The path that stands for the model in Hugging Face's cache. */
    static final String CACHED = "cached";

    static final String HOW_TO_GET_ONE =
            "Hugging Face has facebook/encodec_24khz; model.safetensors and config.json in one folder are enough";

    private static final String CONFIG = "config.json";

    private final Path file;
    private final String sha256;
    private final ModelConfig config;
    private final FrameGrid.Rate rate;
    private final Quantizer quantizer;
    private final Network decoder;
    private final @Nullable Network encoder;

    private EncodecModel(
            TensorFile file, ModelConfig config, Quantizer quantizer, Network decoder, @Nullable Network encoder) {
        this.file = file.path();
        this.sha256 = file.sha256();
        this.config = config;
        this.rate = new FrameGrid.Rate(config.sampleRate(), decoder.hop());
        this.quantizer = quantizer;
        this.decoder = decoder;
        this.encoder = encoder;
    }

    /**
     * Loads a model as Hugging Face keeps it.
     *
     * @param path {@code model.safetensors}, {@code pytorch_model.bin}, or the folder with one of them (the first, if both
     *     are there); a {@code config.json} beside it is read too. Without one the sample rate is taken for 24 kHz. The path
     *     {@value #CACHED} stands for {@link #cached()}
     * @return the model; with an encoder, if the file has one
     * @throws SidecarException IO if there is no such file, says where to get it; FORMAT if it is broken, a tensor is
     *     missing, of another shape or not finite; UNSUPPORTED if it is another model, or its values are not float32
     */
    public static EncodecModel load(Path path) {
        Path file = ModelFiles.weights(path.equals(Path.of(CACHED)) ? cached() : path);
        Path beside = file.resolveSibling(CONFIG);
        ModelConfig config = Files.exists(beside) ? ModelConfig.read(beside) : ModelConfig.unknown();
        TensorFile tensors = TensorFile.open(file);
        Weights weights = new Weights(tensors);
        Quantizer quantizer = quantizer(weights);
        Network decoder = Network.decoder(weights, config, quantizer.dimensions());
        Network encoder = weights.hasLayer("encoder")
                ? Network.encoder(weights, config, decoder.ratios(), quantizer.dimensions())
                : null;
        return new EncodecModel(tensors, config, quantizer, decoder, encoder);
    }

    private static Quantizer quantizer(Weights weights) {
        List<float[][]> codebooks = new ArrayList<>();
        List<Integer> shape = weights.shape(embedding(0), 2);
        while (weights.has(embedding(codebooks.size()))) {
            float[] values = weights.tensor(embedding(codebooks.size()), shape);
            float[][] codebook = new float[shape.get(0)][shape.get(1)];
            for (int e = 0; e < codebook.length; e++) {
                System.arraycopy(values, e * codebook[e].length, codebook[e], 0, codebook[e].length);
            }
            codebooks.add(codebook);
        }
        return new Quantizer(List.copyOf(codebooks));
    }

    private static String embedding(int codebook) {
        return "quantizer.layers." + codebook + ".codebook.embed";
    }

    /**
     * Where the published model lies in the cache of Hugging Face's tools, which HF_HUB_CACHE, HF_HOME or XDG_CACHE_HOME
     * may move. Nothing is downloaded.
     *
     * @return the folder of a snapshot with weights, of several the one that the main branch names
     * @throws SidecarException (IO) if there is none
     */
    public static Path cached() {
        return ModelFiles.cached(System.getenv(), Path.of(System.getProperty("user.home")));
    }

    /**
     * The file with the weights.
     *
     * @return where it was read from
     */
    public Path file() {
        return file;
    }

    /**
     * The frame grid of all clips of this codec.
     *
     * @return the sample rate and the samples per frame, 24,000 and 320 for the published model
     */
    public FrameGrid.Rate rate() {
        return rate;
    }

    /**
     * How many codebooks there are; clips may use fewer.
     *
     * @return at least 1, 32 for the published model
     */
    public int codebooks() {
        return quantizer.codebooks().size();
    }

    /**
     * How many entries a codebook has.
     *
     * @return the number of codes, 1,024 for the published model
     */
    public int codebookSize() {
        return quantizer.entries();
    }

    /**
     * The bandwidths that the model was trained for.
     *
     * @return in kbps as the config lists them: 1.5, 3, 6, 12, 24 for the published model; empty without a config
     */
    public List<Double> bandwidths() {
        return config.bandwidths();
    }

    /**
     * How many codebooks a bandwidth pays for: floor(bandwidth / (frames per second · bits per code)).
     *
     * @param kbps one of {@link #bandwidths}, or any that is paid for by 1 to {@link #codebooks} codebooks if they are
     *     unknown
     * @return such as 8 for 6 kbps
     * @throws SidecarException (USAGE) for any other bandwidth
     */
    public int codebooksAt(double kbps) {
        double bits = Math.max(1, Integer.SIZE - Integer.numberOfLeadingZeros(codebookSize() - 1));
        double paid = Math.floor(kbps * 1000 / (Math.ceil(rate.framesPerSecond()) * bits));
        boolean known = bandwidths().isEmpty() || bandwidths().contains(kbps);
        if (!known || !(paid >= 1 && paid <= codebooks())) {
            throw new SidecarException(
                    USAGE,
                    Place.file(file),
                    "this model has no bandwidth of " + kbps + " kbps; it has "
                            + (bandwidths().isEmpty() ? codebooks() + " codebooks" : bandwidths()));
        }
        return (int) paid;
    }

    /**
     * Makes a decoder. That is cheap: it shares the weights.
     *
     * @return a decoder for one thread
     */
    public TokenDecoder decoder() {
        return new TokenDecoder(this, TokenDecoder.BLOCK_FRAMES);
    }

    /**
     * Makes an encoder. That is cheap: it shares the weights.
     *
     * @param codebooks how many codebooks to use, 1 to {@link #codebooks}
     * @return an encoder for one thread
     * @throws SidecarException USAGE for a number of codebooks out of range; UNSUPPORTED if the file has a decoder alone
     */
    public TokenEncoder encoder(int codebooks) {
        if (codebooks < 1 || codebooks > codebooks()) {
            throw new SidecarException(
                    USAGE, Place.file(file), "this model has 1 to " + codebooks() + " codebooks, found " + codebooks);
        }
        Network layers = Optional.ofNullable(encoder)
                .orElseThrow(() ->
                        new SidecarException(UNSUPPORTED, Place.file(file), "this file has a decoder, and no encoder"));
        return new TokenEncoder(this, layers, codebooks, TokenEncoder.BLOCK_FRAMES);
    }

    /**
     * The tokens of clips as a source of audio, decoded as it is read. Clips must have this model's rate.
     *
     * @return a source for {@link dev.sidecar.audio.AudioProducers#from}, described by the digest of the weights
     */
    public AudioSource audioSource() {
        return new TokenAudio(this);
    }

    /**
     * The SHA-256 of the file with the weights, as it was when the model was loaded.
     *
     * @return lower-case hex
     */
    public String sha256() {
        return sha256;
    }

    Quantizer quantizer() {
        return quantizer;
    }

    Network decoderNetwork() {
        return decoder;
    }

    /** The file, codebooks and rate. */
    @Override
    public String toString() {
        return "EncodecModel[" + SidecarException.onOneLine(file.toString()) + ", " + codebooks() + " codebooks of "
                + codebookSize() + ", " + rate + "]";
    }
}
