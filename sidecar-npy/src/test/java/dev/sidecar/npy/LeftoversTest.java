package dev.sidecar.npy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sidecar.ClipResult;
import dev.sidecar.RunListener;
import dev.sidecar.RunReport;
import dev.sidecar.frame.DType;
import dev.sidecar.frame.FeatureFrame;
import dev.sidecar.spi.Durability;
import dev.sidecar.spi.Finding;
import dev.sidecar.spi.Finding.Code;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class LeftoversTest {
    /** Beyond what any system gives to a process. */
    private static final long DEAD = 999_999_999_999L;

    /** The first process of the system, which lives as long as it does. */
    private static final long ALIVE = 1;

    private static final String ID = "clip.ecdc";
    private static final SidecarPaths NAMES = new SidecarPaths(Path.of(""), "clip");

    @TempDir
    private Path root;

    @TempDir
    private Path elsewhere;

    /** What lies there before a run overwrites column {@code x}. */
    enum Before {
        NOTHING {
            @Override
            void make(Path folder) {
                Fixtures.copy("origin/v2_empty_features/clip.ecdc", folder);
            }
        },
        NOTHING_BELOW_A_CENTRAL_FILE {
            @Override
            void make(Path folder) {
                NOTHING.make(folder);
                Descriptions.write(folder.resolve("conditioning_config.json"), "{\"feature_names\": [\"other\"]}");
            }
        },
        OWN_PAIR {
            @Override
            void make(Path folder) {
                NOTHING.make(folder);
                Trees.append(folder, "x", 1);
            }
        },
        FOREIGN_PAIR {
            @Override
            void make(Path folder) {
                Fixtures.copyFolder("origin/v2_f32", folder);
            }
        },
        FOREIGN_DATA_WITH_MISNAMED_METADATA {
            @Override
            void make(Path folder) {
                Fixtures.copyFolder("origin/v1_overwrite", folder);
            }
        };

        abstract void make(Path folder);
    }

    /** How far the writer came before it died. */
    enum Kill {
        DATA_HALF_WRITTEN,
        DATA_WRITTEN,
        BOTH_WRITTEN,
        FIRST_MOVED,
        BOTH_MOVED
    }

    static Stream<Arguments> kills() {
        return Stream.of(Before.values())
                .flatMap(before -> Stream.of(Kill.values()).map(kill -> Arguments.of(before, kill)));
    }

    private static byte[] bytes(Path path) throws IOException {
        return Files.exists(path) ? Files.readAllBytes(path) : new byte[0];
    }

    private static Path data(Path folder) {
        return folder.resolve(NAMES.data());
    }

    private static Path json(Path folder) {
        return folder.resolve(NAMES.json());
    }

    private Path temp(long pid, int n) {
        return root.resolve(".sc-" + TempFile.hash(NAMES) + "-" + pid + "-" + n + ".tmp");
    }

    private List<String> temps() {
        return TreeState.of(root).names().stream()
                .filter(name -> name.endsWith(".tmp"))
                .toList();
    }

    private List<Finding> recover() {
        try (FileStore store = Trees.store(root)) {
            return store.recover();
        }
    }

    @BeforeEach
    void somethingWasOnceWrittenHere() throws IOException {
        Files.createFile(root.resolve(".sidecar.lock"));
    }

    private void die(Before before, Kill kill) throws IOException {
        die(before, kill, DEAD);
    }

    private void die(Before before, Kill kill, long pid) throws IOException {
        before.make(root);
        before.make(elsewhere);
        Trees.overwrite(elsewhere, "x", 2);
        byte[] newData = bytes(data(elsewhere));
        byte[] newJson = bytes(json(elsewhere));
        boolean dataFirst = before == Before.OWN_PAIR;
        switch (kill) {
            case DATA_HALF_WRITTEN -> Files.write(temp(pid, 0), Arrays.copyOf(newData, newData.length / 2));
            case DATA_WRITTEN -> Files.write(temp(pid, 0), newData);
            case BOTH_WRITTEN -> {
                Files.write(temp(pid, 0), newData);
                Files.write(temp(pid, 1), newJson);
            }
            case FIRST_MOVED -> {
                Files.write(dataFirst ? data(root) : json(root), dataFirst ? newData : newJson);
                Files.write(temp(pid, 0), dataFirst ? newJson : newData);
            }
            case BOTH_MOVED -> {
                Files.write(data(root), newData);
                Files.write(json(root), newJson);
            }
        }
    }

    @ParameterizedTest(name = "{0} {1}")
    @MethodSource("kills")
    void aKilledWriterLeavesNothingThatReadsAsValidButIsNot(Before before, Kill kill) throws IOException {
        die(before, kill);
        before.make(Files.createDirectory(elsewhere.resolve("old")));
        StoredSidecar old = Trees.read(elsewhere.resolve("old"), ID);
        StoredSidecar found = Trees.read(root, ID);
        StoredSidecar made = Trees.read(elsewhere, ID);
        boolean usable = found.exists() && found.labelled() && !found.torn();
        if (usable) {
            assertThat(found.frame()).isIn(old.frame(), made.frame());
        } else {
            assertThat(kill == Kill.FIRST_MOVED || !old.exists()).isTrue();
        }
    }

    @ParameterizedTest(name = "{0} {1}")
    @MethodSource("kills")
    void recoveryAloneLeavesTheOldOrTheNewPair(Before before, Kill kill) throws IOException {
        die(before, kill);
        byte[] oldData = bytes(data(root));
        byte[] oldJson = bytes(json(root));
        List<Finding> findings = recover();
        boolean completed = kill == Kill.FIRST_MOVED || kill == Kill.BOTH_MOVED;
        assertThat(bytes(data(root))).isEqualTo(completed ? bytes(data(elsewhere)) : oldData);
        assertThat(bytes(json(root))).isEqualTo(completed ? bytes(json(elsewhere)) : oldJson);
        assertThat(Trees.codes(findings)).isEqualTo(kill == Kill.FIRST_MOVED ? List.of(Code.REPAIRED) : List.of());
        assertThat(temps()).isEmpty();
    }

    @ParameterizedTest(name = "{0} {1}")
    @MethodSource("kills")
    void theNextRunFinishesWhatTheKilledOneBegan(Before before, Kill kill) throws IOException {
        die(before, kill);
        assertThat(Trees.overwrite(root, "x", 2).failures()).isEmpty();
        assertThat(bytes(data(root))).isEqualTo(bytes(data(elsewhere)));
        assertThat(bytes(json(root))).isEqualTo(bytes(json(elsewhere)));
        assertThat(temps()).isEmpty();
    }

    @Test
    void metadataThatSomebodyEditedIsNotReplacedByOlderMetadata() throws IOException {
        Before.OWN_PAIR.make(root);
        Files.copy(json(root), temp(DEAD, 0));
        Files.writeString(json(root), Files.readString(json(root)).replace("\"x\"", "\"renamed\""));
        String edited = Files.readString(json(root));
        assertThat(recover()).isEmpty();
        assertThat(json(root)).hasContent(edited);
        assertThat(temps()).isEmpty();
    }

    @Test
    void foreignMetadataIsNotReplacedEither() throws IOException {
        Before.FOREIGN_PAIR.make(root);
        TreeState before = TreeState.of(root);
        Before.FOREIGN_PAIR.make(elsewhere);
        Trees.overwrite(elsewhere, "x", 2);
        Files.copy(json(elsewhere), temp(DEAD, 0));
        assertThat(recover()).isEmpty();
        assertThat(TreeState.of(root).items()).containsAllEntriesOf(before.items());
    }

    @Test
    void metadataOfDataThatHasNoneIsMovedIntoPlace() throws IOException {
        Before.OWN_PAIR.make(root);
        Files.move(json(root), temp(DEAD, 7));
        assertThat(Trees.codes(recover())).containsExactly(Code.REPAIRED);
        assertThat(Trees.read(root, ID).findings()).isEmpty();
    }

    @Test
    void aTornPairThatNothingCompletesIsLeftAloneWithItsLeftovers() throws IOException {
        Before.OWN_PAIR.make(root);
        Files.write(data(root), NpyWriter.bytes(FeatureFrame.of("x", new float[6]), DType.FLOAT32, data(root)));
        Files.writeString(temp(DEAD, 0), "neither");
        TreeState before = TreeState.of(root);
        assertThat(Trees.codes(recover())).containsExactly(Code.TORN_PAIR);
        assertThat(TreeState.of(root)).isEqualTo(before);
    }

    @Test
    void theFilesOfALivingWriterAreLeftToIt() throws IOException {
        Before.OWN_PAIR.make(root);
        Files.writeString(temp(ALIVE, 0), "being written");
        assertThat(recover()).isEmpty();
        assertThat(temp(ALIVE, 0)).hasContent("being written");
    }

    @Test
    void whatADeadWriterLeftForAClipThatIsGoneIsDeleted() throws IOException {
        Files.writeString(temp(DEAD, 0), "of nobody");
        assertThat(recover()).isEmpty();
        assertThat(temps()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"clip.cond.tmp.npy", "clip.cond.npy.tmp", "clip.cond.json.tmp", ".sc-0-1-2.tmp", "clip.ecdc.tmp"
            })
    void temporaryFilesOfOtherProgramsAreLeftAloneAndNotRead(String name) throws IOException {
        Before.OWN_PAIR.make(root);
        Files.writeString(root.resolve(name), "of another program");
        TreeState before = TreeState.of(root);
        assertThat(recover()).isEmpty();
        assertThat(Trees.overwrite(root, "x", 1).unchanged()).isEqualTo(1);
        assertThat(TreeState.of(root)).isEqualTo(before);
    }

    @Test
    void aPairThatCannotBeReadKeepsNoOtherFromBeingRepaired() throws IOException {
        die(Before.OWN_PAIR, Kill.FIRST_MOVED);
        Files.createDirectory(root.resolve("bad.cond.npy"));
        Files.writeString(
                root.resolve(".sc-" + TempFile.hash(new SidecarPaths(root, "bad")) + "-" + DEAD + "-0.tmp"),
                "whatever");
        assertThat(Trees.codes(recover())).containsExactly(Code.REPAIRED);
    }

    @Test
    void aTreeInWhichNothingWasEverWrittenIsNotSearched() throws IOException {
        Files.delete(root.resolve(".sidecar.lock"));
        Files.writeString(temp(DEAD, 0), "not of this library");
        assertThat(recover()).isEmpty();
        assertThat(temps()).hasSize(1);
        assertThat(root.resolve(".sidecar.lock")).doesNotExist();
    }

    @ParameterizedTest
    @EnumSource
    void aHalfMovedPairIsCompletedAlsoIfTheWritersProcessIdIsInUseAgain(Before before) throws IOException {
        die(before, Kill.FIRST_MOVED, ALIVE);
        assertThat(Trees.codes(recover())).containsExactly(Code.REPAIRED);
        assertThat(Trees.read(root, ID).torn()).isFalse();
        assertThat(temps()).isEmpty();
    }

    @Test
    void aRunCompletesATornPairThatItMeetsAlsoBelowTheRootOfTheRunThatLeftIt() throws IOException {
        die(Before.OWN_PAIR, Kill.FIRST_MOVED);
        Files.delete(root.resolve(".sidecar.lock"));
        List<ClipResult> results = new ArrayList<>();
        RunReport report = Trees.run(root)
                .with(Trees.constant("y", 1))
                .listener(new RunListener() {
                    @Override
                    public void clipDone(ClipResult result) {
                        results.add(result);
                    }
                })
                .build()
                .run();
        assertThat(report.failures()).isEmpty();
        assertThat(Trees.codes(results.get(0).findings())).containsExactly(Code.REPAIRED);
        assertThat(Trees.read(root, ID).frame().column("x").get(0)).isEqualTo(2);
        assertThat(temps()).isEmpty();
    }

    @Test
    void metadataOfANewerVersionKeepsWhatCompletesIt() throws IOException {
        die(Before.OWN_PAIR, Kill.FIRST_MOVED);
        String newer = Files.readString(json(root)).replace("\"format\": 1", "\"format\": 2");
        Files.writeString(json(root), newer);
        TreeState before = TreeState.of(root);
        assertThat(recover()).isEmpty();
        assertThat(TreeState.of(root)).isEqualTo(before);
    }

    /** As many bytes as no metadata has. */
    private static Path large(Path file) throws IOException {
        try (RandomAccessFile sparse = new RandomAccessFile(file.toFile(), "rw")) {
            sparse.setLength(JsonText.MAX_BYTES + 1L);
        }
        return file;
    }

    @Test
    void dataLargerThanAnyMetadataCompletesAPairToo() throws IOException {
        Before.OWN_PAIR.make(root);
        String old = Sha256.of(Files.readAllBytes(data(root)));
        Path temp = large(temp(DEAD, 0));
        try (PositionalFile file = PositionalFile.open(temp)) {
            Files.writeString(json(root), Files.readString(json(root)).replace(old, Sha256.of(file)));
        }
        assertThat(Trees.codes(recover())).containsExactly(Code.REPAIRED);
        assertThat(data(root)).hasSize(JsonText.MAX_BYTES + 1L);
        assertThat(temps()).isEmpty();
    }

    @Test
    void aTemporaryFileThatCannotBeReadKeepsNoOtherFromCompletingAPair() throws IOException {
        die(Before.OWN_PAIR, Kill.FIRST_MOVED);
        large(temp(DEAD, 1));
        Files.move(temp(DEAD, 0), temp(DEAD, 2));
        assertThat(Trees.codes(recover())).containsExactly(Code.REPAIRED);
        assertThat(temps()).isEmpty();
    }

    @Test
    void aFolderThatIsGoneHasNoLeftovers() {
        Path gone = root.resolve("gone");
        try (TreeLock lock = new TreeLock(root)) {
            TreeFolders folders = new TreeFolders(root, Durability.PROCESS_KILL);
            assertThat(Leftovers.in(gone, List.of(), true, folders, lock, true).steps())
                    .isEmpty();
        }
    }
}
