package dev.sidecar.npy;

import static dev.sidecar.SidecarException.Kind.LIMIT;

import dev.sidecar.SidecarException;
import dev.sidecar.SidecarException.Place;
import dev.sidecar.spi.SidecarStoreProvider.Settings;
import java.nio.charset.StandardCharsets;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Where the two halves of a sidecar lie, and under which other names older writers left them. {@code x_120.0.ecdc} has
 * {@code x_120.0.cond.npy} and {@code x_120.0.cond.json}: only the last {@code .ecdc} goes.
 *
 * @param folder where both lie
 * @param base what their names begin with
 * @param suffix what the data's name ends with; the metadata's has {@code .json} for its {@code .npy}
 * @param limits how much both may ask for when they are read
 */
record SidecarPaths(Path folder, String base, String suffix, ReadLimits limits) {
    static final String TOKEN_SUFFIX = ".ecdc";
    static final String JSON_SUFFIX = ".cond.json";

    /** What the token writer of the Python workflow adds to the name of a file that it has not finished. */
    static final String TEMP = ".tmp";

    static final String NPY = ".npy";
    static final String JSON = ".json";
    private static final Pattern NAME = Pattern.compile("(.+)(\\.[A-Za-z][A-Za-z0-9_-]*)\\.(?:npy|json)");

    private static final int MAX_NAME_BYTES = 255;

    SidecarPaths {
        String longest = longest(base, suffix);
        int bytes = utf8Length(longest);
        if (bytes > MAX_NAME_BYTES) {
            throw new SidecarException(
                    LIMIT,
                    Place.file(folder),
                    "a file name has at most " + MAX_NAME_BYTES + " bytes, \"" + longest + "\" has " + bytes
                            + "; shorten the token file's name by " + (bytes - MAX_NAME_BYTES));
        }
    }

    /** A sidecar with the usual limits. */
    SidecarPaths(Path folder, String base, String suffix) {
        this(folder, base, suffix, ReadLimits.DEFAULT);
    }

    /** A sidecar with the usual suffix and limits. */
    SidecarPaths(Path folder, String base) {
        this(folder, base, Settings.DEFAULT_SUFFIX);
    }

    /** The sidecar that a file is one half of, told by its name; empty if this is no name of a sidecar's. */
    static Optional<SidecarPaths> ofHalf(Path folder, String name) {
        Matcher half = NAME.matcher(name);
        if (!half.matches()) {
            return Optional.empty();
        }
        String base = half.group(1);
        String suffix = half.group(2) + NPY;
        return utf8Length(longest(base, suffix)) <= MAX_NAME_BYTES
                ? Optional.of(new SidecarPaths(folder, base, suffix))
                : Optional.empty();
    }

    private static String longest(String base, String suffix) {
        return base + stem(suffix) + JSON;
    }

    private static int utf8Length(String name) {
        return name.getBytes(StandardCharsets.UTF_8).length;
    }

    /** The sidecar of another base, in the same folder. */
    SidecarPaths withBase(String other) {
        return new SidecarPaths(folder, other, suffix, limits);
    }

    /** The same sidecar, read within other limits. */
    SidecarPaths within(ReadLimits other) {
        return new SidecarPaths(folder, base, suffix, other);
    }

    /** A suffix without its {@code .npy}. */
    static String stem(String suffix) {
        return suffix.substring(0, suffix.length() - NPY.length());
    }

    /** The matrix. */
    Path data() {
        return in(base + suffix);
    }

    /** Its metadata. */
    Path json() {
        return in(longest(base, suffix));
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

    /** What the doubled name of the metadata begins with; another clip's may be called so rightly. */
    String doubledBase() {
        return base + stem(suffix);
    }

    /** Whether a sidecar may be that of a token file, under its right name or cut off at the last dot. */
    static boolean isClaimed(String base, String tokenBase) {
        return tokenBase.equals(base)
                || strippedBase(tokenBase).filter(base::equals).isPresent();
    }

    /**
     * The metadata's name as the Python workflow's command line writes it: {@code x.cond.cond.json}; empty if no file can
     * have so long a name.
     */
    Optional<Path> doubledJson() {
        String name = doubledBase() + JSON_SUFFIX;
        return utf8Length(name) <= MAX_NAME_BYTES ? Optional.of(in(name)) : Optional.empty();
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
