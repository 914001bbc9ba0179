package dev.sidecar.npy;

import dev.sidecar.frame.DType;
import dev.sidecar.frame.FeatureFrame;
import dev.sidecar.npy.SidecarReader.Description;
import dev.sidecar.spi.Finding;
import dev.sidecar.spi.Finding.Code;
import dev.sidecar.spi.SidecarStore;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import org.jspecify.annotations.Nullable;

/**
 * A sidecar as it was read.
 *
 * @param source where it was read; another place than its right one if an older writer gave it a wrong name
 * @param data its values and what the metadata says of them; null if there are none
 * @param frame all columns
 * @param state of the two files under their right names, which a commit compares
 * @param dataSha256 of the data under its right name; null if there is none
 * @param unknown the keys to keep
 * @param vouched whether there is metadata under its right name that can tell whether data is its own
 */
record StoredSidecar(
        SidecarPaths source,
        @Nullable Data data,
        FeatureFrame frame,
        boolean torn,
        List<Finding> findings,
        PairState state,
        @Nullable String dataSha256,
        UnknownKeys unknown,
        boolean vouched)
        implements SidecarStore.Snapshot {

    /** How values are stored, and what the metadata says of them. */
    record Data(NpyHeader header, Description description) {}

    @Override
    public boolean exists() {
        return data != null;
    }

    @Override
    public Optional<DType> dtype() {
        return data == null ? Optional.empty() : data.header().writtenAs();
    }

    @Override
    public boolean labelled() {
        return data == null || data.description().certain();
    }

    StoredSidecar with(Finding finding) {
        List<Finding> more = new ArrayList<>(findings);
        more.add(finding);
        return new StoredSidecar(source, data, frame, torn, List.copyOf(more), state, dataSha256, unknown, vouched);
    }

    /** What there is to say if it states another frame rate than that of its tokens. */
    Optional<Finding> rateFinding(double fps) {
        OptionalDouble stated =
                data == null ? OptionalDouble.empty() : data.description().framesPerSecond();
        return stated.isEmpty() || stated.getAsDouble() == fps
                ? Optional.empty()
                : Optional.of(new Finding(
                        Code.FPS_MISMATCH,
                        source.json().toString(),
                        "fps is " + NumberText.of(stated.getAsDouble()) + ", the tokens have " + NumberText.of(fps)
                                + " frames per second, which is what a run writes"));
    }
}
