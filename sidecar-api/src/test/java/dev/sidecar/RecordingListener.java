package dev.sidecar;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;

/** Remembers what it hears, and whether two calls ever overlapped. */
class RecordingListener implements RunListener {
    final List<Long> started = Collections.synchronizedList(new ArrayList<>());
    final List<ClipResult> results = Collections.synchronizedList(new ArrayList<>());
    final List<RunReport> finished = Collections.synchronizedList(new ArrayList<>());
    volatile boolean overlapped;

    private final AtomicBoolean busy = new AtomicBoolean();

    List<String> clips() {
        return results.stream().map(ClipResult::clip).toList();
    }

    /** The report of a run that is over. */
    RunReport report() {
        if (finished.size() != 1) {
            throw new AssertionError("expected to hear finished once, heard it " + finished.size() + " times");
        }
        return finished.get(0);
    }

    private void alone(Runnable call) {
        overlapped |= !busy.compareAndSet(false, true);
        call.run();
        busy.set(false);
    }

    @Override
    public void started(long clips) {
        alone(() -> started.add(clips));
    }

    @Override
    public void clipDone(ClipResult result) {
        alone(() -> results.add(result));
    }

    @Override
    public void finished(RunReport report) {
        alone(() -> finished.add(report));
    }
}
