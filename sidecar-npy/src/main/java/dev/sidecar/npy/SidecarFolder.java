package dev.sidecar.npy;

import dev.sidecar.SidecarException;
import dev.sidecar.SidecarException.Place;
import dev.sidecar.spi.Finding;
import dev.sidecar.spi.Finding.Code;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * One folder of a tree of sidecars, sorted by what the names of its files say.
 *
 * @param path the folder
 * @param suffix of the sidecars' data
 * @param prefix what the ids of its clips begin with
 * @param tokens the bases of the token files that belong to it, in whichever case their suffix is; null if they cannot be
 *     listed
 * @param halves the names of the sidecars' files, doubled ones of metadata included, by their base
 * @param temps temporary files of this library
 * @param foreignTemps the bases of temporary files of other programs, by name
 * @param appleDoubles what macOS leaves beside sidecars
 */
record SidecarFolder(
        Path path,
        String suffix,
        String prefix,
        @Nullable SortedSet<String> tokens,
        SortedMap<String, SortedSet<String>> halves,
        List<TempFile> temps,
        SortedMap<String, String> foreignTemps,
        SortedSet<String> appleDoubles) {

    /** What is done with the folders of a tree. */
    interface Visitor {
        void visit(SidecarFolder folder);

        void unreadable(Path path, String id, SidecarException failure);
    }

    /** Visits a tree in the order of names, linked folders left out; memory holds the names of the folders on the way. */
    static void walk(Path sidecars, Path tokens, String suffix, Visitor visitor) {
        if (Files.isDirectory(sidecars)) {
            walk(sidecars, tokens, "", suffix, visitor);
        }
    }

    private static void walk(Path folder, Path tokenFolder, String prefix, String suffix, Visitor visitor) {
        InOrder.checkInterrupt();
        SortedMap<String, Path> below = new TreeMap<>();
        try {
            SidecarFolder read = new SidecarFolder(
                    folder,
                    suffix,
                    prefix,
                    tokens(tokenFolder),
                    new TreeMap<>(),
                    new ArrayList<>(),
                    new TreeMap<>(),
                    new TreeSet<>());
            for (Path path : Folders.children(folder)) {
                String name = path.getFileName().toString();
                if (Files.isDirectory(path, LinkOption.NOFOLLOW_LINKS)) {
                    below.put(name, path);
                } else if (ClipTree.isFaithful(folder, path, name)) {
                    read.add(path, name);
                } else if (!name.endsWith(SidecarPaths.TOKEN_SUFFIX)) { // else the search for tokens tells
                    visitor.unreadable(path, prefix + name, ClipTree.unrepresentable(Place.file(path)));
                }
            }
            visitor.visit(read);
        } catch (NoSuchFileException deletedMeanwhile) {
            return;
        } catch (IOException e) {
            visitor.unreadable(folder, prefix, IoFailure.of(folder, e));
        }
        below.forEach((name, path) -> {
            if (ClipTree.isFaithful(folder, path, name)) {
                walk(path, tokenFolder.resolve(name), prefix + name + "/", suffix, visitor);
            } else {
                visitor.unreadable(path, prefix + name + "/", ClipTree.unrepresentable(Place.file(path)));
            }
        });
    }

    private static @Nullable SortedSet<String> tokens(Path folder) {
        SortedSet<String> bases = new TreeSet<>();
        try {
            for (Path path : Folders.children(folder)) {
                String name = path.getFileName().toString();
                if (name.toLowerCase(Locale.ROOT).endsWith(SidecarPaths.TOKEN_SUFFIX) && !Files.isDirectory(path)) {
                    bases.add(SidecarPaths.base(name));
                }
            }
            return bases;
        } catch (NoSuchFileException | NotDirectoryException none) {
            return bases;
        } catch (IOException e) {
            return null;
        }
    }

    private void add(Path path, String name) {
        SidecarPaths suffixes = new SidecarPaths(this.path, "", suffix);
        Optional<TempFile> temp = TempFile.of(path);
        if (temp.isPresent()) {
            temps.add(temp.get());
            return;
        }
        String foreignTempOf = suffixes.baseOfForeignTemp(name);
        if (foreignTempOf != null) {
            foreignTemps.put(name, foreignTempOf);
            return;
        }
        String base = suffixes.baseOfHalf(name);
        String doubledOf = suffixes.baseOfDoubledJson(name);
        if (doubledOf != null && (base == null || tokens == null || !tokens.contains(base))) {
            base = doubledOf;
        }
        if (base == null) {
            return;
        }
        if (name.startsWith("._")) {
            appleDoubles.add(name);
        } else {
            halves.computeIfAbsent(base, key -> new TreeSet<>()).add(name);
        }
    }

    /** Whether the data of a sidecar is there. */
    boolean hasData(String base) {
        return halves.getOrDefault(base, new TreeSet<>()).contains(base + suffix);
    }

    /** The bases of the token files whose sidecar this may be, under its right name or cut off at the last dot. */
    List<String> claimants(String base) {
        return tokens == null
                ? List.of()
                : tokens.subSet(base, base + "/").stream() // all names that go on with a dot
                        .filter(token -> SidecarPaths.isClaimed(base, token))
                        .toList();
    }

    /**
     * What there is to say of files of a sidecar beside which there is no token file of their name; nothing of a pair that
     * is read as that of the clip whose name was cut off.
     */
    Optional<Finding> strayPair(String base, Set<String> names) {
        String subject = path.resolve(names.iterator().next()).toString();
        List<String> claimants = claimants(base);
        if (claimants.isEmpty()) {
            return Optional.of(new Finding(
                    Code.ORPHAN_SIDECAR,
                    subject,
                    String.join(", ", names) + " without " + base + SidecarPaths.TOKEN_SUFFIX));
        }
        boolean isRead = hasData(base) && claimants.stream().anyMatch(claimant -> !hasData(claimant));
        return isRead
                ? Optional.empty()
                : Optional.of(new Finding(
                        Code.FOREIGN_NAME,
                        subject,
                        String.join(", ", names) + " under a name that an older writer cut off at the last dot; "
                                + String.join(", ", claimants) + " may claim it, and has a sidecar of its own"));
    }
}
