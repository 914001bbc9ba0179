package dev.sidecar.audio;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** How one sample is stored, and what it is as a float: integers of n bits are divided by 2<sup>n-1</sup>. */
enum SampleEncoding {
    UNSIGNED_8(1) {
        @Override
        float next(ByteBuffer bytes) {
            return (Byte.toUnsignedInt(bytes.get()) - 128) * 0x1p-7f;
        }
    },
    SIGNED_8(1) {
        @Override
        float next(ByteBuffer bytes) {
            return bytes.get() * 0x1p-7f;
        }
    },
    SIGNED_16(2) {
        @Override
        float next(ByteBuffer bytes) {
            return bytes.getShort() * 0x1p-15f;
        }

        @Override
        SampleDecoder decoder(ByteBuffer bytes) {
            return new Pcm16Decoder(bytes);
        }
    },
    SIGNED_24(3) {
        @Override
        float next(ByteBuffer bytes) {
            boolean little = bytes.order() == ByteOrder.LITTLE_ENDIAN;
            int first = bytes.get();
            int middle = Byte.toUnsignedInt(bytes.get()) << 8;
            int last = bytes.get();
            int value = little
                    ? (last << 16) | middle | Byte.toUnsignedInt((byte) first)
                    : (first << 16) | middle | Byte.toUnsignedInt((byte) last);
            return value * 0x1p-23f;
        }
    },
    SIGNED_32(4) {
        @Override
        float next(ByteBuffer bytes) {
            return bytes.getInt() * 0x1p-31f;
        }
    },
    FLOAT_32(4) {
        @Override
        float next(ByteBuffer bytes) {
            return bytes.getFloat();
        }

        @Override
        SampleDecoder decoder(ByteBuffer bytes) {
            return new Float32Decoder(bytes);
        }
    },
    FLOAT_64(8) {
        @Override
        float next(ByteBuffer bytes) {
            return (float) bytes.getDouble();
        }
    },
    /** ITU-T G.711, decoded to 16 bits. */
    A_LAW(1) {
        @Override
        float next(ByteBuffer bytes) {
            int code = bytes.get() ^ 0x55;
            int exponent = (code >> 4) & 7;
            int mantissa = ((code & 15) << 4) | 8;
            int magnitude = exponent == 0 ? mantissa : (mantissa | 0x100) << (exponent - 1);
            return ((code & 0x80) == 0 ? -magnitude : magnitude) * 0x1p-15f;
        }
    },
    /** ITU-T G.711, decoded to 16 bits. */
    MU_LAW(1) {
        private static final int BIAS = 0x84;

        @Override
        float next(ByteBuffer bytes) {
            int code = ~bytes.get();
            int magnitude = ((((code & 15) << 3) | BIAS) << ((code >> 4) & 7)) - BIAS;
            return ((code & 0x80) == 0 ? magnitude : -magnitude) * 0x1p-15f;
        }
    };

    private final int bytes;

    SampleEncoding(int bytes) {
        this.bytes = bytes;
    }

    /** How many bytes a sample has. */
    int bytes() {
        return bytes;
    }

    /** Takes a sample from bytes, in their order. */
    abstract float next(ByteBuffer bytes);

    /** Decodes many at once from a buffer whose byte order stays as it is, faster than one by one. */
    SampleDecoder decoder(ByteBuffer bytes) {
        return (into, offset, count) -> {
            for (int i = 0; i < count; i++) {
                into[offset + i] = next(bytes);
            }
        };
    }
}
