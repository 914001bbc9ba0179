/** File systems that tell of each operation before it is done, and what can then go wrong. */
@NullMarked
package dev.sidecar.npy.disk;

import org.jspecify.annotations.NullMarked;
