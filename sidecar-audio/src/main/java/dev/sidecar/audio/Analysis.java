package dev.sidecar.audio;

import dev.sidecar.frame.Column;
import dev.sidecar.frame.FeatureFrame;
import dev.sidecar.frame.FrameGrid;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntConsumer;
import java.util.function.Supplier;

/**
 * Computes features of one clip after the other, all in one pass over the audio, or two where a kernel wants that. There is
 * one spectrum per FFT size and one mel spectrum per choice of bands, however many features look at them. For one thread.
 */
final class Analysis {
    private final FrameGrid.Rate rate;
    private final Framing framing;
    private final List<Track<?>> tracks = new ArrayList<>();
    private final List<Track<Framing>> ofSamples = new ArrayList<>();
    private final List<SpectrumStage> spectra = new ArrayList<>();

    Analysis(List<Feature> features, FrameGrid.Rate rate, WindowCentre centre) {
        this.rate = rate;
        int longest = 0;
        for (Feature feature : features) {
            List<Label> labels = feature.labels(rate);
            if (feature instanceof Feature.OfSamples of) {
                longest = Math.max(longest, of.windowLength());
                ofSamples.add(track(of.kernel(rate), labels));
            } else if (feature instanceof Feature.OfSpectrum of) {
                longest = Math.max(longest, of.nFft());
                spectrum(of.nFft()).add(of.kernel(rate), labels);
            } else if (feature instanceof Feature.OfMel of) {
                longest = Math.max(longest, of.mel().nFft());
                spectrum(of.mel().nFft()).mel(of.mel()).ofMel.add(track(of.kernel(), labels));
            }
        }
        this.framing = new Framing(rate, centre, longest);
    }

    private <S> Track<S> track(Kernel<S> kernel, List<Label> labels) {
        Track<S> track = new Track<>(kernel, labels);
        tracks.add(track);
        return track;
    }

    private SpectrumStage spectrum(int nFft) {
        for (SpectrumStage stage : spectra) {
            if (stage.nFft == nFft) {
                return stage;
            }
        }
        SpectrumStage stage = new SpectrumStage(nFft);
        spectra.add(stage);
        return stage;
    }

    FrameGrid.Rate rate() {
        return rate;
    }

    /**
     * The columns of a clip, in the features' order.
     *
     * @param audio opens it, at the rate's sample rate; read to its end and closed, once or twice
     * @param grid a grid of this rate
     */
    FeatureFrame run(Supplier<AudioStream> audio, FrameGrid grid) {
        tracks.forEach(track -> track.begin(grid.frames()));
        spectra.forEach(stage -> stage.begin(grid.frames()));
        if (spectra.stream().anyMatch(SpectrumStage::surveys)) {
            pass(audio, grid, this::survey);
        }
        pass(audio, grid, this::frame);
        spectra.forEach(stage -> stage.finish(grid.frames()));
        List<Column> columns = new ArrayList<>();
        tracks.forEach(track -> track.finish(columns));
        return FeatureFrame.of(grid.frames(), columns);
    }

    private void pass(Supplier<AudioStream> audio, FrameGrid grid, IntConsumer eachFrame) {
        try (AudioStream stream = audio.get()) {
            framing.forEachFrame(stream, grid, eachFrame);
        }
    }

    private void survey(int t) {
        for (int i = 0; i < spectra.size(); i++) {
            spectra.get(i).survey();
        }
    }

    private void frame(int t) {
        frame(ofSamples, t, framing);
        for (int i = 0; i < spectra.size(); i++) {
            spectra.get(i).frame(t);
        }
    }

    private static <S> void frame(List<Track<S>> tracks, int t, S source) {
        for (int i = 0; i < tracks.size(); i++) {
            tracks.get(i).frame(t, source);
        }
    }

    /** The spectrum of one FFT size, and what is computed from it. */
    private final class SpectrumStage {
        private final int nFft;
        private final Stft stft;
        private final List<Track<Stft>> ofSpectrum = new ArrayList<>();
        private final List<SurveyingKernel<Stft>> surveying = new ArrayList<>();
        private final List<MelStage> mels = new ArrayList<>();

        SpectrumStage(int nFft) {
            this.nFft = nFft;
            this.stft = new Stft(nFft, rate);
        }

        void add(Kernel<Stft> kernel, List<Label> labels) {
            ofSpectrum.add(track(kernel, labels));
            if (kernel instanceof SurveyingKernel<Stft> surveyor) {
                surveying.add(surveyor);
            }
        }

        MelStage mel(MelSpectrum.Options options) {
            for (MelStage stage : mels) {
                if (stage.options.equals(options)) {
                    return stage;
                }
            }
            MelStage stage = new MelStage(options, stft);
            mels.add(stage);
            return stage;
        }

        void begin(int frames) {
            mels.forEach(stage -> stage.begin(frames));
        }

        boolean surveys() {
            return !surveying.isEmpty();
        }

        void survey() {
            if (surveys()) {
                stft.compute(framing);
                for (int i = 0; i < surveying.size(); i++) {
                    surveying.get(i).survey(stft);
                }
            }
        }

        void frame(int t) {
            stft.compute(framing);
            Analysis.frame(ofSpectrum, t, stft);
            for (int i = 0; i < mels.size(); i++) {
                mels.get(i).frame(t);
            }
        }

        void finish(int frames) {
            mels.forEach(stage -> stage.finish(frames));
        }
    }

    /**
     * One mel spectrum, and what is computed from it: at once, or after the last frame where that depends on the loudest
     * band of the whole clip.
     */
    private final class MelStage {
        private final MelSpectrum.Options options;
        private final Stft stft;
        private final MelSpectrum mel;
        private final List<Track<MelSpectrum>> ofMel = new ArrayList<>();
        private float[][] bands = {};
        private double loudest;

        MelStage(MelSpectrum.Options options, Stft stft) {
            this.options = options;
            this.stft = stft;
            this.mel = new MelSpectrum(options, rate);
        }

        void begin(int frames) {
            if (options.topDb().isPresent()) {
                bands = new float[options.nMels()][frames];
                loudest = Double.NEGATIVE_INFINITY;
            }
        }

        void frame(int t) {
            mel.compute(stft);
            if (options.topDb().isEmpty()) {
                Analysis.frame(ofMel, t, mel);
                return;
            }
            double[] db = mel.db();
            for (int m = 0; m < db.length; m++) {
                bands[m][t] = (float) db[m];
                loudest = Math.max(loudest, db[m]);
            }
        }

        void finish(int frames) {
            if (options.topDb().isPresent()) {
                double floor = loudest - options.topDb().getAsDouble();
                for (int t = 0; t < frames; t++) {
                    mel.recall(bands, t, floor);
                    Analysis.frame(ofMel, t, mel);
                }
                bands = new float[0][];
            }
        }
    }
}
