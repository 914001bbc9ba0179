package dev.sidecar.encodec;

import static dev.sidecar.SidecarException.Kind.MISMATCH;
import static dev.sidecar.SidecarException.Kind.USAGE;

import dev.sidecar.SidecarException;
import dev.sidecar.SidecarException.Place;
import dev.sidecar.audio.AudioStream;
import dev.sidecar.frame.Codes;

/**
 * Turns codes into audio, T frames into T · hop samples. It decodes one clip after the other, in memory that does not grow
 * with a clip's length. For one thread; {@link EncodecModel#decoder} makes one.
 */
public final class TokenDecoder {
    static final int BLOCK_FRAMES = 512;
    private static final int MAX_BLOCK_FRAMES = 1_024;

    private final EncodecModel model;
    private final Network network;
    private final int blockFrames;
    private final Layer.Stage stage;
    private final Signal vectors;
    private int clip;

    TokenDecoder(EncodecModel model, int blockFrames) {
        this.model = model;
        this.network = model.decoderNetwork();
        this.blockFrames = blockFrames;
        this.stage = network.layers().stage();
        this.vectors = new Signal(model.quantizer().dimensions());
    }

    /** Takes a clip's samples, block by block and in order. */
    @FunctionalInterface
    public interface Sink {
        /**
         * Takes the next samples.
         *
         * @param samples the decoder's own array: what is to be kept must be copied
         * @param length how many count, from index 0; whole frames
         */
        void accept(float[] samples, int length);
    }

    /**
     * The same decoder with another block size. Larger blocks are faster and need more memory, for the
     * published model 40 MB and 0.15 MB for every frame of a block; samples are the same to the bit.
     *
     * @param frames how many frames are decoded at once, 1 to 1,024, by default {@value #BLOCK_FRAMES}; the first block
     *     of a clip has at least as many as the network's first layers reach back, 7 for the published model
     * @return a new decoder
     * @throws SidecarException (USAGE) if the number is out of range
     */
    public TokenDecoder withBlockFrames(int frames) {
        if (frames < 1 || frames > MAX_BLOCK_FRAMES) {
            throw new SidecarException(
                    USAGE, Place.NOWHERE, "a block has 1 to " + MAX_BLOCK_FRAMES + " frames, found " + frames);
        }
        return new TokenDecoder(model, frames);
    }

    /**
     * The samples per second.
     *
     * @return the model's sample rate
     */
    public int sampleRate() {
        return model.rate().sampleRate();
    }

    /**
     * The samples per frame.
     *
     * @return the model's hop
     */
    public int hop() {
        return model.rate().hop();
    }

    /**
     * How many codebooks a clip may have at most.
     *
     * @return the model's number of codebooks
     */
    public int codebooks() {
        return model.codebooks();
    }

    /**
     * How many entries a codebook has.
     *
     * @return one more than the highest code
     */
    public int codebookSize() {
        return model.codebookSize();
    }

    /**
     * Decodes a clip block by block.
     *
     * @param codes the clip's codes, of all or the first of the model's codebooks
     * @param sink called with T · hop samples in all
     * @throws SidecarException MISMATCH for more codebooks than the model has; FORMAT for a code that is in no codebook,
     *     names the frame; or if the codes cannot be read
     */
    public void decode(Codes codes, Sink sink) {
        Stream stream = stream(codes);
        while (stream.next()) {
            sink.accept(stream.block.row(0), stream.block.length());
        }
    }

    /**
     * Decodes a clip into memory.
     *
     * @param codes the clip's codes, of all or the first of the model's codebooks
     * @return T · hop samples
     * @throws SidecarException as {@link #decode(Codes, Sink)} does; LIMIT for a clip of more than 2<sup>31</sup> - 9
     *     samples
     */
    public float[] decode(Codes codes) {
        long samples = (long) codes.frames() * hop();
        if (samples > Integer.MAX_VALUE - 8) {
            throw new SidecarException(
                    SidecarException.Kind.LIMIT,
                    Place.NOWHERE,
                    samples + " samples do not fit into one array; decode to a sink");
        }
        float[] all = new float[(int) samples];
        int[] at = {0};
        decode(codes, (block, length) -> {
            System.arraycopy(block, 0, all, at[0], length);
            at[0] += length;
        });
        return all;
    }

    /**
     * Decodes a clip as its samples are read.
     *
     * @param codes the clip's codes, of all or the first of the model's codebooks
     * @return T · hop samples; reading fails as {@link #decode(Codes, Sink)} does, and with USAGE once this decoder has
     *     begun another clip
     * @throws SidecarException (MISMATCH) for more codebooks than the model has
     */
    public AudioStream open(Codes codes) {
        return stream(codes);
    }

    private Stream stream(Codes codes) {
        if (codes.codebooks() > codebooks()) {
            throw new SidecarException(
                    MISMATCH,
                    Place.NOWHERE,
                    "the model has " + codebooks() + " codebooks, the clip " + codes.codebooks()
                            + "; they were made with another model");
        }
        return new Stream(codes, ++clip);
    }

    private final class Stream implements AudioStream {
        private final Codes codes;
        private final int number;
        private final int[][] window;
        private Signal block = new Signal(1);
        private int from;
        private int taken;

        Stream(Codes codes, int number) {
            this.codes = codes;
            this.number = number;
            this.window = new int[codes.codebooks()][Math.max(blockFrames, network.lead())];
        }

        /** Decodes the next block; false at the end. */
        boolean next() {
            if (number != clip) {
                throw new SidecarException(
                        USAGE, Place.NOWHERE, "this decoder has begun another clip; make one for each at a time");
            }
            int frames = Math.min(from == 0 ? window[0].length : blockFrames, codes.frames() - from);
            if (frames == 0) {
                return false;
            }
            codes.read(from, frames, window);
            model.quantizer().decode(window, from, frames, vectors);
            block = stage.apply(vectors, Part.of(from == 0, from + frames == codes.frames()));
            from += frames;
            taken = 0;
            return true;
        }

        @Override
        public int sampleRate() {
            return TokenDecoder.this.sampleRate();
        }

        @Override
        public int read(float[] into, int offset, int length) {
            if (taken == block.length() && !next()) {
                return -1;
            }
            int count = Math.min(length, block.length() - taken);
            System.arraycopy(block.row(0), taken, into, offset, count);
            taken += count;
            return count;
        }

        /** Nothing to close: codes are read by window. */
        @Override
        public void close() {}
    }
}
