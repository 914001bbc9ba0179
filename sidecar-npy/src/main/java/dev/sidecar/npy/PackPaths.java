package dev.sidecar.npy;

import java.nio.file.Path;

/**
 * The files of a packed tree. {@code tree.h5} has the last clips and is written last; what did not fit into it comes
 * before, in {@code tree.1.h5}, {@code tree.2.h5} and so on.
 */
record PackPaths(Path main) {
    /** One of the files that come before the last one, from 1 on. */
    Path part(int number) {
        String name = main.getFileName().toString();
        int dot = name.lastIndexOf('.');
        int end = dot > 0 ? dot : name.length();
        return main.resolveSibling(name.substring(0, end) + "." + number + name.substring(end));
    }
}
