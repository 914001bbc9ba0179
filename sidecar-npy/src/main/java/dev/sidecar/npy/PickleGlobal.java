package dev.sidecar.npy;

import static java.util.stream.Collectors.toUnmodifiableMap;

import java.util.Arrays;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Every name that a token file may mention. A name is only ever a symbol: nothing is looked up, loaded or called. */
enum PickleGlobal implements PickleValue {
    REBUILD_TENSOR_V2("torch._utils", "_rebuild_tensor_v2", Role.FUNCTION, null),
    REBUILD_TENSOR_V3("torch._utils", "_rebuild_tensor_v3", Role.FUNCTION, null),
    ORDERED_DICT("collections", "OrderedDict", Role.FUNCTION, null),
    SCALAR_NUMPY_1("numpy.core.multiarray", "scalar", Role.FUNCTION, null),
    SCALAR_NUMPY_2("numpy._core.multiarray", "scalar", Role.FUNCTION, null),
    NUMPY_DTYPE("numpy", "dtype", Role.FUNCTION, null),
    CODECS_ENCODE("_codecs", "encode", Role.FUNCTION, null),

    LONG_STORAGE("torch", "LongStorage", Role.STORAGE, ElementType.INT64),
    INT_STORAGE("torch", "IntStorage", Role.STORAGE, ElementType.INT32),
    SHORT_STORAGE("torch", "ShortStorage", Role.STORAGE, ElementType.INT16),
    CHAR_STORAGE("torch", "CharStorage", Role.STORAGE, ElementType.INT8),
    BYTE_STORAGE("torch", "ByteStorage", Role.STORAGE, ElementType.UINT8),
    BOOL_STORAGE("torch", "BoolStorage", Role.STORAGE, ElementType.BOOL),
    HALF_STORAGE("torch", "HalfStorage", Role.STORAGE, ElementType.FLOAT16),
    BFLOAT16_STORAGE("torch", "BFloat16Storage", Role.STORAGE, ElementType.BFLOAT16),
    FLOAT_STORAGE("torch", "FloatStorage", Role.STORAGE, ElementType.FLOAT32),
    DOUBLE_STORAGE("torch", "DoubleStorage", Role.STORAGE, ElementType.FLOAT64),
    /** Bytes; the tensor says what they mean. */
    UNTYPED_STORAGE("torch.storage", "UntypedStorage", Role.STORAGE, ElementType.UINT8),

    UINT16("torch", "uint16", Role.DTYPE, ElementType.UINT16),
    UINT32("torch", "uint32", Role.DTYPE, ElementType.UINT32),
    UINT64("torch", "uint64", Role.DTYPE, ElementType.UINT64);

    private static final Map<String, PickleGlobal> BY_NAME =
            Arrays.stream(values()).collect(toUnmodifiableMap(PickleGlobal::qualifiedName, Function.identity()));

    private enum Role {
        FUNCTION,
        STORAGE,
        DTYPE
    }

    private final String qualifiedName;
    private final Role role;
    private final @Nullable ElementType element;

    PickleGlobal(String module, String name, Role role, @Nullable ElementType element) {
        this.qualifiedName = module + " " + name;
        this.role = role;
        this.element = element;
    }

    static @Nullable PickleGlobal find(String module, String name) {
        return BY_NAME.get(module + " " + name);
    }

    /** Module and name, with a space between, as a pickle of protocol 2 has them. */
    String qualifiedName() {
        return qualifiedName;
    }

    /** What the values of this class of storage are, or {@code null} if it is none. */
    @Nullable
    ElementType storageElement() {
        return role == Role.STORAGE ? element : null;
    }

    /** What element type it is the name of, or {@code null} if of none. */
    @Nullable
    ElementType dtype() {
        return role == Role.DTYPE ? element : null;
    }

    @Override
    public String describe() {
        return "the name " + qualifiedName.replace(' ', '.');
    }
}
