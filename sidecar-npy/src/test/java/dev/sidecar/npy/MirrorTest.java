package dev.sidecar.npy;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.common.jimfs.Configuration;
import com.google.common.jimfs.Jimfs;
import dev.sidecar.SidecarException;
import dev.sidecar.SidecarException.Kind;
import dev.sidecar.SidecarException.Place;
import dev.sidecar.npy.Mirror.Result;
import dev.sidecar.spi.Finding;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystem;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MirrorTest {
    private final FileSystem memory = Jimfs.newFileSystem(Configuration.unix());
    private final Path root = memory.getPath("/root");
    private final Path target = memory.getPath("/new/target");
    private final List<Result> results = new ArrayList<>();

    @BeforeEach
    void makeRoot() throws IOException {
        Files.createDirectory(root);
    }

    @AfterEach
    void forget() throws IOException {
        memory.close();
    }

    private void put(String... ids) {
        for (String id : ids) {
            WholeFile.write(root.resolve(id), out -> out.write(id.getBytes(StandardCharsets.UTF_8)));
        }
    }

    private static void copy(String id, Path from, Path to) {
        WholeFile.write(to, out -> out.write(read(from)));
    }

    private static byte[] read(Path file) {
        try {
            return Files.readAllBytes(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static List<String> files(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            return files.filter(Files::isRegularFile)
                    .map(file -> file.getFileName().toString())
                    .toList();
        }
    }

    private Mirror texts(Path into) {
        return Mirror.of(
                root,
                into,
                name -> name.endsWith(".in")
                        ? Optional.of(name.substring(0, name.length() - 2) + "out")
                        : Optional.empty());
    }

    private static List<String> ids(List<Result> results, Class<? extends Result> kind) {
        return results.stream().filter(kind::isInstance).map(Result::id).toList();
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 4, 1_024})
    void everyFileHasItsCounterpartInTheSameFolderAndIsToldOfInOrder(int parallelism) throws IOException {
        List<String> names = IntStream.range(0, 100)
                .mapToObj(i -> (i % 3 == 0 ? "a/b/" : i % 3 == 1 ? "a.b/" : "") + i + ".5.in")
                .toList();
        put(names.toArray(String[]::new));
        put("a/other.txt", "in");
        Mirror mirror = texts(target);
        assertThat(mirror.count()).isEqualTo(100);
        mirror.run(parallelism, false, MirrorTest::copy, results::add);
        assertThat(ids(results, Result.Made.class))
                .containsExactlyElementsOf(names.stream().sorted().toList());
        for (String name : names) {
            assertThat(target.resolve(name.replace(".in", ".out"))).hasContent(name);
        }
        assertThat(files(target)).hasSize(100);
    }

    @Test
    void tokenFilesHaveCounterpartsOfAnySuffix() {
        put("a/x_1.5.ecdc", "X.ECDC", "._x.ecdc", "x.wav");
        Mirror.ofTokens(root, target, ".wav").run(2, false, MirrorTest::copy, results::add);
        assertThat(target.resolve("a/x_1.5.wav")).hasContent("a/x_1.5.ecdc");
        assertThat(results).hasSize(3);
        assertThat(results)
                .filteredOn(Result.Ignored.class::isInstance)
                .extracting(result -> ((Result.Ignored) result).finding().code())
                .containsExactly(Finding.Code.APPLE_DOUBLE, Finding.Code.SUFFIX_CASE);
    }

    @Test
    void whatIsThereIsKeptUnlessItIsToBeOverwritten() throws IOException {
        put("a.in", "b.in", "._c.in");
        Files.createDirectories(target);
        Files.writeString(target.resolve("a.out"), "old");
        Mirror mirror = texts(target);
        mirror.run(1, false, MirrorTest::copy, results::add);
        assertThat(ids(results, Result.Kept.class)).containsExactly("a.in");
        assertThat(ids(results, Result.Made.class)).containsExactly("b.in");
        assertThat(ids(results, Result.Ignored.class)).containsExactly("._c.in");
        assertThat(target.resolve("a.out")).hasContent("old");
        results.clear();
        mirror.run(1, true, MirrorTest::copy, results::add);
        assertThat(ids(results, Result.Made.class)).containsExactly("a.in", "b.in");
        assertThat(target.resolve("a.out")).hasContent("a.in");
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 3})
    void aFailureIsToldAndTheOthersAreDone(int parallelism) throws IOException {
        put("a.in", "b.in", "c.in", "d.in");
        Files.createDirectories(target.resolve("d.out"));
        texts(target)
                .run(
                        parallelism,
                        false,
                        (id, from, to) -> {
                            if (id.equals("b.in")) {
                                throw new SidecarException(Kind.FORMAT, Place.NOWHERE, "odd");
                            }
                            copy(id, from, to);
                        },
                        results::add);
        assertThat(ids(results, Result.Made.class)).containsExactly("a.in", "c.in");
        assertThat(results)
                .filteredOn(Result.Failed.class::isInstance)
                .extracting(result -> ((Result.Failed) result).failure().getMessage())
                .containsExactly(
                        "/root/b.in: odd [FORMAT]",
                        "/new/target/d.out: expected a file to write to, found a folder [IO]");
        assertThat(files(target)).containsExactlyInAnyOrder("a.out", "c.out");
    }

    @Test
    void aMirrorInsideTheRootIsNotLookedThrough() {
        put("a.in", "sub/b.in", "sub/old/c.in");
        Path inside = root.resolve("sub/../sub/old");
        for (boolean overwrite : new boolean[] {false, true}) {
            texts(inside).run(2, overwrite, MirrorTest::copy, results::add);
        }
        assertThat(results).extracting(Result::id).containsExactly("a.in", "sub/b.in", "a.in", "sub/b.in");
        assertThat(root.resolve("sub/old/sub/b.out")).hasContent("sub/b.in");
    }

    @Test
    void aMirrorMayBeTheRootItself() {
        put("a.in", "sub/b.in");
        texts(root).run(2, false, MirrorTest::copy, results::add);
        assertThat(root.resolve("sub/b.out")).hasContent("sub/b.in");
    }

    @Test
    void whatIsNoFolderIsAMistakeOfTheCaller() throws IOException {
        put("a.in");
        Path file = root.resolve("a.in");
        Mirror missing = Mirror.of(memory.getPath("/none"), target, Optional::of);
        Mirror onto = texts(file);
        for (Mirror wrong : List.of(missing, onto)) {
            SidecarException failure = Failures.of(() -> wrong.run(1, false, MirrorTest::copy, results::add));
            assertThat(failure.kind()).isEqualTo(Kind.USAGE);
        }
        for (int parallelism : new int[] {0, 1_025}) {
            SidecarException failure =
                    Failures.of(() -> texts(target).run(parallelism, false, MirrorTest::copy, results::add));
            assertThat(failure.kind()).isEqualTo(Kind.USAGE);
            assertThat(failure).hasMessageContaining("must be 1 to 1024, found " + parallelism);
        }
        assertThat(results).isEmpty();
        assertThat(target).doesNotExist();
    }

    @Test
    void withNothingToDoNothingIsMade() {
        texts(target).run(2, false, MirrorTest::copy, results::add);
        assertThat(results).isEmpty();
        assertThat(target).doesNotExist();
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 3})
    void anInterruptEndsIt(int parallelism) throws IOException {
        put("a.in", "b.in", "c.in");
        SidecarException failure = Failures.of(() -> texts(target).run(parallelism, false, MirrorTest::copy, result -> {
            results.add(result);
            Thread.currentThread().interrupt();
        }));
        assertThat(Thread.interrupted()).isTrue();
        assertThat(failure.kind()).isEqualTo(Kind.CANCELLED);
        assertThat(ids(results, Result.Made.class)).containsExactly("a.in");
        assertThat(files(target)).contains("a.out").allMatch(name -> name.endsWith(".out"));
    }
}
