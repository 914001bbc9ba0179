package dev.sidecar.npy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.sidecar.RunReport;
import dev.sidecar.SidecarException;
import dev.sidecar.SidecarException.Kind;
import dev.sidecar.npy.disk.FullDisk;
import dev.sidecar.npy.disk.WatchedDisk;
import dev.sidecar.spi.Durability;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.SortedMap;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A disk that is full leaves the old sidecars, and no temporary files. */
class FullDiskTest {
    private static final int STEP = 512;

    @TempDir
    private Path temp;

    private static void assertSaysThatThereIsNoSpace(SidecarException failure, Path folder) {
        assertThat(failure.kind()).isEqualTo(Kind.IO);
        assertThat(failure).hasMessageContaining("No space left on device").hasMessageContaining(folder.toString());
    }

    @ParameterizedTest
    @EnumSource
    void whateverFitsOnTheDiskEachSidecarIsTheOldOneOrTheNewOne(Rewrite rewrite) throws IOException {
        Path old = temp.resolve("old");
        rewrite.before(old);
        Path made = Trees.copy(old, temp.resolve("made"));
        rewrite.run(made, Durability.PROCESS_KILL);
        SortedMap<String, String> before = Rewrite.halves(old);
        SortedMap<String, String> after = Rewrite.halves(made);
        FullDisk full;
        int room = 0;
        do {
            full = new FullDisk(room);
            Path folder = Trees.copy(old, temp.resolve("full"));
            RunReport report = rewrite.run(new WatchedDisk(full).path(folder), Durability.PROCESS_KILL);
            assertThat(report.failures().isEmpty()).as(room + " bytes").isEqualTo(!full.isFull());
            report.failures().forEach(failed -> assertSaysThatThereIsNoSpace(failed.failure(), folder));
            for (String id : rewrite.ids()) {
                assertThat(Rewrite.halves(folder, id)).isIn(Rewrite.halves(before, id), Rewrite.halves(after, id));
            }
            assertThat(Rewrite.temps(folder)).isEmpty();
            assertThat(rewrite.run(folder, Durability.PROCESS_KILL).failures()).isEmpty();
            assertThat(Rewrite.halves(folder)).isEqualTo(after);
            Trees.delete(folder);
            room += STEP;
        } while (full.isFull());
        System.out.println(rewrite + ": full after each of " + (room / STEP - 1) + " sizes");
    }

    @ParameterizedTest
    @EnumSource
    void soIsEveryOtherFile(SingleFile file) throws IOException {
        Path old = temp.resolve("old");
        file.before(old);
        byte[] before = Files.readAllBytes(file.written(old));
        Path made = Trees.copy(old, temp.resolve("made"));
        file.write(made);
        FullDisk full;
        int room = 0;
        do {
            full = new FullDisk(room);
            Path folder = Trees.copy(old, temp.resolve("full"));
            WatchedDisk disk = new WatchedDisk(full);
            Throwable thrown = catchThrowable(() -> file.write(disk.path(folder)));
            assertThat(thrown != null).as(room + " bytes").isEqualTo(full.isFull());
            if (thrown != null) {
                assertThat(thrown)
                        .isInstanceOfSatisfying(
                                SidecarException.class, failure -> assertSaysThatThereIsNoSpace(failure, folder));
            }
            assertThat(Files.readAllBytes(file.written(folder)))
                    .isEqualTo(full.isFull() ? before : Files.readAllBytes(file.written(made)));
            assertThat(Rewrite.temps(folder)).isEmpty();
            disk.abandon();
            Trees.delete(folder);
            room += STEP;
        } while (full.isFull());
        System.out.println(file + ": full after each of " + (room / STEP - 1) + " sizes");
    }
}
