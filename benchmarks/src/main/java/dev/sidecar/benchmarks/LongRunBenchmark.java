package dev.sidecar.benchmarks;

import dev.sidecar.RunReport;
import dev.sidecar.Sidecar;
import dev.sidecar.frame.Clip;
import dev.sidecar.frame.DType;
import dev.sidecar.frame.FeatureFrame;
import dev.sidecar.producers.Producers;
import dev.sidecar.spi.SidecarStore;
import dev.sidecar.testkit.FakeClips;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** Whether a clip costs the same in a large corpus as in a small one, in a heap that is small. */
@State(Scope.Thread)
@Fork(value = 1, jvmArgsAppend = "-Xmx128m")
@Warmup(iterations = 2, time = 2)
@Measurement(iterations = 3, time = 2)
public class LongRunBenchmark {
    /** How many clips there are; made on the fly, and what is written is forgotten. */
    @Param({"1000", "10000", "100000"})
    public int clips;

    /** A constant and a ramp for each clip. */
    @Benchmark
    public RunReport run(Units.Clips done) {
        done.clips += clips;
        return Sidecar.builder()
                .store(new FleetingStore(clips))
                .with(Producers.constant("scene_id", 7))
                .with(Producers.linear("gain", 0, 1))
                .parallelism(1)
                .build()
                .run();
    }

    private record FleetingStore(int clips) implements SidecarStore {
        @Override
        public Stream<Entry> list() {
            return IntStream.range(0, clips)
                    .mapToObj(i -> new Entry.Token(String.format("part%03d/clip%06d.ecdc", i / 1000, i)));
        }

        @Override
        public Clip open(String id) {
            return FakeClips.clip(id, 225);
        }

        @Override
        public Snapshot read(Clip clip) {
            return new Absent(clip.frames());
        }

        @Override
        public Change prepare(Clip clip, Snapshot base, FeatureFrame frame, DType dtype) {
            return new Forgotten();
        }

        @Override
        public void close() {}
    }

    private record Absent(int frames) implements SidecarStore.Snapshot {
        @Override
        public boolean exists() {
            return false;
        }

        @Override
        public FeatureFrame frame() {
            return FeatureFrame.empty(frames);
        }

        @Override
        public Optional<DType> dtype() {
            return Optional.empty();
        }
    }

    private record Forgotten() implements SidecarStore.Change {
        @Override
        public boolean isNeeded() {
            return true;
        }

        @Override
        public boolean apply() {
            return true;
        }
    }
}
