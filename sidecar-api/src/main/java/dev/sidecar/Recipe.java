package dev.sidecar;

import dev.sidecar.frame.DType;
import dev.sidecar.frame.FrameGrid;
import dev.sidecar.frame.Provenance;
import java.util.List;
import java.util.Optional;

/**
 * A run as data: everything that decides what its columns hold, and nothing about where and how fast it runs. It can be
 * stored, sent elsewhere, and {@linkplain Sidecar.Builder#recipe made into a run again}.
 *
 * @param producers which producers with which options, in order, as sidecars record them
 * @param mode what happens to columns that are there already
 * @param dtype how values are stored; empty: as in the existing sidecar, else float32
 * @param grid the stated sample rate and hop; empty: as the token files tell
 * @param onStale what happens to sidecars of another number of frames
 * @param allowNonFinite whether producers may make NaN and infinity
 * @param seed for producers that draw random numbers
 */
public record Recipe(
        List<Provenance> producers,
        Mode mode,
        Optional<DType> dtype,
        Optional<FrameGrid.Rate> grid,
        OnStale onStale,
        boolean allowNonFinite,
        long seed) {
    /**
     * Copies the list.
     *
     * @param producers which producers with which options
     * @param mode what happens to columns that are there already
     * @param dtype how values are stored
     * @param grid the stated sample rate and hop
     * @param onStale what happens to sidecars of another number of frames
     * @param allowNonFinite whether producers may make NaN and infinity
     * @param seed for producers that draw random numbers
     */
    public Recipe {
        producers = List.copyOf(producers);
    }
}
