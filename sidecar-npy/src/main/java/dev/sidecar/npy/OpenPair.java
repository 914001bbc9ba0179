package dev.sidecar.npy;

import static dev.sidecar.SidecarException.Kind.IO;

import dev.sidecar.SidecarException;
import dev.sidecar.SidecarException.Place;
import java.nio.file.Path;
import java.util.Objects;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;

/**
 * The two halves of a sidecar as they lay there at one moment: the metadata was the same before and after the data was
 * opened. Without that look a writer could put both halves of a new pair between the reading of the one and the opening
 * of the other, and old metadata, or none, would be taken for that of new data.
 *
 * @param state of both files
 * @param npy the open data; null if there is none
 */
record OpenPair(PairState state, @Nullable NpyFile npy) implements AutoCloseable {
    private static final int ATTEMPTS = 1_000;

    static OpenPair open(SidecarPaths paths, BiFunction<Path, ReadLimits, NpyFile> opener) {
        for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
            PairState before = PairState.of(paths);
            if (before.equals(PairState.ABSENT)) { // as for a moment both were; a commit will look again
                return new OpenPair(before, null);
            }
            NpyFile npy = before.data() == null ? null : openIfThere(paths, opener);
            OpenPair pair = new OpenPair(new PairState(stamp(npy), before.json(), before.jsonBytes()), npy);
            if (pair.isStill(paths)) {
                return pair;
            }
            pair.close();
        }
        throw new SidecarException(
                IO,
                Place.file(paths.json()),
                "changed " + ATTEMPTS + " times while it was being read; try again later");
    }

    private boolean isStill(SidecarPaths paths) {
        try {
            return Objects.equals(FileStamp.ifThere(paths.json()), state.json());
        } catch (RuntimeException | Error e) {
            close();
            throw e;
        }
    }

    private static @Nullable NpyFile openIfThere(SidecarPaths paths, BiFunction<Path, ReadLimits, NpyFile> opener) {
        return PairState.ifThere(() -> opener.apply(paths.data(), paths.limits()));
    }

    private static @Nullable FileStamp stamp(@Nullable NpyFile npy) {
        return npy == null ? null : npy.stamp();
    }

    @Override
    public void close() {
        if (npy != null) {
            npy.close();
        }
    }
}
