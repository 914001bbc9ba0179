package dev.sidecar;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.sidecar.frame.Clip;
import dev.sidecar.frame.Column;
import dev.sidecar.frame.FeatureFrame;
import dev.sidecar.frame.FrameGrid;
import dev.sidecar.spi.Producer;
import dev.sidecar.spi.SidecarStore;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;

/** The short words of the tests about runs. */
final class Runs {
    private Runs() {}

    /** A clip of three frames without columns. */
    static Clip clip(String id) {
        return Clip.of(id, FrameGrid.encodec24kHz(3));
    }

    /** A clip with a sidecar. */
    static Clip clip(String id, Column first, Column... more) {
        FeatureFrame columns = FeatureFrame.of(first, more);
        return Clip.of(id, FrameGrid.encodec24kHz(columns.frames())).withColumns(columns);
    }

    /** The clips {@code 0000.ecdc}, {@code 0001.ecdc} and so on. */
    static List<Clip> clips(int count) {
        return IntStream.range(0, count).mapToObj(i -> clip(id(i))).toList();
    }

    static String id(int index) {
        return String.format(Locale.ROOT, "%04d.ecdc", index);
    }

    /** The number in an id of {@link #clips}. */
    static int index(Clip clip) {
        return Integer.parseInt(clip.id().substring(0, 4));
    }

    static Column column(String name, float... values) {
        return Column.of(name, values);
    }

    /** A run on one thread over a store. */
    static Sidecar.Builder over(SidecarStore store, Producer... producers) {
        return over(1, store, producers);
    }

    static Sidecar.Builder over(int parallelism, SidecarStore store, Producer... producers) {
        Sidecar.Builder builder = Sidecar.builder().store(store).parallelism(parallelism);
        for (Producer producer : producers) {
            builder.with(producer);
        }
        return builder;
    }

    /** The failure of something that must fail with a {@link SidecarException}. */
    static SidecarException failureOf(Runnable action) {
        Throwable thrown = catchThrowable(action::run);
        assertThat(thrown).isInstanceOf(SidecarException.class);
        return (SidecarException) thrown;
    }

    /** Waits for what must happen. */
    static void await(CountDownLatch latch) {
        try {
            if (!latch.await(20, TimeUnit.SECONDS)) {
                throw new AssertionError("what the test waits for did not happen within 20 seconds");
            }
        } catch (InterruptedException e) {
            throw new AssertionError("the test was interrupted", e);
        }
    }
}
