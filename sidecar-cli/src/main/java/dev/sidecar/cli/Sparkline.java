package dev.sidecar.cli;

import java.nio.charset.Charset;

/**
 * A column as a line of characters, each the mean of a bin of frames between the column's smallest and largest value. A bin
 * with a value that is not finite shows {@code !}.
 */
final class Sparkline {
    static final int WIDTH = 24;
    private static final String BLOCKS = "\u2581\u2582\u2583\u2584\u2585\u2586\u2587\u2588";
    private static final String ASCII = "_.-=+*#@";
    private static final char NOT_FINITE = '!';

    private final String levels;

    private Sparkline(String levels) {
        this.levels = levels;
    }

    /** With blocks of eight heights where the encoding has them, else with ASCII characters. */
    static Sparkline in(Charset charset) {
        return new Sparkline(charset.canEncode() && charset.newEncoder().canEncode(BLOCKS) ? BLOCKS : ASCII);
    }

    /** Draws a column; one of few frames gets as many characters. */
    String draw(Profile profile) {
        StringBuilder line = new StringBuilder(WIDTH);
        for (int bin = 0; bin < profile.bins(); bin++) {
            line.append(profile.isFinite(bin) ? level(profile.binMean(bin), profile.min(), profile.max()) : NOT_FINITE);
        }
        return line.toString();
    }

    private char level(double mean, double min, double max) {
        if (max <= min) {
            return levels.charAt(levels.length() / 2 - 1);
        }
        int level = (int) ((mean - min) / (max - min) * levels.length());
        return levels.charAt(Math.max(0, Math.min(level, levels.length() - 1)));
    }
}
