package dev.sidecar.spi;

import dev.sidecar.frame.Clip;
import java.util.stream.Stream;

/** What a producer can learn about a run before it starts. */
public interface RunContext {
    /**
     * The clips in the order of their ids, read lazily: each is opened when the stream reaches it. They are those of the
     * whole corpus, also where the run is over one shard of it, so that all shards learn the same. Clips that cannot be
     * opened are left out here; the run reports them. The columns are not loaded.
     *
     * @return a stream, to be closed by the caller
     */
    Stream<Clip> clips();

    /**
     * The same clips with the columns that the producer will find: those of the sidecar, and those of earlier producers,
     * which work on each clip when the stream reaches it, and again in the run. Nothing is written, and one clip is in
     * memory at a time. Clips that the run would fail or leave without a sidecar are left out.
     *
     * <p>For what must be known of the whole corpus before the first clip, such as {@link
     * dev.sidecar.frame.RunningStatistics}.
     *
     * @return a stream, to be closed by the caller
     */
    Stream<Clip> clipsWithColumns();

    /**
     * The run's seed, for producers that draw random numbers.
     *
     * @return 0 unless the run sets one
     */
    long seed();
}
