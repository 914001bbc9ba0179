package dev.sidecar.spi;

import dev.sidecar.frame.Clip;
import java.util.stream.Stream;

/** What a producer can learn about a run before it starts. */
public interface RunContext {
    /**
     * The run's clips in the order of their ids, read lazily: each is opened when the stream reaches it. Clips that
     * cannot be opened are left out here; the run reports them. The columns are not loaded.
     *
     * @return a stream, to be closed by the caller
     */
    Stream<Clip> clips();

    /**
     * The run's seed, for producers that draw random numbers.
     *
     * @return 0 unless the run sets one
     */
    long seed();
}
