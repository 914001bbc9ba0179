/** The {@code sidecar} command: parsing, printing and exit codes; what it does, the library does. */
@NullMarked
package dev.sidecar.cli;

import org.jspecify.annotations.NullMarked;
