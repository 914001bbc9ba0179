package dev.sidecar.audio;

import static dev.sidecar.SidecarException.Kind.UNSUPPORTED;

import dev.sidecar.SidecarException;
import dev.sidecar.SidecarException.Place;
import dev.sidecar.frame.Clip;
import dev.sidecar.frame.FeatureFrame;
import dev.sidecar.frame.Provenance;
import dev.sidecar.spi.Producer;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
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

    @Override
    public Provenance describe() {
        Map<String, Object> options = new TreeMap<>();
        options.put("features", names);
        options.put("window-centre", centre.label());
        features.forEach(feature -> options.putAll(feature.parameters()));
        return new Provenance(NAME, "1", options);
    }

    /** What one thread uses. It keeps the analysis of the last clip's rate, which most often is the next one's. */
    final class Worker implements Producer {
        private @Nullable Analysis analysis;

        @Override
        public FeatureFrame produce(Clip clip) {
            try (AudioStream audio = atRate(source.open(clip), clip.grid().sampleRate())) {
                return analysis(clip).run(audio, clip.grid());
            } catch (SidecarException e) {
                throw e.within(Place.clip(clip.id()).producer(NAME));
            }
        }

        private Analysis analysis(Clip clip) {
            Analysis kept = analysis;
            if (kept == null || !kept.rate().equals(clip.grid().rate())) {
                kept = new Analysis(features, clip.grid().rate(), centre);
                analysis = kept;
            }
            return kept;
        }

        @Override
        public Provenance describe() {
            return FromAudio.this.describe();
        }
    }

    /** The same audio at another sample rate. Closing it closes the given one. */
    static AudioStream atRate(AudioStream audio, int rate) {
        if (audio.sampleRate() == rate) {
            return audio;
        }
        try (audio) {
            throw new SidecarException(
                    UNSUPPORTED,
                    Place.NOWHERE,
                    "the tokens are of " + rate + " Hz, the audio has " + audio.sampleRate() + " Hz; resample it");
        }
    }
}
