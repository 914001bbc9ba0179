package dev.sidecar.testkit;

import dev.sidecar.SidecarException;
import dev.sidecar.SidecarException.Kind;
import dev.sidecar.SidecarException.Place;
import dev.sidecar.frame.Clip;
import dev.sidecar.spi.Producer;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Stream;

/**
 * What every producer has to keep, as one test:
 *
 * <pre>{@code
 * ProducerContract.of(() -> new Loudness(2048)).check();
 * }</pre>
 *
 * <p>The producer is made anew several times, and runs over clips in memory. It is checked that
 *
 * <ul>
 *   <li>a run accepts all that it does: as many values as the clip has frames, also for T = 0 and 1; finite values,
 *       names, and everything else that {@link Producer} says;
 *   <li>the same clip always gets the same columns, bit for bit: from another producer of the supplier, in another order
 *       of clips, a second time, after {@code close()} and another {@code init}, and whether or not {@code forWorker()}
 *       stands between;
 *   <li>it does so on eight threads at once, ten times over all clips, each thread with what {@code forWorker()} gives
 *       it;
 *   <li>columns that {@code requires()} does not name are not needed;
 *   <li>{@code close()} works without any clip, and after a failed one; codes that cannot be read fail the clip;
 *   <li>{@code describe()} and {@code requires()} always answer, and always the same, for all producers of the supplier;
 *   <li>no thread is interrupted, and none that the producer started is left after {@code close()}. Threads that the
 *       JDK shares, such as those of the common {@link java.util.concurrent.ForkJoinPool}, do not count.
 * </ul>
 *
 * <p>Frames need no check that they stay as they were returned: they are immutable.
 *
 * <p>Clips are {@link FakeClips#assortment()}, each with the columns that the producer requires, pseudo-random from 0 to
 * 1. A producer that needs more, such as audio files, is given its own by {@link #onlyClips}. Immutable and reusable.
 */
public final class ProducerContract {
    private final Supplier<? extends Producer> producers;
    private final List<Clip> standard;
    private final List<Clip> own;
    private final boolean allowNonFinite;

    private ProducerContract(
            Supplier<? extends Producer> producers, List<Clip> standard, List<Clip> own, boolean allowNonFinite) {
        this.producers = producers;
        this.standard = standard;
        this.own = own;
        this.allowNonFinite = allowNonFinite;
        Set<String> ids = new HashSet<>();
        Stream.concat(standard.stream(), own.stream()).forEach(clip -> {
            if (!ids.add(clip.id())) {
                throw new SidecarException(Kind.USAGE, Place.clip(clip.id()), "two clips have this id");
            }
        });
    }

    /**
     * The contract of a producer.
     *
     * @param producers makes producers that are equal: the same options, nothing shared that changes
     * @return the contract, over {@link FakeClips#assortment()}, with finite values alone
     */
    public static ProducerContract of(Supplier<? extends Producer> producers) {
        return new ProducerContract(
                Objects.requireNonNull(producers, "producers"), FakeClips.assortment(), List.of(), false);
    }

    /**
     * The same with more clips.
     *
     * @param clips clips with ids of their own, used as they are
     * @return a new contract
     * @throws SidecarException (USAGE) if two clips have the same id
     */
    public ProducerContract withClips(Clip... clips) {
        List<Clip> all = new ArrayList<>(own);
        all.addAll(List.of(clips));
        return new ProducerContract(producers, standard, List.copyOf(all), allowNonFinite);
    }

    /**
     * The same with these clips instead of all others.
     *
     * @param first a clip, used as it is
     * @param more further clips, with ids of their own; one at least, of other content, or little is checked
     * @return a new contract
     * @throws SidecarException (USAGE) if two clips have the same id
     */
    public ProducerContract onlyClips(Clip first, Clip... more) {
        return new ProducerContract(producers, List.of(), List.of(first), allowNonFinite).withClips(more);
    }

    /**
     * The same for a producer that may make NaN and infinities.
     *
     * @return a new contract
     */
    public ProducerContract allowNonFinite() {
        return new ProducerContract(producers, standard, own, true);
    }

    /**
     * Checks it all.
     *
     * @throws AssertionError if the producer breaks the contract: says which producer, what it did, in which situation, for
     *     which clip, and what to do
     */
    public void check() {
        new Rehearsal(producers, standard, own, allowNonFinite).perform();
    }
}
