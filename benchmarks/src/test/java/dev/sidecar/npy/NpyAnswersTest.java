package dev.sidecar.npy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sidecar.benchmarks.Units;
import dev.sidecar.frame.DType;
import dev.sidecar.frame.Float16;
import org.junit.jupiter.api.Test;

/** The benchmarks do what they are there to measure, and count it. */
class NpyAnswersTest {
    private final Units.Values values = new Units.Values();
    private final Units.Bytes bytes = new Units.Bytes();

    @Test
    void matricesAreTransposed() throws Exception {
        MatrixBenchmark benchmark = new MatrixBenchmark();
        benchmark.frames = 1_000;
        benchmark.width = 5;
        benchmark.setup();
        float[] rows = benchmark.floor(values).clone();
        assertThat(benchmark.rows(values)).isEqualTo(rows);
        float[][] columns = benchmark.columns(values);
        var float32 = benchmark.float32(values).flip();
        for (int i = 0; i < rows.length; i++) {
            assertThat(columns[i % 5][i / 5]).isEqualTo(rows[i]);
            assertThat(float32.getFloat(4 * i)).isEqualTo(rows[i]);
        }
        var float16 = benchmark.float16(values).flip();
        for (int i = 0; i < rows.length; i++) {
            float half = Float16.toFloat(float16.getShort(2 * i));
            assertThat(half).isEqualTo(DType.FLOAT16.round(rows[i]));
        }
        benchmark.tearDown();
        assertThat(values.values).isEqualTo(5 * 5_000);
    }

    @Test
    void pairsAreWrittenAndRead() throws Exception {
        PairBenchmark benchmark = new PairBenchmark();
        benchmark.frames = 75;
        benchmark.width = 2;
        benchmark.setup();
        assertThat(benchmark.floor(bytes)).isEqualTo(benchmark.floorOfRead(bytes));
        benchmark.clear();
        assertThat(benchmark.write(bytes)).isTrue();
        assertThat(benchmark.read(bytes).names()).containsExactly("c0", "c1");
        benchmark.tearDown();
        assertThat(bytes.bytes).isPositive().isEqualTo(bytes.bytes / 4 * 4);
    }

    @Test
    void metadataIsWrittenAndRead() throws Exception {
        JsonBenchmark benchmark = new JsonBenchmark();
        benchmark.width = 3;
        benchmark.setup();
        byte[] json = benchmark.write(bytes);
        assertThat(bytes.bytes).isEqualTo(json.length);
        assertThat(benchmark.floorOfRead(bytes).get("names")).hasSize(3);
        assertThat(benchmark.floorOfWrite(bytes)).isNotEmpty();
        assertThat(benchmark.read(bytes).label(3).names()).containsExactly("c0", "c1", "c2");
    }
}
