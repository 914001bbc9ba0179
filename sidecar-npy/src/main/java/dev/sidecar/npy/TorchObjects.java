package dev.sidecar.npy;

import dev.sidecar.npy.PickleValue.Bytes;
import dev.sidecar.npy.PickleValue.Constant;
import dev.sidecar.npy.PickleValue.Dict;
import dev.sidecar.npy.PickleValue.Int;
import dev.sidecar.npy.PickleValue.NumpyType;
import dev.sidecar.npy.PickleValue.Real;
import dev.sidecar.npy.PickleValue.Storage;
import dev.sidecar.npy.PickleValue.Tensor;
import dev.sidecar.npy.PickleValue.Text;
import dev.sidecar.npy.PickleValue.Tuple;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Knows what the calls and persistent ids in a pickle of {@code torch.save} stand for, and checks their arguments. */
final class TorchObjects {
    private static final int MAX_RANK = 64;

    private final PickleInput in;
    private final Map<String, Storage> storages = new LinkedHashMap<>();

    /** @param in where failures happen */
    TorchObjects(PickleInput in) {
        this.in = in;
    }

    /** The storages named so far, each once, in the order of their first mention. */
    Collection<Storage> storages() {
        return storages.values();
    }

    /** What a call would make, as data; {@code null} if torch.save never writes such a call. */
    @Nullable
    PickleValue call(PickleGlobal function, List<PickleValue> arguments) {
        return switch (function) {
            case ORDERED_DICT -> arguments.isEmpty() ? Dict.ordered() : null;
            case REBUILD_TENSOR_V2 -> tensor(arguments, false);
            case REBUILD_TENSOR_V3 -> tensor(arguments, true);
            case CODECS_ENCODE -> encode(arguments);
            case NUMPY_DTYPE -> numpyType(arguments);
            case SCALAR_NUMPY_1, SCALAR_NUMPY_2 -> numpyScalar(arguments);
            default -> null;
        };
    }

    private static @Nullable PickleValue encode(List<PickleValue> arguments) {
        return arguments.size() == 2
                        && arguments.get(0) instanceof Text text
                        && arguments.get(1) instanceof Text encoding
                        && encoding.value().equals("latin1")
                        && text.value().chars().allMatch(c -> c <= 0xFF)
                ? new Bytes(text.value())
                : null;
    }

    private static @Nullable PickleValue numpyType(List<PickleValue> arguments) {
        return arguments.size() == 3
                        && arguments.get(0) instanceof Text code
                        && isBoolean(arguments.get(1))
                        && isBoolean(arguments.get(2))
                ? new NumpyType(code.value())
                : null;
    }

    private static @Nullable PickleValue numpyScalar(List<PickleValue> arguments) {
        if (arguments.size() != 2
                || !(arguments.get(0) instanceof NumpyType type)
                || !(arguments.get(1) instanceof Bytes bytes)) {
            return null;
        }
        ByteBuffer value = ByteBuffer.wrap(bytes.latin1().getBytes(StandardCharsets.ISO_8859_1))
                .order(type.isBigEndian() ? ByteOrder.BIG_ENDIAN : ByteOrder.LITTLE_ENDIAN);
        return switch (type.code()) {
            case "i1" -> integer(ElementType.INT8, value);
            case "i2" -> integer(ElementType.INT16, value);
            case "i4" -> integer(ElementType.INT32, value);
            case "i8" -> integer(ElementType.INT64, value);
            case "u1" -> integer(ElementType.UINT8, value);
            case "u2" -> integer(ElementType.UINT16, value);
            case "u4" -> integer(ElementType.UINT32, value);
            case "u8" -> integer(ElementType.UINT64, value);
            case "f4" -> value.limit() == Float.BYTES ? new Real(value.getFloat(0)) : null;
            case "f8" -> value.limit() == Double.BYTES ? new Real(value.getDouble(0)) : null;
            default -> Constant.OTHER_SCALAR;
        };
    }

    private static @Nullable PickleValue integer(ElementType type, ByteBuffer bytes) {
        if (bytes.limit() != type.bytes()) {
            return null;
        }
        long value = type.integerAt(bytes, 0);
        return type == ElementType.UINT64 && value < 0 ? Constant.BIG_INTEGER : new Int(value);
    }

    /**
     * ('storage', class, key, location, number of elements); before torch 1.6 also what the storage is a view of, which
     * is nothing in every file that torch still reads.
     */
    Storage storage(PickleValue persistentId) {
        if (persistentId instanceof Tuple id
                && (id.items().size() == 5
                        || (id.items().size() == 6 && id.items().get(5) == Constant.NONE))
                && id.items().get(0) instanceof Text tag
                && tag.value().equals("storage")
                && id.items().get(1) instanceof PickleGlobal type
                && id.items().get(2) instanceof Text key
                && id.items().get(3) instanceof Text
                && id.items().get(4) instanceof Int count) {
            ElementType element = type.storageElement();
            if (element != null && count.value() >= 0 && count.value() <= Long.MAX_VALUE / element.bytes()) {
                Storage storage = new Storage(type, element, key.value(), count.value());
                Storage before = storages.putIfAbsent(storage.key(), storage);
                if (before != null && !before.equals(storage)) {
                    throw in.malformed("two storages under one key, of different type or length");
                }
                return storage;
            }
        }
        throw in.malformed("expected ('storage', class, key, location, length), found " + persistentId.describe());
    }

    /** (storage, offset, sizes, strides, requires_grad, hooks[, dtype][, metadata]). */
    private @Nullable Tensor tensor(List<PickleValue> arguments, boolean typed) {
        int required = typed ? 7 : 6;
        if (arguments.size() < required
                || arguments.size() > required + 1
                || !(arguments.get(0) instanceof Storage storage)
                || !(arguments.get(1) instanceof Int offset)
                || !(arguments.get(2) instanceof Tuple sizes)
                || !(arguments.get(3) instanceof Tuple strides)
                || !isBoolean(arguments.get(4))
                || !(arguments.get(5) instanceof Dict hooks && hooks.isEmpty())
                || typed != (storage.type() == PickleGlobal.UNTYPED_STORAGE)) {
            return null;
        }
        ElementType element = storage.element();
        if (typed) {
            ElementType dtype = arguments.get(6) instanceof PickleGlobal name ? name.dtype() : null;
            if (dtype == null) {
                return null;
            }
            element = dtype;
        }
        Tensor tensor = new Tensor(storage, element, offset.value(), naturals(sizes), naturals(strides));
        checkView(tensor);
        return tensor;
    }

    private static boolean isBoolean(PickleValue value) {
        return value == Constant.TRUE || value == Constant.FALSE;
    }

    private List<Long> naturals(Tuple tuple) {
        if (tuple.items().size() > MAX_RANK) {
            throw in.malformed("a tensor has at most " + MAX_RANK + " axes");
        }
        List<Long> numbers = new ArrayList<>();
        for (PickleValue item : tuple.items()) {
            if (!(item instanceof Int number) || number.value() < 0) {
                throw in.malformed("sizes and strides are integers from 0 on, found " + item.describe());
            }
            numbers.add(number.value());
        }
        return List.copyOf(numbers);
    }

    private void checkView(Tensor tensor) {
        List<Long> sizes = tensor.sizes();
        if (sizes.size() != tensor.strides().size()) {
            throw in.malformed("a tensor with " + sizes.size() + " sizes and "
                    + tensor.strides().size() + " strides");
        }
        try {
            long end = tensor.offset();
            long elements = 1;
            for (int axis = 0; axis < sizes.size(); axis++) {
                elements = Math.multiplyExact(elements, sizes.get(axis));
                long steps = Math.max(sizes.get(axis) - 1, 0);
                end = Math.addExact(
                        end, Math.multiplyExact(steps, tensor.strides().get(axis)));
            }
            if (elements > 0) {
                end = Math.addExact(end, 1);
            }
            if (tensor.offset() >= 0
                    && (elements == 0
                            || Math.multiplyExact(end, tensor.element().bytes())
                                    <= tensor.storage().bytes())) {
                return;
            }
        } catch (ArithmeticException e) {
            throw in.malformed("the sizes of " + tensor.describe() + " are beyond 64 bits");
        }
        throw in.malformed(tensor.describe() + " reaches beyond its storage of "
                + tensor.storage().bytes() + " bytes");
    }
}
