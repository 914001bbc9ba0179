package dev.sidecar.npy;

import dev.sidecar.frame.DType;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * What the caller of an audit expects of every sidecar.
 *
 * @param framesPerSecond what the metadata has to state; empty for the tokens' rate, where it states any
 * @param dtype how values are to be stored; empty for any way
 * @param required the columns that have to be there
 * @param rangeTolerance how far values may lie outside the stated range; empty not to look at ranges
 */
record Expectations(
        OptionalDouble framesPerSecond, Optional<DType> dtype, List<String> required, OptionalDouble rangeTolerance) {}
