package dev.sidecar.npy;

import java.util.OptionalLong;

/**
 * What a token file says about itself.
 *
 * @param ambiguous whether frames may not follow each other at 75 per second: 48 kHz, or several segments
 */
record TokenLayout(
        TokenFile.Container container,
        String codeType,
        OptionalLong audioLength,
        boolean ambiguous,
        Segments segments) {}
