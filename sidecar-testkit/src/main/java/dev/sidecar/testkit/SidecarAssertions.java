package dev.sidecar.testkit;

import dev.sidecar.frame.Column;
import dev.sidecar.frame.FeatureFrame;
import org.assertj.core.api.Assertions;
import org.jspecify.annotations.Nullable;

/**
 * Where assertions start: AssertJ's own, and those on frames and columns, so that one static import serves a test class.
 *
 * <pre>{@code
 * import static dev.sidecar.testkit.SidecarAssertions.assertThat;
 *
 * assertThat(frame).hasFrames(750).column("gain").isRamp(0, 1).and().doesNotHaveColumn("scene");
 * }</pre>
 */
public final class SidecarAssertions extends Assertions {
    private SidecarAssertions() {}

    /**
     * Starts assertions on a frame.
     *
     * @param actual the frame
     * @return assertions on it
     */
    public static FrameAssert assertThat(@Nullable FeatureFrame actual) {
        return new FrameAssert(actual);
    }

    /**
     * Starts assertions on a column.
     *
     * @param actual the column
     * @return assertions on it
     */
    public static ColumnAssert assertThat(@Nullable Column actual) {
        return new ColumnAssert(actual, null);
    }
}
