/** Features of audio, aligned with token frames to the sample. */
@NullMarked
package dev.sidecar.audio;

import org.jspecify.annotations.NullMarked;
