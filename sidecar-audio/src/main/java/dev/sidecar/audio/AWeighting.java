package dev.sidecar.audio;

/**
 * The A-weighting of IEC 61672-1:2013, annex E, with the pole frequencies 20.598997, 107.65265, 737.86223 and 12194.217 Hz
 * and a gain of 2 dB, which makes it 0 dB at 1 kHz.
 */
final class AWeighting {
    /** No frequency is weighted more: the curve has its maximum, 1.27 dB, at 2.5 kHz. */
    static final double MAX_DB = 1.28;

    private static final double POLE_1 = square(20.598997);
    private static final double POLE_2 = square(107.65265);
    private static final double POLE_3 = square(737.86223);
    private static final double POLE_4 = square(12194.217);
    private static final double GAIN = StrictMath.pow(10, 0.2);

    private AWeighting() {}

    /** The weight of power at a frequency, 0 at 0 Hz; in dB it is 10 · log10 of this. */
    static double power(double hertz) {
        double f2 = square(hertz);
        double amplitude =
                POLE_4 * f2 * f2 / ((f2 + POLE_1) * Math.sqrt((f2 + POLE_2) * (f2 + POLE_3)) * (f2 + POLE_4));
        return GAIN * square(amplitude);
    }

    private static double square(double x) {
        return x * x;
    }
}
