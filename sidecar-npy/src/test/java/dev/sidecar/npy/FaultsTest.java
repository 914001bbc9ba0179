package dev.sidecar.npy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.sidecar.RunReport;
import dev.sidecar.SidecarException;
import dev.sidecar.npy.disk.Death;
import dev.sidecar.npy.disk.Faults;
import dev.sidecar.npy.disk.Faults.Mode;
import dev.sidecar.npy.disk.Operation;
import dev.sidecar.npy.disk.Operation.Kind;
import dev.sidecar.npy.disk.WatchedDisk;
import dev.sidecar.spi.Durability;
import java.io.IOException;
import java.nio.file.Path;
import java.util.SortedMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Whatever operation on files fails, a sidecar is the old one or the new one. */
class FaultsTest {
    @TempDir
    private Path temp;

    static Stream<Arguments> runs() {
        return Stream.of(Rewrite.values())
                .flatMap(rewrite -> Stream.of(Mode.values())
                        .filter(mode -> Nightly.ON || !rewrite.isTree() || mode == Mode.ONCE || mode == Mode.DEATH)
                        .flatMap(mode -> Stream.of(Durability.values())
                                .filter(durability -> Nightly.ON || durability == Durability.POWER_LOSS)
                                .map(durability -> Arguments.of(rewrite, mode, durability))));
    }

    @ParameterizedTest(name = "{0} {1} {2}")
    @MethodSource("runs")
    void whicheverOperationFailsEachSidecarIsTheOldOneOrTheNewOne(Rewrite rewrite, Mode mode, Durability durability)
            throws IOException {
        boolean reads = rewrite == Rewrite.PAIR || Nightly.ON;
        Path old = temp.resolve("old");
        rewrite.before(old);
        Path made = Trees.copy(old, temp.resolve("made"));
        rewrite.run(made, durability);
        Expected expected = new Expected(rewrite, durability, Rewrite.halves(old), Rewrite.halves(made));
        long number = 0;
        Faults faults;
        do {
            faults = new Faults(++number, mode, reads);
            Path folder = Trees.copy(old, temp.resolve("faulty"));
            runOn(folder, faults, expected);
            String what = "operation " + number + ", " + faults.failed();
            assertThat(rewrite.ids()).as(what).allMatch(id -> expected.isWholeOrRefused(folder, id));
            try (FileStore store = Trees.store(folder.resolve("ecdc"), folder.resolve("cond"))) {
                store.recover();
            }
            assertThat(rewrite.ids()).as(what).allMatch(id -> expected.isWhole(folder, id));
            assertThat(Rewrite.temps(folder)).as(what).isEmpty();
            assertThat(rewrite.run(folder, durability).failures()).as(what).isEmpty();
            assertThat(Rewrite.halves(folder)).as(what).isEqualTo(expected.after());
            TreeState done = TreeState.of(folder);
            assertThat(rewrite.run(folder, durability).unchanged())
                    .as(what)
                    .isEqualTo(rewrite.ids().size());
            assertThat(TreeState.of(folder)).as(what).isEqualTo(done);
            Trees.delete(folder);
        } while (faults.failed() != null);
        System.out.println(rewrite + " " + mode + " " + durability + ": " + (number - 1) + " operations");
    }

    /** Runs, and sees that it tells how it ended, and leaves nothing open, nor temporary files that are of no use. */
    private static void runOn(Path folder, Faults faults, Expected expected) throws IOException {
        WatchedDisk disk = new WatchedDisk(faults);
        RunReport[] report = new RunReport[1];
        Throwable thrown =
                catchThrowable(() -> report[0] = expected.rewrite().run(disk.path(folder), expected.durability()));
        Operation failed = faults.failed();
        String what = "operation " + failed;
        if (thrown instanceof Death) {
            disk.abandon();
            return;
        }
        assertThat(disk.open()).as(what).isZero();
        if (thrown != null) {
            assertThat(thrown).as(what).isInstanceOf(SidecarException.class);
        } else if (report[0].failures().isEmpty()) {
            assertThat(Rewrite.halves(folder)).as(what).isEqualTo(expected.after());
        }
        boolean deletes = failed == null || failed.kind() != Kind.DELETE;
        if (faults.mode() == Mode.ONCE && deletes && expected.areWhole(folder)) {
            assertThat(Rewrite.temps(folder)).as(what).isEmpty();
        }
    }

    /** What a run makes of what. */
    private record Expected(
            Rewrite rewrite, Durability durability, SortedMap<String, String> before, SortedMap<String, String> after) {

        boolean isWhole(Path folder, String id) {
            SortedMap<String, String> found = Rewrite.halves(folder, id);
            return found.equals(Rewrite.halves(before, id)) || found.equals(Rewrite.halves(after, id));
        }

        boolean areWhole(Path folder) {
            return rewrite.ids().stream().allMatch(id -> isWhole(folder, id));
        }

        boolean isWholeOrRefused(Path folder, String id) {
            if (isWhole(folder, id)) {
                return true;
            }
            StoredSidecar sidecar = Trees.read(folder.resolve("ecdc"), folder.resolve("cond"), id);
            return !sidecar.exists() || !sidecar.labelled() || sidecar.torn();
        }
    }
}
