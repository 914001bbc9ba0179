package dev.sidecar.audio;

import static dev.sidecar.SidecarException.Kind.FORBIDDEN;
import static dev.sidecar.SidecarException.Kind.IO;
import static dev.sidecar.SidecarException.Kind.MISMATCH;
import static dev.sidecar.SidecarException.Kind.UNSUPPORTED;

import dev.sidecar.SidecarException;
import dev.sidecar.SidecarException.Kind;
import dev.sidecar.SidecarException.Place;
import dev.sidecar.frame.Clip;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The audio that has the name of a token file, but for the suffix.
 *
 * @param clip the clip
 * @param tokens where its tokens are, or would be
 */
record NamedAudio(Clip clip, Path tokens) {
    private static final String TOKEN_SUFFIX = ".ecdc";
    private static final List<String> SUFFIXES = List.of("wav", "flac", "aif", "aiff", "au", "ogg");

    private static Stream<String> spelledSuffixes() {
        return SUFFIXES.stream().flatMap(suffix -> {
            String upper = suffix.toUpperCase(Locale.ROOT);
            return Stream.of(suffix, upper, upper.charAt(0) + suffix.substring(1));
        });
    }

    /** {@link AudioSource#clipOf}. */
    static Optional<String> clipOf(String audio) {
        return spelledSuffixes()
                .map(suffix -> "." + suffix)
                .filter(audio::endsWith)
                .findFirst()
                .map(suffix -> audio.substring(0, audio.length() - suffix.length()) + TOKEN_SUFFIX);
    }

    static NamedAudio besideTokens(Clip clip) {
        Path tokens = clip.path()
                .orElseThrow(() -> new SidecarException(
                        UNSUPPORTED,
                        Place.clip(clip.id()),
                        "this clip has no path, so there is no audio beside it; give it one with Clip.withPath, or take"
                                + " audio from a root with AudioSource.under"));
        return new NamedAudio(clip, tokens);
    }

    static NamedAudio under(Path root, Clip clip) {
        try {
            Path tokens = root.resolve(clip.id());
            Path folder = root.normalize();
            if (tokens.normalize().startsWith(folder) && !tokens.normalize().equals(folder)) {
                return new NamedAudio(clip, tokens);
            }
        } catch (InvalidPathException noSuchName) {
            throw new SidecarException(
                    UNSUPPORTED, Place.clip(clip.id()), "this id is no path of the file system of " + root, noSuchName);
        }
        throw new SidecarException(
                FORBIDDEN, Place.clip(clip.id()), "this id leads out of the root of the audio, " + root);
    }

    AudioStream open() {
        List<Path> found = found();
        if (found.size() == 1) {
            try {
                return AudioFile.open(found.get(0));
            } catch (SidecarException e) {
                throw e.within(Place.clip(clip.id()));
            }
        }
        if (found.isEmpty()) {
            throw failure(
                    IO,
                    "no audio for this clip; looked for " + name() + "." + String.join(", .", SUFFIXES) + " in "
                            + folder() + obstacle());
        }
        throw failure(
                MISMATCH,
                "several files may be the audio of this clip, " + found.get(0).getFileName() + " and "
                        + found.get(1).getFileName() + "; move all but one away");
    }

    private SidecarException failure(Kind kind, String reason) {
        Place place = Place.clip(clip.id());
        return new SidecarException(
                kind, clip.path().map(path -> Place.file(path).within(place)).orElse(place), reason);
    }

    private String folder() {
        Path folder = tokens.getParent();
        return folder == null ? "the current folder" : folder.toString();
    }

    /** What else than missing files there is to blame, if anything. */
    private String obstacle() {
        Path folder = tokens.toAbsolutePath().getParent();
        if (folder != null && !Files.isDirectory(folder)) {
            return Files.exists(folder) ? ", which is no folder" : ", which does not exist";
        }
        return spellings()
                .filter(path -> Files.exists(path, LinkOption.NOFOLLOW_LINKS))
                .findFirst()
                .map(path -> ", where " + path.getFileName() + " is "
                        + (Files.isSymbolicLink(path) ? "a link to no file" : "no file, but a folder or a device"))
                .orElse("");
    }

    private String name() {
        String name = tokens.getFileName().toString();
        return name.endsWith(TOKEN_SUFFIX) ? name.substring(0, name.length() - TOKEN_SUFFIX.length()) : name;
    }

    private List<Path> found() {
        List<Path> found = new ArrayList<>();
        spellings().filter(Files::isRegularFile).forEach(path -> {
            if (found.stream().noneMatch(other -> isSame(other, path))) {
                found.add(path);
            }
        });
        return found;
    }

    /** Each name that audio can have: to list the folder for every clip in it would take time that grows with its square. */
    private Stream<Path> spellings() {
        return spelledSuffixes().map(suffix -> tokens.resolveSibling(name() + "." + suffix));
    }

    /** Whether two names lead to one file, as they do where case makes no difference. */
    private static boolean isSame(Path one, Path other) {
        try {
            return Files.isSameFile(one, other);
        } catch (IOException e) {
            return false;
        }
    }
}
