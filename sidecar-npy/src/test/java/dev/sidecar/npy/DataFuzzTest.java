package dev.sidecar.npy;

import dev.sidecar.SidecarException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Damaged sidecars, recipes and HDF5 files: whatever is done to them, only the one documented exception comes out. */
@Tag("hostile")
class DataFuzzTest {
    private static final int NPY_HEADER = 128;

    private final ForeignBytes foreign = new ForeignBytes();

    @AfterEach
    void forget() throws IOException {
        foreign.close();
    }

    @Test
    void damagedMatricesFailInOneWay() {
        Fuzz.check(3_000, Samples.npy()::apply, foreign::matrix);
    }

    @Test
    void damagedArraysFailInOneWay() {
        Fuzz.check(2_000, Samples.npy()::apply, foreign::array);
    }

    /** Damage to the header alone, before data that is as it should be. */
    @Test
    void damagedHeadersFailInOneWay() {
        Damage damage = Samples.npy();
        Fuzz.check(
                3_000,
                random -> {
                    Fuzz.Sample file =
                            damage.files().get(random.nextInt(damage.files().size()));
                    byte[] bytes = file.bytes();
                    int length = Math.min(bytes.length, NPY_HEADER);
                    byte[] header = damage.damaged(Arrays.copyOf(bytes, length), random);
                    byte[] whole = Arrays.copyOf(header, header.length + bytes.length - length);
                    System.arraycopy(bytes, length, whole, header.length, bytes.length - length);
                    return new Fuzz.Sample(file.name(), whole);
                },
                foreign::matrix);
    }

    @Test
    void damagedMetadataFailsInOneWay() {
        Fuzz.check(4_000, Samples.metadata()::apply, foreign::metadata);
    }

    @Test
    void damagedCentralMetadataFailsInOneWay() {
        Fuzz.check(1_000, Samples.metadata()::apply, foreign::centralMetadata);
    }

    @Test
    void damagedJsonFailsInOneWay() {
        Fuzz.check(1_000, Samples.recipes()::apply, foreign::json);
    }

    @Test
    void damagedRecipesFailInOneWay() {
        Fuzz.check(1_000, Samples.recipes()::apply, foreign::recipe);
    }

    /**
     * HDF5 files are trusted, so only the way of failing counts. Each has a name of its own, because the threads of jhdf
     * may still read one that was refused.
     */
    @Test
    void damagedHdf5FilesFailInOneWay(@TempDir Path folder) {
        AtomicInteger number = new AtomicInteger();
        Fuzz.checkTrusted(500, Samples.hdf5()::apply, bytes -> {
            Path path = Files.write(folder.resolve(number.getAndIncrement() + ".h5"), bytes);
            try (Hdf5File file = Hdf5.open(path)) {
                readAll(file, "", 3);
            } finally {
                Files.delete(path);
            }
        });
    }

    private static void readAll(Hdf5File file, String inside, int depth) {
        SidecarException refused = null;
        for (String name : file.children(inside)) {
            String child = inside + "/" + name;
            try {
                if (file.isDataset(child)) {
                    file.read(child);
                    file.attribute(child, "names");
                } else if (depth > 0) {
                    readAll(file, child, depth - 1);
                }
            } catch (SidecarException e) {
                refused = e;
            }
        }
        if (refused != null) {
            throw refused;
        }
    }
}
