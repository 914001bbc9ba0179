package dev.sidecar.producers;

import static dev.sidecar.SidecarException.Kind.FORBIDDEN;
import static dev.sidecar.SidecarException.Kind.UNSUPPORTED;
import static dev.sidecar.SidecarException.Kind.USAGE;

import dev.sidecar.SidecarException;
import dev.sidecar.SidecarException.Place;
import dev.sidecar.frame.Clip;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Where a file of each clip lies: under the name of its tokens, with another suffix. Immutable. */
public final class ClipFiles {
    private static final String TOKEN_SUFFIX = ".ecdc";

    private final @Nullable Path root;
    private final String suffix;

    private ClipFiles(@Nullable Path root, String suffix) {
        if (suffix.isBlank() || suffix.indexOf('/') >= 0 || suffix.indexOf('\\') >= 0) {
            throw new SidecarException(
                    USAGE,
                    Place.NOWHERE,
                    "a suffix takes the place of " + TOKEN_SUFFIX + " in a file's name, such as .csv, found \"" + suffix
                            + "\"");
        }
        this.root = root;
        this.suffix = suffix;
    }

    /**
     * Files beside the tokens: with the suffix {@code .csv}, {@code a/x_120.0.ecdc} has {@code a/x_120.0.csv}. Clips need a
     * path.
     *
     * @param suffix what takes the place of {@code .ecdc}
     * @return the files
     * @throws SidecarException (USAGE) if the suffix is blank or leads into another folder
     */
    public static ClipFiles besideTokens(String suffix) {
        return new ClipFiles(null, suffix);
    }

    /**
     * Files in a tree of their own: with the suffix {@code .csv}, the clip {@code a/x_120.0.ecdc} has
     * {@code root/a/x_120.0.csv}. Clips need no path.
     *
     * @param root the folder that mirrors the root of the tokens
     * @param suffix what takes the place of {@code .ecdc}
     * @return the files
     * @throws SidecarException (USAGE) if the suffix is blank or leads into another folder
     */
    public static ClipFiles under(Path root, String suffix) {
        return new ClipFiles(Objects.requireNonNull(root, "root"), suffix);
    }

    /** Beside the tokens if there is no root, as options have it. */
    static ClipFiles at(String root, String suffix) {
        return root.isEmpty() ? besideTokens(suffix) : under(Path.of(root), suffix);
    }

    String suffix() {
        return suffix;
    }

    /** A clip's file, which may be missing. */
    Path of(Clip clip) {
        Path tokens = root == null ? besides(clip) : under(root, clip);
        return tokens.resolveSibling(stem(tokens.getFileName().toString()) + suffix);
    }

    /** A name without {@code .ecdc}. */
    static String stem(String name) {
        return name.endsWith(TOKEN_SUFFIX) ? name.substring(0, name.length() - TOKEN_SUFFIX.length()) : name;
    }

    private Path besides(Clip clip) {
        return clip.path()
                .orElseThrow(() -> new SidecarException(
                        UNSUPPORTED,
                        Place.clip(clip.id()),
                        "this clip has no path, so there is no " + suffix + " file beside it; give it one with"
                                + " Clip.withPath, or take the files from a root with ClipFiles.under"));
    }

    private static Path under(Path root, Clip clip) {
        try {
            Path tokens = root.getFileSystem().getPath(clip.id()).normalize();
            if (!tokens.isAbsolute()
                    && !tokens.startsWith("..")
                    && !tokens.toString().isEmpty()) {
                return root.resolve(tokens);
            }
        } catch (InvalidPathException noSuchName) {
            throw new SidecarException(
                    UNSUPPORTED, Place.clip(clip.id()), "this id is no path of the file system of " + root, noSuchName);
        }
        throw new SidecarException(FORBIDDEN, Place.clip(clip.id()), "this id leads out of the root, " + root);
    }
}
