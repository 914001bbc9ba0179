package dev.sidecar.npy;

import static dev.sidecar.SidecarException.Kind.MISMATCH;
import static dev.sidecar.SidecarException.Kind.UNSUPPORTED;

import dev.sidecar.SidecarException;
import dev.sidecar.SidecarException.Kind;
import dev.sidecar.SidecarException.Place;
import dev.sidecar.npy.PickleValue.Dict;
import dev.sidecar.npy.PickleValue.Tensor;
import java.nio.file.Path;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * A file of named tensors, such as the weights of a model: a safetensors file, or what {@code torch.save} makes of a dict
 * of tensors ({@code pytorch_model.bin}). Which of them it is, its first bytes tell.
 *
 * <p>Opening reads names, types and shapes, and closes the file again; values are read on demand. Nothing that a file
 * names is ever looked up, constructed or called; a name that is not on a short fixed list is refused (FORBIDDEN). Memory
 * and time are bounded by the size of the file, not by what it claims: there are at most 64 axes, 2<sup>31</sup> - 9
 * values in a tensor that is read, and further limits that {@link ReadLimits} tells.
 *
 * <p>Immutable, and safe for use by several threads. Every failure is a {@link SidecarException} that names the file.
 */
public final class TensorFile {
    private static final int MOST_TEXT = 1000;

    private final Path path;
    private final FileStamp stamp;
    private final ReadLimits limits;
    private final Map<String, NamedTensor> tensors;

    private TensorFile(PositionalFile file, Map<String, NamedTensor> tensors) {
        this.path = file.path();
        this.stamp = file.stamp();
        this.limits = file.limits();
        this.tensors = Collections.unmodifiableMap(tensors);
    }

    /**
     * Opens a file of tensors: reads what it says about them, and closes it again.
     *
     * @param path a file on any file system; links are followed
     * @return the tensors
     * @throws SidecarException IO if the file cannot be read; FORMAT if it is no such file, or a broken one; UNSUPPORTED
     *     if it holds something else than tensors, or values of an unknown type; FORBIDDEN if it names what no dict of
     *     tensors needs; LIMIT if a size is beyond these limits
     */
    public static TensorFile open(Path path) {
        return open(path, ReadLimits.DEFAULT);
    }

    /**
     * Opens a file of tensors within other limits.
     *
     * @param path as for {@link #open(Path)}
     * @param limits how much the file may ask for
     * @return the tensors
     * @throws SidecarException as {@link #open(Path)}
     */
    public static TensorFile open(Path path, ReadLimits limits) {
        try (PositionalFile file = PositionalFile.open(path, limits)) {
            return open(file);
        }
    }

    static TensorFile open(PositionalFile file) {
        BufferedFile buffered = new BufferedFile(file, TokenSniffer.HEAD_LENGTH);
        Map<String, NamedTensor> tensors;
        if (TorchZip.isAtStartOf(buffered)) {
            tensors = tensors(buffered, TorchZip.read(buffered));
        } else if (TorchLegacy.isAtStartOf(buffered)) {
            tensors = tensors(buffered, TorchLegacy.read(buffered));
        } else if (Safetensors.isAtStartOf(buffered)) {
            tensors = Safetensors.read(buffered);
        } else {
            throw ForeignFile.failure(
                    buffered, "a file of tensors", "which neither safetensors nor torch.save of today writes");
        }
        return new TensorFile(file, tensors);
    }

    private static Map<String, NamedTensor> tensors(BufferedFile file, SavedObject saved) {
        if (!(saved.root() instanceof Dict dict)) {
            throw notTensors(file, "found " + saved.root().describe());
        }
        Map<String, NamedTensor> tensors = new LinkedHashMap<>();
        dict.items().forEach((key, value) -> {
            if (!(key instanceof String name)) {
                throw notTensors(file, "found the key " + key);
            }
            if (!(value instanceof Tensor tensor)) {
                throw notTensors(file, PickleValue.shortened(name) + " is " + value.describe());
            }
            TensorView view = new TensorView(
                    saved.storages().apply(tensor.storage()),
                    tensor.element(),
                    tensor.offset(),
                    tensor.sizes(),
                    tensor.strides());
            tensors.put(name, NamedTensor.of(file.file(), tensor.element().label(), view));
        });
        return tensors;
    }

    private static SidecarException notTensors(BufferedFile file, String found) {
        return file.failure(
                UNSUPPORTED, "expected a dict of tensors by name, " + found + "; save the state_dict() of the model");
    }

    /**
     * The file.
     *
     * @return the path it was opened by
     */
    public Path path() {
        return path;
    }

    /**
     * The names of the tensors.
     *
     * @return the names in the order of the file, not to be changed
     */
    public Set<String> names() {
        return tensors.keySet();
    }

    /**
     * Whether there is a tensor of a name.
     *
     * @param name the name
     * @return true if it is among {@link #names()}
     */
    public boolean has(String name) {
        return tensors.containsKey(name);
    }

    /**
     * The shape of a tensor.
     *
     * @param name one of {@link #names()}
     * @return the sizes of its axes, each 0 or more; none for a single value
     * @throws SidecarException (MISMATCH) if the file has no such tensor
     */
    public List<Integer> shape(String name) {
        return tensor(name).shape();
    }

    /**
     * What the values of a tensor are.
     *
     * @param name one of {@link #names()}
     * @return {@code float32}, {@code float16}, {@code bfloat16}, {@code float64}, {@code int8} to {@code int64},
     *     {@code uint8} to {@code uint64}, {@code bool}, {@code float8_e4m3}, {@code float8_e5m2} or {@code float8_e8m0}
     * @throws SidecarException (MISMATCH) if the file has no such tensor
     */
    public String type(String name) {
        return tensor(name).type();
    }

    /**
     * The values of a tensor of float32.
     *
     * @param name one of {@link #names()}
     * @return the values, the last axis being the fastest; the caller's to keep
     * @throws SidecarException MISMATCH if the file has no such tensor, or has changed since it was opened; UNSUPPORTED if
     *     the values are not {@code float32}; LIMIT if there are more than an array can hold, or than the file could hold;
     *     FORMAT if the file is too short; IO if it cannot be read
     */
    public float[] floats(String name) {
        NamedTensor tensor = tensor(name);
        if (!tensor.type().equals(ElementType.FLOAT32.label())) {
            throw failure(
                    UNSUPPORTED,
                    "expected " + ElementType.FLOAT32.label() + " values, the tensor " + PickleValue.shortened(name)
                            + " is " + tensor.type() + "; convert it and save it again");
        }
        return PositionalFile.readUnchanged(path, stamp, limits, tensor.view()::floats);
    }

    /**
     * The digest of the whole file, which tells one set of weights from another.
     *
     * @return its SHA-256 in lower-case hex
     * @throws SidecarException MISMATCH if the file has changed since it was opened; IO if it cannot be read
     */
    public String sha256() {
        return PositionalFile.readUnchanged(path, stamp, limits, Sha256::of);
    }

    private NamedTensor tensor(String name) {
        NamedTensor tensor = tensors.get(name);
        if (tensor == null) {
            String reason = SidecarException.unknownName(Place.NOWHERE, "tensor", name, names())
                    .reason();
            throw failure(MISMATCH, reason.length() <= MOST_TEXT ? reason : reason.substring(0, MOST_TEXT) + " …");
        }
        return tensor;
    }

    private SidecarException failure(Kind kind, String reason) {
        return new SidecarException(kind, Place.file(path), reason);
    }

    /** The path, and how many tensors there are, for people. */
    @Override
    public String toString() {
        return SidecarException.onOneLine(path.toString()) + " (" + tensors.size()
                + (tensors.size() == 1 ? " tensor)" : " tensors)");
    }
}
