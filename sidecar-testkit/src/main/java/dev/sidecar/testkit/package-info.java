/**
 * For the tests of those who use Sidecar or write producers, with any test framework:
 * {@linkplain dev.sidecar.testkit.SidecarAssertions assertions} on frames,
 * {@linkplain dev.sidecar.testkit.FakeClips clips} without files, and the
 * {@linkplain dev.sidecar.testkit.ProducerContract contract} that every producer has to keep.
 *
 * <pre>{@code
 * import static dev.sidecar.testkit.SidecarAssertions.assertThat;
 *
 * class GainTest {
 *     @Test
 *     void risesFromSilenceToFull() {
 *         FeatureFrame frame = Sidecar.builder().with(new Gain()).build().produce(FakeClips.clip("a.ecdc", 750));
 *
 *         assertThat(frame).hasFrames(750).hasColumns("gain").column("gain").isRamp(0, 1);
 *     }
 *
 *     @Test
 *     void keepsTheContract() {
 *         ProducerContract.of(Gain::new).check();
 *     }
 * }
 * }</pre>
 */
@NullMarked
package dev.sidecar.testkit;

import org.jspecify.annotations.NullMarked;
