package dev.sidecar.npy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.sidecar.SidecarException;
import dev.sidecar.npy.disk.Death;
import dev.sidecar.npy.disk.Faults;
import dev.sidecar.npy.disk.Faults.Mode;
import dev.sidecar.npy.disk.Operation;
import dev.sidecar.npy.disk.WatchedDisk;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Whatever operation fails, a file is the old one or the new one. */
class SingleFileFaultsTest {
    @TempDir
    private Path temp;

    static Stream<Arguments> writings() {
        return Stream.of(SingleFile.values())
                .flatMap(file -> Stream.of(Mode.values()).map(mode -> Arguments.of(file, mode)));
    }

    @ParameterizedTest(name = "{0} {1}")
    @MethodSource("writings")
    void whicheverOperationFailsAFileIsTheOldOneOrTheNewOne(SingleFile file, Mode mode) throws IOException {
        Path old = temp.resolve("old");
        file.before(old);
        byte[] before = Files.readAllBytes(file.written(old));
        Path made = Trees.copy(old, temp.resolve("made"));
        file.write(made);
        byte[] after = Files.readAllBytes(file.written(made));
        assertThat(after).isNotEqualTo(before);
        long number = 0;
        Faults faults;
        do {
            faults = new Faults(++number, mode, file != SingleFile.PACK || Nightly.ON);
            Path folder = Trees.copy(old, temp.resolve("faulty"));
            WatchedDisk disk = new WatchedDisk(faults);
            Throwable thrown = catchThrowable(() -> file.write(disk.path(folder)));
            Operation failed = faults.failed();
            String what = "operation " + number + ", " + failed;
            byte[] found = Files.readAllBytes(file.written(folder));
            assertThat(found).as(what).isIn(before, after);
            if (thrown instanceof Death) {
                disk.abandon();
            } else {
                if (file.isAlwaysClosed()) {
                    assertThat(disk.open()).as(what).isZero();
                }
                disk.abandon();
                if (thrown == null) {
                    assertThat(found).as(what).isEqualTo(after);
                } else {
                    assertThat(thrown).as(what).isInstanceOf(SidecarException.class);
                }
                if (mode == Mode.ONCE && (failed == null || failed.kind() != Operation.Kind.DELETE)) {
                    assertThat(Rewrite.temps(folder)).as(what).isEmpty();
                }
            }
            file.write(folder);
            assertThat(Files.readAllBytes(file.written(folder))).as(what).isEqualTo(after);
            Trees.delete(folder);
        } while (faults.failed() != null);
        System.out.println(file + " " + mode + ": " + (number - 1) + " operations");
    }
}
