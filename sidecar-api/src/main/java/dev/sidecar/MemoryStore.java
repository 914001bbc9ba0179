package dev.sidecar;

import static dev.sidecar.SidecarException.Kind.USAGE;

import dev.sidecar.SidecarException.Place;
import dev.sidecar.frame.Clip;
import dev.sidecar.frame.DType;
import dev.sidecar.frame.FeatureFrame;
import dev.sidecar.spi.SidecarStore;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A store without a disk: clips and their frames in memory. For unit tests, and for programs that want the columns
 * rather than files.
 */
public final class MemoryStore implements SidecarStore {
    private final TreeMap<String, Clip> clips = new TreeMap<>();
    private final ConcurrentMap<String, Stored> sidecars = new ConcurrentHashMap<>();

    private record Stored(FeatureFrame frame, DType type) implements Snapshot {
        @Override
        public boolean exists() {
            return true;
        }

        @Override
        public Optional<DType> dtype() {
            return Optional.of(type);
        }
    }

    private record Absent(FeatureFrame frame) implements Snapshot {
        @Override
        public boolean exists() {
            return false;
        }

        @Override
        public Optional<DType> dtype() {
            return Optional.empty();
        }
    }

    private MemoryStore(Iterable<Clip> clips) {
        for (Clip clip : clips) {
            if (this.clips.put(clip.id(), clip) != null) {
                throw new SidecarException(USAGE, Place.clip(clip.id()), "two clips have this id");
            }
            if (clip.columns().width() > 0) {
                sidecars.put(clip.id(), new Stored(clip.columns(), DType.FLOAT32));
            }
        }
    }

    /**
     * A store of some clips. The columns that a clip has are its sidecar.
     *
     * @param clips the clips, with distinct ids
     * @return the store
     * @throws SidecarException (USAGE) if two clips have the same id
     */
    public static MemoryStore of(Clip... clips) {
        return new MemoryStore(List.of(clips));
    }

    /**
     * A store of some clips. The columns that a clip has are its sidecar.
     *
     * @param clips the clips, with distinct ids
     * @return the store
     * @throws SidecarException (USAGE) if two clips have the same id
     */
    public static MemoryStore of(Iterable<Clip> clips) {
        return new MemoryStore(clips);
    }

    /**
     * The sidecar of a clip.
     *
     * @param id the clip's id
     * @return its columns; a frame without columns if it has no sidecar
     * @throws SidecarException (USAGE) if there is no such clip
     */
    public FeatureFrame frame(String id) {
        return read(open(id)).frame();
    }

    /**
     * All sidecars.
     *
     * @return a copy, by clip id; clips without a sidecar are absent
     */
    public Map<String, FeatureFrame> frames() {
        TreeMap<String, FeatureFrame> frames = new TreeMap<>();
        sidecars.forEach((id, stored) -> frames.put(id, stored.frame()));
        return frames;
    }

    @Override
    public Stream<Entry> list() {
        return clips.keySet().stream().map(Entry.Token::new);
    }

    @Override
    public Clip open(String id) {
        Clip clip = clips.get(id);
        if (clip == null) {
            throw new SidecarException(USAGE, Place.clip(id), "this store has no such clip");
        }
        return clip.withColumns(FeatureFrame.empty(clip.frames()));
    }

    @Override
    public Snapshot read(Clip clip) {
        Stored stored = sidecars.get(clip.id());
        return stored != null ? stored : new Absent(FeatureFrame.empty(clip.frames()));
    }

    @Override
    public Change prepare(Clip clip, Snapshot base, FeatureFrame frame, DType dtype) {
        Stored next = new Stored(frame, dtype);
        @Nullable Stored old = base instanceof Stored stored ? stored : null;
        return new Change() {
            @Override
            public boolean isNeeded() {
                return !next.equals(old);
            }

            @Override
            public boolean apply() {
                return old == null
                        ? sidecars.putIfAbsent(clip.id(), next) == null
                        : sidecars.replace(clip.id(), old, next);
            }
        };
    }

    @Override
    public void close() {}

    /** The number of clips, for people. */
    @Override
    public String toString() {
        return "memory (" + clips.size() + " clips)";
    }
}
