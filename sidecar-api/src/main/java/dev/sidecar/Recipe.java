package dev.sidecar;

import dev.sidecar.frame.DType;
import dev.sidecar.spi.Producer;
import java.util.List;
import java.util.Optional;

/** What a run does to every clip, whatever the store and the threads. */
record Recipe(
        List<Producer> producers,
        Mode mode,
        Optional<DType> dtype,
        OnStale onStale,
        boolean allowNonFinite,
        long seed) {}
