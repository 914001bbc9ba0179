package dev.sidecar.audio;

import dev.sidecar.SidecarException;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Brings streams to one sample rate. It keeps the filters of the last {@value #KEPT} rates, so that clips of the same
 * few rates do not make them anew. Safe for several threads.
 */
final class Resampler {
    private static final int KEPT = 8;

    private final int rate;

    /** By the rate they are for, the one used last at the end. */
    private final Map<Integer, ResamplingFilter> filters = new LinkedHashMap<>();

    /**
     * A resampler.
     *
     * @param rate the rate that streams are brought to, at least 1
     */
    Resampler(int rate) {
        this.rate = rate;
    }

    /**
     * Brings a stream to this resampler's rate.
     *
     * @param source a stream at any rate; it is closed with the one returned, and at once where none is
     * @return the stream itself where it has the rate already, else a {@link ResampledStream}
     * @throws SidecarException (LIMIT) if the rates are too far apart
     */
    AudioStream resample(AudioStream source) {
        int from = source.sampleRate();
        if (from == rate) {
            return source;
        }
        try {
            return new ResampledStream(filterFrom(from), source);
        } catch (SidecarException e) {
            source.close();
            throw e;
        }
    }

    synchronized ResamplingFilter filterFrom(int from) {
        ResamplingFilter filter = filters.remove(from);
        if (filter == null) {
            filter = ResamplingFilter.of(from, rate);
        }
        filters.put(from, filter);
        if (filters.size() > KEPT) {
            filters.remove(filters.keySet().iterator().next());
        }
        return filter;
    }
}
