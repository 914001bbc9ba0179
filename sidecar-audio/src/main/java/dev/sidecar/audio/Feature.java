package dev.sidecar.audio;

import dev.sidecar.frame.FrameGrid;
import java.util.List;
import java.util.Map;

/** What can be computed of audio: a choice of parameters, the columns that it gives, and how. Immutable. */
sealed interface Feature {
    /** The columns, in the order of the kernel's values. */
    List<Label> labels(FrameGrid.Rate rate);

    /** The parameters as data, by the names that {@link AudioProducers} describes them by. */
    Map<String, Object> parameters();

    /** Computed from samples. */
    non-sealed interface OfSamples extends Feature {
        /** The length of its window in samples, 0 if it looks at blocks. */
        int windowLength();

        Kernel<Framing> kernel(FrameGrid.Rate rate);
    }

    /** Computed from a short-time spectrum. */
    non-sealed interface OfSpectrum extends Feature {
        int nFft();

        Kernel<Stft> kernel(FrameGrid.Rate rate);
    }

    /** Computed from a mel spectrum. */
    non-sealed interface OfMel extends Feature {
        MelSpectrum.Options mel();

        Kernel<MelSpectrum> kernel();
    }
}
