package dev.sidecar;

import dev.sidecar.frame.DType;
import dev.sidecar.spi.Producer;
import java.util.List;
import java.util.Optional;

/** What a run does to every clip, whatever the store and the threads. */
record Instructions(
        List<Producer> producers,
        ColumnEdits edits,
        Mode mode,
        Optional<DType> dtype,
        OnMissing onMissing,
        OnStale onStale,
        boolean allowNonFinite,
        long seed) {

    /** Whether a clip without a sidecar is left without one. A run that only edits has nothing to put into a new one. */
    boolean leavesMissing() {
        return onMissing == OnMissing.SKIP || producers.isEmpty();
    }
}
