package dev.sidecar.npy;

import static dev.sidecar.SidecarException.Kind.CANCELLED;

import dev.sidecar.SidecarException;
import dev.sidecar.spi.Finding;
import dev.sidecar.spi.Finding.Code;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Puts right what writers that died left behind. A pair is torn if its metadata vouches for other data than lies there.
 * Then one of the temporary files still holds the missing half: metadata that vouches for the data that is there, or
 * data that the metadata vouches for; it is moved into place. So is metadata that vouches for data without any. Metadata
 * that does not vouch, because somebody wrote or changed it, is never replaced. A process id may be in use again, so the
 * missing half is taken from whoever seems to own it: under the lock nobody is between two moves, and a writer that finds
 * its files gone begins again. Temporary files of dead writers that nobody needs are deleted. What is not certain is left
 * alone, and reported.
 */
final class Leftovers {
    private final TreeFolders folders;
    private final TreeLock lock;
    private final boolean commit;
    private final List<RepairStep> steps = new ArrayList<>();
    private final List<Finding> findings = new ArrayList<>();
    private final List<TempFile> left = new ArrayList<>();

    private Leftovers(TreeFolders folders, TreeLock lock, boolean commit) {
        this.folders = folders;
        this.lock = lock;
        this.commit = commit;
    }

    /** What a pair is. */
    private enum State {
        /** Nothing is missing that a temporary file could hold. */
        SOUND,
        /** A temporary file holds the missing half. */
        COMPLETABLE,
        /** Its halves are of two commits, and nothing completes them. */
        TORN,
        /** Its metadata vouches for data that is nowhere, or it cannot be read; whoever reads it tells. */
        UNCERTAIN
    }

    /** The missing half of a pair, and where it belongs. */
    private record Completion(TempFile half, Path place) {}

    /** What a pair is found to be; null for the completion unless it is completable. */
    private record Verdict(State state, @Nullable Completion completion) {
        static Verdict of(State state) {
            return new Verdict(state, null);
        }

        static Verdict completable(TempFile half, Path place) {
            return new Verdict(State.COMPLETABLE, new Completion(half, place));
        }
    }

    /**
     * Completes and clears one folder.
     *
     * @param everyPair whether to look also at pairs for which there are no temporary files
     * @param commit false to find the steps without taking them
     */
    static Leftovers in(
            Path folder, List<TempFile> temps, boolean everyPair, TreeFolders folders, TreeLock lock, boolean commit) {
        Leftovers leftovers = new Leftovers(folders, lock, commit);
        try {
            leftovers.recover(folder, temps, everyPair);
        } catch (IOException e) {
            throw SidecarException.io(folder, e);
        }
        return leftovers;
    }

    /** What was done, or would be. */
    List<RepairStep> steps() {
        return steps;
    }

    /** Pairs that were repaired, or cannot be. */
    List<Finding> findings() {
        return findings;
    }

    /** The temporary files of dead writers that are kept, because a pair may need them. */
    List<TempFile> left() {
        return left;
    }

    /** Goes through a whole tree of sidecars; at once done with one in which nothing was ever written. */
    static List<Finding> recover(Path root, TreeFolders folders, TreeLock lock) {
        if (!lock.exists()) {
            return List.of();
        }
        Map<Path, List<TempFile>> byFolder = new TreeMap<>();
        try {
            Files.walkFileTree(root, new SimpleFileVisitor<>() {
                @Override
                public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
                    TempFile.of(file)
                            .filter(temp -> attributes.isRegularFile())
                            .ifPresent(temp -> byFolder.computeIfAbsent(file.getParent(), folder -> new ArrayList<>())
                                    .add(temp));
                    return FileVisitResult.CONTINUE;
                }

                @Override
                public FileVisitResult visitFileFailed(Path file, IOException unreadable) {
                    return FileVisitResult.CONTINUE;
                }

                @Override
                public FileVisitResult postVisitDirectory(Path folder, @Nullable IOException unreadable) {
                    return FileVisitResult.CONTINUE;
                }
            });
            Leftovers leftovers = new Leftovers(folders, lock, true);
            for (var entry : byFolder.entrySet()) {
                leftovers.recover(entry.getKey(), entry.getValue(), false);
            }
            return leftovers.findings;
        } catch (IOException e) {
            throw SidecarException.io(root, e);
        }
    }

    /** Completes one pair, if what completes it is there. */
    static List<Finding> recover(SidecarPaths paths, TreeFolders folders, TreeLock lock) {
        try {
            String hash = TempFile.hash(paths);
            List<TempFile> temps = Folders.children(paths.folder()).stream()
                    .flatMap(file -> TempFile.of(file).stream())
                    .filter(temp -> temp.pairHash().equals(hash))
                    .toList();
            Leftovers leftovers = new Leftovers(folders, lock, true);
            lock.hold(() -> leftovers.settle(paths, temps));
            return leftovers.findings;
        } catch (IOException e) {
            throw SidecarException.io(paths.folder(), e);
        }
    }

    private void recover(Path folder, List<TempFile> temps, boolean everyPair) throws IOException {
        Map<String, List<TempFile>> byHash = new TreeMap<>();
        temps.forEach(temp -> byHash.computeIfAbsent(temp.pairHash(), hash -> new ArrayList<>())
                .add(temp));
        for (SidecarPaths pair : pairs(folder)) {
            List<TempFile> ofPair = byHash.remove(TempFile.hash(pair));
            if (ofPair != null) {
                lock.hold(commit, () -> settle(pair, ofPair));
            } else if (everyPair && judge(pair, List.of()).state() == State.TORN) {
                lock.hold(commit, () -> settle(pair, List.of())); // a writer may have been between its two moves
            }
        }
        for (List<TempFile> ofNobody : byHash.values()) {
            lock.hold(commit, () -> {
                clearAway(ofNobody);
                return ofNobody;
            });
        }
    }

    /** The pairs of a folder of which at least one half is there, whatever their suffix; none if it was deleted meanwhile. */
    private static Set<SidecarPaths> pairs(Path folder) throws IOException {
        Set<SidecarPaths> pairs = new TreeSet<>(Comparator.comparing(SidecarPaths::data));
        try {
            for (Path file : Folders.children(folder)) {
                SidecarPaths.ofHalf(folder, file.getFileName().toString()).ifPresent(pairs::add);
            }
        } catch (NoSuchFileException deletedMeanwhile) {
            return Set.of();
        }
        return pairs;
    }

    private State settle(SidecarPaths paths, List<TempFile> temps) throws IOException {
        Verdict verdict = judge(paths, temps);
        List<TempFile> rest = new ArrayList<>(temps);
        Completion completion = verdict.completion();
        if (completion != null) {
            complete(completion);
            rest.remove(completion.half());
        } else if (verdict.state() == State.TORN) {
            findings.add(new Finding(
                    Code.TORN_PAIR,
                    paths.data().toString(),
                    "data and metadata are of two different commits, and nothing is left to complete them with"));
        }
        if (verdict.state() == State.SOUND || verdict.state() == State.COMPLETABLE) {
            clearAway(rest);
        } else {
            rest.stream()
                    .filter(temp -> !temp.mayBeInUse() && !temp.isOfThisProcess())
                    .forEach(left::add);
        }
        return verdict.state();
    }

    /** Reads the data only where the metadata vouches for some, or a temporary file may be the metadata. */
    private static Verdict judge(SidecarPaths paths, List<TempFile> temps) {
        try {
            String vouchedFor = vouchedFor(paths.json());
            boolean needsJson = vouchedFor == null && !temps.isEmpty() && FileStamp.ifThere(paths.json()) == null;
            if (vouchedFor == null && !needsJson) {
                return Verdict.of(State.SOUND);
            }
            String data = sha256(paths.data());
            if (vouchedFor != null && vouchedFor.equals(data)) {
                return Verdict.of(State.SOUND);
            }
            for (TempFile temp : temps) {
                if (vouchedFor != null && vouchedFor.equals(ofTemp(temp, Leftovers::sha256))) {
                    return Verdict.completable(temp, paths.data());
                }
                if (data != null && data.equals(ofTemp(temp, Leftovers::vouchedFor))) {
                    return Verdict.completable(temp, paths.json());
                }
            }
            return Verdict.of(vouchedFor == null ? State.SOUND : data == null ? State.UNCERTAIN : State.TORN);
        } catch (SidecarException unreadable) {
            if (unreadable.kind() == CANCELLED) {
                throw unreadable;
            }
            return Verdict.of(State.UNCERTAIN);
        }
    }

    private void complete(Completion completion) throws IOException {
        Path half = completion.half().path();
        Path place = completion.place();
        if (commit) {
            folders.force(half.resolveSibling(""));
            PairCommit.move(half, place);
        }
        steps.add(new RepairStep(RepairStep.Action.COMPLETE, half, Optional.of(place)));
        findings.add(new Finding(
                Code.REPAIRED,
                place.toString(),
                "an interrupted writer had not yet moved this file into place; that is done now"));
    }

    private void clearAway(List<TempFile> temps) {
        for (TempFile temp : temps) {
            if (!temp.mayBeInUse() && (!commit || temp.delete())) {
                steps.add(new RepairStep(RepairStep.Action.DELETE, temp.path(), Optional.empty()));
            }
        }
    }

    private static @Nullable String sha256(Path path) {
        return PairState.ifThere(() -> {
            try (PositionalFile file = PositionalFile.open(path)) {
                return Sha256.of(file);
            }
        });
    }

    /** The digest of the data that metadata vouches for; null if this is not metadata that does. */
    private static @Nullable String vouchedFor(Path path) {
        ByteBuffer json = PairState.bytesIfThere(path, ReadLimits.DEFAULT);
        return json == null
                ? null
                : CondJsonReader.read(path, ReadLimits.DEFAULT, json).vouchedFor();
    }

    private interface Reading {
        @Nullable
        String of(Path path);
    }

    /** What a temporary file holds; null if it does not, for it may be the other half, or only the beginning of one. */
    private static @Nullable String ofTemp(TempFile temp, Reading reading) {
        try {
            return reading.of(temp.path());
        } catch (SidecarException e) {
            if (e.kind() == CANCELLED) {
                throw e;
            }
            return null;
        }
    }
}
