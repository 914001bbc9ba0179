/**
 * What plug-ins implement: {@link dev.sidecar.spi.Producer} makes columns, {@link dev.sidecar.spi.SidecarStore} finds
 * clips and keeps their frames.
 */
@NullMarked
package dev.sidecar.spi;

import org.jspecify.annotations.NullMarked;
