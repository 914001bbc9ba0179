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
    record Options(int nFft, int nMels, OptionalDouble topDb) {
        Map<String, Object> parameters() {
            Map<String, Object> parameters = new HashMap<>(Map.of("n-fft", nFft, "n-mels", nMels));
            topDb.ifPresent(db -> parameters.put("top-db", db));
            return parameters;
        }

        /** What a band can have, |X| being at most the sum of the Hann weights, n_fft / 2. */
        Range range(FrameGrid.Rate rate) {
            double most = new MelFilterBank(rate, nFft, nMels).gain() * nFft * nFft / 4;
            return new Range(MIN_DB, Math.max(MIN_DB, 10 * StrictMath.log10(most)));
        }
    }

    private final MelFilterBank filters;
    private final double[] db;

    MelSpectrum(Options options, FrameGrid.Rate rate) {
        filters = new MelFilterBank(rate, options.nFft(), options.nMels());
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
