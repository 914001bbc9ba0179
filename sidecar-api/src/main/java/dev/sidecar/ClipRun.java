package dev.sidecar;

import static dev.sidecar.SidecarException.Kind.IO;
import static dev.sidecar.SidecarException.Kind.MISMATCH;

import dev.sidecar.SidecarException.Place;
import dev.sidecar.frame.Clip;
import dev.sidecar.frame.Column;
import dev.sidecar.frame.DType;
import dev.sidecar.frame.FeatureFrame;
import dev.sidecar.spi.Finding;
import dev.sidecar.spi.SidecarStore;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** One worker's way through a clip: read, produce, merge, and commit unless this is a plan. */
final class ClipRun {
    private static final int ATTEMPTS = 100;

    private final Instructions instructions;
    private final List<CheckedProducer> producers;

    ClipRun(Instructions instructions, List<CheckedProducer> producers) {
        this.instructions = instructions;
        this.producers = producers.stream().map(CheckedProducer::forWorker).toList();
    }

    /**
     * What producers made of a clip, merged into what it had.
     *
     * @param columns the names of the columns that were added or replaced
     */
    record Outcome(FeatureFrame frame, List<String> columns, List<Finding> collisions) {}

    ClipResult run(SidecarStore store, String id, boolean commit) {
        try {
            Clip clip = store.open(id);
            List<Finding> repairs = new ArrayList<>();
            for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
                SidecarStore.Snapshot base = store.read(clip);
                if (base.torn() && commit) {
                    repairs.addAll(store.recover(clip));
                    base = store.read(clip);
                }
                if (!base.exists() && instructions.leavesMissing()) {
                    return new ClipResult.Skipped(id, base.findings());
                }
                ColumnEdits edits = instructions.edits();
                FeatureFrame kept = kept(clip, base);
                DType dtype = dtype(base);
                Outcome outcome = produce(clip.withColumns(edits.apply(id, kept)), dtype);
                SidecarStore.Change change = store.prepare(clip, base, outcome.frame(), dtype, edits.rename());
                if (!change.isNeeded() || !commit || change.apply()) {
                    List<Finding> findings = new ArrayList<>(repairs);
                    findings.addAll(base.findings());
                    if (isStale(clip, base)) {
                        findings.add(new Finding(
                                Finding.Code.FRAME_MISMATCH,
                                id,
                                "a sidecar of " + base.frame().frames() + " frames is replaced, the tokens have "
                                        + clip.frames()));
                    }
                    findings.addAll(edits.missing(id, kept));
                    findings.addAll(outcome.collisions());
                    List<String> columns = Stream.concat(edits.renamed(kept).stream(), outcome.columns().stream())
                            .distinct()
                            .toList();
                    return change.isNeeded()
                            ? new ClipResult.Written(id, !base.exists(), columns, List.copyOf(findings))
                            : new ClipResult.Unchanged(id, List.copyOf(findings));
                }
            }
            throw new SidecarException(
                    IO,
                    Place.clip(id),
                    "its sidecar was changed by others " + ATTEMPTS
                            + " times while it was being written; try again later");
        } catch (SidecarException e) {
            return new ClipResult.Failed(id, e.within(Place.clip(id)));
        }
    }

    /** A clip with the columns that these producers leave it with; empty if the run leaves the clip as it is. */
    Optional<Clip> preview(SidecarStore store, String id) {
        Clip clip = store.open(id);
        SidecarStore.Snapshot base = store.read(clip);
        if (!base.exists() && instructions.leavesMissing()) {
            return Optional.empty();
        }
        FeatureFrame columns = instructions.edits().apply(id, kept(clip, base));
        return Optional.of(
                clip.withColumns(produce(clip.withColumns(columns), dtype(base)).frame()));
    }

    private DType dtype(SidecarStore.Snapshot base) {
        return instructions.dtype().or(base::dtype).orElse(DType.FLOAT32);
    }

    /** Runs all producers over a clip whose columns are those of its sidecar. */
    Outcome produce(Clip clip, DType dtype) {
        FeatureFrame base =
                FeatureFrame.of(clip.frames(), rounded(clip.columns().columns(), dtype, Place.clip(clip.id())));
        Map<String, Column> produced = new LinkedHashMap<>();
        List<Finding> collisions = new ArrayList<>();
        Clip soFar = clip.withColumns(base);
        for (CheckedProducer producer : producers) {
            for (Column column : producer.produce(soFar, dtype)) {
                if (produced.put(column.name(), column) != null) {
                    boolean hidden = instructions.mode() == Mode.APPEND
                            && base.find(column.name()).isPresent();
                    collisions.add(new Finding(
                            Finding.Code.COLUMN_COLLISION,
                            clip.id(),
                            "two producers made column \"" + column.name() + "\"; "
                                    + (hidden ? "the sidecar's own is kept" : "the last one is kept")));
                }
            }
            soFar = clip.withColumns(merge(base, produced));
        }
        return new Outcome(soFar.columns(), changed(base, soFar.columns()), collisions);
    }

    private FeatureFrame kept(Clip clip, SidecarStore.Snapshot base) {
        if (instructions.edits().dropAll()) {
            return FeatureFrame.empty(clip.frames());
        }
        if (base.torn()) {
            throw new SidecarException(
                    MISMATCH,
                    Place.clip(clip.id()),
                    "its sidecar's data and metadata do not belong together, and what would complete them is not there (a"
                            + " plan does not look for it); if another program changed the data on purpose, take the key"
                            + " \"sidecar\" out of the metadata; else delete both files to have them made anew");
        }
        if (isStale(clip, base)) {
            if (instructions.onStale() == OnStale.REPLACE) {
                return FeatureFrame.empty(clip.frames());
            }
            throw new SidecarException(
                    MISMATCH,
                    Place.clip(clip.id()),
                    "its sidecar has " + base.frame().frames() + " frames, its tokens have " + clip.frames()
                            + "; if the tokens were encoded anew, replace the sidecar with onStale(REPLACE) or"
                            + " --replace-stale");
        }
        if (!base.labelled()) {
            throw new SidecarException(
                    MISMATCH,
                    Place.clip(clip.id()),
                    "it is not certain which column of its sidecar is which, so nothing is merged into it ("
                            + String.join(
                                    "; ",
                                    base.findings().stream()
                                            .map(Finding::message)
                                            .toList())
                            + "); mend its names, or delete it to have it made anew");
        }
        return base.exists() ? base.frame() : FeatureFrame.empty(clip.frames());
    }

    private static boolean isStale(Clip clip, SidecarStore.Snapshot base) {
        return base.exists() && base.frame().frames() != clip.frames();
    }

    /** The columns as they will be stored. */
    static List<Column> rounded(List<Column> columns, DType dtype, Place place) {
        try {
            return columns.stream().map(column -> column.roundedTo(dtype)).toList();
        } catch (SidecarException e) {
            throw e.within(place);
        }
    }

    private FeatureFrame merge(FeatureFrame base, Map<String, Column> produced) {
        List<Column> changes = new ArrayList<>();
        for (Column column : produced.values()) {
            Column old = base.find(column.name()).orElse(null);
            if (old == null || (instructions.mode() == Mode.OVERWRITE && !sameButForVersion(old, column))) {
                changes.add(column);
            }
        }
        return base.with(changes);
    }

    /** Whether only the producer's version tells two columns apart; a new version alone is no reason to write. */
    private static boolean sameButForVersion(Column old, Column column) {
        return old.provenance().isPresent()
                && column.provenance().isPresent()
                && old.provenance().get().sameButForVersion(column.provenance().get())
                && old.equals(column.withProvenance(old.provenance().get()));
    }

    private static List<String> changed(FeatureFrame base, FeatureFrame frame) {
        return frame.columns().stream()
                .filter(column -> !base.find(column.name()).equals(Optional.of(column)))
                .map(Column::name)
                .toList();
    }
}
