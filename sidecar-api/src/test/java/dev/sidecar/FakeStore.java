package dev.sidecar;

import dev.sidecar.frame.Clip;
import dev.sidecar.frame.DType;
import dev.sidecar.frame.FeatureFrame;
import dev.sidecar.spi.Finding;
import dev.sidecar.spi.SidecarStore;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;

/** A store in memory, of which a test overrides what it wants to go another way. */
class FakeStore implements SidecarStore {
    final AtomicInteger applied = new AtomicInteger();
    final AtomicInteger recovered = new AtomicInteger();
    final AtomicInteger closes = new AtomicInteger();

    private final MemoryStore memory;

    FakeStore(Clip... clips) {
        memory = MemoryStore.of(clips);
    }

    FakeStore(List<Clip> clips) {
        memory = MemoryStore.of(clips);
    }

    /** What a test says a sidecar was. */
    record FakeSnapshot(
            boolean exists,
            FeatureFrame frame,
            Optional<DType> dtype,
            boolean labelled,
            boolean torn,
            List<Finding> findings)
            implements Snapshot {
        static FakeSnapshot of(FeatureFrame frame) {
            return new FakeSnapshot(true, frame, Optional.of(DType.FLOAT32), true, false, List.of());
        }

        static FakeSnapshot none(int frames) {
            return new FakeSnapshot(false, FeatureFrame.empty(frames), Optional.empty(), true, false, List.of());
        }

        FakeSnapshot unlabelled(Finding why) {
            return new FakeSnapshot(exists, frame, dtype, false, torn, List.of(why));
        }

        FakeSnapshot asTorn() {
            return new FakeSnapshot(exists, frame, dtype, labelled, true, findings);
        }

        FakeSnapshot with(Finding finding) {
            return new FakeSnapshot(exists, frame, dtype, labelled, torn, List.of(finding));
        }
    }

    FeatureFrame frame(String id) {
        return memory.frame(id);
    }

    Map<String, FeatureFrame> frames() {
        return memory.frames();
    }

    @Override
    public List<Finding> recover() {
        recovered.incrementAndGet();
        return List.of();
    }

    @Override
    public Stream<Entry> list() {
        return memory.list();
    }

    @Override
    public Clip open(String id) {
        return memory.open(id);
    }

    @Override
    public Snapshot read(Clip clip) {
        return memory.read(clip);
    }

    @Override
    public Change prepare(Clip clip, Snapshot base, FeatureFrame frame, DType dtype) {
        Change change = memory.prepare(clip, base, frame, dtype);
        return new Change() {
            @Override
            public boolean isNeeded() {
                return change.isNeeded();
            }

            @Override
            public boolean apply() {
                applied.incrementAndGet();
                return change.apply();
            }
        };
    }

    @Override
    public void close() {
        closes.incrementAndGet();
    }

    @Override
    public String toString() {
        return "fake";
    }
}
