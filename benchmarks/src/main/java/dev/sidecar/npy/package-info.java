/** Benchmarks of what is package-private in sidecar-npy. */
package dev.sidecar.npy;
