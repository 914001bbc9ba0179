package dev.sidecar.npy;

import static dev.sidecar.SidecarException.Kind.UNSUPPORTED;

import dev.sidecar.npy.PickleValue.Constant;
import dev.sidecar.npy.PickleValue.Dict;
import dev.sidecar.npy.PickleValue.Int;
import dev.sidecar.npy.PickleValue.Sequence;
import dev.sidecar.npy.PickleValue.Storage;
import dev.sidecar.npy.PickleValue.Text;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.HashMap;
import java.util.Map;

/**
 * What {@code torch.save} wrote before 1.6, and writes on request: five pickles (a magic number, the protocol, the
 * writer's sizes, the object, the keys of its storages), then each storage as a count and its elements.
 */
final class TorchLegacy {
    /** The first pickle: protocol 2, the integer 0x1950a86a20f9469cfc6c. */
    private static final byte[] MAGIC = {
        (byte) 0x80,
        2,
        (byte) 0x8A,
        10,
        0x6C,
        (byte) 0xFC,
        (byte) 0x9C,
        0x46,
        (byte) 0xF9,
        0x20,
        0x6A,
        (byte) 0xA8,
        0x50,
        0x19,
        '.'
    };

    private static final int PROTOCOL = 1001;

    private final BufferedFile file;
    private long position = MAGIC.length;

    private TorchLegacy(BufferedFile file) {
        this.file = file;
    }

    static boolean isAtStartOf(BufferedFile file) {
        return file.head().limit() >= MAGIC.length
                && file.head().slice(0, MAGIC.length).equals(ByteBuffer.wrap(MAGIC));
    }

    /** Reads the pickles. Whether the storages are there as well shows when they are opened. */
    static SavedObject read(BufferedFile file) {
        return new TorchLegacy(file).read();
    }

    private SavedObject read() {
        if (!(nextPickle() instanceof Int protocol) || protocol.value() != PROTOCOL) {
            throw file.malformed(MAGIC.length, "expected protocol " + PROTOCOL + " of old torch files");
        }
        long systemPosition = position;
        PickleValue littleEndian = nextPickle() instanceof Dict system ? system.get("little_endian") : null;
        if (littleEndian == Constant.FALSE) {
            throw file.failure(
                    UNSUPPORTED,
                    "an old torch file of a big-endian machine; load it there and save it again with torch.save");
        }
        if (littleEndian != Constant.TRUE) {
            throw file.malformed(systemPosition, "expected a dict that tells the writer's byte order");
        }
        PickleInput input = PickleInput.at(file, position);
        PickleMachine machine = new PickleMachine(input);
        PickleValue root = machine.run();
        Map<String, Storage> storages = new HashMap<>();
        machine.storages().forEach(storage -> storages.put(storage.key(), storage));
        long keys = input.position();
        return new SavedObject(root, storage -> new Appended(storage, storages, keys));
    }

    private PickleValue nextPickle() {
        PickleInput input = PickleInput.at(file, position);
        PickleValue value = new PickleMachine(input).run();
        position = input.position();
        return value;
    }

    /** A storage after the pickles. Its place follows from the lengths of those before it, so it has to be looked for. */
    private record Appended(Storage wanted, Map<String, Storage> storages, long keysPosition) implements TensorStorage {
        @Override
        public Content open(PositionalFile file, long from, long to) {
            BufferedFile unbuffered = new BufferedFile(file, 0);
            PickleInput input = PickleInput.at(unbuffered, keysPosition);
            if (!(new PickleMachine(input).run() instanceof Sequence keys)) {
                throw file.malformed(keysPosition, "expected the list of storages");
            }
            long position = input.position();
            for (PickleValue key : keys.items()) {
                Storage storage = key instanceof Text text ? storages.get(text.value()) : null;
                if (storage == null) {
                    throw file.malformed(keysPosition, "the list of storages names one that no tensor uses");
                }
                long count = file.read(position, Long.BYTES).getLong();
                if (count != storage.count()) {
                    throw file.malformed(
                            position,
                            "the pickle wants " + storage.count() + " values of this storage, which has " + count);
                }
                position += Long.BYTES;
                if (storage.bytes() > file.size() - position) {
                    throw file.malformed(position, "truncated: the storage ends beyond the end of the file");
                }
                if (storage.key().equals(wanted.key())) {
                    return new InFile(file, position, ByteOrder.LITTLE_ENDIAN);
                }
                position += storage.bytes();
            }
            throw file.malformed(keysPosition, "the list of storages lacks one that a tensor is in");
        }
    }
}
