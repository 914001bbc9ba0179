package dev.sidecar.audio;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sidecar.SidecarException;
import org.junit.jupiter.api.Test;

class ResamplerTest {
    private final Resampler resampler = new Resampler(24_000);

    @Test
    void leavesStreamsOfItsRateAlone() {
        AudioStream source = new Resampling.Samples(24_000, new float[3], 3);
        assertThat(resampler.resample(source)).isSameAs(source);
    }

    @Test
    void resamplesOthers() {
        AudioStream resampled = resampler.resample(new Resampling.Samples(48_000, new float[11], 3));
        assertThat(resampled.sampleRate()).isEqualTo(24_000);
        assertThat(Resampling.drain(resampled, 4)).hasSize(6);
    }

    @Test
    void keepsTheFiltersUsedLast() {
        ResamplingFilter first = resampler.filterFrom(8000);
        ResamplingFilter second = resampler.filterFrom(16_000);
        for (int i = 3; i < 9; i++) {
            resampler.filterFrom(8000 * i);
        }
        assertThat(resampler.filterFrom(8000)).isSameAs(first);
        resampler.filterFrom(96_000);
        assertThat(resampler.filterFrom(8000)).isSameAs(first);
        assertThat(resampler.filterFrom(16_000)).isNotSameAs(second);
    }

    @Test
    void closesWhatItCannotResample() {
        Resampling.Samples source = new Resampling.Samples(2_000_000_000, new float[3], 3);
        assertThatThrownBy(() -> resampler.resample(source)).isInstanceOf(SidecarException.class);
        assertThat(source.isClosed()).isTrue();
    }

    @Test
    void closesTheSourceWithTheStream() {
        Resampling.Samples source = new Resampling.Samples(48_000, new float[3], 3);
        resampler.resample(source).close();
        assertThat(source.isClosed()).isTrue();
    }
}
