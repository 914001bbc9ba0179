/** The EnCodec 24 kHz codec: tokens to audio, and audio to tokens. */
@NullMarked
package dev.sidecar.encodec;

import org.jspecify.annotations.NullMarked;
