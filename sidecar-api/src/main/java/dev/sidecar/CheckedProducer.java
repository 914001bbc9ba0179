package dev.sidecar;

import static dev.sidecar.SidecarException.Kind.CANCELLED;
import static dev.sidecar.SidecarException.Kind.MISMATCH;
import static dev.sidecar.SidecarException.Kind.PRODUCER;
import static dev.sidecar.SidecarException.Kind.USAGE;

import dev.sidecar.SidecarException.Place;
import dev.sidecar.frame.Clip;
import dev.sidecar.frame.Column;
import dev.sidecar.frame.DType;
import dev.sidecar.frame.FeatureFrame;
import dev.sidecar.frame.Provenance;
import dev.sidecar.spi.Producer;
import dev.sidecar.spi.RunContext;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * The boundary to a producer: everything that foreign code can do wrong becomes a {@link SidecarException} that names
 * it, and every column that leaves here has T values as they will be stored, a provenance, and no NaN or infinity
 * unless allowed.
 */
final class CheckedProducer {
    private final Producer producer;
    private final Provenance description;
    private final SortedSet<String> requires;
    private final SortedSet<String> makes;
    private final boolean allowNonFinite;

    private CheckedProducer(
            Producer producer,
            Provenance description,
            SortedSet<String> requires,
            SortedSet<String> makes,
            boolean allowNonFinite) {
        this.producer = producer;
        this.description = description;
        this.requires = requires;
        this.makes = makes;
        this.allowNonFinite = allowNonFinite;
    }

    /** The producers of a run, in an order that works; one that was added twice is the same one twice. */
    static List<CheckedProducer> allOf(Instructions instructions) {
        IdentityHashMap<Producer, CheckedProducer> known = new IdentityHashMap<>();
        List<CheckedProducer> producers = instructions.producers().stream()
                .map(producer -> known.computeIfAbsent(producer, each -> of(each, instructions.allowNonFinite())))
                .toList();
        ProducerOrder.check(producers);
        return producers;
    }

    private static CheckedProducer of(Producer producer, boolean allowNonFinite) {
        Provenance description = describe(producer);
        Place place = Place.NOWHERE.producer(description.producer());
        return new CheckedProducer(
                producer,
                description,
                columns(place, "requires", producer::requires),
                columns(place, "makes", producer::makes),
                allowNonFinite);
    }

    static Provenance describe(Producer producer) {
        Place place = Place.NOWHERE.producer(producer.getClass().getName());
        Provenance description = guarded(place, "describe", producer::describe);
        if (description == null) {
            throw new SidecarException(PRODUCER, place, "describe() returned null");
        }
        return description;
    }

    private static SortedSet<String> columns(Place place, String method, Call<@Nullable Set<String>> call) {
        Set<String> columns = guarded(place, method, call);
        if (columns == null) {
            throw new SidecarException(PRODUCER, place, method + "() returned null; return an empty set for none");
        }
        return guarded(place, method, () -> Collections.unmodifiableSortedSet(new TreeSet<>(columns)));
    }

    Provenance description() {
        return description;
    }

    SortedSet<String> requires() {
        return requires;
    }

    SortedSet<String> makes() {
        return makes;
    }

    void init(RunContext context) {
        attempt(place(), "init", () -> producer.init(context));
    }

    CheckedProducer forWorker() {
        Producer worker = guarded(place(), "forWorker", producer::forWorker);
        if (worker == null) {
            throw new SidecarException(PRODUCER, place(), "forWorker() returned null; return this, or a copy");
        }
        return new CheckedProducer(worker, description, requires, makes, allowNonFinite);
    }

    void close() {
        attempt(place(), "close", producer::close);
    }

    List<Column> produce(Clip clip, DType dtype) {
        Place place = Place.clip(clip.id()).producer(description.producer());
        for (String required : requires) {
            if (clip.columns().find(required).isEmpty()) {
                throw new SidecarException(
                        PRODUCER,
                        place.column(required),
                        "needs a column that is neither in the sidecar nor made by an earlier producer; there are "
                                + (clip.columns().width() == 0
                                        ? "none"
                                        : String.join(", ", clip.columns().names())));
            }
        }
        FeatureFrame frame = guarded(place, "produce", () -> producer.produce(clip));
        if (frame == null) {
            throw new SidecarException(
                    PRODUCER, place, "returned null; to add nothing, return FeatureFrame.empty(clip.frames())");
        }
        for (Column column : frame.columns()) {
            check(column, clip, place.column(column.name()));
        }
        List<Column> columns = frame.columns().stream()
                .map(column -> column.provenance().isPresent() ? column : column.withProvenance(description))
                .toList();
        return ClipRun.rounded(columns, dtype, place);
    }

    private void check(Column column, Clip clip, Place place) {
        if (column.frames() != clip.frames()) {
            throw new SidecarException(
                    MISMATCH,
                    place,
                    "expected " + clip.frames() + " values, one per token frame, found " + column.frames());
        }
        int bad = allowNonFinite ? -1 : column.firstNonFinite();
        if (bad >= 0) {
            throw new SidecarException(
                    PRODUCER,
                    place.frame(bad),
                    "made " + column.get(bad)
                            + "; values must be finite float32, unless the run allows others (allowNonFinite(), --allow-non-finite)");
        }
    }

    Place place() {
        return Place.NOWHERE.producer(description.producer());
    }

    private interface Call<T extends @Nullable Object> {
        T call() throws Exception;
    }

    private interface Action {
        void run() throws Exception;
    }

    private static void attempt(Place place, String method, Action action) {
        guarded(place, method, () -> {
            action.run();
            return place;
        });
    }

    private static <T extends @Nullable Object> T guarded(Place place, String method, Call<T> call) {
        try {
            return call.call();
        } catch (SidecarException e) {
            SidecarException located = e.within(place);
            throw e.kind() == USAGE ? new SidecarException(PRODUCER, located.place(), e.reason(), e) : located;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new SidecarException(CANCELLED, place, "interrupted in " + method + "()", e);
        } catch (Throwable e) {
            if (e instanceof VirtualMachineError fatal && !(e instanceof StackOverflowError)) {
                throw fatal;
            }
            throw new SidecarException(PRODUCER, place, method + "() threw " + e, e);
        }
    }
}
