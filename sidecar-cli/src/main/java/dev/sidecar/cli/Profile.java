package dev.sidecar.cli;

import dev.sidecar.npy.SidecarFile;
import java.util.ArrayList;
import java.util.List;

/**
 * A column's values in short: extremes, mean and standard deviation, and the means of up to {@value Sparkline#WIDTH} bins of
 * frames. It is filled by reading the file once by windows, so its size does not depend on T. NaN and infinities are
 * counted and left out.
 */
final class Profile {
    private static final int WINDOW_VALUES = 1 << 16;

    private final int frames;
    private final double[] sums;
    private final int[] counts;
    private final boolean[] broken;
    private double min = Double.POSITIVE_INFINITY;
    private double max = Double.NEGATIVE_INFINITY;
    private double mean;
    private double squares;
    private int count;
    private int notFinite;

    private Profile(int frames) {
        int bins = Math.min(frames, Sparkline.WIDTH);
        this.frames = frames;
        this.sums = new double[bins];
        this.counts = new int[bins];
        this.broken = new boolean[bins];
    }

    /** The profiles of all columns. */
    static List<Profile> of(SidecarFile sidecar) {
        int width = sidecar.width();
        List<Profile> profiles = new ArrayList<>(width);
        for (int d = 0; d < width; d++) {
            profiles.add(new Profile(sidecar.frames()));
        }
        if (width == 0) {
            return profiles;
        }
        int most = Math.max(1, WINDOW_VALUES / width);
        float[] window = new float[Math.min(most, sidecar.frames()) * width];
        for (int from = 0; from < sidecar.frames(); from += most) {
            int rows = Math.min(most, sidecar.frames() - from);
            sidecar.window(from, rows, window);
            for (int i = 0; i < rows * width; i++) {
                profiles.get(i % width).add(from + i / width, window[i]);
            }
        }
        return profiles;
    }

    private void add(int frame, float value) {
        int bin = (int) ((long) frame * sums.length / frames);
        if (!Float.isFinite(value)) {
            notFinite++;
            broken[bin] = true;
            return;
        }
        double before = value - mean;
        mean += before / ++count; // Welford's way: exact for a constant column
        squares += before * (value - mean);
        min = Math.min(min, value);
        max = Math.max(max, value);
        sums[bin] += value;
        counts[bin]++;
    }

    /** How many values are NaN or infinite. */
    int notFinite() {
        return notFinite;
    }

    /** The smallest finite value; infinite if there is none. */
    double min() {
        return min;
    }

    /** The largest finite value; infinite if there is none. */
    double max() {
        return max;
    }

    /** The mean of the finite values; NaN if there are none. */
    double mean() {
        return count == 0 ? Double.NaN : mean;
    }

    /** The population standard deviation of the finite values; NaN if there are none. */
    double std() {
        return Math.sqrt(squares / count);
    }

    /** How many bins there are: T, up to {@value Sparkline#WIDTH}. */
    int bins() {
        return sums.length;
    }

    /** Whether all values of a bin are finite. */
    boolean isFinite(int bin) {
        return !broken[bin];
    }

    /** The mean of a bin's finite values. */
    double binMean(int bin) {
        return sums[bin] / counts[bin];
    }
}
