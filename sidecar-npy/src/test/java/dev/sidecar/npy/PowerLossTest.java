package dev.sidecar.npy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.sidecar.npy.disk.Death;
import dev.sidecar.npy.disk.Faults;
import dev.sidecar.npy.disk.Journal;
import dev.sidecar.npy.disk.Journal.Crash;
import dev.sidecar.npy.disk.WatchedDisk;
import dev.sidecar.spi.Durability;
import dev.sidecar.spi.SidecarStoreProvider;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

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
        try (FileStore store = new FileStore(new SidecarStoreProvider.Settings(
                folder.resolve("ecdc"),
                Optional.of(folder.resolve("cond")),
                Optional.empty(),
                Durability.POWER_LOSS,
                SidecarStoreProvider.Settings.DEFAULT_SUFFIX))) {
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

    /** What is left of the pair and of its temporary files, of which {@code lost} have not all of their content. */
    private static Set<SortedMap<String, String>> shapes(Written run) {
        Set<String> whole = Set.copyOf(run.after().values());
        return run.journal().crashes().stream()
                .map(crash -> {
                    SortedMap<String, String> shape = new TreeMap<>();
                    crash.files().keySet().forEach(name -> {
                        String digest = Sha256.of(crash.content(name));
                        shape.put(name, whole.contains(digest) || !name.endsWith(".tmp") ? digest : "lost");
                    });
                    return shape;
                })
                .collect(Collectors.toSet());
    }

    /** The figures are those of a model of this protocol, made before it was written. */
    @Test
    void aModelFindsAsManyStates() throws IOException {
        Written run = write(Rewrite.PAIR, Durability.POWER_LOSS);
        assertThat(shapes(run)).hasSize(10);
        assertThat(shapes(run)).filteredOn(shape -> !lost(run, shape).isEmpty()).hasSize(2);
    }

    static Stream<Rewrite> cheap() {
        return Stream.of(Rewrite.values()).filter(rewrite -> Nightly.ON || !rewrite.isTree());
    }

    @ParameterizedTest
    @MethodSource("cheap")
    void soIsItIfPowerIsLostWhileTheNextRunRecoversFromTheDeathOfTheProcess(Rewrite rewrite) throws IOException {
        Written run = write(rewrite, Durability.POWER_LOSS);
        Path old = Files.createDirectory(temp.resolve("old"));
        rewrite.before(old);
        Set<Crash> seen = new HashSet<>();
        long operations = 0;
        for (boolean died = true; died; operations++) {
            Path folder = Trees.copy(old, temp.resolve("killed"));
            Journal journal = new Journal(folder);
            Faults faults = new Faults(operations + 1, Faults.Mode.DEATH, false);
            WatchedDisk disk = new WatchedDisk(faults.before(journal));
            died = catchThrowable(() -> rewrite.run(disk.path(folder), Durability.POWER_LOSS)) instanceof Death;
            disk.abandon();
            recover(new WatchedDisk(journal).path(folder));
            for (Crash crash : journal.crashes()) {
                if (seen.add(crash)) {
                    Path crashed = crash.in(temp.resolve("crash"));
                    recover(crashed);
                    assertThat(lost(run, Rewrite.halves(crashed)))
                            .as("operation " + faults.failed() + ", then " + crash)
                            .isEmpty();
                    Trees.delete(crashed);
                }
            }
            Trees.delete(folder);
        }
        System.out.printf("%s: %d deaths, %d crash states, 0 not recoverable%n", rewrite, operations - 1, seen.size());
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
