package dev.sidecar.npy;

import static dev.sidecar.SidecarException.Kind.USAGE;

import dev.sidecar.SidecarException;
import dev.sidecar.SidecarException.Place;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The path of a dataset, with words in braces that stand for parts of a clip's id. */
final class Hdf5Path {
    private static final Pattern BRACES = Pattern.compile("\\{([^{}]*)\\}");
    private static final List<String> WORDS = List.of("id", "stem", "name");

    private Hdf5Path() {}

    static String checked(String pattern) {
        if (pattern.isBlank()) {
            throw new SidecarException(
                    USAGE, Place.NOWHERE, "the path of a dataset is blank; expected one as {id}/cond");
        }
        Matcher braces = BRACES.matcher(pattern);
        while (braces.find()) {
            if (!WORDS.contains(braces.group(1))) {
                throw SidecarException.unknownName(Place.NOWHERE, "word for braces", braces.group(1), WORDS);
            }
        }
        return pattern;
    }

    /** The path for a clip. */
    static String of(String pattern, String id) {
        String stem = id.endsWith(SidecarPaths.TOKEN_SUFFIX) ? SidecarPaths.base(id) : id;
        return BRACES.matcher(pattern)
                .replaceAll(word -> Matcher.quoteReplacement(
                        switch (word.group(1)) {
                            case "id" -> id;
                            case "stem" -> stem;
                            default -> stem.substring(stem.lastIndexOf('/') + 1);
                        }));
    }
}
