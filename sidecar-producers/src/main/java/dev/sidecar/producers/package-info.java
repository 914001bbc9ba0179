/**
 * Producers that need no audio: constants, ramps and curves, numbers in file names, CSV files, tables, events, random
 * numbers, and functions of the frame. {@link dev.sidecar.producers.Producers} makes them all.
 */
@NullMarked
package dev.sidecar.producers;

import org.jspecify.annotations.NullMarked;
