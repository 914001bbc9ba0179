/** What lies on disk: token files, the sidecars beside them, and the weights of the codecs that made them. */
@NullMarked
package dev.sidecar.npy;

import org.jspecify.annotations.NullMarked;
