/**
 * Producers that need no audio: constants, ramps, numbers in file names, and functions of the frame. {@link
 * dev.sidecar.producers.Producers} makes them all.
 */
@NullMarked
package dev.sidecar.producers;

import org.jspecify.annotations.NullMarked;
