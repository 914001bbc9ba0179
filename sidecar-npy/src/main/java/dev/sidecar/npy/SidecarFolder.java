package dev.sidecar.npy;

import dev.sidecar.SidecarException;
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
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * One folder of a tree of sidecars, sorted by what the names of its files say.
 *
 * @param path the folder
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
        String prefix,
        @Nullable SortedSet<String> tokens,
        SortedMap<String, SortedSet<String>> halves,
        List<TempFile> temps,
        SortedMap<String, String> foreignTemps,
        SortedSet<String> appleDoubles) {

    /** What is done with the folders of a tree. */
    interface Visitor {
        void visit(SidecarFolder folder);

        void unreadable(Path folder, String id, SidecarException failure);
    }

    /** Visits a tree in the order of names, linked folders left out; memory holds the names of the folders on the way. */
    static void walk(Path sidecars, Path tokens, String suffix, Visitor visitor) {
        if (Files.isDirectory(sidecars)) {
            walk(sidecars, tokens, "", suffix, visitor);
        }
    }

    private static void walk(Path folder, Path tokenFolder, String prefix, String suffix, Visitor visitor) {
        SortedSet<String> below = new TreeSet<>();
        try {
            visitor.visit(read(folder, tokenFolder, prefix, suffix, below));
        } catch (NoSuchFileException deletedMeanwhile) {
            return;
        } catch (IOException e) {
            visitor.unreadable(folder, prefix, IoFailure.of(folder, e));
        }
        for (String name : below) {
            walk(folder.resolve(name), tokenFolder.resolve(name), prefix + name + "/", suffix, visitor);
        }
    }

    private static SidecarFolder read(
            Path folder, Path tokenFolder, String prefix, String suffix, SortedSet<String> below) throws IOException {
        SidecarFolder read = new SidecarFolder(
                folder,
                prefix,
                tokens(tokenFolder),
                new TreeMap<>(),
                new ArrayList<>(),
                new TreeMap<>(),
                new TreeSet<>());
        for (Path path : Folders.children(folder)) {
            String name = path.getFileName().toString();
            if (Files.isDirectory(path, LinkOption.NOFOLLOW_LINKS)) {
                below.add(name);
            } else {
                read.add(path, name, new SidecarPaths(folder, "", suffix));
            }
        }
        return read;
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

    private void add(Path path, String name, SidecarPaths suffixes) {
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
    boolean hasData(String base, String suffix) {
        return halves.getOrDefault(base, new TreeSet<>()).contains(base + suffix);
    }

    /** The bases of the token files whose sidecar this may be, under its right name or cut off at the last dot. */
    List<String> claimants(String base) {
        return tokens == null
                ? List.of()
                : tokens.stream()
                        .filter(token -> SidecarPaths.isClaimed(base, token))
                        .toList();
    }
}
