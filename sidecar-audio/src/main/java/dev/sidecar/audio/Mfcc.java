package dev.sidecar.audio;

import dev.sidecar.frame.FrameGrid;
import dev.sidecar.frame.Range;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The first coefficients of the mel spectrum's cosine transform; librosa's {@code mfcc} with its defaults. */
record Mfcc(MelSpectrum.Options mel, int nMfcc) implements Feature.OfMel {
    @Override
    public List<Label> labels(FrameGrid.Rate rate) {
        Range db = mel.range(rate);
        double[][] basis = Dct.basis(nMfcc, mel.nMels());
        List<Label> labels = new ArrayList<>();
        for (int i = 0; i < nMfcc; i++) {
            double least = 0;
            double most = 0;
            for (double weight : basis[i]) {
                least += Math.min(weight * db.min(), weight * db.max());
                most += Math.max(weight * db.min(), weight * db.max());
            }
            labels.add(new Label(
                    "mfcc_" + i,
                    "dB",
                    least,
                    most,
                    "mel-frequency cepstral coefficient " + i + ": orthonormal DCT-II of " + mel.nMels()
                            + " mel bands in dB"));
        }
        return labels;
    }

    @Override
    public Map<String, Object> parameters() {
        Map<String, Object> parameters = new HashMap<>(mel.parameters());
        parameters.put(Parameter.N_MFCC, nMfcc);
        return parameters;
    }

    @Override
    public Kernel<MelSpectrum> kernel() {
        double[][] basis = Dct.basis(nMfcc, mel.nMels());
        return (spectrum, values) -> {
            double[] db = spectrum.db();
            for (int i = 0; i < basis.length; i++) {
                double sum = 0;
                for (int m = 0; m < db.length; m++) {
                    sum += basis[i][m] * db[m];
                }
                values[i] = sum;
            }
        };
    }
}
