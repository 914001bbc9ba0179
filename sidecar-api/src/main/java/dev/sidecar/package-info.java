/**
 * The run: {@link dev.sidecar.Sidecar} applies producers to every clip of a store and reports what it did.
 *
 * <p>Nothing here knows a file format. A root folder is opened by a {@link dev.sidecar.spi.SidecarStoreProvider} found
 * on the class path, so {@code sidecar-npy} (or another implementation) has to be there when {@link
 * dev.sidecar.Sidecar.Builder#root} is used.
 */
@NullMarked
package dev.sidecar;

import org.jspecify.annotations.NullMarked;
