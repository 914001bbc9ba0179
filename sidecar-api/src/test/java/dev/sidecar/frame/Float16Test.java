package dev.sidecar.frame;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.HexFormat;
import java.util.List;
import java.util.zip.CRC32;
import org.junit.jupiter.api.Test;

/** Against conversions made by NumPy. */
class Float16Test {
    private static final int STEP = 4099;

    /** A conversion to 16 bits, and how to name it in a message. */
    private enum Encoder {
        PUBLIC,
        FALLBACK;

        short encode(float value) {
            return this == PUBLIC ? Float16.toBits(value) : Float16.roundToBits(value);
        }
    }

    private enum Decoder {
        PUBLIC,
        FALLBACK;

        float decode(short bits) {
            return this == PUBLIC ? Float16.toFloat(bits) : Float16.widen(bits);
        }
    }

    @Test
    void vectorsRoundAndWidenAsInNumpy() {
        List<String> lines = Resource.lines("float16_vectors.csv");
        assertThat(lines).hasSize(81);
        for (String line : lines) {
            String[] fields = line.split(",", -1);
            float value = Float.intBitsToFloat(HexFormat.fromHexDigits(fields[0]));
            short half = (short) HexFormat.fromHexDigits(fields[1]);
            for (Encoder encoder : Encoder.values()) {
                assertThat(encoder.encode(value)).as("%s %s", encoder, line).isEqualTo(half);
            }
            for (Decoder decoder : Decoder.values()) {
                float wide = decoder.decode(half);
                assertThat(Float16.toBits(wide)).as("%s %s", decoder, line).isEqualTo(half);
                assertThat(Float.isNaN(wide)).as("%s %s", decoder, line).isEqualTo(Float.isNaN(value));
            }
        }
    }

    @Test
    void aMillionFloatsEncodeAsInNumpy() {
        for (Encoder encoder : Encoder.values()) {
            ByteBuffer bytes = ByteBuffer.allocate(2 * 1_047_809).order(ByteOrder.LITTLE_ENDIAN);
            for (long i = 0; i < 1L << 32; i += STEP) {
                int bits = (int) i;
                float value = Float.intBitsToFloat(bits);
                bytes.putShort(Float.isNaN(value) ? (short) (bits >>> 31 << 15 | 0x7e00) : encoder.encode(value));
            }
            assertThat(bytes.hasRemaining()).isFalse();
            assertThat(crc32(bytes)).as(encoder.name()).isEqualTo(expectedCrc32("encode"));
        }
    }

    @Test
    void allHalvesDecodeAsInNumpy() {
        for (Decoder decoder : Decoder.values()) {
            ByteBuffer bytes = ByteBuffer.allocate(4 * 65_536).order(ByteOrder.LITTLE_ENDIAN);
            for (int half = 0; half < 65_536; half++) {
                float value = decoder.decode((short) half);
                bytes.putInt(Float.isNaN(value) ? half >>> 15 << 31 | 0x7fc0_0000 : Float.floatToRawIntBits(value));
            }
            assertThat(crc32(bytes)).as(decoder.name()).isEqualTo(expectedCrc32("decode"));
        }
    }

    @Test
    void arraysRoundAsTheirValuesDo() {
        float[] values = new float[1_047_809];
        for (int i = 0; i < values.length; i++) {
            values[i] = Float.intBitsToFloat(i * STEP); // also NaN, of both signs and many payloads
        }
        short[] bits = new short[values.length + 2];
        Float16.toBits(values, 1, bits, 2, values.length - 1);
        assertThat(bits[0]).isZero();
        assertThat(bits[1]).isZero();
        for (int i = 1; i < values.length; i++) {
            assertThat(bits[i + 1])
                    .as("%s", values[i])
                    .isEqualTo(Float16.toBits(values[i]))
                    .isEqualTo(Float16.roundToBits(values[i]));
        }
        assertThatThrownBy(() -> Float16.toBits(values, 0, bits, 3, values.length))
                .isInstanceOf(IndexOutOfBoundsException.class);
    }

    @Test
    void arraysWidenAsTheirValuesDo() {
        short[] bits = new short[65_536];
        for (int half = 0; half < bits.length; half++) {
            bits[half] = (short) half;
        }
        float[] values = new float[bits.length];
        Float16.toFloats(bits, 1, values, 0, bits.length - 1);
        for (int half = 1; half < bits.length; half++) {
            assertThat(Float.floatToRawIntBits(values[half - 1]))
                    .as("%x", half)
                    .isEqualTo(Float.floatToRawIntBits(Float16.toFloat(bits[half])))
                    .isEqualTo(Float.floatToRawIntBits(Float16.widen(bits[half])));
        }
        assertThat(values[bits.length - 1]).isZero();
        assertThatThrownBy(() -> Float16.toFloats(bits, 1, values, 0, bits.length))
                .isInstanceOf(IndexOutOfBoundsException.class);
    }

    private static long crc32(ByteBuffer bytes) {
        CRC32 crc = new CRC32();
        crc.update(bytes.flip());
        return crc.getValue();
    }

    private static long expectedCrc32(String section) {
        String json = Resource.text("float16_bulk.json");
        int at = json.indexOf("\"crc32\": \"", json.indexOf('"' + section + '"')) + 10;
        return Long.parseLong(json, at, at + 8, 16);
    }

    @Test
    void everyHalfThatIsANumberSurvivesTheRoundTrip() {
        for (int half = 0; half < 65_536; half++) {
            float value = Float16.toFloat((short) half);
            if (!Float.isNaN(value)) {
                assertThat(Float16.toBits(value)).isEqualTo((short) half);
            }
        }
    }

    @Test
    void aNanStaysANanWithItsSignAndPayload() {
        assertThat(Float16.toBits(Float.intBitsToFloat(0x7f80_0001))).isEqualTo((short) 0x7c01);
        assertThat(Float16.toBits(Float.intBitsToFloat(0xff80_0001))).isEqualTo((short) 0xfc01);
        assertThat(Float16.toBits(Float.intBitsToFloat(0x7fc0_2000))).isEqualTo((short) 0x7e01);
        assertThat(Float16.toBits(Float.NaN)).isEqualTo((short) 0x7e00);
    }

    @Test
    void doublesRoundToFloatFirst() {
        List<String> lines = Resource.lines("float64_double_rounding.csv");
        assertThat(lines).hasSize(8);
        for (String line : lines) {
            String[] fields = line.split(",", -1);
            double value = Double.longBitsToDouble(HexFormat.fromHexDigitsToLong(fields[0]));
            assertThat(Float16.toBits((float) value)).as(line).isEqualTo((short) HexFormat.fromHexDigits(fields[2]));
        }
    }
}
