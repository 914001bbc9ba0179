package dev.sidecar.testkit;

import dev.sidecar.frame.Clip;
import dev.sidecar.frame.DType;
import dev.sidecar.frame.FeatureFrame;
import dev.sidecar.spi.SidecarStore;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.Stream;

/**
 * A store that lets a run visit clips in any order and as often as one likes, and keeps what came of every visit. A clip's
 * columns are its sidecar, at every visit.
 */
final class VisitStore implements SidecarStore {
    private final List<Clip> visits;
    private final Map<String, Clip> clips = new HashMap<>();
    private final Queue<Visit> made = new ConcurrentLinkedQueue<>();

    VisitStore(List<Clip> visits) {
        this.visits = visits;
        visits.forEach(clip -> clips.put(clip.id(), clip));
    }

    /** What came of a visit: the clip's columns, and those made of it. */
    record Visit(Clip clip, FeatureFrame frame) {}

    /** What came of all visits, as they were finished. */
    Collection<Visit> made() {
        return made;
    }

    private record Given(FeatureFrame frame) implements Snapshot {
        @Override
        public boolean exists() {
            return frame.width() > 0;
        }

        @Override
        public Optional<DType> dtype() {
            return Optional.empty();
        }
    }

    private Clip given(String id) {
        return Objects.requireNonNull(clips.get(id), id);
    }

    @Override
    public Stream<Entry> list() {
        return visits.stream().map(Clip::id).map(Entry.Token::new);
    }

    @Override
    public Clip open(String id) {
        Clip clip = given(id);
        return clip.withColumns(FeatureFrame.empty(clip.frames()));
    }

    @Override
    public Snapshot read(Clip clip) {
        return new Given(given(clip.id()).columns());
    }

    @Override
    public Change prepare(Clip clip, Snapshot base, FeatureFrame frame, DType dtype) {
        return new Change() {
            @Override
            public boolean isNeeded() {
                return true;
            }

            @Override
            public boolean apply() {
                return made.add(new Visit(clip, frame));
            }
        };
    }

    @Override
    public void close() {}
}
