package dev.sidecar.npy;

import dev.sidecar.SidecarException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Tells which token files of a folder may claim a sidecar, under its right name or cut off at the last dot. To list a
 * folder anew for each of its clips would take time that grows with the square of their number, so the last listing
 * serves for ten times as long as it took; then listing takes at most a tenth of the time, however large the folder is.
 */
final class Claims {
    private static final int TIMES_AS_LONG = 10;

    private final Lister lister;
    private final LongSupplier nanoTime;
    private @Nullable Listing last;

    /** The claims in folders, listed by the clock of the system. */
    Claims() {
        this(Folders::children, System::nanoTime);
    }

    Claims(Lister lister, LongSupplier nanoTime) {
        this.lister = lister;
        this.nanoTime = nanoTime;
    }

    /** Tells what lies in a folder. */
    interface Lister {
        List<Path> children(Path folder) throws IOException;
    }

    /** The names of token files, sorted, by the bases that they may claim. */
    private record Listing(Path folder, Map<String, List<String>> claimants, long from, long nanos) {
        boolean serves(Path other, long now) {
            return folder.equals(other) && now - from <= nanos;
        }
    }

    /** The names of the token files that may claim a sidecar, sorted. */
    synchronized List<String> on(Path folder, String base) {
        Listing listing = last;
        if (listing == null || !listing.serves(folder, nanoTime.getAsLong())) {
            listing = list(folder);
            last = listing;
        }
        return listing.claimants().getOrDefault(base, List.of()).stream()
                .filter(name -> !Files.isDirectory(folder.resolve(name)))
                .toList();
    }

    private Listing list(Path folder) {
        long start = nanoTime.getAsLong();
        Map<String, List<String>> claimants = new HashMap<>();
        try {
            lister.children(folder).stream()
                    .map(path -> path.getFileName().toString())
                    .filter(name -> name.endsWith(SidecarPaths.TOKEN_SUFFIX))
                    .sorted()
                    .forEach(name -> {
                        String base = SidecarPaths.base(name);
                        add(claimants, base, name);
                        SidecarPaths.strippedBase(base).ifPresent(stripped -> add(claimants, stripped, name));
                    });
        } catch (IOException e) {
            throw SidecarException.io(folder, e);
        }
        long end = nanoTime.getAsLong();
        return new Listing(folder, claimants, end, TIMES_AS_LONG * (end - start));
    }

    private static void add(Map<String, List<String>> claimants, String base, String name) {
        claimants.computeIfAbsent(base, key -> new ArrayList<>()).add(name);
    }
}
