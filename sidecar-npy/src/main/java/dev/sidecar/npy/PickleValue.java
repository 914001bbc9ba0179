package dev.sidecar.npy;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What a pickle says, as data. Values may be nested without bound and may contain themselves, so nothing here walks
 * into a value: no equality, no hash, no text of a container's content. Empty containers are small, because a byte of a
 * pickle is enough to make one.
 */
sealed interface PickleValue permits PickleGlobal, PickleValue.Plain {

    /** Text that fits a message. */
    static String shortened(String text) {
        return text.length() <= 100 ? text : text.substring(0, 100) + "…";
    }

    /** What it is, for messages. */
    String describe();

    /** Everything that is not a name. */
    sealed interface Plain extends PickleValue {}

    /** Values without content. */
    enum Constant implements Plain {
        NONE("None"),
        TRUE("True"),
        FALSE("False"),
        BIG_INTEGER("an integer beyond 64 bits"),
        OTHER_SCALAR("a NumPy scalar");

        private final String text;

        Constant(String text) {
            this.text = text;
        }

        @Override
        public String describe() {
            return text;
        }
    }

    /** An integer of up to 64 bits. */
    record Int(long value) implements Plain {
        @Override
        public String describe() {
            return "the integer " + value;
        }
    }

    /** A float. */
    record Real(double value) implements Plain {
        @Override
        public String describe() {
            return "the float " + value;
        }
    }

    /** A string. */
    record Text(String value) implements Plain {
        @Override
        public String describe() {
            return value.length() <= 40
                    ? "the string '" + value + "'"
                    : "a string of " + value.length() + " characters";
        }
    }

    /** Bytes, each as one character. */
    record Bytes(String latin1) implements Plain {
        @Override
        public String describe() {
            return latin1.length() + " bytes";
        }
    }

    /** A tuple. */
    final class Tuple implements Plain {
        private final List<PickleValue> items;

        Tuple(List<PickleValue> items) {
            this.items = List.copyOf(items);
        }

        List<PickleValue> items() {
            return items;
        }

        @Override
        public String describe() {
            return "a tuple of " + items.size();
        }
    }

    /** A list. */
    final class Sequence implements Plain {
        private List<PickleValue> items = List.of();

        /** The list as far as the pickle has made it. */
        List<PickleValue> items() {
            return Collections.unmodifiableList(items);
        }

        void addAll(List<PickleValue> more) {
            if (items.isEmpty()) {
                items = new ArrayList<>();
            }
            items.addAll(more);
        }

        @Override
        public String describe() {
            return "a list of " + items.size();
        }
    }

    /** A dict, or an OrderedDict, whose keys are strings and integers. */
    final class Dict implements Plain {
        private final boolean ordered;
        private Map<Object, PickleValue> items = Map.of();

        private Dict(boolean ordered) {
            this.ordered = ordered;
        }

        Dict() {
            this(false);
        }

        static Dict ordered() {
            return new Dict(true);
        }

        /** Whether it is an OrderedDict, which may have attributes. */
        boolean isOrdered() {
            return ordered;
        }

        /** The items as far as the pickle has made them, in its order; keys are {@code String} and {@code Long}. */
        Map<Object, PickleValue> items() {
            return Collections.unmodifiableMap(items);
        }

        @Nullable
        PickleValue get(String key) {
            return items.get(key);
        }

        void put(Text key, PickleValue value) {
            putAny(key.value(), value);
        }

        void put(Int key, PickleValue value) {
            putAny(key.value(), value);
        }

        private void putAny(Object key, PickleValue value) {
            if (items.isEmpty()) {
                items = new LinkedHashMap<>();
            }
            items.put(key, value);
        }

        boolean isEmpty() {
            return items.isEmpty();
        }

        /** A few of the keys in order, for messages. */
        String someKeys() {
            return items.keySet().stream()
                    .map(key -> shortened(key.toString()))
                    .sorted()
                    .limit(8)
                    .collect(Collectors.joining(", ", "[", items.size() > 8 ? ", …]" : "]"));
        }

        @Override
        public String describe() {
            return "a dict of " + items.size();
        }
    }

    /** A storage that a tensor looks into: {@code count} elements under a key. */
    record Storage(PickleGlobal type, ElementType element, String key, long count) implements Plain {
        /** The size of the content, which {@code PickleMachine} has checked to be a {@code long}. */
        long bytes() {
            return count * element.bytes();
        }

        @Override
        public String describe() {
            return "a storage";
        }
    }

    /** A view into a storage. Offset and strides count elements; the view is known to lie within its storage. */
    record Tensor(Storage storage, ElementType element, long offset, List<Long> sizes, List<Long> strides)
            implements Plain {
        @Override
        public String describe() {
            return "a tensor " + element.label() + sizes;
        }
    }

    /** A NumPy dtype such as {@code i8}, whose byte order is told after it is made. */
    final class NumpyType implements Plain {
        private final String code;
        private boolean bigEndian;

        NumpyType(String code) {
            this.code = code;
        }

        String code() {
            return code;
        }

        boolean isBigEndian() {
            return bigEndian;
        }

        void setBigEndian(boolean bigEndian) {
            this.bigEndian = bigEndian;
        }

        @Override
        public String describe() {
            return "a NumPy dtype";
        }
    }
}
