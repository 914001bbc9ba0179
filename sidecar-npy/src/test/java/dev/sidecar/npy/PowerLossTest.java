package dev.sidecar.npy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sidecar.npy.disk.Journal;
import dev.sidecar.npy.disk.Journal.Crash;
import dev.sidecar.npy.disk.WatchedDisk;
import dev.sidecar.spi.Durability;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.SortedMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What a loss of power leaves at any moment of a commit becomes the old pair or the new one again. */
class PowerLossTest {
    @TempDir
    private Path temp;

    /** A run that was written down. */
    private record Written(
            Rewrite rewrite, Journal journal, SortedMap<String, String> before, SortedMap<String, String> after) {}

    private Written write(Rewrite rewrite, Durability durability) throws IOException {
        Path folder = temp.resolve("made");
        rewrite.before(folder);
        SortedMap<String, String> before = Rewrite.halves(folder);
        Journal journal = new Journal(folder);
        assertThat(rewrite.run(new WatchedDisk(journal).path(folder), durability)
                        .failures())
                .isEmpty();
        return new Written(rewrite, journal, before, Rewrite.halves(folder));
    }

    /** The clips whose sidecars are neither what they were nor what they were to be. */
    private static List<String> lost(Written run, SortedMap<String, String> found) {
        return run.rewrite().ids().stream()
                .filter(id -> !Rewrite.halves(found, id).equals(Rewrite.halves(run.before(), id))
                        && !Rewrite.halves(found, id).equals(Rewrite.halves(run.after(), id)))
                .toList();
    }

    private static void recover(Path folder) {
        try (FileStore store = Trees.store(folder.resolve("ecdc"), folder.resolve("cond"))) {
            store.recover();
        }
    }

    @ParameterizedTest
    @EnumSource
    void everySidecarIsTheOldOneOrTheNewOneAlsoIfPowerIsLostAgainWhileRecovering(Rewrite rewrite) throws IOException {
        Written run = write(rewrite, Durability.POWER_LOSS);
        Set<Crash> again = new HashSet<>();
        int torn = 0;
        int inRecovery = 0;
        for (Crash crash : run.journal().crashes()) {
            Path folder = crash.in(temp.resolve("crash"));
            torn += lost(run, Rewrite.halves(folder)).isEmpty() ? 0 : 1;
            Journal recovery = new Journal(folder);
            recover(new WatchedDisk(recovery).path(folder));
            assertRecovered(run, folder, crash);
            Trees.delete(folder);
            for (Crash second : recovery.crashes()) {
                if (again.add(second)) {
                    inRecovery++;
                    Path twice = second.in(temp.resolve("twice"));
                    recover(twice);
                    assertRecovered(run, twice, second);
                    Trees.delete(twice);
                }
            }
        }
        System.out.printf(
                "%s: %d operations, %d crash states, %d torn before recovery, 0 not recoverable; %d states of crashes in"
                        + " recovery, 0 not recoverable%n",
                rewrite, run.journal().operations(), run.journal().crashes().size(), torn, inRecovery);
    }

    private static void assertRecovered(Written run, Path folder, Crash crash) {
        String what = crash.files().keySet() + " " + crash.folders();
        assertThat(lost(run, Rewrite.halves(folder))).as(what).isEmpty();
        assertThat(run.rewrite().run(folder, Durability.POWER_LOSS).failures())
                .as(what)
                .isEmpty();
        assertThat(Rewrite.halves(folder)).as(what).isEqualTo(run.after());
        assertThat(Rewrite.temps(folder)).as(what).isEmpty();
    }

    @ParameterizedTest
    @EnumSource
    void whatIsFinishedStays(Rewrite rewrite) throws IOException {
        Written run = write(rewrite, Durability.POWER_LOSS);
        for (Crash crash : run.journal().crashesNow()) {
            Path folder = crash.in(temp.resolve("crash"));
            assertThat(Rewrite.halves(folder)).isEqualTo(run.after());
            Trees.delete(folder);
        }
    }

    @Test
    void theDefaultSurvivesTheDeathOfTheProcessOnly() throws IOException {
        Written run = write(Rewrite.PAIR, Durability.PROCESS_KILL);
        int lost = 0;
        for (Crash crash : run.journal().crashes()) {
            Path folder = crash.in(temp.resolve("crash"));
            recover(folder);
            lost += lost(run, Rewrite.halves(folder)).isEmpty() ? 0 : 1;
            Trees.delete(folder);
        }
        System.out.printf(
                "without forcing: %d crash states, %d not recoverable%n",
                run.journal().crashes().size(), lost);
        assertThat(lost).isPositive();
    }
}
