package dev.sidecar.producers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sidecar.SidecarException;
import dev.sidecar.SidecarException.Kind;
import dev.sidecar.frame.Clip;
import dev.sidecar.frame.Column;
import dev.sidecar.frame.DType;
import dev.sidecar.frame.FeatureFrame;
import dev.sidecar.frame.Float16;
import dev.sidecar.frame.FrameGrid;
import dev.sidecar.frame.Provenance;
import dev.sidecar.spi.Producer;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import java.util.zip.CRC32;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class ProducersTest {
    private static Clip clip(String id, int frames) {
        return Clip.of(id, FrameGrid.encodec24kHz(frames));
    }

    private static float[] values(Producer producer, int frames) throws Exception {
        FeatureFrame frame = producer.produce(clip("a.ecdc", frames));
        assertThat(frame.names()).containsExactly("x");
        return frame.column("x").toArray();
    }

    private static double float64(String bits) {
        return Double.longBitsToDouble(Long.parseUnsignedLong(bits, 16));
    }

    private static int float32Bits(String bits) {
        return Integer.parseUnsignedInt(bits, 16);
    }

    @Test
    void linearIsLinspaceBitForBit() throws Exception {
        List<String> lines = Golden.lines("linspace.txt");
        assertThat(lines).hasSizeGreaterThan(600);
        for (String line : lines) {
            String[] golden = line.split(" ", -1);
            int frames = Integer.parseInt(golden[2]);
            int[] bits = bits(values(Producers.linear("x", float64(golden[0]), float64(golden[1])), frames));
            if (frames < 9) {
                assertThat(bits)
                        .as(line)
                        .containsExactly(Arrays.stream(golden)
                                .skip(4)
                                .mapToInt(ProducersTest::float32Bits)
                                .toArray());
            }
            assertThat(crc32(bits)).as(line).isEqualTo(Long.parseLong(golden[3], 16));
        }
    }

    private static int[] bits(float[] values) {
        return IntStream.range(0, values.length)
                .map(t -> Float.floatToIntBits(values[t]))
                .toArray();
    }

    private static long crc32(int[] bits) {
        ByteBuffer bytes = ByteBuffer.allocate(4 * bits.length).order(ByteOrder.LITTLE_ENDIAN);
        Arrays.stream(bits).forEach(bytes::putInt);
        CRC32 crc = new CRC32();
        crc.update(bytes.array());
        return crc.getValue();
    }

    @Test
    void constantIsNumpysFull() throws Exception {
        for (String line : Golden.lines("constants.txt")) {
            String[] golden = line.split(" ", -1);
            int expected = float32Bits(golden[1]);
            assertThat(bits(values(Producers.constant("x", float64(golden[0])), 3)))
                    .as(line)
                    .containsExactly(expected, expected, expected);
        }
    }

    @ParameterizedTest
    @MethodSource("filenames")
    void fromFilenameFindsWhatPythonFinds(Golden.Case golden) throws Exception {
        FeatureFrame frame = Producers.fromFilename(golden.pattern()).produce(clip("dir_z_1/" + golden.text(), 2));
        List<String> found = new ArrayList<>();
        for (Column column : frame.columns()) {
            assertThat(column.get(1)).isEqualTo(column.get(0));
            found.add("c %08x %s".formatted(Float.floatToIntBits(column.get(0)), column.name()));
        }
        assertThat(found).isEqualTo(golden.found());
        assertThat(frame.frames()).isEqualTo(2);
    }

    static List<Golden.Case> filenames() {
        return Golden.cases("filenames.txt");
    }

    @Test
    void theDefaultPatternIsTheWorkflows() throws Exception {
        String regex = "_(?P<name>[A-Za-z]\\w*)_(?P<value>-?\\d+(?:\\.\\d+)?)";
        assertThat(Producers.fromFilename().describe().options()).containsEntry("filename-regex", regex);
        for (Golden.Case golden : filenames()) {
            if (golden.pattern().equals(regex)) {
                Clip clip = clip(golden.text(), 1);
                assertThat(Producers.fromFilename().produce(clip))
                        .isEqualTo(Producers.fromFilename(regex).produce(clip));
            }
        }
    }

    @ParameterizedTest
    @CsvSource({
        "square,",
        "a/sweep_tempo_120.0,tempo",
        "a/noise_tempo_90_gain_-6.5,tempo_90_gain",
        "b/pluck_tempo_72,tempo",
        "b/speech.take2_pitch_57.25,pitch",
    })
    void aDatasetGetsTheValuesOfThePythonWorkflow(String name, String fromFilename) throws Exception {
        List<Producer> producers = List.of(
                Producers.constant("scene_id", 7),
                Producers.constant("instrument", 2),
                Producers.linear("gain", 0, 1),
                Producers.linear("pos", -1.5, 3),
                Producers.fromFilename());
        ByteBuffer float32 = npyData("dataset/float32/" + name + ".cond.npy");
        ByteBuffer float16 = npyData("dataset/float16/" + name + ".cond.npy");
        int width = fromFilename == null ? 4 : 5;
        int frames = float32.remaining() / (4 * width);
        FeatureFrame frame = FeatureFrame.empty(frames);
        for (Producer producer : producers) {
            frame = frame.with(producer.produce(clip(name + ".ecdc", frames)).columns());
        }
        List<String> names = new ArrayList<>(List.of("scene_id", "instrument", "gain", "pos"));
        if (fromFilename != null) {
            names.add(fromFilename);
        }
        assertThat(frame.names()).isEqualTo(names);

        float[] rows = new float[frames * width];
        frame.rows(0, frames, rows);
        ByteBuffer bytes = ByteBuffer.allocate(4 * rows.length).order(ByteOrder.LITTLE_ENDIAN);
        ByteBuffer halves = ByteBuffer.allocate(2 * rows.length).order(ByteOrder.LITTLE_ENDIAN);
        for (float value : rows) {
            bytes.putFloat(value);
            halves.putShort(Float16.toBits(value));
        }
        assertThat(bytes.flip()).isEqualTo(float32);
        assertThat(halves.flip()).isEqualTo(float16);
        assertThat(frame.column("gain").roundedTo(DType.FLOAT16).get(frames - 1))
                .isEqualTo(1f);
    }

    /** What follows the header of an NPY file of version 1. */
    private static ByteBuffer npyData(String resource) {
        ByteBuffer npy = ByteBuffer.wrap(Golden.bytes(resource)).order(ByteOrder.LITTLE_ENDIAN);
        return npy.position(10 + Short.toUnsignedInt(npy.getShort(8))).slice().order(ByteOrder.LITTLE_ENDIAN);
    }

    @Test
    void producersDescribeThemselvesAsData() {
        Provenance constant = Producers.constant("scene_id", 7).describe();
        assertThat(constant.producer()).isEqualTo("const");
        assertThat(constant.version()).isEqualTo("1");
        assertThat(constant.options().toString()).isEqualTo("{name=scene_id, value=7.0}");

        Provenance linear = Producers.linear("gain", 0, 1).describe();
        assertThat(linear.producer()).isEqualTo("lin");
        assertThat(linear.version()).isEqualTo("1");
        assertThat(linear.options().toString()).isEqualTo("{end=1.0, name=gain, start=0.0}");

        Provenance fromFilename =
                Producers.fromFilename("(?<name>a)(?<value>1)").describe();
        assertThat(fromFilename.producer()).isEqualTo("from_filename");
        assertThat(fromFilename.version()).isEqualTo("1");
        assertThat(fromFilename.options().toString()).isEqualTo("{filename-regex=(?<name>a)(?<value>1)}");

        assertThat(Producers.perFrame("x", t -> t).describe()).isEqualTo(Provenance.custom());
    }

    @Test
    void perFrameAsksOncePerFrameInOrder() throws Exception {
        List<Integer> asked = new ArrayList<>();
        Producer ramp = Producers.perFrame("x", t -> {
            asked.add(t);
            return t / 3.0;
        });
        assertThat(values(ramp, 4)).containsExactly(0f, 1 / 3f, 2 / 3f, 1f);
        assertThat(asked).containsExactly(0, 1, 2, 3);
        assertThat(values(ramp, 0)).isEmpty();
    }

    @Test
    void perFrameSeesTheClip() throws Exception {
        Producer fade = Producers.perFrame("x", (clip, t) -> (double) t / clip.frames());
        assertThat(values(fade, 4)).containsExactly(0f, 0.25f, 0.5f, 0.75f);
    }

    @Test
    void valuesThatAreNotFiniteAreLeftToTheRun() throws Exception {
        assertThat(values(Producers.constant("x", Double.NaN), 1)).containsExactly(Float.NaN);
        assertThat(values(Producers.linear("x", 0, Double.POSITIVE_INFINITY), 2))
                .containsExactly(Float.NaN, Float.POSITIVE_INFINITY);
        assertThat(values(Producers.perFrame("x", t -> 1e300), 1)).containsExactly(Float.POSITIVE_INFINITY);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "  ", "\ud800"})
    void aNameThatCannotNameAColumnIsRefusedAtOnce(String name) {
        assertUsage(() -> Producers.constant(name, 1));
        assertUsage(() -> Producers.linear(name, 0, 1));
        assertUsage(() -> Producers.perFrame(name, t -> t));
        assertUsage(() -> Producers.perFrame(name, (clip, t) -> t));
    }

    private static void assertUsage(Runnable call) {
        assertThatThrownBy(call::run)
                .isInstanceOfSatisfying(
                        SidecarException.class, e -> assertThat(e.kind()).isEqualTo(Kind.USAGE));
    }

    @Test
    void aPatternNeedsItsTwoGroups() {
        assertThatThrownBy(() -> Producers.fromFilename("(?P<name>a)"))
                .isInstanceOfSatisfying(
                        SidecarException.class, e -> assertThat(e.kind()).isEqualTo(Kind.USAGE))
                .hasMessageContaining("no group \"value\"; write (?P<value>...)");
        assertThatThrownBy(() -> Producers.fromFilename("(?P<value>1)")).hasMessageContaining("no group \"name\"");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "nan",
                "inf",
                "-Infinity",
                "0x1F",
                "1f",
                "1d",
                "1e",
                "1__0",
                "_1",
                "1_",
                "1_.5",
                ".",
                "",
                "+",
                "--1",
                "1 2",
                "\u2212" + "1",
                "\u00b2",
                "\u2167",
                "1,5"
            })
    void aValueThatIsNoDecimalNumberNamesTheClipAndTheText(String value) {
        Producer producer = Producers.fromFilename("(?P<name>x)=(?P<value>.*)\\.ecdc");
        assertThatThrownBy(() -> producer.produce(clip("a/x=" + value + ".ecdc", 1)))
                .isInstanceOfSatisfying(SidecarException.class, e -> {
                    assertThat(e.kind()).isEqualTo(Kind.PRODUCER);
                    assertThat(e.place().clip()).isEqualTo("a/x=" + value + ".ecdc");
                    assertThat(e.place().producer()).isEqualTo("from_filename");
                })
                .hasMessageContaining("found \"" + value + "\"");
    }

    @Test
    void aGroupThatTookNoPartIsAnError() {
        Producer producer = Producers.fromFilename("(?P<name>x)?=(?P<value>1)?");
        assertThatThrownBy(() -> producer.produce(clip("x=.ecdc", 1)))
                .hasMessageContaining("the group \"value\"")
                .hasMessageContaining("found no text");
        assertThatThrownBy(() -> producer.produce(clip("=1.ecdc", 1)))
                .hasMessageContaining("the group \"name\"")
                .hasMessageContaining("found no text");
    }

    @Test
    void aBlankNameIsAnError() {
        Producer producer = Producers.fromFilename("(?P<name> *)(?P<value>1)");
        assertThatThrownBy(() -> producer.produce(clip("a 1.ecdc", 1)))
                .isInstanceOfSatisfying(
                        SidecarException.class, e -> assertThat(e.kind()).isEqualTo(Kind.PRODUCER))
                .hasMessageContaining("a 1.ecdc")
                .hasMessageContaining("found \" \"");
    }

    @Test
    void aNameTooLongForThePatternIsAnErrorOfTheClip() {
        Producer producer = Producers.fromFilename("(?P<name>(?:a|b)*)(?P<value>1)");
        assertThatThrownBy(() -> producer.produce(clip("ab".repeat(500_000) + "1", 1)))
                .isInstanceOfSatisfying(
                        SidecarException.class, e -> assertThat(e.kind()).isEqualTo(Kind.PRODUCER))
                .hasMessageContaining("too long for this pattern");
    }
}
