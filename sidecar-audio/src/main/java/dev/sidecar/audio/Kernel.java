package dev.sidecar.audio;

/**
 * Computes a feature, frame by frame. Has the buffers and the memory that it needs for that, so it works on one clip at
 * a time, and allocates nothing per frame. Sums have a fixed order, and functions such as the logarithm are {@link
 * StrictMath}'s, so that every machine computes the same bits.
 *
 * @param <S> what it computes from: {@link Framing}, {@link Stft} or {@link MelSpectrum}, which stand at the frame
 */
@FunctionalInterface
interface Kernel<S> {
    /** Forgets the clip before. */
    default void begin() {}

    /**
     * Computes the next frame.
     *
     * @param values filled with one value per column of the feature
     */
    void compute(S source, double[] values);
}
