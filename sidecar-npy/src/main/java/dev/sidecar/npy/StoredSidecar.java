package dev.sidecar.npy;

import dev.sidecar.frame.DType;
import dev.sidecar.frame.FeatureFrame;
import dev.sidecar.spi.Finding;
import dev.sidecar.spi.SidecarStore;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A sidecar as it was read.
 *
 * @param state of the two files under their right names, which a commit compares
 * @param dataSha256 of the data under its right name; null if there is none
 * @param unknown the keys to keep
 * @param vouched whether there is metadata under its right name that can tell whether data is its own
 */
record StoredSidecar(
        boolean exists,
        FeatureFrame frame,
        Optional<DType> dtype,
        boolean labelled,
        boolean torn,
        List<Finding> findings,
        PairState state,
        @Nullable String dataSha256,
        UnknownKeys unknown,
        boolean vouched)
        implements SidecarStore.Snapshot {

    StoredSidecar with(Finding finding) {
        List<Finding> more = new ArrayList<>(findings);
        more.add(finding);
        return new StoredSidecar(
                exists, frame, dtype, labelled, torn, List.copyOf(more), state, dataSha256, unknown, vouched);
    }
}
