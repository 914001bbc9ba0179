package dev.sidecar.npy;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** Where the values of a storage lie in a file. Nothing is open or in memory until it is asked for. */
interface TensorStorage {
    /** The bytes {@code [from, to)} of the storage, ready to be read from an open file. */
    Content open(PositionalFile file, long from, long to);

    /** The content of a storage, by positions within the storage. */
    interface Content {
        ByteOrder order();

        void read(long position, ByteBuffer into);
    }

    /** Content that lies in the file as it is. */
    record InFile(PositionalFile file, long start, ByteOrder order) implements Content {
        @Override
        public void read(long position, ByteBuffer into) {
            file.read(start + position, into);
        }
    }

    /** Content from a position on, in memory. */
    record InMemory(ByteBuffer bytes, long start, ByteOrder order) implements Content {
        @Override
        public void read(long position, ByteBuffer into) {
            into.put(bytes.slice((int) (position - start), into.remaining()));
        }
    }
}
