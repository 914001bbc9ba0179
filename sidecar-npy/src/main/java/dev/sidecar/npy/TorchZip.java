package dev.sidecar.npy;

import static dev.sidecar.SidecarException.Kind.FORMAT;
import static dev.sidecar.SidecarException.Kind.LIMIT;
import static dev.sidecar.SidecarException.Kind.UNSUPPORTED;
import static dev.sidecar.npy.ReadLimits.Limit.INFLATED_PICKLE_BYTES;
import static dev.sidecar.npy.ReadLimits.Limit.PICKLE_BYTES;

import dev.sidecar.SidecarException;
import dev.sidecar.npy.PickleValue.Storage;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** What {@code torch.save} has written since 1.6: a zip file with a pickle and one entry for each storage. */
final class TorchZip {
    private static final int MAX_BYTE_ORDER_BYTES = 16;
    private static final Pattern STORAGE_KEY = Pattern.compile("[0-9]{1,20}");

    private final BufferedFile file;
    private final ZipDirectory directory;
    private final @Nullable ZipEntry byteOrder;

    private TorchZip(BufferedFile file) {
        this.file = file;
        this.directory = ZipDirectory.read(file);
        this.byteOrder = directory.find("byteorder");
    }

    static boolean isAtStartOf(BufferedFile file) {
        return file.head().limit() >= Integer.BYTES && file.head().getInt(0) == ZipEntry.LOCAL_SIGNATURE;
    }

    /** Reads the pickle. Each storage that it names is known to have its entry, of the right size. */
    static SavedObject read(BufferedFile file) {
        return new TorchZip(file).read();
    }

    private SavedObject read() {
        ZipEntry pickle = directory.find("data.pkl");
        if (pickle == null) {
            throw directory.missing("data.pkl");
        }
        boolean stored = pickle.method() == ZipEntry.STORED;
        long limit = file.limits().get(stored ? PICKLE_BYTES : INFLATED_PICKLE_BYTES);
        if (pickle.size() > limit) {
            throw file.failure(LIMIT, "data.pkl has at most " + limit + " bytes, this one " + pickle.size());
        }
        long position = pickle.contentPosition(file);
        PickleInput input = PickleInput.of(
                file.file().path(), file.limits(), pickle.content(file, position), stored ? position : -1);
        PickleMachine machine = new PickleMachine(input);
        PickleValue root = machine.run();
        if (input.remaining() != 0) {
            throw input.malformed("bytes after the pickle's STOP");
        }
        machine.storages().forEach(this::entry);
        return new SavedObject(root, storage -> new Stored(entry(storage), byteOrder));
    }

    /** The entry of a storage, which holds exactly the storage's elements. */
    private ZipEntry entry(Storage storage) {
        if (!STORAGE_KEY.matcher(storage.key()).matches()) {
            throw file.failure(
                    FORMAT,
                    "expected a number as the key of a storage, found '" + PickleValue.shortened(storage.key()) + "'");
        }
        String name = "data/" + storage.key();
        ZipEntry entry = directory.find(name);
        if (entry == null) {
            throw directory.missing(name);
        }
        if (entry.size() != storage.bytes()) {
            throw file.malformed(
                    entry.headerPosition(),
                    "the pickle wants " + storage.bytes() + " bytes of " + name + ", which has " + entry.size());
        }
        return entry;
    }

    private record Stored(ZipEntry entry, @Nullable ZipEntry byteOrder) implements TensorStorage {
        @Override
        public Content open(PositionalFile file, long from, long to) {
            BufferedFile unbuffered = new BufferedFile(file, 0);
            ByteOrder order = order(unbuffered);
            long position = entry.contentPosition(unbuffered);
            return entry.method() == ZipEntry.STORED
                    ? new InFile(file, position, order)
                    : new InMemory(Inflation.inflate(file, entry, position, from, to), from, order);
        }

        private ByteOrder order(BufferedFile file) {
            if (byteOrder == null) {
                return ByteOrder.LITTLE_ENDIAN;
            }
            String text = byteOrder.size() > MAX_BYTE_ORDER_BYTES
                    ? "something longer"
                    : StandardCharsets.ISO_8859_1
                            .decode(byteOrder.content(file, byteOrder.contentPosition(file)))
                            .toString();
            return switch (text) {
                case "little" -> ByteOrder.LITTLE_ENDIAN;
                case "big" -> ByteOrder.BIG_ENDIAN;
                default ->
                    throw new SidecarException(
                            UNSUPPORTED,
                            SidecarException.Place.file(file.file().path()).offset(byteOrder.headerPosition()),
                            "the byte order is 'little' or 'big', found '" + text + "'");
            };
        }
    }
}
