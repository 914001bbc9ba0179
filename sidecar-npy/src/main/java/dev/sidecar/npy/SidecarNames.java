package dev.sidecar.npy;

import org.jspecify.annotations.Nullable;

/**
 * Tells by a file's name what it is to which sidecar.
 *
 * @param suffix of the sidecars' data
 */
record SidecarNames(String suffix) {
    private String json() {
        return SidecarPaths.stem(suffix) + SidecarPaths.JSON;
    }

    /** The base of what has a name as the two halves of a sidecar with this suffix have; null for any other name. */
    @Nullable
    String baseOfHalf(String name) {
        String base = without(suffix, name);
        return base != null ? base : without(json(), name);
    }

    /** The base of metadata under a doubled name; null for any other name. */
    @Nullable
    String baseOfDoubledJson(String name) {
        return without(SidecarPaths.stem(suffix) + SidecarPaths.JSON_SUFFIX, name);
    }

    /** The base of a temporary file as the Python workflow leaves them; null for any other name. */
    @Nullable
    String baseOfForeignTemp(String name) {
        String base = without(SidecarPaths.stem(suffix) + SidecarPaths.TEMP + SidecarPaths.NPY, name);
        String file = without(SidecarPaths.TEMP, name);
        if (base != null || file == null) {
            return base;
        }
        String doubled = baseOfDoubledJson(file);
        return doubled != null ? doubled : baseOfHalf(file);
    }

    private static @Nullable String without(String ending, String name) {
        return name.endsWith(ending) ? name.substring(0, name.length() - ending.length()) : null;
    }
}
