package dev.sidecar.cli;

import dev.sidecar.audio.AudioStream;
import java.util.List;
import java.util.Locale;

/** How far decoded samples are from those of a reference, over the length that both have. */
final class Comparison {
    /** What two decoders in float32 may differ by, where full scale is -1 to 1. */
    static final double TOLERANCE = 5e-6;

    private static final int BLOCK = 1 << 13;

    private long decoded;
    private long expected;
    private double largest;
    private double noise;
    private double signal;

    private Comparison() {}

    /** Compares to the end of both, and closes neither. */
    static Comparison of(AudioStream decoded, AudioStream reference) {
        Comparison comparison = new Comparison();
        float[] ours = new float[BLOCK];
        float[] theirs = new float[BLOCK];
        int count;
        int expected;
        do {
            count = fill(ours, decoded);
            expected = fill(theirs, reference);
            comparison.add(ours, count, theirs, expected);
        } while (Math.max(count, expected) == BLOCK);
        return comparison;
    }

    private static int fill(float[] block, AudioStream audio) {
        int filled = 0;
        while (filled < BLOCK) {
            int count = audio.read(block, filled, BLOCK - filled);
            if (count < 0) {
                break;
            }
            filled += count;
        }
        return filled;
    }

    private void add(float[] ours, int count, float[] theirs, int expectedCount) {
        decoded += count;
        expected += expectedCount;
        for (int i = 0; i < Math.min(count, expectedCount); i++) {
            double difference = (double) ours[i] - theirs[i];
            largest = Math.max(largest, Math.abs(difference));
            noise += difference * difference;
            signal += (double) theirs[i] * theirs[i];
        }
    }

    /**
     * Whether no sample is further away than the tolerance, and the lengths differ by up to a frame.
     *
     * @param hop the samples of a frame
     */
    boolean isClose(int hop) {
        return largest <= TOLERANCE && Math.abs(decoded - expected) <= hop;
    }

    /** What is worth printing, a line each. */
    List<String> lines(int hop) {
        long common = Math.min(decoded, expected);
        String lengths = decoded == expected
                ? ""
                : Math.abs(decoded - expected) <= hop
                        ? " (compared over the " + common + " that both have)"
                        : " (more than a frame of " + hop + " apart)";
        return List.of(
                "samples          " + decoded + ", reference " + expected + lengths,
                "max difference   " + number(largest),
                "RMS difference   " + number(Math.sqrt(noise / Math.max(1, common))),
                "signal to noise  "
                        + (noise == 0
                                ? "no noise"
                                : String.format(Locale.ROOT, "%.1f dB", 10 * Math.log10(signal / noise))),
                (isClose(hop) ? "within " : "not within ")
                        + number(TOLERANCE)
                        + (isClose(hop) ? ": the same audio" : ""));
    }

    private static String number(double value) {
        return value == 0 ? "0" : String.format(Locale.ROOT, "%.2g", value);
    }
}
