package dev.sidecar.npy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.assertj.core.groups.Tuple.tuple;

import com.google.common.jimfs.Configuration;
import com.google.common.jimfs.Jimfs;
import dev.sidecar.RunReport;
import dev.sidecar.SidecarException;
import dev.sidecar.SidecarException.Kind;
import dev.sidecar.spi.Finding.Code;
import dev.sidecar.spi.SidecarStore.Entry;
import java.io.IOException;
import java.nio.file.FileSystem;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ClipTreeTest {
    @TempDir
    private Path root;

    private static List<Entry> list(Path root) {
        List<Entry> entries = new ArrayList<>();
        new ClipTree(root, ClipTree.Names.TOKENS).forEachRemaining(entries::add);
        return entries;
    }

    private static List<String> ids(Path root) {
        return list(root).stream().map(Entry::id).toList();
    }

    private static Path touch(Path file) throws IOException {
        Files.createDirectories(file.getParent());
        return Files.createFile(file);
    }

    @Test
    void clipsComeInTheStringOrderOfTheirIds() throws IOException {
        String[] parts = {
            "a", "a-b", "a.b", "a b", "a.ecdc", "A", "b", "\u00e9", "\ud83d\ude00", "\uff5e", "0", "a_", "!"
        };
        long seed = 31_415_926;
        SplittableRandom random = new SplittableRandom(seed);
        for (int round = 0; round < 20; round++) {
            TreeSet<String> expected = new TreeSet<>();
            try (FileSystem memory = Jimfs.newFileSystem(Configuration.unix())) {
                Path tree = Files.createDirectory(memory.getPath("/tree"));
                for (int i = 0; i < 60; i++) {
                    StringBuilder id = new StringBuilder();
                    for (int depth = random.nextInt(4); depth > 0; depth--) {
                        id.append(parts[random.nextInt(parts.length)]).append('/');
                    }
                    id.append(parts[random.nextInt(parts.length)]).append("x.ecdc");
                    if (expected.add(id.toString())) {
                        touch(tree.resolve(id.toString()));
                    }
                }
                assertThat(ids(tree)).as("seed %d, round %d", seed, round).containsExactlyElementsOf(expected);
            }
        }
    }

    @Test
    void aFolderSortsAsTheSlashAfterItsName() throws IOException {
        for (String id : List.of("a/b.ecdc", "a-b.ecdc", "a.ecdc", "a0.ecdc", "a.b/c.ecdc", "x.ecdc/in.ecdc")) {
            touch(root.resolve(id));
        }
        assertThat(ids(root))
                .containsExactly("a-b.ecdc", "a.b/c.ecdc", "a.ecdc", "a/b.ecdc", "a0.ecdc", "x.ecdc/in.ecdc");
    }

    @Test
    void whatOnlyLooksLikeATokenFileIsIgnoredWithAReason() throws IOException {
        for (String name : List.of("._x.ecdc", "X.ECDC", "y.Ecdc", "z.ecdc", "z.ecdc.tmp", "z.wav", "ecdc", ".ecdc")) {
            touch(root.resolve(name));
        }
        List<Entry> entries = list(root);
        assertThat(entries)
                .filteredOn(Entry.Token.class::isInstance)
                .extracting(Entry::id)
                .containsExactly(".ecdc", "z.ecdc");
        assertThat(entries)
                .filteredOn(Entry.Ignored.class::isInstance)
                .extracting(
                        Entry::id, entry -> ((Entry.Ignored) entry).finding().code())
                .containsExactly(
                        tuple("._x.ecdc", Code.APPLE_DOUBLE),
                        tuple("X.ECDC", Code.SUFFIX_CASE),
                        tuple("y.Ecdc", Code.SUFFIX_CASE));
        assertThat(entries).hasSize(5);
    }

    @Test
    void aFolderThatCannotBeReadIsToldInItsPlace() throws IOException {
        touch(root.resolve("a.ecdc"));
        touch(root.resolve("z.ecdc"));
        String name = "d".repeat(200);
        Path deep = root;
        Path moved = root;
        for (int i = 0; i < 12; i++) {
            deep = Files.createDirectory(deep.resolve(name));
            moved = Files.createDirectory(i == 0 ? root.resolve("moved") : moved.resolve(name));
        }
        Path tooLong = deep.resolve("moved");
        Files.move(root.resolve("moved"), tooLong); // now some paths are longer than the system takes
        try {
            List<Entry> entries = list(root);
            assertThat(entries).hasSize(3);
            assertThat(entries.get(0)).isEqualTo(new Entry.Token("a.ecdc"));
            assertThat(entries.get(1)).isInstanceOfSatisfying(Entry.Unreadable.class, unreadable -> {
                assertThat(unreadable.id()).startsWith("ddd");
                assertThat(unreadable.failure().kind()).isEqualTo(Kind.IO);
            });
            assertThat(entries.get(2)).isEqualTo(new Entry.Token("z.ecdc"));
        } finally {
            Files.move(tooLong, root.resolve("moved"));
        }
    }

    @Test
    void aNameThatIsTooLongForASidecarFailsAloneWithItsReason() {
        String name = "n".repeat(250) + ".ecdc";
        Tokens.write(root.resolve(name), 2);
        Tokens.write(root.resolve("x.ecdc"), 2);
        RunReport report = Trees.append(root, "c", 1);
        assertThat(report.created()).isEqualTo(1);
        assertThat(report.failures()).singleElement().satisfies(failed -> {
            assertThat(failed.clip()).isEqualTo(name);
            assertThat(failed.failure().kind()).isEqualTo(Kind.LIMIT);
            assertThat(failed.failure()).hasMessageContaining("shorten the token file's name by 5");
        });
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "new\nline.ecdc",
                "-dash.ecdc",
                ".ecdc",
                "a b.ecdc",
                "x.ecdc.ecdc",
                "\ud83d\ude00.ecdc",
                "e\u0301.ecdc",
                "120.0.ecdc"
            })
    void oddNamesAreOrdinaryClips(String name) {
        Tokens.write(root.resolve(name), 2);
        assertThat(Trees.append(root, "c", 1).created()).isEqualTo(1);
        String base = name.substring(0, name.length() - ".ecdc".length());
        assertThat(TreeState.of(root).names()).containsExactlyInAnyOrder(name, base + ".cond.npy", base + ".cond.json");
        assertThat(Trees.append(root, "c", 1).unchanged()).isEqualTo(1);
    }

    @Test
    void namesThatDifferInCaseOrInNormalisationAreDifferentClips() {
        List<String> names = List.of("N.ecdc", "n.ecdc", "\u00e9.ecdc", "e\u0301.ecdc");
        names.forEach(name -> Tokens.write(root.resolve(name), 2));
        assertThat(Trees.append(root, "c", 1).created()).isEqualTo(4);
        assertThat(TreeState.of(root).names()).hasSize(12);
    }

    @Test
    void aRootThatIsMissingOrAFileIsAMistakeOfTheCaller() throws IOException {
        Path file = touch(root.resolve("file"));
        for (Path wrong : List.of(file, root.resolve("missing"))) {
            SidecarException failure =
                    catchThrowableOfType(SidecarException.class, () -> new ClipTree(wrong, ClipTree.Names.TOKENS));
            assertThat(failure.kind()).isEqualTo(Kind.USAGE);
            assertThat(failure).hasMessageContaining(wrong.toString());
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"../x.ecdc", "/x.ecdc", "a/../../x.ecdc", "./x.ecdc", "x.cond.npy", ""})
    void anIdLeadsNowhereElse(String id) {
        try (FileStore store = Trees.store(root)) {
            assertThatThrownBy(() -> store.open(id))
                    .isInstanceOf(SidecarException.class)
                    .hasMessageEndingWith("[FORBIDDEN]");
        }
    }
}
