package dev.sidecar.audio;

import dev.sidecar.SidecarException;
import dev.sidecar.SidecarException.Place;
import dev.sidecar.frame.Clip;
import dev.sidecar.frame.FeatureFrame;
import dev.sidecar.frame.FrameGrid;
import dev.sidecar.frame.Provenance;
import dev.sidecar.spi.Producer;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * {@link AudioProducers#from}.
 *
 * @param names the features as they were asked for
 * @param features the same features, in this order
 */
record FromAudio(AudioSource source, List<String> names, List<Feature> features, WindowCentre centre)
        implements Producer {
    static final String NAME = "from_audio";

    /** Safe for several threads, each call with buffers of its own; workers keep theirs. */
    @Override
    public FeatureFrame produce(Clip clip) {
        return forWorker().produce(clip);
    }

    @Override
    public Worker forWorker() {
        return new Worker();
    }

    /** What columns are called does not depend on the rate. */
    @Override
    public Set<String> makes() {
        return features.stream()
                .flatMap(feature -> feature.labels(FrameGrid.Rate.ENCODEC_24KHZ).stream())
                .map(Label::name)
                .collect(Collectors.toUnmodifiableSet());
    }

    @Override
    public Provenance describe() {
        Map<String, Object> options = new TreeMap<>(source.description());
        options.put(Parameter.FEATURES, names);
        options.put(Parameter.WINDOW_CENTRE, centre.label());
        features.forEach(feature -> options.putAll(feature.parameters()));
        return new Provenance(NAME, "1", options);
    }

    /** What one thread uses. It keeps what belongs to the last clip's rate, which most often is the next one's. */
    final class Worker implements Producer {
        private @Nullable Tools tools;

        @Override
        public FeatureFrame produce(Clip clip) {
            try {
                Tools ready = tools(clip.grid().rate());
                return ready.analysis().run(() -> ready.resampler().resample(source.open(clip)), clip.grid());
            } catch (SidecarException e) {
                throw e.within(Place.clip(clip.id()).producer(NAME));
            }
        }

        private Tools tools(FrameGrid.Rate rate) {
            Tools kept = tools;
            if (kept == null || !kept.rate().equals(rate)) {
                kept = new Tools(rate, new Resampler(rate.sampleRate()), new Analysis(features, rate, centre));
                tools = kept;
            }
            return kept;
        }

        @Override
        public Provenance describe() {
            return FromAudio.this.describe();
        }
    }

    /** What serves all clips of one rate. */
    private record Tools(FrameGrid.Rate rate, Resampler resampler, Analysis analysis) {}
}
