/**
 * How fast the hot paths are, beside what the machine can do.
 *
 * <p>Each class asks one question. The method {@code floor} is what the machine needs for the same work at least, such as
 * copying as many bytes, or the same calls of the file system and nothing else; {@code floorOfX} is the same for the
 * method {@code x} alone. What all methods count (samples, frames, clips …) are the {@link
 * dev.sidecar.benchmarks.Units}. {@link dev.sidecar.benchmarks.Report} sets them in relation, {@link
 * dev.sidecar.benchmarks.Guard} fails where a relation has become much worse.
 */
package dev.sidecar.benchmarks;
