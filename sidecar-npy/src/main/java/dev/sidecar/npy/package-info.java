/** What lies on disk: token files, and the sidecars beside them. */
@NullMarked
package dev.sidecar.npy;

import org.jspecify.annotations.NullMarked;
