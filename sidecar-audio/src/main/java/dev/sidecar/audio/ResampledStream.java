package dev.sidecar.audio;

import java.util.Arrays;

/**
 * A stream at another sample rate. N samples become ceil(N · to / from): as many as lie before the end, the n-th at the
 * time n/to. Before the start and after the end the input is taken to be 0. Nothing is clipped: near full scale the
 * output may go beyond it. Sums are in double, rounded once to float.
 *
 * <p>Every output sample depends on its own input samples alone, so the bits are the same however the reads are cut.
 * Memory depends on the rates, never on the length; reads allocate nothing.
 */
final class ResampledStream implements AudioStream {
    private static final int MIN_BLOCK = 4096;

    private final ResamplingFilter filter;
    private final AudioStream source;

    /** What the source gave last. */
    private final float[] block;

    /** Input samples, with zeros before the first and, once the source has ended, after the last. */
    private final double[] window;

    /** How much of the window is filled. */
    private int filled;

    /** Where in the window the next output sample's input begins. */
    private int first;

    /** The next output sample's phase. */
    private int phase;

    private boolean ended;

    /**
     * Resamples a stream.
     *
     * @param filter made for the source's rate
     * @param source the stream, closed with this one
     */
    ResampledStream(ResamplingFilter filter, AudioStream source) {
        this.filter = filter;
        this.source = source;
        block = new float[Math.max(MIN_BLOCK, filter.taps())];
        window = new double[filter.taps() + block.length];
        filled = filter.before();
    }

    @Override
    public int sampleRate() {
        return filter.to();
    }

    @Override
    public int read(float[] into, int offset, int length) {
        int read = 0;
        while (read < length && fillWindow()) {
            into[offset + read++] = (float) filter.apply(phase, window, first);
            advance();
        }
        return read == 0 ? -1 : read;
    }

    private void advance() {
        long phases = (long) phase + filter.down();
        first += (int) (phases / filter.up());
        phase = (int) (phases % filter.up());
    }

    /** Whether there is another output sample, its input samples now in the window. */
    private boolean fillWindow() {
        while (filled - first < filter.taps()) {
            if (ended) {
                return false;
            }
            if (window.length - filled < filter.taps()) {
                System.arraycopy(window, first, window, 0, filled - first);
                filled -= first;
                first = 0;
            }
            readSource();
        }
        return true;
    }

    private void readSource() {
        int count = source.read(block, 0, Math.min(block.length, window.length - filled));
        if (count < 0) {
            ended = true;
            count = filter.after();
            Arrays.fill(block, 0, count, 0);
        }
        for (int i = 0; i < count; i++) {
            window[filled + i] = block[i];
        }
        filled += count;
    }

    @Override
    public void close() {
        source.close();
    }
}
