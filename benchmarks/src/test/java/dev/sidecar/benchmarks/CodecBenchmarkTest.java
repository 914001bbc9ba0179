package dev.sidecar.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** The benchmarks do what they are there to measure. */
class CodecBenchmarkTest {
    @Test
    void theWholeClipIsEncodedAndSomethingIsDecoded() {
        CodecBenchmark benchmark = new CodecBenchmark();
        benchmark.setup();
        assertThat(benchmark.encode()).isEqualTo(60 * 75);
        assertThat(benchmark.decode()).isFinite().isNotZero();
        assertThat(benchmark.plainLoop()).isFinite().isPositive();
    }
}
