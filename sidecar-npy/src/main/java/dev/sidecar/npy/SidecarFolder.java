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
import java.util.Collections;
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
 * @param tokens the token files that belong to it; null if they cannot be listed
 * @param halves the names of the sidecars' files, doubled ones of metadata included, by their base
 * @param temps temporary files of this library
 * @param foreignTemps the bases of temporary files of other programs, by name
 * @param appleDoubles what macOS leaves beside sidecars
 */
record SidecarFolder(
        Path path,
        String suffix,
        String prefix,
        @Nullable Tokens tokens,
        SortedMap<String, SortedSet<String>> halves,
        List<TempFile> temps,
        SortedMap<String, String> foreignTemps,
        SortedSet<String> appleDoubles) {

    SidecarFolder {
        SortedMap<String, SortedSet<String>> copy = new TreeMap<>();
        halves.forEach((base, names) -> copy.put(base, Collections.unmodifiableSortedSet(new TreeSet<>(names))));
        halves = Collections.unmodifiableSortedMap(copy);
        temps = List.copyOf(temps);
        foreignTemps = Collections.unmodifiableSortedMap(new TreeMap<>(foreignTemps));
        appleDoubles = Collections.unmodifiableSortedSet(new TreeSet<>(appleDoubles));
    }

    /**
     * The token files of a folder.
     *
     * @param clips the bases of those that are read
     * @param bases the same, with those that are not because their suffix is in another case
     */
    record Tokens(SortedSet<String> clips, SortedSet<String> bases) {
        Tokens {
            clips = Collections.unmodifiableSortedSet(new TreeSet<>(clips));
            bases = Collections.unmodifiableSortedSet(new TreeSet<>(bases));
        }
    }

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
        SortedMap<String, Path> files = new TreeMap<>();
        SortedMap<String, Path> below = new TreeMap<>();
        SortedSet<Path> undecodable = new TreeSet<>();
        try {
            for (Path path : Folders.children(folder)) {
                String name = path.getFileName().toString();
                if (!ClipTree.isFaithful(folder, path, name)) {
                    undecodable.add(path);
                } else if (Files.isDirectory(path, LinkOption.NOFOLLOW_LINKS)) {
                    below.put(name, path);
                } else {
                    files.put(name, path);
                }
            }
        } catch (NoSuchFileException deletedMeanwhile) {
            return;
        } catch (IOException e) {
            visitor.unreadable(folder, prefix, SidecarException.io(folder, e));
            return;
        }
        undecodable.forEach(path -> undecodable(path, prefix, visitor));
        Tokens tokens = tokens(tokenFolder); // listed last, so that no sidecar of a new clip seems to be an orphan
        Collector collector = new Collector(new SidecarNames(suffix), tokens);
        files.forEach(collector::add);
        visitor.visit(collector.folder(folder, prefix));
        below.forEach((name, path) -> walk(path, tokenFolder.resolve(name), prefix + name + "/", suffix, visitor));
    }

    private static void undecodable(Path path, String prefix, Visitor visitor) {
        String name = path.getFileName().toString();
        boolean isFolder = Files.isDirectory(path, LinkOption.NOFOLLOW_LINKS);
        if (isFolder || !name.endsWith(SidecarPaths.TOKEN_SUFFIX)) { // else the search for tokens tells
            visitor.unreadable(path, prefix + name + (isFolder ? "/" : ""), ClipTree.unrepresentable(Place.file(path)));
        }
    }

    private static @Nullable Tokens tokens(Path folder) {
        SortedSet<String> clips = new TreeSet<>();
        SortedSet<String> bases = new TreeSet<>();
        try {
            for (Path path : Folders.children(folder)) {
                String name = path.getFileName().toString();
                if (name.toLowerCase(Locale.ROOT).endsWith(SidecarPaths.TOKEN_SUFFIX) && !Files.isDirectory(path)) {
                    bases.add(SidecarPaths.base(name));
                    if (name.endsWith(SidecarPaths.TOKEN_SUFFIX)) {
                        clips.add(SidecarPaths.base(name));
                    }
                }
            }
        } catch (NoSuchFileException | NotDirectoryException none) {
            return new Tokens(clips, bases);
        } catch (IOException e) {
            return null;
        }
        return new Tokens(clips, bases);
    }

    /** Sorts the files of a folder as they come. */
    private static final class Collector {
        private final SidecarNames names;
        private final @Nullable Tokens tokens;
        private final SortedMap<String, SortedSet<String>> halves = new TreeMap<>();
        private final List<TempFile> temps = new ArrayList<>();
        private final SortedMap<String, String> foreignTemps = new TreeMap<>();
        private final SortedSet<String> appleDoubles = new TreeSet<>();

        Collector(SidecarNames names, @Nullable Tokens tokens) {
            this.names = names;
            this.tokens = tokens;
        }

        void add(String name, Path path) {
            Optional<TempFile> temp = TempFile.of(path);
            if (temp.isPresent()) {
                temps.add(temp.get());
                return;
            }
            String foreignTempOf = names.baseOfForeignTemp(name);
            if (foreignTempOf != null) {
                foreignTemps.put(name, foreignTempOf);
                return;
            }
            String base = names.baseOfHalf(name);
            String doubledOf = names.baseOfDoubledJson(name);
            if (doubledOf != null
                    && (base == null || tokens == null || !tokens.bases().contains(base))) {
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

        SidecarFolder folder(Path path, String prefix) {
            return new SidecarFolder(path, names.suffix(), prefix, tokens, halves, temps, foreignTemps, appleDoubles);
        }
    }

    /** Whether there is a token file of some base that is read. */
    boolean hasClip(String base) {
        return tokens != null && tokens.clips().contains(base);
    }

    /** The bases of the clips, sorted; none if they cannot be listed. */
    SortedSet<String> clips() {
        return tokens == null ? Collections.emptySortedSet() : tokens.clips();
    }

    /** The halves beside which there is no token file of their name; none if the token files cannot be listed. */
    SortedMap<String, SortedSet<String>> unclaimed() {
        SortedMap<String, SortedSet<String>> unclaimed = new TreeMap<>();
        if (tokens != null) {
            unclaimed.putAll(halves);
            unclaimed.keySet().removeAll(tokens.bases());
        }
        return unclaimed;
    }

    /** Whether the data of a sidecar is there. */
    boolean hasData(String base) {
        return halves.getOrDefault(base, Collections.emptySortedSet()).contains(base + suffix);
    }

    /** The bases of the token files whose sidecar this may be, under its right name or cut off at the last dot. */
    List<String> claimants(String base) {
        return tokens == null
                ? List.of()
                : tokens.bases().subSet(base, base + "/").stream() // all names that go on with a dot
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
        boolean allHaveData = claimants.stream().allMatch(this::hasData);
        if (hasData(base) && !allHaveData) {
            return Optional.empty();
        }
        String why = allHaveData ? "and has a sidecar of its own" : "but this is metadata without data";
        return Optional.of(new Finding(
                Code.FOREIGN_NAME,
                subject,
                String.join(", ", names) + " under a name that an older writer cut off at the last dot; "
                        + String.join(", ", claimants) + " may claim it, " + why));
    }
}
