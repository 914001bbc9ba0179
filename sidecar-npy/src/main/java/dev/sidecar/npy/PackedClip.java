package dev.sidecar.npy;

import static dev.sidecar.SidecarException.Kind.FORMAT;
import static dev.sidecar.SidecarException.Kind.LIMIT;
import static dev.sidecar.SidecarException.Kind.MISMATCH;
import static dev.sidecar.SidecarException.Kind.UNSUPPORTED;

import dev.sidecar.SidecarException;
import dev.sidecar.SidecarException.Kind;
import dev.sidecar.SidecarException.Place;
import dev.sidecar.frame.Clip;
import dev.sidecar.frame.Column;
import dev.sidecar.frame.DType;
import dev.sidecar.frame.FeatureFrame;
import dev.sidecar.frame.FrameGrid;
import dev.sidecar.frame.Statistics;
import java.io.BufferedOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The sidecar of one clip as it lies in a packed tree: a group named by the clip's id. Its values are float32 rows, which
 * every reader of HDF5 understands; beside them is what they do not tell of the two files, so that these can be made again
 * byte for byte. What HDF5 is not written with, arrays without values and half floats, is not there: attributes tell the
 * shape and the type.
 */
final class PackedClip {
    /** The most bytes of one file, and of what is written of it. */
    private static final long MAX_BYTES = 1L << 30;

    /** The longest name in a path that jhdf writes rightly. */
    private static final int MAX_NAME_BYTES = 254;

    private static final int CHUNK_BYTES = 256 << 10;
    private static final int ROW_OVERHEAD = 24;
    private static final int GROUP_OVERHEAD = 8 << 10;

    private static final String FRAMES = "frames";
    private static final String WIDTH = "width";
    private static final String DTYPE = "dtype";
    private static final String FPS = "fps";
    private static final String SAMPLE_RATE = "sample_rate";
    private static final String HOP = "hop";
    private static final String SHA256 = "npy_sha256";
    static final String VALUES = "cond";
    private static final String NAMES = "names";
    private static final String UNITS = "units";
    private static final String HEADER = "npy_header";
    private static final String DATA = "npy_data";
    private static final String JSON = "json";
    private static final String CODES = "codes";

    private final String id;
    private final FrameGrid grid;
    private final FeatureFrame frame;
    private final String dtype;
    private final String sha256;
    private final byte[] header;
    private final byte @Nullable [] data;
    private final byte @Nullable [] json;
    private final int @Nullable [][] codes;

    /**
     * A clip.
     *
     * @param dtype how the file stores values, in words
     * @param sha256 of the data file
     * @param header the file up to its values
     * @param data the rest of the file; null if it is the frame's values as {@code dtype}
     * @param json the metadata; null if there is none
     * @param codes null if they are not kept
     */
    private PackedClip(
            String id,
            FrameGrid grid,
            FeatureFrame frame,
            String dtype,
            String sha256,
            byte[] header,
            byte @Nullable [] data,
            byte @Nullable [] json,
            int @Nullable [][] codes) {
        this.id = id;
        this.grid = grid;
        this.frame = frame;
        this.dtype = dtype;
        this.sha256 = sha256;
        this.header = header;
        this.data = data;
        this.json = json;
        this.codes = codes;
    }

    /** Reads the sidecar of a clip; empty if there is none. */
    static Optional<PackedClip> of(FileStore store, Clip clip, boolean withCodes) {
        checkNames(clip.id());
        SidecarPaths paths = store.target(clip);
        StoredSidecar sidecar = store.readAsStated(clip);
        StoredSidecar.Data stored = sidecar.data();
        ByteBuffer jsonBytes = sidecar.state().jsonBytes();
        if (stored == null && jsonBytes == null) {
            return Optional.empty();
        }
        checkSound(clip, paths, sidecar);
        FileStamp stamp = sidecar.state().data();
        if (stored == null || stamp == null) {
            throw failure(clip, MISMATCH, "there is metadata without data; audit the tree");
        }
        byte[] file = PositionalFile.readUnchanged(paths.data(), stamp, paths.limits(), PackedClip::wholeFile);
        byte[] header = Arrays.copyOf(file, stored.header().dataOffset());
        byte[] rest = Arrays.copyOfRange(file, header.length, file.length);
        boolean isImplied = stored.header()
                .writtenAs()
                .map(type -> Arrays.equals(rest, encode(sidecar.frame(), type)))
                .orElse(false);
        PackedClip packed = new PackedClip(
                clip.id(),
                clip.grid(),
                sidecar.frame(),
                stored.header().describeType(),
                Sha256.of(file),
                header,
                isImplied || rest.length == 0 ? null : rest,
                jsonBytes == null ? null : bytes(jsonBytes),
                withCodes ? clip.codes().window(0, clip.frames()) : null);
        packed.checkTexts(clip);
        return Optional.of(packed);
    }

    private static byte[] wholeFile(PositionalFile file) {
        if (file.size() > MAX_BYTES) {
            throw new SidecarException(
                    LIMIT,
                    Place.file(file.path()),
                    "at most " + MAX_BYTES + " bytes can be packed, this file has " + file.size());
        }
        return file.read(0, (int) file.size()).array();
    }

    private static byte[] bytes(ByteBuffer buffer) {
        byte[] bytes = new byte[buffer.remaining()];
        buffer.duplicate().get(bytes);
        return bytes;
    }

    private static void checkNames(String id) {
        for (String name : id.split("/", -1)) {
            if (name.isBlank() || name.getBytes(StandardCharsets.UTF_8).length > MAX_NAME_BYTES) {
                throw new SidecarException(
                        UNSUPPORTED,
                        Place.clip(id),
                        "names in a packed tree are not blank and have at most " + MAX_NAME_BYTES
                                + " bytes; rename the folder");
            }
        }
    }

    /** A packed tree holds nothing that an audit would call broken. */
    private static void checkSound(Clip clip, SidecarPaths paths, StoredSidecar sidecar) {
        if (sidecar.torn()) {
            throw failure(clip, MISMATCH, "data and metadata do not belong together; repair the tree, or add again");
        }
        if (sidecar.frame().frames() != clip.frames()) {
            throw failure(
                    clip,
                    MISMATCH,
                    "the tokens have " + clip.frames() + " frames, their sidecar has "
                            + sidecar.frame().frames() + "; make it anew");
        }
        Path metadata =
                sidecar.data() == null ? null : sidecar.data().description().metadata();
        boolean doubled =
                paths.doubledJson().filter(path -> path.equals(metadata)).isPresent();
        if (doubled || !sidecar.source().equals(paths)) {
            throw failure(
                    clip,
                    MISMATCH,
                    "its sidecar lies under a name that an older writer gave it; repair the tree first");
        }
    }

    /** HDF5 ends a text at the first NUL, and gives all texts of an array the length of the longest. */
    private void checkTexts(Clip clip) {
        for (Column column : frame.columns()) {
            if (column.name().indexOf('\0') >= 0 || column.units().indexOf('\0') >= 0) {
                throw failure(clip, UNSUPPORTED, "HDF5 holds no name or units with a NUL character; rename the column");
            }
        }
        if (textBytes(Column::name) + textBytes(Column::units) > MAX_BYTES) {
            throw failure(clip, LIMIT, "its names or units are too long for so many columns");
        }
    }

    private long textBytes(Function<Column, String> text) {
        return frame.width()
                * frame.columns().stream()
                        .mapToLong(column -> 1 + text.apply(column).getBytes(StandardCharsets.UTF_8).length)
                        .max()
                        .orElse(0);
    }

    private static SidecarException failure(Clip clip, Kind kind, String reason) {
        return new SidecarException(kind, Place.clip(clip.id()), reason);
    }

    private static byte[] encode(FeatureFrame frame, DType dtype) {
        ByteBuffer bytes = ByteBuffer.allocate(frame.frames() * frame.width() * dtype.bytes())
                .order(ByteOrder.LITTLE_ENDIAN);
        NpyWriter.putValues(frame, dtype, bytes);
        return bytes.array();
    }

    String id() {
        return id;
    }

    FrameGrid grid() {
        return grid;
    }

    FeatureFrame frame() {
        return frame;
    }

    /** The data file; fails if it is not what was packed. */
    byte[] npy() {
        byte[] rest = data != null ? data : encode(frame, type());
        byte[] npy = Arrays.copyOf(header, header.length + rest.length);
        System.arraycopy(rest, 0, npy, header.length, rest.length);
        if (!Sha256.of(npy).equals(sha256)) {
            throw new SidecarException(
                    FORMAT,
                    Place.clip(id),
                    "the packed sidecar is damaged: its data has not the SHA-256 that it states");
        }
        return npy;
    }

    private DType type() {
        return dtype.equals("float16") ? DType.FLOAT16 : DType.FLOAT32;
    }

    /** The metadata file; null if there is none. */
    byte @Nullable [] json() {
        return json;
    }

    /** The codes, {@code [Cb][T]}; empty if they are not kept. */
    Optional<int[][]> codes() {
        return Optional.ofNullable(codes);
    }

    /** About how much memory it takes until it is written. */
    long weight() {
        return GROUP_OVERHEAD
                + frame.frames() * (ROW_OVERHEAD + (long) Float.BYTES * frame.width()) * 2
                + textBytes(Column::name)
                + textBytes(Column::units)
                + (data == null ? 0 : data.length)
                + (json == null ? 0 : json.length)
                + (codes == null ? 0 : (long) Integer.BYTES * codes.length * frame.frames());
    }

    /** Writes it into its group below the root. */
    void into(Hdf5Group root) {
        Hdf5Group group = root.below(id);
        group.attribute(FRAMES, frame.frames());
        group.attribute(WIDTH, frame.width());
        group.attribute(DTYPE, dtype);
        group.attribute(SHA256, sha256);
        group.attribute(FPS, grid.framesPerSecond());
        group.attribute(SAMPLE_RATE, grid.sampleRate());
        group.attribute(HOP, grid.hop());
        group.dataset(HEADER, header);
        if (frame.width() > 0) {
            List<Column> columns = frame.columns();
            group.dataset(NAMES, columns.stream().map(Column::name).toArray(String[]::new));
            group.dataset(UNITS, columns.stream().map(Column::units).toArray(String[]::new));
            for (Statistic statistic : Statistic.values()) {
                group.dataset(
                        statistic.key(),
                        columns.stream()
                                .mapToDouble(
                                        column -> statistic.of(column.stated()).orElse(Double.NaN))
                                .toArray());
            }
        }
        if (frame.width() > 0 && frame.frames() > 0) {
            group.dataset(VALUES, rows(), chunk(frame.frames(), frame.width() * Float.BYTES), frame.width());
        }
        if (data != null) {
            group.dataset(DATA, data, Math.min(data.length, CHUNK_BYTES));
        }
        if (json != null) {
            group.dataset(JSON, json, Math.min(json.length, CHUNK_BYTES));
        }
        if (codes != null && frame.frames() > 0) {
            group.dataset(CODES, codes, codes.length, chunk(frame.frames(), codes.length * Integer.BYTES));
        }
    }

    /** How many of some frames are compressed at once. */
    private static int chunk(int frames, int bytesEach) {
        return Math.max(1, Math.min(frames, CHUNK_BYTES / bytesEach));
    }

    private float[][] rows() {
        float[][] rows = new float[frame.frames()][frame.width()];
        for (int d = 0; d < frame.width(); d++) {
            FloatBuffer column = frame.columns().get(d).values();
            for (int t = 0; t < rows.length; t++) {
                rows[t][d] = column.get(t);
            }
        }
        return rows;
    }

    /** Whether a group of a file holds a clip. */
    static boolean isAt(Hdf5File file, String id) {
        return id.endsWith(SidecarPaths.TOKEN_SUFFIX) && file.isDataset(id + "/" + HEADER);
    }

    /** Reads a clip from its group. */
    static PackedClip read(Hdf5File file, String id) {
        int frames = number(file, id, FRAMES);
        int width = number(file, id, WIDTH);
        FrameGrid grid = new FrameGrid.Rate(number(file, id, SAMPLE_RATE), number(file, id, HOP)).grid(frames);
        return new PackedClip(
                id,
                grid,
                FeatureFrame.of(frames, columns(file, id, frames, width)),
                text(file, id, DTYPE),
                text(file, id, SHA256),
                file.read(id + "/" + HEADER).bytes(),
                bytes(file, id + "/" + DATA),
                bytes(file, id + "/" + JSON),
                codes(file, id + "/" + CODES, frames));
    }

    private static int number(Hdf5File file, String id, String name) {
        return file.attribute(id, name)
                .filter(Integer.class::isInstance)
                .map(Integer.class::cast)
                .orElseThrow(() -> malformed(file, id, "there is no attribute " + name + " with a whole number"));
    }

    private static String text(Hdf5File file, String id, String name) {
        return file.attribute(id, name)
                .filter(String.class::isInstance)
                .map(String.class::cast)
                .orElseThrow(() -> malformed(file, id, "there is no attribute " + name + " with a text"));
    }

    private static SidecarException malformed(Hdf5File file, String id, String reason) {
        return new SidecarException(FORMAT, Place.file(file.path()).within(Place.clip(id)), reason);
    }

    private static List<Column> columns(Hdf5File file, String id, int frames, int width) {
        if (width == 0) {
            return List.of();
        }
        List<String> names = file.read(id + "/" + NAMES).texts();
        List<String> units = file.read(id + "/" + UNITS).texts();
        Map<Statistic, double[]> statistics = new EnumMap<>(Statistic.class);
        for (Statistic statistic : Statistic.values()) {
            statistics.put(statistic, file.read(id + "/" + statistic.key()).doubles());
        }
        float[] rows = frames == 0 ? new float[0] : file.read(id + "/" + VALUES).floats();
        if (names.size() != width
                || units.size() != width
                || rows.length != (long) frames * width
                || statistics.values().stream().anyMatch(numbers -> numbers.length != width)) {
            throw malformed(
                    file, id, "expected values of " + frames + " frames and " + width + " columns, found others");
        }
        List<Column> columns = new ArrayList<>();
        for (int d = 0; d < width; d++) {
            float[] values = new float[frames];
            for (int t = 0; t < frames; t++) {
                values[t] = rows[t * width + d];
            }
            columns.add(
                    Column.of(names.get(d), values).withUnits(units.get(d)).withRecorded(statistics(statistics, d)));
        }
        return columns;
    }

    private static Statistics statistics(Map<Statistic, double[]> all, int column) {
        Map<Statistic, OptionalDouble> numbers = new EnumMap<>(Statistic.class);
        all.forEach((statistic, values) -> numbers.put(statistic, known(values[column])));
        return Statistic.statistics(numbers);
    }

    private static OptionalDouble known(double number) {
        return Double.isNaN(number) ? OptionalDouble.empty() : OptionalDouble.of(number);
    }

    private static byte @Nullable [] bytes(Hdf5File file, String path) {
        return file.isDataset(path) ? file.read(path).bytes() : null;
    }

    private static int @Nullable [][] codes(Hdf5File file, String path, int frames) {
        return file.isDataset(path) ? file.read(path).ints(frames) : null;
    }

    /** The SHA-256 of everything that is written of it. */
    String digest() {
        MessageDigest digest = Sha256.start();
        OutputStream sink = new DigestOutputStream(OutputStream.nullOutputStream(), digest);
        try (DataOutputStream out = new DataOutputStream(new BufferedOutputStream(sink, CHUNK_BYTES))) {
            digest(out);
        } catch (IOException e) {
            throw new UncheckedIOException(e); // nothing here can fail
        }
        return Sha256.hex(digest);
    }

    private void digest(DataOutputStream out) throws IOException {
        text(id, out);
        text(grid.toString(), out);
        text(dtype, out);
        text(sha256, out);
        for (Column column : frame.columns()) {
            text(column.name(), out);
            text(column.units(), out);
            for (Statistic statistic : Statistic.values()) {
                out.writeDouble(statistic.of(column.stated()).orElse(Double.NaN));
            }
            FloatBuffer values = column.values();
            for (int t = 0; t < values.limit(); t++) {
                out.writeInt(Float.floatToRawIntBits(values.get(t)));
            }
        }
        for (byte[] bytes : Arrays.asList(header, data, json)) {
            out.writeInt(bytes == null ? -1 : bytes.length);
            out.write(bytes == null ? new byte[0] : bytes);
        }
        for (int[] row : codes == null ? new int[0][] : codes) {
            for (int code : row) {
                out.writeInt(code);
            }
        }
    }

    private static void text(String text, DataOutputStream out) throws IOException {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        out.writeInt(bytes.length);
        out.write(bytes);
    }
}
