package dev.sidecar.npy;

import static dev.sidecar.SidecarException.Kind.FORMAT;
import static dev.sidecar.SidecarException.Kind.LIMIT;
import static dev.sidecar.SidecarException.Kind.UNSUPPORTED;

import dev.sidecar.npy.PickleValue.Dict;
import dev.sidecar.npy.PickleValue.Int;
import dev.sidecar.npy.PickleValue.Real;
import dev.sidecar.npy.PickleValue.Sequence;
import dev.sidecar.npy.PickleValue.Tensor;
import dev.sidecar.npy.PickleValue.Tuple;
import java.util.List;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/** Makes sense of the dict that a checkpoint holds: {@code audio_codes}, {@code audio_scales}, {@code audio_length}. */
final class Checkpoint {
    static final int MAX_CODEBOOKS = 1024;

    private final BufferedFile file;
    private final SavedObject saved;

    Checkpoint(BufferedFile file, SavedObject saved) {
        this.file = file;
        this.saved = saved;
    }

    TokenLayout layout(TokenFile.Container container) {
        if (!(saved.root() instanceof Dict dict)) {
            throw file.failure(
                    saved.root() instanceof Tensor ? UNSUPPORTED : FORMAT,
                    "expected a dict with the key audio_codes, found "
                            + saved.root().describe()
                            + "; save {\"audio_codes\": codes} instead");
        }
        PickleValue found = dict.get("audio_codes");
        if (found == null) {
            throw file.failure(FORMAT, "the dict has no key audio_codes, only " + dict.someKeys());
        }
        Tensor codes = codes(found);
        TensorSegments segments = segments(codes);
        boolean ambiguous = segments.count() > 1 || holdsTensors(dict.get("audio_scales"));
        return new TokenLayout(
                container, codes.element().label(), audioLength(dict.get("audio_length")), ambiguous, segments);
    }

    private Tensor codes(PickleValue value) {
        List<PickleValue> listed = listed(value);
        if (listed.size() > 1 && listed.stream().allMatch(item -> item instanceof Tensor || item instanceof Tuple)) {
            throw file.failure(
                    UNSUPPORTED, "audio_codes is " + value.describe() + " frames, expected one tensor of all frames");
        }
        PickleValue only = listed.size() == 1 ? listed.get(0) : value;
        if (!(only instanceof Tensor tensor)) {
            throw file.failure(FORMAT, "audio_codes is " + value.describe() + ", expected a tensor");
        }
        if (!tensor.element().isInteger()) {
            throw file.failure(
                    UNSUPPORTED,
                    "audio_codes is " + tensor.describe() + ", expected integers; codes are indices into codebooks");
        }
        return tensor;
    }

    private static List<PickleValue> listed(@Nullable PickleValue value) {
        if (value instanceof Sequence list) {
            return list.items();
        }
        return value instanceof Tuple tuple ? tuple.items() : List.of();
    }

    private static boolean holdsTensors(@Nullable PickleValue scales) {
        return scales instanceof Tensor || listed(scales).stream().anyMatch(Tensor.class::isInstance);
    }

    /** [codebooks, frames], [1, codebooks, frames] or [segments, 1, codebooks, frames]. */
    private TensorSegments segments(Tensor tensor) {
        List<Long> sizes = tensor.sizes();
        int rank = sizes.size();
        if (rank < 2 || rank > 4) {
            throw file.failure(FORMAT, "audio_codes is " + tensor.describe() + ", expected [codebooks, frames]");
        }
        boolean batch = (rank == 3 && sizes.get(0) > 1) || (rank == 4 && sizes.get(1) > 1);
        if (batch) {
            throw file.failure(
                    UNSUPPORTED,
                    "audio_codes is " + tensor.describe() + ", a batch; save each clip in a file of its own, as"
                            + " [codebooks, frames]");
        }
        if (sizes.subList(0, rank - 1).contains(0L)) {
            throw file.failure(FORMAT, "audio_codes is " + tensor.describe() + ", which has no codebooks");
        }
        long codebooks = sizes.get(rank - 2);
        if (codebooks > MAX_CODEBOOKS) {
            throw file.failure(
                    LIMIT,
                    "audio_codes is " + tensor.describe() + ", expected [codebooks, frames] with at most "
                            + MAX_CODEBOOKS + " codebooks");
        }
        boolean chunked = rank == 4;
        return new TensorSegments(
                saved.storages().apply(tensor.storage()),
                tensor.element(),
                tensor.offset(),
                chunked ? asInt(tensor, 0) : 1,
                chunked ? tensor.strides().get(0) : 0,
                (int) codebooks,
                tensor.strides().get(rank - 2),
                asInt(tensor, rank - 1),
                tensor.strides().get(rank - 1));
    }

    private int asInt(Tensor tensor, int axis) {
        long size = tensor.sizes().get(axis);
        if (size > Integer.MAX_VALUE) {
            throw file.failure(LIMIT, "audio_codes is " + tensor.describe() + ", which no file can mean");
        }
        return (int) size;
    }

    /** A whole number, however it is written; anything else is as good as none. */
    private OptionalLong audioLength(@Nullable PickleValue value) {
        if (value instanceof Int integer) {
            return natural(integer.value());
        }
        if (value instanceof Real real) {
            long whole = (long) real.value();
            return whole == real.value() && whole < Long.MAX_VALUE ? natural(whole) : OptionalLong.empty();
        }
        if (value instanceof Tensor tensor
                && tensor.element().isInteger()
                && tensor.sizes().stream().allMatch(size -> size == 1)) {
            return natural(onlyElement(tensor));
        }
        return OptionalLong.empty();
    }

    private static OptionalLong natural(long samples) {
        return samples < 0 ? OptionalLong.empty() : OptionalLong.of(samples);
    }

    private long onlyElement(Tensor tensor) {
        long bytes = tensor.element().bytes();
        long from = tensor.offset() * bytes;
        TensorStorage.Content content = saved.storages().apply(tensor.storage()).open(file.file(), from, from + bytes);
        return new TensorReader(content, tensor.element(), 1, 1)
                .until(tensor.offset() + 1)
                .get(tensor.offset());
    }
}
