package dev.sidecar.audio;

import dev.sidecar.benchmarks.Signals;
import dev.sidecar.benchmarks.Units;
import dev.sidecar.frame.Clip;
import dev.sidecar.frame.FeatureFrame;
import dev.sidecar.frame.FrameGrid;
import dev.sidecar.spi.Producer;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** How fast features of spectra and pitch are, against one bare Fourier transform a frame. */
@State(Scope.Thread)
@Fork(1)
@Warmup(iterations = 3, time = 500, timeUnit = TimeUnit.MILLISECONDS)
@Measurement(iterations = 5, time = 500, timeUnit = TimeUnit.MILLISECONDS)
public class SpectrumBenchmark {
    private static final int RATE = 24_000;
    private static final int HOP = 320;
    private static final int N_FFT = 1024;

    /** How long the audio is. */
    @Param({"10", "200"})
    public int seconds;

    private final RealFft fft = new RealFft(N_FFT);
    private final double[] data = new double[N_FFT];
    private final double[] power = new double[fft.bins()];
    private float[] samples;

    private Clip clip;
    private Producer centroid = producer("spectral_centroid");
    private Producer shapes =
            producer("spectral_centroid", "spectral_bandwidth", "spectral_rolloff", "spectral_flatness");
    private Producer mfcc = producer("mfcc");
    private Producer f0 = producer("f0");
    private Producer all = producer(
            "rms",
            "rms_db",
            "peak",
            "rms_2048",
            "zcr",
            "f0",
            "spectral_centroid",
            "spectral_bandwidth",
            "spectral_rolloff",
            "spectral_flatness",
            "chroma",
            "loudness_db",
            "mel",
            "mfcc",
            "onset_strength");

    private Producer producer(String... features) {
        return AudioProducers.from(any -> Signals.stream(RATE, samples))
                .nFft(N_FFT)
                .features(features)
                .build()
                .forWorker();
    }

    private static Clip clip(int seconds) {
        return Clip.of("x.ecdc", FrameGrid.encodec24kHz(75 * seconds));
    }

    /** Makes the audio. */
    @Setup
    public void setup() {
        samples = Signals.tones(RATE, seconds);
        clip = clip(seconds);
    }

    /** Copies {@value #N_FFT} samples a frame, and transforms them. */
    @Benchmark
    public double floor(Units.Frames done) {
        double sum = 0;
        for (int t = 0; t < clip.frames(); t++) {
            for (int i = 0; i < N_FFT; i++) {
                data[i] = samples[Math.min(t * HOP + i, samples.length - 1)];
            }
            fft.power(data, power);
            sum += power[1];
        }
        done.frames += clip.frames();
        return sum;
    }

    private FeatureFrame produce(Producer producer, Units.Frames done) throws Exception {
        done.frames += clip.frames();
        return producer.produce(clip);
    }

    /** The spectral centroid. */
    @Benchmark
    public FeatureFrame centroid(Units.Frames done) throws Exception {
        return produce(centroid, done);
    }

    /** Centroid, bandwidth, roll-off and flatness of one spectrum. */
    @Benchmark
    public FeatureFrame shapes(Units.Frames done) throws Exception {
        return produce(shapes, done);
    }

    /** Mel cepstral coefficients. */
    @Benchmark
    public FeatureFrame mfcc(Units.Frames done) throws Exception {
        return produce(mfcc, done);
    }

    /** The pitch. */
    @Benchmark
    public FeatureFrame f0(Units.Frames done) throws Exception {
        return produce(f0, done);
    }

    /** All features that there are. */
    @Benchmark
    public FeatureFrame all(Units.Frames done) throws Exception {
        return produce(all, done);
    }
}
