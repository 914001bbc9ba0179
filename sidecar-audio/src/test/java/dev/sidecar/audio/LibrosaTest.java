package dev.sidecar.audio;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sidecar.frame.Column;
import dev.sidecar.frame.FeatureFrame;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** All columns of the fixtures. */
class LibrosaTest {
    private static final Map<String, String> OURS = Map.of(
            "block_rms", "rms",
            "block_rms_db", "rms_db",
            "block_peak", "peak",
            "librosa_rms_320", "rms_320",
            "librosa_rms_2048", "rms_2048",
            "librosa_zcr_2048", "zcr");

    static Stream<Fixture> fixtures() {
        return Fixture.NAMES.stream().map(Fixture::read);
    }

    @ParameterizedTest
    @MethodSource("fixtures")
    void explore(Fixture fixture) throws Exception {
        FeatureFrame small = AudioProducers.from(fixture.samples()).features("spectral_centroid","spectral_bandwidth","spectral_rolloff","spectral_flatness","mfcc","onset_strength","chroma").nFft(1024).build().produce(fixture.samples().clip("a.ecdc"));
        FeatureFrame big = AudioProducers.from(fixture.samples()).features("rms","rms_db","peak","rms_320","rms_2048","zcr","spectral_centroid","spectral_bandwidth","spectral_rolloff","spectral_flatness","mfcc","onset_strength","chroma").build().produce(fixture.samples().clip("a.ecdc"));
        float[] raw = new float[big.frames()];
        Yin yin = new Yin(new Yin.Options(2048, 65, 2000, 0.1), 24000);
        Framing framing = new Framing(fixture.samples().grid().rate(), WindowCentre.START, 2048);
        framing.forEachFrame(fixture.samples().open(), fixture.samples().grid(), t -> { yin.estimate(framing.samples(), framing.window(2048)); raw[t] = (float) yin.f0(); });
        for (int c = 0; c < fixture.columns().size(); c++) {
            String col = fixture.columns().get(c);
            float[] ours;
            if (col.equals("yin_f0_2048")) ours = raw;
            else if (OURS.containsKey(col)) ours = big.column(OURS.get(col)).toArray();
            else {
                String[] p = col.split("_(?=\\d+$)");
                String n = p[0].replaceAll("(mfcc|chroma)(\\d+)", "$1_$2").replaceAll("^(centroid|bandwidth|rolloff|flatness)(85)?$", "spectral_$1");
                ours = (p[1].equals("1024") ? small : big).column(n).toArray();
            }
            double worstRel = 0, worstAbs = 0; int bad = 0; StringBuilder sb = new StringBuilder();
            for (int t = 0; t < ours.length; t++) {
                double e = fixture.expected()[t][c];
                double d = Math.abs(ours[t] - e);
                double r = d / Math.max(1e-30, Math.abs(e));
                if (d > 1e-3 && r > 1e-4) { bad++; if (bad < 12) sb.append(" t" + t + ":" + ours[t] + "/" + e); }
                worstRel = Math.max(worstRel, Math.min(r, 1e9)); worstAbs = Math.max(worstAbs, d);
            }
            System.out.printf("%s %s abs %.3g rel %.3g bad %d%s%n", fixture.name(), col, worstAbs, worstRel, bad, sb);
        }
    }
}
