package dev.sidecar.npy;

import static dev.sidecar.SidecarException.Kind.CANCELLED;
import static dev.sidecar.SidecarException.Kind.FORMAT;

import dev.sidecar.SidecarException;
import dev.sidecar.spi.Finding;
import dev.sidecar.spi.Finding.Code;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
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
    private final TreeLock lock;
    private final boolean commit;
    private final List<RepairStep> steps = new ArrayList<>();
    private final List<Finding> findings = new ArrayList<>();

    private Leftovers(TreeLock lock, boolean commit) {
        this.lock = lock;
        this.commit = commit;
    }

    /**
     * Completes and clears one folder.
     *
     * @param everyPair whether to look also at pairs for which there are no temporary files
     * @param commit false to find the steps without taking them
     */
    static Leftovers in(Path folder, List<TempFile> temps, boolean everyPair, TreeLock lock, boolean commit) {
        Leftovers leftovers = new Leftovers(lock, commit);
        try {
            leftovers.recover(folder, temps, everyPair);
        } catch (IOException e) {
            throw IoFailure.of(folder, e);
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

    /** Goes through a whole tree of sidecars; at once done with one in which nothing was ever written. */
    static List<Finding> recover(Path root, TreeLock lock) {
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
            Leftovers leftovers = new Leftovers(lock, true);
            for (var entry : byFolder.entrySet()) {
                leftovers.recover(entry.getKey(), entry.getValue(), false);
            }
            return leftovers.findings;
        } catch (IOException e) {
            throw IoFailure.of(root, e);
        }
    }

    /** Completes one pair, if what completes it is there. */
    static List<Finding> recover(SidecarPaths paths, TreeLock lock) {
        try {
            String hash = TempFile.hash(paths);
            List<TempFile> temps = Folders.children(paths.folder()).stream()
                    .flatMap(file -> TempFile.of(file).stream())
                    .filter(temp -> temp.pairHash().equals(hash))
                    .toList();
            Leftovers leftovers = new Leftovers(lock, true);
            lock.hold(() -> leftovers.completeIfReadable(paths, temps));
            return leftovers.findings;
        } catch (IOException e) {
            throw IoFailure.of(paths.folder(), e);
        }
    }

    private void recover(Path folder, List<TempFile> temps, boolean everyPair) throws IOException {
        Map<String, List<TempFile>> byHash = new TreeMap<>();
        temps.forEach(temp -> byHash.computeIfAbsent(temp.pairHash(), hash -> new ArrayList<>())
                .add(temp));
        for (SidecarPaths pair : pairs(folder)) {
            List<TempFile> ofPair = byHash.remove(TempFile.hash(pair));
            if (ofPair != null) {
                lock.hold(commit, () -> completeIfReadable(pair, ofPair));
            } else if (everyPair && !completeIfReadable(pair, List.of())) {
                findings.remove(findings.size() - 1); // a writer may be between its two moves
                lock.hold(commit, () -> completeIfReadable(pair, List.of()));
            }
        }
        for (List<TempFile> ofNobody : byHash.values()) {
            lock.hold(commit, () -> {
                clearAway(ofNobody);
                return ofNobody;
            });
        }
    }

    /** The pairs of a folder of which at least one half is there, whatever their suffix. */
    private static Set<SidecarPaths> pairs(Path folder) throws IOException {
        Set<SidecarPaths> pairs = new TreeSet<>(Comparator.comparing(SidecarPaths::data));
        for (Path file : Folders.children(folder)) {
            SidecarPaths.ofHalf(folder, file.getFileName().toString()).ifPresent(pairs::add);
        }
        return pairs;
    }

    /** False if the pair is torn still. One with an unreadable half is left alone; whoever reads it tells. */
    private boolean completeIfReadable(SidecarPaths paths, List<TempFile> temps) throws IOException {
        try {
            return complete(paths, temps);
        } catch (SidecarException e) {
            if (e.kind() == CANCELLED) {
                throw e;
            }
            return true;
        }
    }

    private boolean complete(SidecarPaths paths, List<TempFile> temps) throws IOException {
        String data = sha256(paths.data());
        String vouchedFor = vouchedFor(paths.json());
        boolean torn = vouchedFor != null && !vouchedFor.equals(data);
        boolean unvouched = torn || PairState.stamp(paths.json()) == null;
        List<TempFile> rest = new ArrayList<>(temps);
        for (TempFile temp : temps) {
            boolean missingJson = unvouched && data != null && data.equals(vouchedForByPart(temp.path()));
            boolean missingData = torn && Objects.equals(vouchedFor, sha256(temp.path()));
            if (missingJson || missingData) {
                Path place = missingJson ? paths.json() : paths.data();
                steps.add(new RepairStep(RepairStep.Action.COMPLETE, temp.path(), Optional.of(place)));
                if (commit) {
                    PairCommit.move(temp.path(), place);
                }
                rest.remove(temp);
                findings.add(new Finding(
                        Code.REPAIRED,
                        place.toString(),
                        "an interrupted writer had not yet moved this file into place; that is done now"));
                torn = false;
                break;
            }
        }
        if (torn) {
            findings.add(new Finding(
                    Code.TORN_PAIR,
                    paths.data().toString(),
                    "data and metadata are of two different commits, and nothing is left to complete them with"));
        } else {
            clearAway(rest);
        }
        return !torn;
    }

    private void clearAway(List<TempFile> temps) {
        for (TempFile temp : temps) {
            if (!temp.mayBeInUse()) {
                steps.add(new RepairStep(RepairStep.Action.DELETE, temp.path(), Optional.empty()));
                if (commit) {
                    temp.delete();
                }
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
        ByteBuffer json = PairState.bytesIfThere(path);
        return json == null ? null : CondJsonReader.read(path, json).vouchedFor();
    }

    /** The same of a temporary file, which may be data, or only the beginning of what was to be written. */
    private static @Nullable String vouchedForByPart(Path path) {
        try {
            return vouchedFor(path);
        } catch (SidecarException e) {
            if (e.kind() == FORMAT) {
                return null;
            }
            throw e;
        }
    }
}
