package dev.sidecar.npy;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;

/** Writes pickles opcode by opcode. */
final class Pickle {
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();

    static Pickle protocol(int version) {
        return new Pickle().op(0x80, version);
    }

    /** A part of a pickle. */
    static Pickle part() {
        return new Pickle();
    }

    /** The part that makes a tensor over storage 0, contiguous. */
    static Pickle tensor(String storageClass, long count, long... sizes) {
        return tensor(storageClass, "0", count, sizes);
    }

    static Pickle tensor(String storageClass, String key, long count, long... sizes) {
        long[] strides = new long[sizes.length];
        long stride = 1;
        for (int axis = sizes.length - 1; axis >= 0; axis--) {
            strides[axis] = stride;
            stride *= sizes[axis];
        }
        return view(part().storage(storageClass, key, count), 0, sizes, strides);
    }

    /** The part that makes a tensor that looks into storage 0. */
    static Pickle view(String storageClass, long count, long offset, long[] sizes, long[] strides) {
        return view(part().storage(storageClass, "0", count), offset, sizes, strides);
    }

    private static Pickle view(Pickle storage, long offset, long[] sizes, long[] strides) {
        return part().global("torch._utils", "_rebuild_tensor_v2")
                .op('(')
                .add(storage)
                .integer(offset)
                .tuple(sizes)
                .tuple(strides)
                .op(0x89)
                .global("collections", "OrderedDict")
                .op(')', 'R', 't', 'R');
    }

    private Pickle tuple(long... values) {
        op('(');
        for (long value : values) {
            integer(value);
        }
        return op('t');
    }

    /** A whole pickle of a dict with one item. */
    static Pickle dict(String key, Pickle value) {
        return protocol(2).op('}').text(key).add(value).op('s', '.');
    }

    Pickle storage(String storageClass, String key, long count) {
        return op('(').text("storage")
                .global("torch", storageClass)
                .text(key)
                .text("cpu")
                .integer(count)
                .op('t', 'Q');
    }

    Pickle op(int... bytes) {
        for (int b : bytes) {
            out.write(b);
        }
        return this;
    }

    Pickle text(String value) {
        byte[] bytes = value.getBytes(StandardCharsets.UTF_8);
        op('X', bytes.length & 0xFF, (bytes.length >> 8) & 0xFF, (bytes.length >> 16) & 0xFF, bytes.length >> 24);
        out.writeBytes(bytes);
        return this;
    }

    Pickle integer(long value) {
        op(0x8A, 8);
        for (int i = 0; i < 8; i++) {
            out.write((int) (value >> (8 * i)));
        }
        return this;
    }

    Pickle global(String module, String name) {
        op('c');
        out.writeBytes((module + "\n" + name + "\n").getBytes(StandardCharsets.UTF_8));
        return this;
    }

    Pickle add(Pickle part) {
        out.writeBytes(part.bytes());
        return this;
    }

    Pickle times(int count, int... ops) {
        for (int i = 0; i < count; i++) {
            op(ops);
        }
        return this;
    }

    byte[] bytes() {
        return out.toByteArray();
    }
}
