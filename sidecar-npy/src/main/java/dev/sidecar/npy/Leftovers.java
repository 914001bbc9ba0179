package dev.sidecar.npy;

import static dev.sidecar.SidecarException.Kind.CANCELLED;

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
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Puts right what writers that died left behind. A pair is torn if its metadata vouches for other data than lies there.
 * Then one of the temporary files still holds the missing half: metadata that vouches for the data that is there, or
 * data that the metadata vouches for; it is moved into place. So is metadata that vouches for data without any. Metadata
 * that does not vouch, because somebody wrote or changed it, is never replaced. Temporary files of dead writers that
 * nobody needs are deleted. What is not certain is left alone, and reported.
 */
final class Leftovers {
    private final TreeLock lock;
    private final List<Finding> findings = new ArrayList<>();

    private Leftovers(TreeLock lock) {
        this.lock = lock;
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
                            .filter(temp -> attributes.isRegularFile() && !temp.mayBeInUse())
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
            Leftovers leftovers = new Leftovers(lock);
            for (var entry : byFolder.entrySet()) {
                leftovers.recover(entry.getKey(), entry.getValue());
            }
            return leftovers.findings;
        } catch (IOException e) {
            throw IoFailure.of(root, e);
        }
    }

    private void recover(Path folder, List<TempFile> temps) throws IOException {
        Map<String, List<TempFile>> byHash = new TreeMap<>();
        temps.forEach(temp -> byHash.computeIfAbsent(temp.baseHash(), hash -> new ArrayList<>())
                .add(temp));
        for (String base : bases(folder)) {
            List<TempFile> ofBase = byHash.remove(TempFile.hash(base));
            if (ofBase != null) {
                lock.hold(() -> completeIfReadable(new SidecarPaths(folder, base), ofBase));
            }
        }
        lock.hold(() -> {
            byHash.values().forEach(ofNobody -> ofNobody.forEach(TempFile::delete));
            return byHash;
        });
    }

    private static Set<String> bases(Path folder) throws IOException {
        TreeSet<String> bases = new TreeSet<>();
        for (Path file : Folders.children(folder)) {
            String name = file.getFileName().toString();
            if (name.endsWith(SidecarPaths.DATA_SUFFIX) || name.endsWith(SidecarPaths.JSON_SUFFIX)) {
                bases.add(name.substring(0, name.lastIndexOf(".cond.")));
            }
        }
        return bases;
    }

    /** A pair with an unreadable half is left alone; whoever reads it tells. */
    private boolean completeIfReadable(SidecarPaths paths, List<TempFile> temps) throws IOException {
        try {
            return complete(paths, temps);
        } catch (SidecarException e) {
            if (e.kind() == CANCELLED) {
                throw e;
            }
            return false;
        }
    }

    private boolean complete(SidecarPaths paths, List<TempFile> temps) throws IOException {
        String data = sha256(paths.data());
        String vouchedFor = vouchedFor(paths.json());
        boolean torn = vouchedFor != null && !vouchedFor.equals(data);
        boolean unvouched = torn || PairState.stamp(paths.json()) == null;
        for (TempFile temp : temps) {
            boolean missingJson = unvouched && data != null && data.equals(vouchedFor(temp.path()));
            boolean missingData = torn && Objects.equals(vouchedFor, sha256(temp.path()));
            if (missingJson || missingData) {
                Path place = missingJson ? paths.json() : paths.data();
                PairCommit.move(temp.path(), place);
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
            temps.forEach(TempFile::delete);
        }
        return !torn;
    }

    private static @Nullable String sha256(Path path) {
        if (PairState.stamp(path) == null) {
            return null;
        }
        try (PositionalFile file = PositionalFile.open(path)) {
            return Sha256.of(file);
        }
    }

    /** The digest of the data that metadata vouches for; null if this is not metadata that does. */
    private static @Nullable String vouchedFor(Path path) {
        try {
            ByteBuffer json = PairState.bytesIfThere(path);
            CondMetadata metadata = json == null ? null : CondJsonReader.read(path, json);
            return metadata == null ? null : metadata.vouchedFor();
        } catch (SidecarException notMetadata) {
            return null;
        }
    }
}
