package dev.sidecar.audio;

import dev.sidecar.frame.FrameGrid;
import dev.sidecar.frame.Range;
import java.util.HashMap;
import java.util.Map;
import java.util.OptionalDouble;

/** The spectrum of one frame after the other in mel bands, in dB: 10 · log10(max(1e-10, power in the band)). */
final class MelSpectrum {
    private static final double MIN_POWER = 1e-10;
    private static final double MIN_DB = -100;

    /**
     * Which mel spectrum.
     *
     * @param topDb how far below the clip's loudest band a band can be; what is lower is raised to that
     */
    record Options(int nFft, int nMels, MelRange melRange, OptionalDouble topDb) {
        Map<String, Object> parameters() {
            Map<String, Object> parameters = new HashMap<>(
                    Map.of(Parameter.N_FFT, nFft, Parameter.N_MELS, nMels, Parameter.MEL_FMIN, melRange.fmin()));
            if (!melRange.endsAtHalfTheRate()) {
                parameters.put(Parameter.MEL_FMAX, melRange.fmax());
            }
            topDb.ifPresent(db -> parameters.put(Parameter.TOP_DB, db));
            return parameters;
        }

        MelFilterBank filters(FrameGrid.Rate rate) {
            return new MelFilterBank(rate, nFft, nMels, melRange);
        }

        /** What a band can have, |X| being at most the sum of the Hann weights, n_fft / 2. */
        Range range(FrameGrid.Rate rate) {
            double most = filters(rate).gain() * nFft * nFft / 4;
            return new Range(MIN_DB, Math.max(MIN_DB, 10 * StrictMath.log10(most)));
        }
    }

    private final MelFilterBank filters;
    private final double[] db;

    MelSpectrum(Options options, FrameGrid.Rate rate) {
        filters = options.filters(rate);
        db = new double[options.nMels()];
    }

    /** Goes to the spectrum's frame. */
    void compute(Stft stft) {
        filters.apply(stft.power(), db);
        for (int m = 0; m < db.length; m++) {
            db[m] = 10 * StrictMath.log10(Math.max(MIN_POWER, db[m]));
        }
    }

    /** Goes to a frame of old, whose values are rows[band][t], raised to a floor. */
    void recall(float[][] rows, int t, double floor) {
        for (int m = 0; m < db.length; m++) {
            db[m] = Math.max(floor, rows[m][t]);
        }
    }

    /** One value per band. */
    double[] db() {
        return db;
    }
}
