/**
 * The data: clips, their frame grid, and the float32 columns that belong to every frame. All types are immutable and
 * safe to share between threads.
 */
@NullMarked
package dev.sidecar.frame;

import org.jspecify.annotations.NullMarked;
