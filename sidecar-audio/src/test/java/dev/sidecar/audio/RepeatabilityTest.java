package dev.sidecar.audio;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.sun.management.ThreadMXBean;
import dev.sidecar.frame.Clip;
import dev.sidecar.frame.FeatureFrame;
import dev.sidecar.frame.FrameGrid;
import dev.sidecar.spi.Producer;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.IntUnaryOperator;
import org.junit.jupiter.api.Test;

/** The same audio gives the same bits, in bounded memory. */
class RepeatabilityTest {
    private static final Samples SPEECH = Fixture.read("speech").samples();

    private static Producer everything(AudioSource source) {
        return AudioProducers.from(source).features(FeaturesTest.ALL).build();
    }

    @Test
    void howReadsAreCutDoesNotMatter() throws Exception {
        long seed = System.nanoTime();
        SplittableRandom random = new SplittableRandom(seed);
        Clip clip = SPEECH.clip("a.ecdc");
        FeatureFrame expected = everything(SPEECH).produce(clip);
        List<IntUnaryOperator> cuts =
                List.of(read -> 1, read -> 319, read -> 320, read -> 16_385, read -> 1 + random.nextInt(5_000));
        for (IntUnaryOperator cut : cuts) {
            assertThat(everything(SPEECH.cut(cut)).produce(clip))
                    .as("seed %s", seed)
                    .isEqualTo(expected);
        }
    }

    @Test
    void clipsAndThreadsDoNotMeet() throws Exception {
        List<Samples> clips = new ArrayList<>();
        List<FeatureFrame> expected = new ArrayList<>();
        for (String name : Fixture.NAMES) {
            Samples samples = Fixture.read(name).samples();
            clips.add(samples);
            expected.add(everything(samples).produce(samples.clip(name)));
        }
        AudioSource byName = clip -> clips.get(Fixture.NAMES.indexOf(clip.id())).open(clip);
        Producer shared = everything(byName);
        ExecutorService threads = Executors.newFixedThreadPool(8);
        try {
            List<Future<?>> done = new ArrayList<>();
            for (int thread = 0; thread < 8; thread++) {
                int first = thread;
                Producer worker = thread % 2 == 0 ? shared.forWorker() : shared;
                done.add(threads.submit(() -> {
                    for (int i = 0; i < 10; i++) {
                        int c = (first + i) % clips.size();
                        Clip clip = clips.get(c).clip(Fixture.NAMES.get(c));
                        assertThat(worker.produce(clip)).isEqualTo(expected.get(c));
                    }
                    return null;
                }));
            }
            for (Future<?> each : done) {
                each.get();
            }
        } finally {
            threads.shutdownNow();
        }
    }

    /** A frame costs what its columns cost, which are copied once: 8 bytes per value. The smallest object has 16 bytes. */
    @Test
    void nothingElseIsAllocatedPerFrame() throws Exception {
        Producer worker = AudioProducers.from(RepeatabilityTest::noise)
                .features(FeaturesTest.ALL)
                .nFft(64)
                .nMels(20)
                .frameLength(512)
                .build()
                .forWorker();
        Clip shorter = Clip.of("a.ecdc", FrameGrid.encodec24kHz(200));
        Clip longer = Clip.of("a.ecdc", FrameGrid.encodec24kHz(10_200));
        int width = worker.produce(shorter).width();
        long perClip = allocated(worker, shorter);
        long frames = allocated(worker, longer) - perClip;
        assertThat(frames).isCloseTo(10_000L * 8 * width, within(8L * 10_000));
        assertThat(perClip).isLessThan(200L * 8 * width + 200_000);
    }

    /** The least of some times: the virtual machine changes what it allocates while it compiles. */
    private static long allocated(Producer worker, Clip clip) throws Exception {
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        long least = Long.MAX_VALUE;
        for (int i = 0; i < 4; i++) {
            long before = threads.getCurrentThreadAllocatedBytes();
            worker.produce(clip);
            least = Math.min(least, threads.getCurrentThreadAllocatedBytes() - before);
        }
        return least;
    }

    private static AudioStream noise(Clip clip) {
        SplittableRandom random = new SplittableRandom(3);
        return new AudioStream() {
            private long left = clip.grid().samples();

            @Override
            public int sampleRate() {
                return 24_000;
            }

            @Override
            public int read(float[] into, int offset, int length) {
                int count = (int) Math.min(left, length);
                for (int i = 0; i < count; i++) {
                    into[offset + i] = (float) random.nextDouble() - 0.5f;
                }
                left -= count;
                return count == 0 ? -1 : count;
            }

            @Override
            public void close() {}
        };
    }
}
