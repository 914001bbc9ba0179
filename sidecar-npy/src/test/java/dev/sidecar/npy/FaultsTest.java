package dev.sidecar.npy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.sidecar.RunReport;
import dev.sidecar.SidecarException;
import dev.sidecar.npy.disk.Death;
import dev.sidecar.npy.disk.Faults;
import dev.sidecar.npy.disk.WatchedDisk;
import dev.sidecar.spi.Durability;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
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
                .flatMap(rewrite -> Stream.of(Faults.Mode.values())
                        .flatMap(mode -> Stream.of(Durability.values())
                                .filter(durability -> Nightly.ON || durability == Durability.POWER_LOSS)
                                .map(durability -> Arguments.of(rewrite, mode, durability))));
    }

    @ParameterizedTest(name = "{0} {1} {2}")
    @MethodSource("runs")
    void whicheverOperationFailsEachSidecarIsTheOldOneOrTheNewOne(
            Rewrite rewrite, Faults.Mode mode, Durability durability) throws IOException {
        boolean reads = !rewrite.isTree() || Nightly.ON;
        Path old = temp.resolve("old");
        rewrite.before(old);
        Path made = Trees.copy(old, temp.resolve("made"));
        rewrite.run(made, durability);
        SortedMap<String, String> before = Rewrite.halves(old);
        SortedMap<String, String> after = Rewrite.halves(made);
        long number = 0;
        Faults faults;
        do {
            faults = new Faults(++number, mode, reads);
            Path folder = Trees.copy(old, temp.resolve("faulty"));
            fail(rewrite, folder, durability, faults, after);
            String what = "operation " + number + ", " + faults.failed();
            for (String id : rewrite.ids()) {
                assertOldOrNewOrRefused(folder, id, before, after, what);
            }
            try (FileStore store = Trees.store(folder.resolve("ecdc"), folder.resolve("cond"))) {
                store.recover();
            }
            for (String id : rewrite.ids()) {
                assertThat(Rewrite.halves(folder, id))
                        .as(what)
                        .isIn(Rewrite.halves(before, id), Rewrite.halves(after, id));
            }
            assertThat(Rewrite.temps(folder)).as(what).isEmpty();
            assertThat(rewrite.run(folder, durability).failures()).as(what).isEmpty();
            assertThat(Rewrite.halves(folder)).as(what).isEqualTo(after);
            TreeState done = TreeState.of(folder);
            assertThat(rewrite.run(folder, durability).unchanged()).as(what).isEqualTo(rewrite.ids().size());
            assertThat(TreeState.of(folder)).as(what).isEqualTo(done);
            Trees.delete(folder);
        } while (faults.failed() != null);
        System.out.println(rewrite + " " + mode + " " + durability + ": " + (number - 1) + " operations");
    }

    /** Runs, and sees that it says how it ended. */
    private static void fail(
            Rewrite rewrite, Path folder, Durability durability, Faults faults, SortedMap<String, String> after)
            throws IOException {
        WatchedDisk disk = new WatchedDisk(faults);
        RunReport[] report = new RunReport[1];
        Throwable thrown = catchThrowable(() -> report[0] = rewrite.run(disk.path(folder), durability));
        String what = "operation " + faults.failed();
        if (thrown instanceof Death) {
            disk.abandon();
            return;
        }
        assertThat(disk.open()).as(what).isZero();
        if (thrown != null) {
            assertThat(thrown).as(what).isInstanceOf(SidecarException.class);
        } else if (report[0].failures().isEmpty()) {
            assertThat(Rewrite.halves(folder)).as(what).isEqualTo(after);
        }
    }

    private static void assertOldOrNewOrRefused(
            Path folder, String id, SortedMap<String, String> before, SortedMap<String, String> after, String what) {
        SortedMap<String, String> found = Rewrite.halves(folder, id);
        List<SortedMap<String, String>> whole = List.of(Rewrite.halves(before, id), Rewrite.halves(after, id));
        if (!whole.contains(found)) {
            StoredSidecar sidecar = Trees.read(folder.resolve("ecdc"), folder.resolve("cond"), id);
            assertThat(sidecar.exists() && sidecar.labelled() && !sidecar.torn())
                    .as(what)
                    .isFalse();
        }
    }
}
