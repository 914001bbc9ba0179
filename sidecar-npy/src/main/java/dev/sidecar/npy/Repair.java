package dev.sidecar.npy;

import static dev.sidecar.SidecarException.Kind.CANCELLED;

import dev.sidecar.SidecarException;
import dev.sidecar.frame.Clip;
import dev.sidecar.npy.RepairStep.Action;
import dev.sidecar.spi.Durability;
import dev.sidecar.spi.Finding;
import dev.sidecar.spi.Finding.Code;
import dev.sidecar.spi.SidecarStore.Entry;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.Comparator;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Puts right what can be put right without changing the content of any file: completes torn pairs, deletes temporary
 * files that nobody needs, and gives sidecars their right names.
 *
 * <p>A sidecar whose name was cut off moves in three steps, and reads as the same sidecar after each: a copy of its
 * metadata under the right name, which says nothing while no data lies beside it; the data's move, which is atomic; and
 * the deletion of the old metadata. A repair that was killed is completed by the next one.
 */
final class Repair implements SidecarFolder.Visitor {
    private final FileStore store;
    private final boolean commit;
    private final AuditListener listener;
    private final RepairReport.Tally tally;

    private Repair(FileStore store, boolean commit, AuditListener listener) {
        this.store = store;
        this.commit = commit;
        this.listener = listener;
        this.tally = new RepairReport.Tally(!commit);
    }

    static RepairReport run(FileStore store, boolean commit, AuditListener listener) {
        Repair repair = new Repair(store, commit, listener);
        store.walk(repair);
        try (Stream<Entry> entries = store.listAlsoUnfinished()) {
            entries.forEach(entry -> {
                InOrder.checkInterrupt();
                if (entry instanceof Entry.Ignored ignored && ignored.finding().code() == Code.LEFTOVER) {
                    repair.leave(ignored.finding());
                }
            });
        }
        return repair.tally.report();
    }

    private void step(RepairStep step) {
        tally.add(step);
        listener.repaired(step);
    }

    private void leave(Finding finding) {
        tally.leave(finding);
        listener.left(finding);
    }

    @Override
    public void unreadable(Path path, String id, SidecarException failure) {
        leave(new Finding(Code.UNREADABLE, path.toString(), failure.reason()));
    }

    @Override
    public void visit(SidecarFolder folder) {
        Leftovers leftovers = store.repair(folder, commit);
        leftovers.steps().forEach(this::step);
        leftovers.findings().stream()
                .filter(finding -> finding.code() == Code.TORN_PAIR)
                .forEach(this::leave);
        leftovers
                .left()
                .forEach(temp -> leave(new Finding(
                        Code.LEFTOVER,
                        temp.path().toString(),
                        "a temporary file of a writer that died; its pair cannot be read, or is not complete, so this may be"
                                + " needed")));
        folder.clips().forEach(base -> rename(folder, base));
        folder.unclaimed().forEach((base, names) -> unclaimed(folder, base, names));
        folder.foreignTemps().forEach((name, base) -> foreignTemp(folder, name, base));
    }

    /** Gives a clip's sidecar its right name. */
    private void rename(SidecarFolder folder, String base) {
        boolean cutOff = !folder.hasData(base)
                && SidecarPaths.strippedBase(base).filter(folder::hasData).isPresent();
        if (!cutOff && !folder.halves().containsKey(base)) {
            return;
        }
        String id = folder.prefix() + base + SidecarPaths.TOKEN_SUFFIX;
        try {
            SidecarPaths right = store.in(folder.path(), base);
            if (cutOff || isFile(right.doubledJson())) {
                openIfReadable(id).ifPresent(clip -> rename(clip, right));
            }
        } catch (SidecarException e) {
            if (e.kind() == CANCELLED) {
                throw e;
            }
            leave(new Finding(Code.FOREIGN_NAME, id, e.reason()));
        }
    }

    private Optional<Clip> openIfReadable(String id) {
        try {
            return Optional.of(store.open(id));
        } catch (SidecarException e) {
            if (e.kind() == CANCELLED) {
                throw e;
            }
            leave(new Finding(Code.BAD_ECDC, id, e.reason()));
            return Optional.empty();
        }
    }

    private void rename(Clip clip, SidecarPaths right) {
        StoredSidecar sidecar = store.readAsStated(clip);
        if (sidecar.exists() && !sidecar.torn()) {
            boolean settled = undouble(clip, sidecar.source());
            if (settled && !sidecar.source().equals(right)) {
                move(sidecar.source(), right);
            }
        }
    }

    private static boolean isFile(Optional<Path> path) {
        return path.filter(Files::isRegularFile).isPresent();
    }

    /** Whether it is settled now which metadata counts; it is not while there is more of it under a doubled name. */
    private boolean undouble(Clip clip, SidecarPaths pair) {
        if (!isFile(pair.doubledJson()) || store.hasTokens(clip, pair.doubledBase())) {
            return true;
        }
        Path doubled = pair.doubledJson().orElseThrow();
        boolean renamed = store.guarded(commit, () -> {
            boolean free = !Files.exists(pair.json());
            if (free && commit) {
                PairCommit.move(doubled, pair.json());
            }
            return free;
        });
        if (renamed) {
            step(new RepairStep(Action.RENAME, doubled, Optional.of(pair.json())));
        } else {
            leave(new Finding(
                    Code.FOREIGN_NAME,
                    doubled.toString(),
                    "there is " + pair.json().getFileName() + " too; keep the better one under that name"));
        }
        return renamed;
    }

    private void move(SidecarPaths cutOff, SidecarPaths right) {
        if (isFile(right.doubledJson())) {
            leave(new Finding(
                    Code.FOREIGN_NAME,
                    right.doubledJson().orElseThrow().toString(),
                    "it would count as metadata of " + cutOff.data().getFileName()
                            + " if that had its right name; delete it, or rename it to "
                            + cutOff.json().getFileName()));
            return;
        }
        boolean withJson = Files.exists(cutOff.json()) || isFile(cutOff.doubledJson()); // which a plan has not renamed
        boolean moved = store.guarded(commit, () -> {
            boolean free = Files.exists(cutOff.data()) && !Files.exists(right.data());
            if (free && commit) {
                if (withJson && !Files.exists(right.json())) {
                    byte[] json = Files.readAllBytes(cutOff.json());
                    PairCommit.move(
                            TempFile.write(right, right.json(), json, Durability.PROCESS_KILL)
                                    .path(),
                            right.json());
                }
                PairCommit.move(cutOff.data(), right.data());
                deleteCopy(cutOff.json(), right.json());
            }
            return free;
        });
        if (moved) {
            step(new RepairStep(Action.RENAME, cutOff.data(), Optional.of(right.data())));
            if (withJson) {
                step(new RepairStep(Action.RENAME, cutOff.json(), Optional.of(right.json())));
            }
        }
    }

    private static boolean isCopy(Path file, Path of) throws IOException {
        return Files.isRegularFile(file) && Files.isRegularFile(of) && Files.mismatch(file, of) < 0;
    }

    private static void deleteCopy(Path file, Path of) throws IOException {
        if (isCopy(file, of)) {
            Files.delete(file);
        }
    }

    /** Files of a sidecar beside which there is no token file of their name. */
    private void unclaimed(SidecarFolder folder, String base, Set<String> names) {
        for (String claimant : folder.claimants(base)) {
            if (folder.hasData(claimant) && !folder.hasData(base)) {
                Path json = store.in(folder.path(), base).json();
                Path right = store.in(folder.path(), claimant).json();
                boolean spent = store.guarded(commit, () -> {
                    boolean copy = isCopy(json, right);
                    if (copy && commit) {
                        Files.delete(json);
                    }
                    return copy;
                });
                if (spent) {
                    step(new RepairStep(Action.DELETE, json, Optional.empty()));
                    return;
                }
            }
        }
        folder.strayPair(base, names)
                .filter(finding -> finding.code() == Code.FOREIGN_NAME)
                .ifPresent(this::leave);
    }

    private void foreignTemp(SidecarFolder folder, String name, String base) {
        Path temp = folder.path().resolve(name);
        FileStamp stamp = FileStamp.ifThere(temp);
        if (stamp == null) { // deleted meanwhile
            return;
        }
        String sidecar = "the sidecar of " + base + SidecarPaths.TOKEN_SUFFIX;
        Optional<FileTime> soundSince = soundSince(folder, base);
        if (soundSince.isEmpty()) {
            leave(new Finding(
                    Code.LEFTOVER, temp.toString(), sidecar + " is not complete and sound, so this may be needed"));
        } else if (stamp.modified().compareTo(soundSince.get()) >= 0) {
            leave(new Finding(
                    Code.LEFTOVER,
                    temp.toString(),
                    "not older than " + sidecar + ", so a writer may be at work, or this may be the better half"));
        } else if (store.guarded(commit, () -> !commit || Files.deleteIfExists(temp))) {
            step(new RepairStep(Action.DELETE, temp, Optional.empty()));
        }
    }

    /** Since when nothing that a temporary file may hold is missing from a clip's sidecar; empty if something is. */
    private Optional<FileTime> soundSince(SidecarFolder folder, String base) {
        if (!folder.hasClip(base)) {
            return Optional.empty();
        }
        try {
            Clip clip = store.open(folder.prefix() + base + SidecarPaths.TOKEN_SUFFIX);
            StoredSidecar sidecar = store.readAsStated(clip);
            StoredSidecar.Data data = sidecar.data();
            if (data == null
                    || sidecar.torn()
                    || !data.description().isNamed()
                    || data.header().frames() != clip.frames()) {
                return Optional.empty();
            }
            return Stream.of(sidecar.source().data(), data.description().metadata())
                    .filter(Objects::nonNull)
                    .map(half -> FileStamp.of(half).modified())
                    .min(Comparator.naturalOrder());
        } catch (SidecarException e) {
            if (e.kind() == CANCELLED) {
                throw e;
            }
            return Optional.empty();
        }
    }
}
