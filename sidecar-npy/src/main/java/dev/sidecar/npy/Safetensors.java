package dev.sidecar.npy;

import static dev.sidecar.SidecarException.Kind.LIMIT;
import static dev.sidecar.SidecarException.Kind.UNSUPPORTED;
import static dev.sidecar.npy.ReadLimits.Limit.SAFETENSORS_HEADER_BYTES;

import com.fasterxml.jackson.core.JsonToken;
import dev.sidecar.SidecarException;
import dev.sidecar.SidecarException.Place;
import java.io.IOException;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The header of a safetensors file: a length, that many bytes of JSON that tell each tensor's type, shape and place, then
 * the values of all tensors, without holes and overlaps, to the end of the file.
 */
final class Safetensors {
    private static final int LENGTH_BYTES = Long.BYTES;
    private static final int MAX_RANK = 64;

    private final BufferedFile file;
    private final Map<String, Entry> entries = new LinkedHashMap<>();

    private Safetensors(BufferedFile file) {
        this.file = file;
    }

    /** The types of values, as the header names them. */
    private enum Type {
        F64(ElementType.FLOAT64),
        F32(ElementType.FLOAT32),
        F16(ElementType.FLOAT16),
        BF16(ElementType.BFLOAT16),
        I64(ElementType.INT64),
        I32(ElementType.INT32),
        I16(ElementType.INT16),
        I8(ElementType.INT8),
        U64(ElementType.UINT64),
        U32(ElementType.UINT32),
        U16(ElementType.UINT16),
        U8(ElementType.UINT8),
        BOOL(ElementType.BOOL),
        F8_E4M3("float8_e4m3"),
        F8_E5M2("float8_e5m2"),
        F8_E8M0("float8_e8m0");

        private final String label;
        private final ElementType element;

        Type(ElementType element) {
            this.label = element.label();
            this.element = element;
        }

        /** A type of one byte that nothing here makes numbers of. */
        Type(String label) {
            this.label = label;
            this.element = ElementType.UINT8;
        }

        static Optional<Type> named(String name) {
            return Arrays.stream(values())
                    .filter(type -> type.name().equals(name))
                    .findFirst();
        }

        static String names() {
            return Arrays.stream(values()).map(Type::name).collect(Collectors.joining(", "));
        }
    }

    /** A tensor's entry. Its bytes are {@code [begin, end)}, counted from the end of the header. */
    private record Entry(String name, Type type, List<Long> sizes, long begin, long end) {}

    static boolean isAtStartOf(BufferedFile file) {
        return file.head().limit() > LENGTH_BYTES && file.head().get(LENGTH_BYTES) == '{';
    }

    /** The tensors by name, in the order of the header. */
    static Map<String, NamedTensor> read(BufferedFile file) {
        return new Safetensors(file).tensors();
    }

    private Map<String, NamedTensor> tensors() {
        long length = file.read(0, LENGTH_BYTES).getLong();
        long most = file.limits().get(SAFETENSORS_HEADER_BYTES);
        if (length < 0 || length > most) {
            throw file.failure(
                    LIMIT,
                    "the header of a safetensors file has at most " + most + " bytes, this one claims "
                            + Long.toUnsignedString(length));
        }
        JsonText.readObject(file.file().path(), file.limits(), file.read(LENGTH_BYTES, (int) length), json -> {
            while (json.nextKey()) {
                addEntry(json);
            }
            return entries;
        });
        long start = LENGTH_BYTES + length;
        checkTiling(start);
        Map<String, NamedTensor> tensors = new LinkedHashMap<>();
        entries.forEach((name, entry) -> tensors.put(name, tensor(entry, start)));
        return tensors;
    }

    private NamedTensor tensor(Entry entry, long start) {
        TensorStorage storage =
                (open, from, to) -> new TensorStorage.InFile(open, start + entry.begin(), ByteOrder.LITTLE_ENDIAN);
        return NamedTensor.of(
                file.file(), entry.type().label, TensorView.contiguous(storage, entry.type().element, entry.sizes()));
    }

    private void addEntry(JsonText json) throws IOException {
        String name = json.key();
        if (json.value() != JsonToken.START_OBJECT) {
            throw json.malformed("expected an object for " + PickleValue.shortened(name));
        }
        if (name.equals("__metadata__")) {
            skipMetadata(json);
        } else {
            entries.put(name, entry(name, json));
        }
    }

    private static void skipMetadata(JsonText json) throws IOException {
        while (json.nextKey()) {
            if (json.value() != JsonToken.VALUE_STRING) {
                throw json.malformed("the values of __metadata__ are texts");
            }
        }
    }

    private Entry entry(String name, JsonText json) throws IOException {
        Type type = null;
        List<Long> sizes = null;
        List<Long> offsets = null;
        while (json.nextKey()) {
            String key = json.key();
            JsonToken value = json.value();
            switch (key) {
                case "dtype" -> type = type(value, json);
                case "shape" -> sizes = naturals(value, MAX_RANK, json);
                case "data_offsets" -> offsets = naturals(value, 2, json);
                default ->
                    throw json.malformed(
                            "a tensor has dtype, shape and data_offsets, found the key " + PickleValue.shortened(key));
            }
        }
        if (type == null || sizes == null || offsets == null || offsets.size() != 2) {
            throw json.malformed("the tensor " + PickleValue.shortened(name)
                    + " needs dtype, shape and data_offsets, which are two numbers");
        }
        Entry entry = new Entry(name, type, sizes, offsets.get(0), offsets.get(1));
        Long bytes = bytes(entry);
        if (bytes == null || entry.end() < entry.begin() || entry.end() - entry.begin() != bytes) {
            throw json.malformed("the tensor " + PickleValue.shortened(name) + " is " + type + sizes
                    + ", which are not the bytes of its data_offsets " + offsets);
        }
        return entry;
    }

    /** How many bytes a tensor has by its type and shape; {@code null} if that is beyond 64 bits. */
    private static @Nullable Long bytes(Entry entry) {
        try {
            long bytes = entry.type().element.bytes();
            for (long size : entry.sizes()) {
                bytes = Math.multiplyExact(bytes, size);
            }
            return bytes;
        } catch (ArithmeticException beyond) {
            return null;
        }
    }

    private Type type(JsonToken value, JsonText json) throws IOException {
        if (value != JsonToken.VALUE_STRING) {
            throw json.malformed("a dtype is a text");
        }
        String name = json.text();
        return Type.named(name)
                .orElseThrow(() -> new SidecarException(
                        UNSUPPORTED,
                        Place.file(file.file().path()),
                        "the dtype " + PickleValue.shortened(name) + " is not known; there are " + Type.names()));
    }

    private static List<Long> naturals(JsonToken value, int most, JsonText json) throws IOException {
        if (value != JsonToken.START_ARRAY) {
            throw json.malformed("expected a list of whole numbers");
        }
        List<Long> numbers = new ArrayList<>();
        while (json.nextElement()) {
            if (numbers.size() == most) {
                throw json.malformed("expected a list of at most " + most + " whole numbers");
            }
            numbers.add(json.natural());
        }
        return List.copyOf(numbers);
    }

    /** The values of the tensors follow each other without holes and overlaps, and end where the file ends. */
    private void checkTiling(long start) {
        long end = 0;
        for (Entry entry : entries.values().stream()
                .sorted(Comparator.comparingLong(Entry::begin).thenComparingLong(Entry::end))
                .toList()) {
            if (entry.begin() != end) {
                throw file.malformed(
                        start + end,
                        (entry.begin() > end ? "bytes of no tensor before" : "bytes of two tensors, one of them")
                                + " the tensor " + PickleValue.shortened(entry.name()));
            }
            end = entry.end();
        }
        if (end != file.size() - start) {
            throw file.malformed(
                    file.size(),
                    (end > file.size() - start ? "truncated: the" : "bytes after the last tensor: the")
                            + " tensors have " + end + " bytes, the file has " + (file.size() - start)
                            + " after its header");
        }
    }
}
