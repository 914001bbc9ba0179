package dev.sidecar.npy;

import dev.sidecar.SidecarException;
import dev.sidecar.spi.Durability;
import dev.sidecar.spi.SidecarStore;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import org.jspecify.annotations.Nullable;

/**
 * Changes the two files of a sidecar together. No system call moves two files at once, so the metadata carries the
 * digest of the data: whatever is left by a crash between the two moves is recognised, and completed by
 * {@link Leftovers}. Both files are first written under temporary names; the moves happen under the tree's lock, after a
 * look whether the pair still is what was read.
 *
 * <p>Over a pair whose metadata vouches for its data, the data moves first, and the metadata, which comes last, makes the
 * commit. Elsewhere (there is no pair yet, or another program wrote or changed its metadata) new data could be taken for
 * what foreign metadata describes, beside it or in a folder above; there the metadata moves first, and for certain, because
 * ours tells.
 */
final class PairCommit implements SidecarStore.Change {
    private final TreeFolders folders;
    private final TreeLock lock;
    private final Durability durability;
    private final SidecarPaths paths;
    private final StoredSidecar old;
    private final byte[] data;
    private final byte[] json;
    private final boolean dataChanges;
    private boolean halfMoved;

    PairCommit(
            TreeFolders folders,
            TreeLock lock,
            Durability durability,
            SidecarPaths paths,
            StoredSidecar old,
            byte[] data,
            String dataSha256,
            byte[] json) {
        this.folders = folders;
        this.lock = lock;
        this.durability = durability;
        this.paths = paths;
        this.old = old;
        this.data = data;
        this.json = json;
        this.dataChanges = !dataSha256.equals(old.dataSha256());
    }

    @Override
    public boolean isNeeded() {
        return dataChanges || !ByteBuffer.wrap(json).equals(old.state().jsonBytes());
    }

    @Override
    public boolean apply() {
        makeFolder();
        TempFile newData = null;
        TempFile newJson = null;
        boolean done = false;
        try {
            if (dataChanges) {
                newData = TempFile.write(paths, paths.data(), data, durability);
            }
            newJson = TempFile.write(paths, paths.json(), json, durability);
            forceFolder();
            done = moveIntoPlace(newData, newJson);
            forceFolder();
            return done;
        } finally {
            if (!done && !halfMoved) { // else what is left is the half that completes the pair, in the next run
                discard(newData);
                discard(newJson);
            }
        }
    }

    /** A file that is left behind is no reason to fail; the next run clears it away. */
    private static void discard(@Nullable TempFile temp) {
        if (temp != null) {
            try {
                temp.delete();
            } catch (SidecarException e) {
                System.getLogger(PairCommit.class.getName()).log(System.Logger.Level.DEBUG, "left behind", e);
            }
        }
    }

    /** Makes the folder of the pair if need be, and the lock, by which the next run knows that something is to be found. */
    private void makeFolder() {
        try {
            folders.makeRoot();
            lock.create();
            folders.makeInside(paths.folder());
        } catch (IOException e) {
            throw SidecarException.io(paths.folder(), e);
        }
    }

    private void forceFolder() {
        try {
            folders.force(paths.folder());
        } catch (IOException e) {
            throw SidecarException.io(paths.folder(), e);
        }
    }

    private boolean moveIntoPlace(@Nullable TempFile newData, TempFile newJson) {
        try {
            return lock.hold(() -> {
                boolean clearedAwayByAnother =
                        !Files.exists(newJson.path()) || (newData != null && !Files.exists(newData.path()));
                if (clearedAwayByAnother || !PairState.of(paths).equals(old.state())) {
                    return false;
                }
                if (newData == null) {
                    move(newJson.path(), paths.json());
                } else if (old.vouched()) {
                    moveBoth(newData.path(), paths.data(), newJson.path(), paths.json());
                } else {
                    moveBoth(newJson.path(), paths.json(), newData.path(), paths.data());
                }
                return true;
            });
        } catch (IOException e) {
            throw SidecarException.io(paths.data(), e);
        }
    }

    private void moveBoth(Path first, Path firstPlace, Path second, Path secondPlace) throws IOException {
        try {
            move(first, firstPlace);
            if (!old.vouched()) { // else any of the two may be lost: what is torn is told from what is not
                folders.force(paths.folder());
            }
            move(second, secondPlace);
        } finally { // a move that fails may have been done all the same, on a file system behind a network
            halfMoved = !Files.exists(first) && !Files.notExists(second);
        }
    }

    static void move(Path from, Path to) throws IOException {
        Files.move(from, to, StandardCopyOption.ATOMIC_MOVE);
    }
}
