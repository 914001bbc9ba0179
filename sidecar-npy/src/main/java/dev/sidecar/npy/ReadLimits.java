package dev.sidecar.npy;

import static dev.sidecar.SidecarException.Kind.USAGE;

import dev.sidecar.SidecarException;
import dev.sidecar.SidecarException.Place;
import dev.sidecar.frame.FrameGrid;
import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;

/**
 * How much a file may ask for before it is refused (LIMIT). The defaults leave room for every file that is known to exist,
 * and for a clip of an hour many times; a program that reads files of strangers can lower them, one that reads larger
 * files can raise them:
 *
 * <pre>{@code
 * ReadLimits small = ReadLimits.DEFAULT.with(ReadLimits.Limit.PICKLE_BYTES, 1 << 20);
 * TokenFile tokens = TokenFile.open(path, small);
 * }</pre>
 *
 * <p>Immutable.
 */
public final class ReadLimits {
    private static final long ARRAY = TensorView.MAX_ARRAY;

    /** What is limited. */
    public enum Limit {
        /** Bytes of the pickle of a checkpoint, {@code data.pkl}: 16 MiB. */
        PICKLE_BYTES(16 << 20, ARRAY),
        /** Bytes of that pickle where it is compressed, which {@code torch.save} never does: 256 KiB. */
        INFLATED_PICKLE_BYTES(256 << 10, ARRAY),
        /** Instructions of a pickle: 4,000,000. */
        PICKLE_OPCODES(4_000_000, Integer.MAX_VALUE),
        /** Values on the stack of a pickle: 100,000. */
        PICKLE_STACK(100_000, Integer.MAX_VALUE),
        /** Values that a pickle remembers: 1,000,000. */
        PICKLE_MEMO(1_000_000, Integer.MAX_VALUE),
        /** Bytes of a string in a pickle: 64 KiB. */
        PICKLE_STRING_BYTES(64 << 10, ARRAY),
        /** Bytes of an integer in a pickle: 16. */
        PICKLE_INTEGER_BYTES(16, 255),
        /** Entries of the zip file that a checkpoint is: 200,000. */
        ZIP_ENTRIES(200_000, Integer.MAX_VALUE),
        /** Bytes of its central directory: 64 MiB. */
        ZIP_DIRECTORY_BYTES(64 << 20, ARRAY),
        /** Bytes of a compressed storage that are read at once: 16 MiB. */
        INFLATED_BYTES(16 << 20, ARRAY),
        /** Bytes of the metadata of an EnCodec stream: 64 KiB. */
        STREAM_METADATA_BYTES(64 << 10, ARRAY),
        /** Bytes of the header of a safetensors file: 100,000,000. */
        SAFETENSORS_HEADER_BYTES(100_000_000, ARRAY),
        /** Bytes of the header of an NPY file: 10,000. */
        NPY_HEADER_BYTES(10_000, ARRAY),
        /** Bytes of a JSON file: 64 MiB. Bare metadata of as many columns as there may be has 18 MiB. */
        JSON_BYTES(64 << 20, ARRAY),
        /** Objects and lists of JSON in each other: 64. */
        JSON_DEPTH(64, 1_000),
        /** Columns of a sidecar, D: 65,536. */
        COLUMNS(65_536, 1 << 24),
        /** Frames of a sidecar or of a token file that is read, T: {@value FrameGrid#MAX_FRAMES}, which cannot be raised. */
        FRAMES(FrameGrid.MAX_FRAMES, FrameGrid.MAX_FRAMES),
        /** Bytes of a sidecar's values as float32, 4·T·D: 2 GiB. */
        MATRIX_BYTES(2L << 30, 1L << 40);

        private final long byDefault;
        private final long most;

        Limit(long byDefault, long most) {
            this.byDefault = byDefault;
            this.most = most;
        }

        /**
         * The limit unless it is changed.
         *
         * @return the most that is read then
         */
        public long byDefault() {
            return byDefault;
        }

        /**
         * What it can be raised to.
         *
         * @return the largest limit
         */
        public long most() {
            return most;
        }
    }

    /** The limits by default. */
    public static final ReadLimits DEFAULT = new ReadLimits(Map.of());

    private final Map<Limit, Long> changed;

    private ReadLimits(Map<Limit, Long> changed) {
        this.changed = Map.copyOf(changed);
    }

    /**
     * These limits, but for one.
     *
     * @param limit what is limited
     * @param value the most that is read, 1 to {@link Limit#most()}
     * @return the changed limits
     * @throws SidecarException (USAGE) if the value is out of range
     */
    public ReadLimits with(Limit limit, long value) {
        if (value < 1 || value > limit.most()) {
            throw new SidecarException(
                    USAGE, Place.NOWHERE, "the limit " + limit + " is 1 to " + limit.most() + ", found " + value);
        }
        Map<Limit, Long> map = new EnumMap<>(Limit.class);
        map.putAll(changed);
        map.put(limit, value);
        return new ReadLimits(map);
    }

    /**
     * One of the limits.
     *
     * @param limit what is limited
     * @return the most that is read
     */
    public long get(Limit limit) {
        return changed.getOrDefault(limit, limit.byDefault());
    }

    /** A limit of what is counted by {@code int}. */
    int count(Limit limit) {
        return (int) get(limit);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof ReadLimits that && changed.equals(that.changed);
    }

    @Override
    public int hashCode() {
        return Objects.hash(changed);
    }

    /** What differs from the default, for people. */
    @Override
    public String toString() {
        return changed.isEmpty() ? "the default limits" : new EnumMap<>(changed).toString();
    }
}
