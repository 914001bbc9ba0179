package dev.sidecar.audio;

/** The parabola through three values that lie 1 apart. */
final class Parabola {
    private Parabola() {}

    /** How far from the middle value it has its vertex, -1 to 1; 0 if it has none so near. */
    static double vertex(double before, double middle, double after) {
        double curvature = after + before - 2 * middle;
        double slope = (after - before) / 2;
        return Math.abs(slope) >= Math.abs(curvature) ? 0 : -slope / curvature;
    }
}
