/** Benchmarks of what is package-private in sidecar-audio. */
package dev.sidecar.audio;
