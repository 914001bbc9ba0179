package dev.sidecar.spi;

import dev.sidecar.frame.Clip;
import dev.sidecar.frame.FeatureFrame;
import dev.sidecar.frame.Provenance;
import java.io.IOException;
import java.util.Set;

/**
 * Turns a clip into columns. The smallest producer is a lambda:
 *
 * <pre>{@code
 * Producer one = clip -> FeatureFrame.of("x", new float[clip.frames()]);
 * }</pre>
 *
 * <p>A producer that learns something in {@link #init} serves one run at a time. A run calls {@code init} once, {@link
 * #produce} once or more per clip, possibly from several threads, and {@link #close} once if {@code init} was called,
 * whatever happened. It checks what {@code produce} returns (T values per
 * column, no NaN or infinity unless allowed), so that producers need no such code.
 */
@FunctionalInterface
public interface Producer extends AutoCloseable {
    /**
     * Makes the columns of one clip.
     *
     * <p>It may be called again for the same clip when another process changed its sidecar meanwhile, and must give the
     * same values then.
     *
     * @param clip the clip
     * @return columns of T values each; a frame without columns adds none, but a sidecar is made
     *     all the same, so that every clip of a run has one
     * @throws Exception if the columns cannot be made; the clip fails, with this as the cause
     */
    FeatureFrame produce(Clip clip) throws Exception;

    /**
     * Prepares for a run. Called once, before any clip, on the thread that started the run. By default does nothing.
     *
     * @param context the run's clips and seed
     * @throws Exception if the producer cannot work; the run ends before any clip
     */
    default void init(RunContext context) throws Exception {}

    /**
     * The producer that one worker thread uses: this one, or a copy that shares what is expensive and has buffers of its
     * own. Called after {@link #init}; copies are neither initialised nor closed.
     *
     * @return by default this producer, whose {@code produce} is then called from several threads at once
     */
    default Producer forWorker() {
        return this;
    }

    /**
     * Releases what {@link #init} acquired. Called once for each producer whose {@code init} was called, also if that
     * failed. By default does nothing.
     *
     * @throws IOException reported as a failure of the run
     */
    @Override
    default void close() throws IOException {}

    /**
     * This producer as data. It is recorded as the provenance of the columns that do not bring their own.
     *
     * @return by default a producer named {@value Provenance#CUSTOM}, without options
     */
    default Provenance describe() {
        return Provenance.custom();
    }

    /**
     * The columns that must be there before this producer can work, from the clip's sidecar or from an earlier producer.
     * Asked once, before {@link #init}.
     *
     * @return names; by default none
     */
    default Set<String> requires() {
        return Set.of();
    }

    /**
     * The columns that this producer is known to make before it has seen a clip; it may make others. A run that would
     * ask for one of them before it is made ends before any clip, and says which order is right. Asked once, before
     * {@link #init}.
     *
     * @return names; by default none
     */
    default Set<String> makes() {
        return Set.of();
    }
}
