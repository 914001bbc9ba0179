/**
 * Producers by name: those that are installed, and those in a folder of plug-ins. The way in is
 * {@link dev.sidecar.plugin.ProducerCatalog}.
 */
@NullMarked
package dev.sidecar.plugin;

import org.jspecify.annotations.NullMarked;
