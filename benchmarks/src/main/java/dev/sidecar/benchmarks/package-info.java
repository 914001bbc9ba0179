/** How fast the hot paths are, beside what the machine can do. */
@NullMarked
package dev.sidecar.benchmarks;

import org.jspecify.annotations.NullMarked;
