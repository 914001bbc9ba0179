package dev.sidecar.cli;

import dev.sidecar.audio.AudioStream;
import java.util.List;
import java.util.Locale;

/** How far decoded samples are from those of a reference, over the length that both have. */
final class Comparison {
    /** What two decoders in float32 may differ by, where full scale is -1 to 1. */
    static final double TOLERANCE = 5e-6;

    private static final int BLOCK = 1 << 13;

    private final int hop;
    private long decoded;
    private long expected;
    private double largest;
    private double noise;
    private double signal;

    private Comparison(int hop) {
        this.hop = hop;
    }

    /**
     * Compares to the end of both, and closes neither.
     *
     * @param hop the samples of a frame
     */
    static Comparison of(AudioStream decoded, AudioStream reference, int hop) {
        Comparison comparison = new Comparison(hop);
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

    /** Whether no sample is further away than the tolerance, and the lengths differ by up to a frame. */
    boolean isClose() {
        return largest <= TOLERANCE && areLengthsClose();
    }

    private boolean areLengthsClose() {
        return Math.abs(decoded - expected) <= hop;
    }

    /** What is worth printing. */
    List<String> lines() {
        double rms = Math.sqrt(noise / Math.max(1, Math.min(decoded, expected)));
        return List.of(
                "samples          " + decoded + ", reference " + expected + lengths(),
                "max difference   " + number(largest),
                "RMS difference   " + number(rms),
                "signal to noise  " + ratio(),
                isClose() ? "within 5e-6: the same audio" : "not within 5e-6: not the same audio");
    }

    private String lengths() {
        if (decoded == expected) {
            return "";
        }
        return areLengthsClose()
                ? " (compared over the " + Math.min(decoded, expected) + " that both have)"
                : " (more than a frame of " + hop + " apart)";
    }

    private String ratio() {
        return noise == 0 ? "no noise" : String.format(Locale.ROOT, "%.1f dB", 10 * Math.log10(signal / noise));
    }

    private static String number(double value) {
        return value == 0 ? "0" : String.format(Locale.ROOT, "%.2g", value);
    }
}
