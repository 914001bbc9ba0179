package dev.sidecar.encodec;

import static dev.sidecar.SidecarException.Kind.LIMIT;
import static dev.sidecar.SidecarException.Kind.MISMATCH;

import dev.sidecar.SidecarException;
import dev.sidecar.SidecarException.Place;
import dev.sidecar.audio.AudioStream;
import dev.sidecar.frame.Codes;
import dev.sidecar.frame.FrameGrid;
import java.util.Arrays;

/**
 * Turns audio into codes, N samples into T = ceil(N / hop) frames. It encodes one clip after the other; memory grows with a
 * clip by its codes alone. For one thread; {@link EncodecModel#encoder} makes one.
 */
public final class TokenEncoder {
    static final int BLOCK_FRAMES = 512;

    private final EncodecModel model;
    private final Layer.Stage stage;
    private final Quantizer.Search search;
    private final int codebooks;
    private final int blockSamples;
    /** The block that is encoded next, and the one after it, which tells whether that is the last. */
    private Signal block = new Signal(1);

    private Signal ahead = new Signal(1);

    TokenEncoder(EncodecModel model, Network network, int codebooks, int blockFrames) {
        this.model = model;
        this.stage = network.layers().stage();
        this.search = model.quantizer().search(codebooks);
        this.codebooks = codebooks;
        this.blockSamples = Math.max(blockFrames, network.lead()) * model.rate().hop();
    }

    /**
     * What was encoded.
     *
     * @param codes the codes, in memory
     * @param samples N, the length of the audio in samples
     */
    public record Encoded(Codes codes, long samples) {}

    /**
     * Encodes a clip.
     *
     * @param audio at the model's sample rate; read to its end, not closed
     * @return its codes
     * @throws SidecarException MISMATCH if the audio has another sample rate; LIMIT for more than
     *     {@link FrameGrid#MAX_FRAMES} frames; or if the audio cannot be read
     */
    public Encoded encode(AudioStream audio) {
        if (audio.sampleRate() != model.rate().sampleRate()) {
            throw new SidecarException(
                    MISMATCH,
                    Place.NOWHERE,
                    "the model encodes audio of " + model.rate().sampleRate() + " samples per second, this has "
                            + audio.sampleRate() + "; resample it first");
        }
        CodesInMemory codes = new CodesInMemory(codebooks);
        int[][] window = new int[codebooks][blockSamples / model.rate().hop()];
        long samples = 0;
        fill(block, audio);
        while (block.length() > 0) {
            fill(ahead, audio);
            Signal vectors = stage.apply(block, Part.of(samples == 0, ahead.length() == 0));
            search.encode(vectors, window);
            codes.append(window, vectors.length());
            samples += block.length();
            Signal next = ahead;
            ahead = block;
            block = next;
        }
        return new Encoded(codes, samples);
    }

    private void fill(Signal signal, AudioStream audio) {
        signal.resize(blockSamples);
        int length = 0;
        int count = 0;
        while (length < blockSamples && count >= 0) {
            count = audio.read(signal.row(0), length, blockSamples - length);
            length += Math.max(0, count);
        }
        signal.resize(length);
    }

    /** Codes that were just made. */
    private static final class CodesInMemory implements Codes {
        private final int[][] codes;
        private int frames;

        CodesInMemory(int codebooks) {
            codes = new int[codebooks][0];
        }

        void append(int[][] window, int length) {
            if (frames + length > FrameGrid.MAX_FRAMES) {
                throw new SidecarException(
                        LIMIT, Place.NOWHERE, "a clip has at most " + FrameGrid.MAX_FRAMES + " frames");
            }
            for (int q = 0; q < codes.length; q++) {
                if (frames + length > codes[q].length) {
                    codes[q] = Arrays.copyOf(codes[q], Math.max(frames + length, 2 * frames));
                }
                System.arraycopy(window[q], 0, codes[q], frames, length);
            }
            frames += length;
        }

        @Override
        public int codebooks() {
            return codes.length;
        }

        @Override
        public int frames() {
            return frames;
        }

        @Override
        public void read(int from, int count, int[][] into) {
            checkWindow(from, count);
            for (int q = 0; q < codes.length; q++) {
                System.arraycopy(codes[q], from, into[q], 0, count);
            }
        }
    }
}
