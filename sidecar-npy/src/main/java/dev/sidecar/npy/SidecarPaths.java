package dev.sidecar.npy;

import static dev.sidecar.SidecarException.Kind.LIMIT;

import dev.sidecar.SidecarException;
import dev.sidecar.SidecarException.Place;
import java.nio.charset.StandardCharsets;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Optional;

/**
 * Where the two halves of a sidecar lie, and under which other names older writers left them. {@code x_120.0.ecdc} has
 * {@code x_120.0.cond.npy} and {@code x_120.0.cond.json}: only the last {@code .ecdc} goes.
 *
 * @param folder where both lie
 * @param base what their names begin with
 */
record SidecarPaths(Path folder, String base) {
    static final String TOKEN_SUFFIX = ".ecdc";
    static final String DATA_SUFFIX = ".cond.npy";
    static final String JSON_SUFFIX = ".cond.json";

    private static final int MAX_NAME_BYTES = 255;

    SidecarPaths {
        String longest = base + JSON_SUFFIX;
        int bytes = longest.getBytes(StandardCharsets.UTF_8).length;
        if (bytes > MAX_NAME_BYTES) {
            throw new SidecarException(
                    LIMIT,
                    Place.file(folder),
                    "a file name has at most " + MAX_NAME_BYTES + " bytes, \"" + longest + "\" has " + bytes
                            + "; shorten the token file's name by " + (bytes - MAX_NAME_BYTES));
        }
    }

    /** The matrix. */
    Path data() {
        return in(base + DATA_SUFFIX);
    }

    /** Its metadata. */
    Path json() {
        return in(base + JSON_SUFFIX);
    }

    /** A token file's name without its suffix. */
    static String base(String tokenFileName) {
        return tokenFileName.substring(0, tokenFileName.length() - TOKEN_SUFFIX.length());
    }

    /**
     * The base name that the Python workflow's array writer gives the sidecar of {@code base}: it takes off one dotted
     * part too many, so that {@code x_120.0} and {@code x_120.5} share {@code x_120}.
     */
    static Optional<String> strippedBase(String base) {
        int dot = base.lastIndexOf('.');
        return dot > 0 && dot < base.length() - 1 ? Optional.of(base.substring(0, dot)) : Optional.empty();
    }

    /** The metadata's name as the Python workflow's command line writes it: {@code x.cond.cond.json}. */
    Path doubledJson() {
        return in(base + ".cond" + JSON_SUFFIX);
    }

    /** The token file that it lies beside. */
    Path tokens() {
        return in(base + TOKEN_SUFFIX);
    }

    private Path in(String name) {
        try {
            return folder.resolve(name);
        } catch (InvalidPathException cannotEncode) {
            throw ClipTree.unrepresentable(Place.file(folder));
        }
    }
}
