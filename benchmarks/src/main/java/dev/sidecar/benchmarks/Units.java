package dev.sidecar.benchmarks;

import org.openjdk.jmh.annotations.AuxCounters;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/** What benchmarks count: each invocation adds what it has done, and results are per second. */
public final class Units {
    private Units() {}

    /** Samples of audio. */
    @State(Scope.Thread)
    @AuxCounters(AuxCounters.Type.OPERATIONS)
    public static class Samples {
        /** How many. */
        public long samples;
    }

    /** Seconds of audio; per second, that is multiples of real time. */
    @State(Scope.Thread)
    @AuxCounters(AuxCounters.Type.OPERATIONS)
    public static class Audio {
        /** How many. */
        public long realTime;
    }

    /** Frames. */
    @State(Scope.Thread)
    @AuxCounters(AuxCounters.Type.OPERATIONS)
    public static class Frames {
        /** How many. */
        public long frames;
    }

    /** Values of columns. */
    @State(Scope.Thread)
    @AuxCounters(AuxCounters.Type.OPERATIONS)
    public static class Values {
        /** How many. */
        public long values;
    }

    /** Bytes of a file. */
    @State(Scope.Thread)
    @AuxCounters(AuxCounters.Type.OPERATIONS)
    public static class Bytes {
        /** How many. */
        public long bytes;
    }

    /** Clips. */
    @State(Scope.Thread)
    @AuxCounters(AuxCounters.Type.OPERATIONS)
    public static class Clips {
        /** How many. */
        public long clips;
    }
}
