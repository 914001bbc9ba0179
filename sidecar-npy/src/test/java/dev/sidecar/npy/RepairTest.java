package dev.sidecar.npy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sidecar.SidecarException;
import dev.sidecar.frame.FeatureFrame;
import dev.sidecar.spi.Finding;
import dev.sidecar.spi.Finding.Code;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class RepairTest {
    private static final long DEAD = 999_999_999_999L;
    private static final String LOCK = ".sidecar.lock";
    private static final FileTime LONG_AGO = FileTime.from(Instant.parse("2020-01-01T00:00:00Z"));

    @TempDir
    private Path root;

    private Path path(String name) {
        return root.resolve(name);
    }

    private void move(String from, String to) throws IOException {
        Files.move(path(from), path(to));
    }

    private Path write(String name) {
        return Descriptions.write(path(name), "of somebody");
    }

    private static String temp(Path root, String base, int n) {
        return ".sc-" + TempFile.hash(new SidecarPaths(root, base)) + "-" + DEAD + "-" + n + ".tmp";
    }

    private Audit audit() {
        return Audit.builder().root(root).build();
    }

    /** Plans, repairs, and repairs again: the plan writes nothing and tells what is done, the second repair does nothing. */
    private RepairReport repair() {
        TreeState before = TreeState.of(root);
        RepairReport plan = audit().planRepair();
        assertThat(TreeState.of(root)).as("a plan writes nothing").isEqualTo(before);
        assertThat(plan.isPlan()).isTrue();
        RepairReport done = audit().repair();
        assertThat(done.isPlan()).isFalse();
        assertThat(plan.steps()).isEqualTo(done.steps());
        assertThat(plan.left()).isEqualTo(done.left());
        TreeState after = TreeState.of(root);
        RepairReport again = audit().repair();
        assertThat(again.steps()).isEmpty();
        assertThat(again.left()).isEqualTo(done.left());
        assertThat(TreeState.of(root)).isEqualTo(after);
        return done;
    }

    private static Stream<String> steps(RepairReport report) {
        return report.steps().stream()
                .map(step -> step.action() + " " + step.file().getFileName()
                        + step.target()
                                .map(target -> " " + target.getFileName())
                                .orElse(""));
    }

    private List<Code> audited() {
        return Trees.codes(audit().run().findings());
    }

    @Test
    void aGoodTreeIsLeftAsItIs() {
        Fixtures.copyFolder("origin/v2_basic", root);
        assertThat(repair().steps()).isEmpty();
        assertThat(path(LOCK)).as("nothing was written").doesNotExist();
    }

    @Test
    void aTornPairIsRolledForward() throws IOException {
        Tokens.write(path("x.ecdc"), 3);
        Trees.append(root, "g", 1);
        byte[] old = Files.readAllBytes(path("x.cond.json"));
        Trees.append(root, "h", 2);
        move("x.cond.json", temp(root, "x", 0));
        Files.write(path("x.cond.json"), old);
        write(temp(root, "x", 1));
        assertThat(steps(repair()))
                .containsExactly("COMPLETE " + temp(root, "x", 0) + " x.cond.json", "DELETE " + temp(root, "x", 1));
        assertThat(audited()).isEmpty();
        assertThat(Trees.read(root, "x.ecdc").frame().names()).containsExactly("g", "h");
    }

    @Test
    void aTornPairThatNothingCompletesIsLeftToPeople() throws IOException {
        Tokens.write(path("x.ecdc"), 3);
        Trees.append(root, "g", 1);
        NpyBytes.write(path("x.cond.npy"), 3, 1, 4, 4, 4);
        RepairReport report = repair();
        assertThat(report.steps()).isEmpty();
        assertThat(Trees.codes(report.left())).containsExactly(Code.TORN_PAIR);
    }

    @Test
    void temporaryFilesOfDeadWritersAreDeletedAndThoseOfTheLivingAreNot() {
        Fixtures.copyFolder("origin/v2_basic", root);
        write(temp(root, "nobody", 0));
        write(".sc-0123456789abcdef-1-1.tmp");
        assertThat(steps(repair())).containsExactly("DELETE " + temp(root, "nobody", 0));
        assertThat(path(".sc-0123456789abcdef-1-1.tmp")).exists();
    }

    @ParameterizedTest
    @ValueSource(strings = {"clip.cond.tmp.npy", "clip.cond.npy.tmp", "clip.cond.json.tmp", "clip.cond.cond.json.tmp"})
    void foreignTemporaryFilesAreDeletedBesideASoundPair(String name) throws IOException {
        Fixtures.copyFolder("origin/v2_basic", root);
        Files.setLastModifiedTime(write(name), LONG_AGO);
        assertThat(steps(repair())).containsExactly("DELETE " + name);
        assertThat(audited()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"v2_append_dup", "v2_zero_T", "v2_empty_features"})
    void foreignTemporaryFilesAreLeftBesideAPairThatIsNotSound(String folder) throws IOException {
        Fixtures.copyFolder("origin/" + folder, root);
        Files.setLastModifiedTime(write("clip.cond.npy.tmp"), LONG_AGO);
        RepairReport report = repair();
        assertThat(report.steps()).isEmpty();
        assertThat(Trees.codes(report.left())).containsExactly(Code.LEFTOVER);
    }

    @Test
    void unfinishedTokensAreNeverTouched() {
        Fixtures.copyFolder("origin/v2_basic", root);
        write("clip.ecdc.tmp");
        write("other.ecdc.tmp");
        RepairReport report = repair();
        assertThat(report.steps()).isEmpty();
        assertThat(report.left()).extracting(Finding::subject).containsExactly("clip.ecdc.tmp", "other.ecdc.tmp");
    }

    @ParameterizedTest
    @ValueSource(strings = {"v1_add", "v1_init", "v1_overwrite"})
    void metadataUnderADoubledNameGetsItsRightOne(String folder) throws IOException {
        Fixtures.copyFolder("origin/" + folder, root);
        byte[] json = Files.readAllBytes(path("clip.cond.cond.json"));
        StoredSidecar before = Trees.read(root, "clip.ecdc");
        assertThat(steps(repair())).containsExactly("RENAME clip.cond.cond.json clip.cond.json");
        assertThat(path("clip.cond.json")).hasBinaryContent(json);
        assertThat(Trees.read(root, "clip.ecdc").frame()).isEqualTo(before.frame());
        assertThat(audited()).doesNotContain(Code.FOREIGN_NAME);
    }

    @Test
    void metadataUnderADoubledNameIsLeftWhereTheRightOneIsTaken() {
        Fixtures.copyFolder("origin/v2_basic", root);
        Fixtures.copy("origin/v1_add/clip.cond.cond.json", path("clip.cond.cond.json"));
        RepairReport report = repair();
        assertThat(report.steps()).isEmpty();
        assertThat(Trees.codes(report.left())).containsExactly(Code.FOREIGN_NAME);
    }

    @Test
    void unreadableMetadataUnderADoubledNameIsLeft() {
        Fixtures.copyFolder("origin/v1_add", root);
        Descriptions.write(path("clip.cond.cond.json"), "{");
        RepairReport report = repair();
        assertThat(report.steps()).isEmpty();
        assertThat(Trees.codes(report.left())).containsExactly(Code.FOREIGN_NAME);
    }

    /** How far a repair came that was killed while it gave a cut-off pair its right name. */
    enum Killed {
        BEFORE {
            @Override
            void leave(Path folder) {}
        },
        COPYING {
            @Override
            void leave(Path folder) throws IOException {
                byte[] json = Files.readAllBytes(folder.resolve("a.cond.json"));
                Files.write(folder.resolve(temp(folder, "a.b", 0)), Arrays.copyOf(json, json.length / 2));
            }
        },
        COPIED {
            @Override
            void leave(Path folder) throws IOException {
                Files.copy(folder.resolve("a.cond.json"), folder.resolve(temp(folder, "a.b", 0)));
            }
        },
        METADATA_IN_PLACE {
            @Override
            void leave(Path folder) throws IOException {
                Files.copy(folder.resolve("a.cond.json"), folder.resolve("a.b.cond.json"));
            }
        },
        DATA_IN_PLACE {
            @Override
            void leave(Path folder) throws IOException {
                METADATA_IN_PLACE.leave(folder);
                Files.move(folder.resolve("a.cond.npy"), folder.resolve("a.b.cond.npy"));
            }
        },
        AFTER {
            @Override
            void leave(Path folder) throws IOException {
                DATA_IN_PLACE.leave(folder);
                Files.delete(folder.resolve("a.cond.json"));
            }
        };

        abstract void leave(Path folder) throws IOException;
    }

    @ParameterizedTest
    @EnumSource
    void aKilledRepairIsCompletedByTheNextAndReadsTheSameMeanwhile(Killed killed) throws IOException {
        Fixtures.copyFolder("origin/v2_dotted", root);
        byte[] data = Files.readAllBytes(path("a.cond.npy"));
        byte[] json = Files.readAllBytes(path("a.cond.json"));
        StoredSidecar before = Trees.read(root, "a.b.ecdc");
        assertThat(before.frame().names()).containsExactly("x");
        killed.leave(root);
        StoredSidecar meanwhile = Trees.read(root, "a.b.ecdc");
        assertThat(meanwhile.frame()).isEqualTo(before.frame());
        assertThat(meanwhile.labelled()).isTrue();
        List<String> steps = steps(repair()).toList();
        assertThat(TreeState.of(root).names()).containsExactly("a.b.cond.json", "a.b.cond.npy", "a.b.ecdc");
        assertThat(path("a.b.cond.npy")).hasBinaryContent(data);
        assertThat(path("a.b.cond.json")).hasBinaryContent(json);
        assertThat(audited()).isEmpty();
        if (killed == Killed.BEFORE) {
            assertThat(steps).containsExactly("RENAME a.cond.npy a.b.cond.npy", "RENAME a.cond.json a.b.cond.json");
        }
    }

    @ParameterizedTest
    @EnumSource
    void aRunMergesIntoWhatAKilledRepairLeft(Killed killed) throws IOException {
        Fixtures.copyFolder("origin/v2_dotted", root);
        killed.leave(root);
        assertThat(Trees.append(root, "new", 1).failures()).isEmpty();
        assertThat(Trees.read(root, "a.b.ecdc").frame().names()).containsExactly("x", "new");
    }

    @Test
    void aCutOffPairThatSeveralMayClaimIsLeft() throws IOException {
        Fixtures.copyFolder("origin/v2_dotted", root);
        Files.copy(path("a.b.ecdc"), path("a.c.ecdc"));
        RepairReport report = repair();
        assertThat(report.steps()).isEmpty();
        assertThat(Trees.codes(report.left())).containsExactly(Code.FOREIGN_NAME, Code.FOREIGN_NAME);
    }

    @Test
    void aCutOffPairIsLeftWhereTheRightNameIsTaken() {
        Fixtures.copyFolder("origin/v2_dotted", root);
        Trees.append(root, "new", 1);
        RepairReport report = repair();
        assertThat(report.steps()).isEmpty();
        assertThat(Trees.codes(report.left())).containsExactly(Code.FOREIGN_NAME);
    }

    @Test
    void aPairThatBelongsToAClipOfThatNameIsNoneThatWasCutOff() throws IOException {
        Fixtures.copyFolder("origin/v2_dotted", root);
        Files.copy(path("a.b.ecdc"), path("a.ecdc"));
        RepairReport report = repair();
        assertThat(report.steps()).isEmpty();
        assertThat(report.left()).isEmpty();
    }

    @Test
    void orphansAreNotItsBusiness() throws IOException {
        Fixtures.copyFolder("origin/v2_basic", root);
        Files.delete(path("clip.ecdc"));
        RepairReport report = repair();
        assertThat(report.steps()).isEmpty();
        assertThat(report.left()).isEmpty();
    }

    @Test
    void itWorksInATreeOfSidecars(@TempDir Path cond) throws IOException {
        Fixtures.copyFolder("origin/v2_dotted", root);
        Files.createDirectories(cond.resolve("deep"));
        Files.createDirectories(path("deep"));
        Files.move(path("a.b.ecdc"), path("deep/a.b.ecdc"));
        Files.move(path("a.cond.npy"), cond.resolve("deep/a.cond.npy"));
        Files.move(path("a.cond.json"), cond.resolve("deep/a.cond.json"));
        write("deep/a.b.ecdc.tmp");
        TreeState tokens = TreeState.of(root);
        List<RepairStep> heard = new ArrayList<>();
        RepairReport report = Audit.builder()
                .root(root)
                .condRoot(cond)
                .listener(new AuditListener() {
                    @Override
                    public void repaired(RepairStep step) {
                        heard.add(step);
                    }
                })
                .build()
                .repair();
        assertThat(heard).isEqualTo(report.steps()).hasSize(2);
        assertThat(report.left()).extracting(Finding::subject).containsExactly("deep/a.b.ecdc.tmp");
        assertThat(TreeState.of(root)).isEqualTo(tokens);
        assertThat(TreeState.of(cond).names()).containsExactly("deep", "deep/a.b.cond.json", "deep/a.b.cond.npy");
        assertThat(report.toString())
                .startsWith("2 steps, 1 left to people\n  rename ")
                .contains("a.cond.npy -> a.b.cond.npy");
    }

    @Test
    void aCutOffPairStaysWhileItsMetadataIsNotSettled() throws IOException {
        Tokens.write(path("x_120.0.ecdc"), 3);
        NpyBytes.write(path("x_120.cond.npy"), 3, 2, new float[6]);
        Descriptions.write(path("x_120.cond.json"), "{\"names\": [\"one\"]}");
        Descriptions.write(path("x_120.cond.cond.json"), "{\"names\": [\"a\", \"b\"]}");
        FeatureFrame before = Trees.read(root, "x_120.0.ecdc").frame();
        assertThat(before.names()).containsExactly("a", "b");
        RepairReport report = repair();
        assertThat(report.steps()).isEmpty();
        assertThat(Trees.codes(report.left())).containsExactly(Code.FOREIGN_NAME);
        assertThat(Trees.read(root, "x_120.0.ecdc").frame()).isEqualTo(before);
    }

    @Test
    void aCutOffPairStaysWhereItWouldMeetMetadataUnderADoubledName() throws IOException {
        Tokens.write(path("x_120.0.ecdc"), 3);
        NpyBytes.write(path("x_120.cond.npy"), 3, 1, new float[3]);
        Descriptions.write(path("x_120.0.cond.cond.json"), "{\"names\": [\"a\"]}");
        FeatureFrame before = Trees.read(root, "x_120.0.ecdc").frame();
        RepairReport report = repair();
        assertThat(report.steps()).isEmpty();
        assertThat(Trees.codes(report.left())).containsExactly(Code.FOREIGN_NAME);
        assertThat(Trees.read(root, "x_120.0.ecdc").frame()).isEqualTo(before);
    }

    @Test
    void aPairThatWasCutOffAndDoubledGetsItsRightNames() throws IOException {
        Tokens.write(path("x_120.0.ecdc"), 3);
        NpyBytes.write(path("x_120.cond.npy"), 3, 1, new float[3]);
        Descriptions.write(path("x_120.cond.cond.json"), "{\"names\": [\"a\"]}");
        assertThat(steps(repair()))
                .containsExactly(
                        "RENAME x_120.cond.cond.json x_120.cond.json",
                        "RENAME x_120.cond.npy x_120.0.cond.npy",
                        "RENAME x_120.cond.json x_120.0.cond.json");
        assertThat(audited()).isEmpty();
    }

    private void ownPair() {
        Tokens.write(path("a.ecdc"), 3);
        Trees.append(root, "x", 1);
    }

    @Test
    void metadataWhoseDataWasDeletedIsNotTorn() throws IOException {
        ownPair();
        Files.delete(path("a.cond.npy"));
        RepairReport report = repair();
        assertThat(report.steps()).isEmpty();
        assertThat(report.left()).isEmpty();
    }

    @ParameterizedTest
    @EnumSource
    void aKilledRepairOfAnOwnPairLeavesNothingTorn(Killed killed) throws IOException {
        ownPair();
        move("a.ecdc", "a.b.ecdc");
        killed.leave(root);
        assertThat(repair().left()).isEmpty();
        assertThat(TreeState.of(root).names()).containsExactly("a.b.cond.json", "a.b.cond.npy", "a.b.ecdc");
    }

    @Test
    void temporaryFilesOfAPairThatCannotBeReadAreLeftAndTold() {
        Fixtures.copyFolder("origin/v2_basic", root);
        Descriptions.write(path("clip.cond.json"), "{");
        write(temp(root, "clip", 0));
        RepairReport report = repair();
        assertThat(report.steps()).isEmpty();
        assertThat(Trees.codes(report.left())).containsExactly(Code.LEFTOVER);
        assertThat(audited()).containsExactly(Code.BAD_JSON, Code.LEFTOVER);
    }

    @Test
    void aCutOffPairOfBadTokensIsLeftForWhatTheTokensAre() {
        Fixtures.copyFolder("origin/v2_dotted", root);
        write("a.b.ecdc");
        RepairReport report = repair();
        assertThat(report.steps()).isEmpty();
        assertThat(Trees.codes(report.left())).containsExactly(Code.BAD_ECDC);
    }

    @Test
    void tokensInUpperCaseClaimNoSidecar() throws IOException {
        Fixtures.copyFolder("origin/v2_dotted", root);
        move("a.b.ecdc", "a.b.ECDC");
        RepairReport report = repair();
        assertThat(report.steps()).isEmpty();
        assertThat(report.left()).isEmpty();
    }

    @Test
    void aForeignTemporaryFileThatIsNewerThanThePairIsLeft() throws IOException {
        Fixtures.copyFolder("origin/v2_basic", root);
        Files.setLastModifiedTime(path("clip.cond.json"), LONG_AGO);
        Files.setLastModifiedTime(
                write("clip.cond.npy.tmp"), FileTime.from(LONG_AGO.toInstant().plusSeconds(1)));
        RepairReport report = repair();
        assertThat(report.steps()).isEmpty();
        assertThat(report.left()).singleElement().satisfies(finding -> {
            assertThat(finding.code()).isEqualTo(Code.LEFTOVER);
            assertThat(finding.message()).contains("not older");
        });
    }

    @Test
    void anInterruptEndsItAlsoAmongTheTokens() {
        write("x.ecdc.tmp");
        write("y.ecdc.tmp");
        List<Finding> left = new ArrayList<>();
        Audit audit = Audit.builder()
                .root(root)
                .listener(new AuditListener() {
                    @Override
                    public void left(Finding finding) {
                        left.add(finding);
                        Thread.currentThread().interrupt();
                    }
                })
                .build();
        SidecarException failure = Failures.of(audit::repair);
        assertThat(Thread.interrupted()).isTrue();
        assertThat(failure.kind()).isEqualTo(SidecarException.Kind.CANCELLED);
        assertThat(left).hasSize(1);
    }
}
