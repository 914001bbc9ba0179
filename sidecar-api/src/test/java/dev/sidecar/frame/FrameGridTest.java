package dev.sidecar.frame;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sidecar.SidecarException;
import dev.sidecar.SidecarException.Kind;
import dev.sidecar.frame.FrameGrid.Rate;
import java.math.BigInteger;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FrameGridTest {
    @ParameterizedTest
    @CsvSource({
        "0, 0",
        "1, 1",
        "319, 1",
        "320, 1",
        "321, 2",
        "24000, 75",
        "24001, 76",
        "240000, 750",
        "2147483647, 6710887",
        "2147483648, 6710887",
        "9223372036854775807, 28823037615171175",
    })
    void tokensCoverTheAudio(long samples, long frames) {
        assertThat(Rate.ENCODEC_24KHZ.framesToCover(samples)).isEqualTo(frames);
    }

    @Test
    void framesToCoverIsTheCeiling() {
        for (int samples = 0; samples < 200_000; samples++) {
            assertThat(Rate.ENCODEC_24KHZ.framesToCover(samples)).isEqualTo((long) Math.ceil(samples / 320.0));
        }
    }

    @Test
    void everySampleLiesInTheFrameThatCoversIt() {
        long seed = 75;
        SplittableRandom random = new SplittableRandom(seed);
        for (int i = 0; i < 10_000; i++) {
            int hop = 1 + random.nextInt(random.nextBoolean() ? 2_048 : Integer.MAX_VALUE);
            FrameGrid grid = new Rate(24_000, hop).grid(FrameGrid.MAX_FRAMES);
            long sample = random.nextLong(grid.samples());
            int frame = Math.toIntExact(grid.frameOfSample(sample));
            assertThat(sample)
                    .as("seed %d, hop %d, sample %d", seed, hop, sample)
                    .isGreaterThanOrEqualTo(grid.startSample(frame))
                    .isLessThan(grid.startSample(frame + 1));
            assertThat(BigInteger.valueOf(grid.startSample(frame)))
                    .isEqualTo(BigInteger.valueOf(frame).multiply(BigInteger.valueOf(hop)));
            assertThat(grid.frameOfSample(grid.startSample(frame))).isEqualTo(frame);
        }
    }

    @Test
    void secondsAreSamplesBySampleRate() {
        FrameGrid grid = FrameGrid.encodec24kHz(270_001);
        assertThat(grid.startSeconds(270_000)).isEqualTo(3_600.0);
        assertThat(grid.startSeconds(1)).isEqualTo(320 / 24_000.0);
        assertThat(grid.seconds()).isEqualTo(270_001 * 320L / 24_000.0);
        assertThat(grid.samples()).isEqualTo(86_400_320L);
    }

    @Test
    void framesPerSecondNeedNotBeAnInteger() {
        assertThat(Rate.ENCODEC_24KHZ.framesPerSecond()).isEqualTo(75.0);
        assertThat(Rate.ENCODEC_48KHZ.framesPerSecond()).isEqualTo(150.0);
        assertThat(new Rate(44_100, 512).framesPerSecond()).isEqualTo(86.1328125);
        assertThat(FrameGrid.encodec24kHz(5)).satisfies(grid -> {
            assertThat(grid.framesPerSecond()).isEqualTo(75.0);
            assertThat(grid.sampleRate()).isEqualTo(24_000);
            assertThat(grid.hop()).isEqualTo(320);
            assertThat(grid.frames()).isEqualTo(5);
        });
    }

    @ParameterizedTest
    @CsvSource({"-1", "10000001", "4294967297", "9223372036854775807"})
    void framesBeyondTheLimitsAreRefused(long frames) {
        assertThatThrownBy(() -> Rate.ENCODEC_24KHZ.grid(frames))
                .isInstanceOfSatisfying(
                        SidecarException.class, e -> assertThat(e.kind()).isEqualTo(Kind.LIMIT))
                .hasMessageContaining("0 to 10000000")
                .hasMessageContaining(String.valueOf(frames));
    }

    @Test
    void theLimitsThemselvesAreAllowed() {
        assertThat(FrameGrid.encodec24kHz(0).seconds()).isZero();
        assertThat(FrameGrid.encodec24kHz(FrameGrid.MAX_FRAMES).samples()).isEqualTo(3_200_000_000L);
        assertThatThrownBy(() -> new FrameGrid(Rate.ENCODEC_24KHZ, -1)).isInstanceOf(SidecarException.class);
    }

    @ParameterizedTest
    @CsvSource({"0, 320", "24000, 0", "-1, 320", "24000, -320"})
    void aRateNeedsPositiveNumbers(int sampleRate, int hop) {
        assertThatThrownBy(() -> new Rate(sampleRate, hop))
                .isInstanceOfSatisfying(
                        SidecarException.class, e -> assertThat(e.kind()).isEqualTo(Kind.USAGE))
                .hasMessageContaining(sampleRate + " and " + hop);
    }

    @Test
    void momentsLieInTheFrameOfTheNearestSample() {
        FrameGrid grid = FrameGrid.encodec24kHz(3);
        assertThat(grid.frameOfSeconds(0)).isZero();
        assertThat(grid.frameOfSeconds(0.013333)).isEqualTo(1); // 319.992 samples
        assertThat(grid.frameOfSeconds(319.4 / 24_000)).isZero();
        assertThat(grid.frameOfSeconds(1)).isEqualTo(75);
        assertThat(grid.frameOfSeconds(-0.001)).isEqualTo(-1);
        assertThat(grid.frameOfSeconds(1e300)).isPositive();
        for (int t = 0; t < 3; t++) {
            assertThat(grid.frameOfSeconds(grid.startSeconds(t))).isEqualTo(t);
        }
    }
}
