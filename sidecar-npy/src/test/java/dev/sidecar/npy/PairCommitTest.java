package dev.sidecar.npy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.google.common.jimfs.Configuration;
import com.google.common.jimfs.Jimfs;
import dev.sidecar.Mode;
import dev.sidecar.RunReport;
import dev.sidecar.SidecarException;
import dev.sidecar.SidecarException.Kind;
import dev.sidecar.frame.Clip;
import dev.sidecar.frame.Column;
import dev.sidecar.frame.DType;
import dev.sidecar.frame.FeatureFrame;
import dev.sidecar.frame.Provenance;
import dev.sidecar.frame.Statistics;
import dev.sidecar.npy.disk.Faults;
import dev.sidecar.npy.disk.FullDisk;
import dev.sidecar.npy.disk.Operation;
import dev.sidecar.npy.disk.WatchedDisk;
import dev.sidecar.spi.Durability;
import dev.sidecar.spi.Finding.Code;
import java.io.IOException;
import java.nio.file.FileSystem;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class PairCommitTest {
    private static final String ID = "x.ecdc";
    private static final Column FULL = Column.of("full", new float[] {0, 1, 2, 3})
            .withUnits("dB")
            .withDoc("a doc")
            .withRange(-60, 0)
            .withProvenance(new Provenance("lin", "1", Map.of("a", 1.5)));

    @TempDir
    private Path root;

    @BeforeEach
    void aClipOfFourFrames() {
        Tokens.write(root.resolve(ID), 4);
    }

    private static boolean write(FileStore store, DType dtype, Column... columns) {
        Clip clip = store.open(ID);
        return store.prepare(clip, store.read(clip), FeatureFrame.of(4, List.of(columns)), dtype)
                .apply();
    }

    private void write(DType dtype, Column... columns) {
        try (FileStore store = Trees.store(root)) {
            assertThat(write(store, dtype, columns)).isTrue();
        }
    }

    private Column kept(String name) {
        return Trees.read(root, ID).frame().column(name);
    }

    private Path json() {
        return root.resolve("x.cond.json");
    }

    @ParameterizedTest
    @EnumSource(Mode.class)
    void everyOtherColumnKeepsAllThatIsKnownOfIt(Mode mode) {
        Column stated = Column.of("stated", new float[] {4, 5, 6, 7}).withRecorded(Statistics.of(-9, 9, 0.125, 3));
        write(DType.FLOAT32, FULL, stated, Column.of("c", new float[4]));
        RunReport report = Trees.run(root)
                .with(Trees.constant("c", 8))
                .with(Trees.constant("d", 9))
                .mode(mode)
                .build()
                .run();
        assertThat(report.updated()).isEqualTo(1);
        assertThat(kept("full")).isEqualTo(FULL);
        assertThat(kept("stated")).isEqualTo(stated);
        assertThat(kept("c").get(0)).isEqualTo(mode == Mode.APPEND ? 0 : 8);
        assertThat(kept("d").get(3)).isEqualTo(9);
        assertThat(Trees.read(root, ID).findings()).isEmpty();
    }

    @Test
    void aChangeOfMetadataAloneLeavesTheDataFileAlone() {
        write(DType.FLOAT32, FULL);
        TreeState before = TreeState.of(root);
        write(DType.FLOAT32, FULL.withUnits("V"));
        TreeState after = TreeState.of(root);
        assertThat(after.get("x.cond.npy")).isEqualTo(before.get("x.cond.npy"));
        assertThat(after.get("x.cond.json")).isNotEqualTo(before.get("x.cond.json"));
        assertThat(kept("full").units()).isEqualTo("V");
    }

    @Test
    void whatIsThereAlreadyIsNotNeeded() {
        write(DType.FLOAT32, FULL);
        try (FileStore store = Trees.store(root)) {
            Clip clip = store.open(ID);
            StoredSidecar base = store.read(clip);
            assertThat(store.prepare(clip, base, base.frame(), DType.FLOAT32).isNeeded())
                    .isFalse();
            assertThat(store.prepare(clip, base, base.frame(), DType.FLOAT16).isNeeded())
                    .isTrue();
        }
    }

    @Test
    void aFileOfFloat16StaysSoUnlessToldOtherwise() {
        write(DType.FLOAT16, Column.of("a", new float[] {0.1f, 0, 0, 0}));
        Trees.append(root, "b", 0.3f);
        StoredSidecar sidecar = Trees.read(root, ID);
        assertThat(sidecar.dtype()).contains(DType.FLOAT16);
        assertThat(sidecar.frame().column("b").get(0)).isEqualTo(0.30004883f);
        assertThat(sidecar.frame().column("b").stated().max()).hasValue(0.300048828125);
        Trees.run(root)
                .with(Trees.constant("c", 0.3f))
                .dtype(DType.FLOAT32)
                .build()
                .run();
        assertThat(Trees.read(root, ID).dtype()).contains(DType.FLOAT32);
        assertThat(kept("c").get(0)).isEqualTo(0.3f);
    }

    @Test
    void aNewValueThatFloat16CannotHoldIsAnErrorThatNamesColumnAndFrame() {
        write(DType.FLOAT16, Column.of("a", new float[4]));
        TreeState before = TreeState.of(root);
        SidecarException failure =
                Trees.append(root, "big", 70_000).failures().get(0).failure();
        assertThat(failure.kind()).isEqualTo(Kind.LIMIT);
        assertThat(failure.place().column()).isEqualTo("big");
        assertThat(failure.place().frame()).isZero();
        assertThat(TreeState.of(root)).isEqualTo(before);
    }

    @Test
    void aKeptValueThatFloat16CannotHoldIsAnErrorToo() {
        write(DType.FLOAT32, Column.of("big", new float[] {0, 70_000, 0, 0}));
        TreeState before = TreeState.of(root);
        RunReport report = Trees.run(root)
                .with(Trees.constant("c", 1))
                .dtype(DType.FLOAT16)
                .build()
                .run();
        SidecarException failure = report.failures().get(0).failure();
        assertThat(failure.kind()).isEqualTo(Kind.LIMIT);
        assertThat(failure.place().column()).isEqualTo("big");
        assertThat(failure.place().frame()).isEqualTo(1);
        assertThat(TreeState.of(root)).isEqualTo(before);
    }

    @ParameterizedTest
    @ValueSource(strings = {"<f8", ">f4", "<i2"})
    void dataOfAnotherTypeBecomesFloat32RowsWithAWarning(String descr) throws IOException {
        int bytes = descr.charAt(2) - '0';
        Files.write(
                root.resolve("x.cond.npy"), NpyBytes.of(NpyBytes.header(descr, true, 4, 2), new byte[4 * 2 * bytes]));
        Files.writeString(json(), "{\"names\": [\"a\", \"b\"]}");
        RunReport report = Trees.append(root, "c", 1);
        assertThat(report.warningCounts()).containsOnlyKeys(Code.CONVERTED);
        StoredSidecar sidecar = Trees.read(root, ID);
        assertThat(sidecar.dtype()).contains(DType.FLOAT32);
        assertThat(sidecar.frame().names()).containsExactly("a", "b", "c");
        assertThat(sidecar.findings()).isEmpty();
    }

    @Test
    void aFloat64ThatFloat32CannotHoldFailsTheClip() throws IOException {
        Files.write(
                root.resolve("x.cond.npy"),
                NpyBytes.of(NpyBytes.header("<f8", false, 4, 1), NpyBytes.float64(1, 2, 1e300, 4)));
        Files.writeString(json(), "{\"names\": [\"a\"]}");
        SidecarException failure = Trees.append(root, "c", 1).failures().get(0).failure();
        assertThat(failure.kind()).isEqualTo(Kind.LIMIT);
        assertThat(failure.place().column()).isEqualTo("a");
        assertThat(failure.place().frame()).isEqualTo(2);
    }

    /** What somebody else may do to a pair between reading it and writing it. */
    enum Meddling {
        REPLACE_JSON {
            @Override
            void with(Path folder) throws IOException {
                Path json = folder.resolve("x.cond.json");
                Files.writeString(json, Files.readString(json).replace("a doc", "A doc"));
            }
        },
        REPLACE_DATA {
            @Override
            void with(Path folder) throws IOException {
                Path data = folder.resolve("x.cond.npy");
                byte[] bytes = Files.readAllBytes(data);
                bytes[bytes.length - 1]++;
                Path other = Files.write(folder.resolve("other"), bytes);
                Files.setLastModifiedTime(other, Files.getLastModifiedTime(data));
                PairCommit.move(other, data);
            }
        },
        TOUCH_DATA {
            @Override
            void with(Path folder) throws IOException {
                Files.setLastModifiedTime(folder.resolve("x.cond.npy"), FileTime.fromMillis(0));
            }
        },
        DELETE_DATA {
            @Override
            void with(Path folder) throws IOException {
                Files.delete(folder.resolve("x.cond.npy"));
            }
        },
        DELETE_JSON {
            @Override
            void with(Path folder) throws IOException {
                Files.delete(folder.resolve("x.cond.json"));
            }
        };

        abstract void with(Path folder) throws IOException;
    }

    @ParameterizedTest
    @EnumSource(Meddling.class)
    void aPairThatChangedMeanwhileIsNotOverwritten(Meddling meddling) throws IOException {
        write(DType.FLOAT32, FULL);
        try (FileStore store = Trees.store(root)) {
            Clip clip = store.open(ID);
            PairCommit change = store.prepare(clip, store.read(clip), FeatureFrame.empty(4), DType.FLOAT32);
            meddling.with(root);
            TreeState state = TreeState.of(root);
            assertThat(change.apply()).isFalse();
            assertThat(TreeState.of(root)).isEqualTo(state);
        }
    }

    @Test
    void aPairThatAppearsMeanwhileIsNotOverwritten() {
        try (FileStore store = Trees.store(root)) {
            Clip clip = store.open(ID);
            PairCommit change = store.prepare(clip, store.read(clip), FeatureFrame.empty(4), DType.FLOAT32);
            write(DType.FLOAT32, FULL);
            TreeState state = TreeState.of(root);
            assertThat(change.apply()).isFalse();
            assertThat(TreeState.of(root)).isEqualTo(state);
        }
    }

    @Test
    void theLockFileIsMadeOnlyWhenSomethingIsWritten() throws IOException {
        Path lock = root.resolve(".sidecar.lock");
        Trees.run(root).with(Trees.constant("c", 1)).build().plan();
        assertThat(lock).doesNotExist();
        Trees.append(root, "c", 1);
        assertThat(lock).isRegularFile();
        Files.delete(lock);
        assertThat(Trees.append(root, "c", 1).unchanged()).isEqualTo(1);
        assertThat(lock).doesNotExist();
    }

    @Test
    void forcingToTheDeviceChangesNothingElse() {
        RunReport report = Trees.run(root)
                .with(Trees.constant("c", 1))
                .durability(Durability.POWER_LOSS)
                .build()
                .run();
        assertThat(report.created()).isEqualTo(1);
        assertThat(TreeState.of(root).names()).containsExactly("x.cond.json", "x.cond.npy", ID);
        assertThat(Trees.append(root, "c", 1).unchanged()).isEqualTo(1);
    }

    @Test
    void anInterruptedWriterLeavesTheOldPairAndNoTemporaryFile() {
        write(DType.FLOAT32, FULL);
        try (FileStore store = Trees.store(root)) {
            Clip clip = store.open(ID);
            PairCommit change = store.prepare(clip, store.read(clip), FeatureFrame.empty(4), DType.FLOAT32);
            TreeState state = TreeState.of(root);
            Thread.currentThread().interrupt();
            SidecarException failure = catchThrowableOfType(SidecarException.class, change::apply);
            assertThat(Thread.interrupted()).as("the flag is kept").isTrue();
            assertThat(failure.kind()).isEqualTo(Kind.CANCELLED);
            assertThat(TreeState.of(root)).isEqualTo(state);
        }
    }

    @Test
    void metadataThatSomebodyEditedIsReportedAndMergedInto() throws IOException {
        write(DType.FLOAT32, FULL);
        Files.writeString(json(), Files.readString(json()).replace("\"full\"", "\"renamed\""));
        StoredSidecar edited = Trees.read(root, ID);
        assertThat(Trees.codes(edited.findings())).containsExactly(Code.EDITED);
        assertThat(edited.torn()).isFalse();
        assertThat(edited.frame().names()).containsExactly("renamed");
        assertThat(Trees.append(root, "c", 1).updated()).isEqualTo(1);
        assertThat(Trees.read(root, ID).findings()).isEmpty();
        assertThat(kept("renamed")).isEqualTo(renamed(FULL, "renamed"));
    }

    private static Column renamed(Column column, String name) {
        return Column.of(name, column.toArray())
                .withUnits(column.units())
                .withDoc(column.doc())
                .withRange(-60, 0)
                .withProvenance(column.provenance().orElseThrow());
    }

    @Test
    void textThatSomebodyEditedNeedsNoReport() throws IOException {
        write(DType.FLOAT32, FULL);
        Files.writeString(json(), Files.readString(json()).replace("a doc", "another doc"));
        assertThat(Trees.read(root, ID).findings()).isEmpty();
        Trees.append(root, "c", 1);
        assertThat(kept("full").doc()).isEqualTo("another doc");
    }

    @Test
    void aTornPairIsReportedAndLeftAsItIs() throws IOException {
        write(DType.FLOAT32, FULL);
        Tokens.write(root.resolve("y.ecdc"), 4);
        byte[] other = NpyWriter.bytes(FeatureFrame.of("full", new float[4]), DType.FLOAT32, json());
        Files.write(root.resolve("x.cond.npy"), other);
        TreeState before = TreeState.of(root);
        StoredSidecar torn = Trees.read(root, ID);
        assertThat(torn.torn()).isTrue();
        assertThat(Trees.codes(torn.findings())).containsExactly(Code.TORN_PAIR);
        RunReport report = Trees.append(root, "c", 1);
        assertThat(report.created()).isEqualTo(1);
        assertThat(report.failures()).singleElement().satisfies(failed -> {
            assertThat(failed.clip()).isEqualTo(ID);
            assertThat(failed.failure().kind()).isEqualTo(Kind.MISMATCH);
        });
        assertThat(TreeState.of(root).get("x.cond.npy")).isEqualTo(before.get("x.cond.npy"));
        assertThat(TreeState.of(root).get("x.cond.json")).isEqualTo(before.get("x.cond.json"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"x.cond.npy", "x.cond.json"})
    void aFolderInPlaceOfAFileFailsTheClipInWords(String name) throws IOException {
        Files.createDirectory(root.resolve(name));
        RunReport report = Trees.append(root, "c", 1);
        assertThat(report.failures())
                .singleElement()
                .satisfies(failed -> assertThat(failed.failure())
                        .hasMessageContaining(name)
                        .hasMessageContaining("expected a file, found a folder"));
        assertThat(TreeState.of(root).names()).containsExactlyInAnyOrder(ID, name);
    }

    @Test
    void aFileInPlaceOfAFolderFailsTheClipInWords() throws IOException {
        Tokens.write(root.resolve("a/y.ecdc"), 4);
        Path condRoot = Files.createDirectory(root.resolve("cond"));
        Files.writeString(condRoot.resolve("a"), "a file");
        RunReport report = Trees.run(root)
                .condRoot(condRoot)
                .with(Trees.constant("c", 1))
                .build()
                .run();
        assertThat(report.created()).isEqualTo(1);
        assertThat(report.failures()).singleElement().satisfies(failed -> {
            assertThat(failed.clip()).isEqualTo("a/y.ecdc");
            assertThat(failed.failure().kind()).isEqualTo(Kind.IO);
        });
        assertThat(TreeState.of(condRoot).names()).containsExactly("a", "x.cond.json", "x.cond.npy");
    }

    @ParameterizedTest
    @EnumSource(Durability.class)
    void aTreeMayLieOnAnyFileSystem(Durability durability) throws IOException {
        try (FileSystem memory = Jimfs.newFileSystem(Configuration.unix())) {
            Path tree = memory.getPath("/tree");
            Tokens.write(tree.resolve("a/x.ecdc"), 3);
            RunReport report = Trees.run(tree)
                    .with(Trees.constant("c", 1))
                    .durability(durability)
                    .build()
                    .run();
            assertThat(report.created()).isEqualTo(1);
            assertThat(Trees.append(tree, "d", 2).updated()).isEqualTo(1);
            assertThat(Trees.append(tree, "d", 2).unchanged()).isEqualTo(1);
            assertThat(Trees.read(tree, "a/x.ecdc").frame().names()).containsExactly("c", "d");
            assertThat(TreeState.of(tree).names()).containsExactly("a", "a/x.cond.json", "a/x.cond.npy", "a/x.ecdc");
        }
    }

    @Test
    void unknownKeysOfEveryPlaceOutliveARun() throws IOException {
        write(DType.FLOAT32, FULL);
        UnaryOperator<String> more = text -> text.replace("\"std\": [", "\"x\": 1E+05, \"std\": [")
                .replace("\"units\"", "\"y\": { \"b\":1 }, \"units\"")
                .replace("\"format\"", "\"z\": 1.50, \"format\"")
                .replace("\"fps\"", "\"w\": [ ], \"fps\"");
        Files.writeString(json(), more.apply(Files.readString(json())));
        Trees.append(root, "c", 1);
        assertThat(Files.readString(json()))
                .contains("],\n    \"x\": 1E+05\n  }", "\"a doc\",\n      \"y\": { \"b\":1 }\n    }")
                .contains("},\n    \"z\": 1.50\n  }")
                .endsWith("},\n  \"w\": [ ]\n}\n");
        TreeState state = TreeState.of(root);
        assertThat(Trees.append(root, "c", 1).unchanged()).isEqualTo(1);
        assertThat(TreeState.of(root)).isEqualTo(state);
    }

    private static RunReport overwrite(Path folder, Durability durability) {
        return Trees.run(folder)
                .with(Trees.constant("c", 2))
                .mode(Mode.OVERWRITE)
                .durability(durability)
                .build()
                .run();
    }

    /** On file systems behind a network the answer may be lost, and the second try finds nothing to move. */
    @Test
    void aMoveThatFailsAfterItWasDoneLeavesWhatCompletesThePair() {
        Trees.append(root, "c", 1);
        WatchedDisk disk = new WatchedDisk(Faults.of(Operation.Kind.MOVE, 1, Faults.Mode.ONCE_BUT_DONE));
        assertThat(overwrite(disk.path(root), Durability.PROCESS_KILL).failures())
                .hasSize(1);
        assertThat(Trees.read(root, ID).torn()).isTrue();
        try (FileStore store = Trees.store(root)) {
            assertThat(Trees.codes(store.recover())).containsExactly(Code.REPAIRED);
        }
        assertThat(kept("c").get(0)).isEqualTo(2);
    }

    @Test
    void aFolderThatCannotBeForcedIsAWarningIfNoneCan() {
        WatchedDisk disk = new WatchedDisk(Faults.of(Operation.Kind.FORCE_FOLDER, 1, Faults.Mode.FOR_EVER));
        RunReport report = overwrite(disk.path(root), Durability.POWER_LOSS);
        assertThat(report.warningCounts()).containsOnlyKeys(Code.DEGRADED);
        assertThat(report.created()).isEqualTo(1);
    }

    @Test
    void aFolderThatCannotBeForcedIsAFailureElse() {
        WatchedDisk disk = new WatchedDisk(Faults.of(Operation.Kind.FORCE_FOLDER, 2, Faults.Mode.FOR_EVER));
        RunReport report = overwrite(disk.path(root), Durability.POWER_LOSS);
        assertThat(report.warningCounts()).isEmpty();
        assertThat(report.failures())
                .singleElement()
                .satisfies(failed -> assertThat(failed.failure().kind()).isEqualTo(Kind.IO));
        assertThat(TreeState.of(root).names()).containsExactly(ID);
    }

    @Test
    void aTemporaryFileThatCannotBeDeletedDoesNotHideThatTheDiskIsFull() {
        WatchedDisk disk = new WatchedDisk(
                Faults.of(Operation.Kind.DELETE, 1, Faults.Mode.FOR_EVER).before(new FullDisk(100)));
        assertThat(overwrite(disk.path(root), Durability.PROCESS_KILL).failures())
                .singleElement()
                .satisfies(failed -> assertThat(failed.failure()).hasMessageContaining("No space left on device"));
        assertThat(overwrite(root, Durability.PROCESS_KILL).created()).isEqualTo(1);
        assertThat(TreeState.of(root).names()).containsExactly("x.cond.json", "x.cond.npy", ID);
    }
}
