package dev.sidecar;

import static dev.sidecar.Runs.clips;
import static dev.sidecar.Runs.failureOf;
import static dev.sidecar.Runs.over;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import org.junit.jupiter.api.Test;

class FailureTest {
    private final FakeProducer producer = FakeProducer.named("bad").producing(clip -> {
        throw new IOException(clip.id());
    });

    @Test
    void failuresOfClosingDoNotHideTheFailedClip() {
        producer.onClose(() -> {
            throw new IOException("closing");
        });
        FakeStore store = new FakeStore(clips(2)) {
            @Override
            public void close() {
                throw new IllegalStateException("store");
            }
        };

        SidecarException failure = failureOf(() -> over(store, producer).build().run());

        assertThat(failure.place().clip()).isEqualTo("0000.ecdc");
        assertThat(failure.getSuppressed()).hasSize(2);
        assertThat(failure.getSuppressed()[0]).hasMessageContaining("closing");
        assertThat(failure.getSuppressed()[1]).hasMessage("store");
    }
}
