package dev.sidecar.npy;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.common.jimfs.Configuration;
import com.google.common.jimfs.Jimfs;
import dev.sidecar.Sidecar;
import dev.sidecar.SidecarException;
import dev.sidecar.SidecarException.Kind;
import dev.sidecar.frame.Column;
import dev.sidecar.frame.DType;
import dev.sidecar.frame.FeatureFrame;
import dev.sidecar.frame.FrameGrid;
import dev.sidecar.npy.SidecarPack.Packed;
import dev.sidecar.npy.SidecarPack.Unpacked;
import dev.sidecar.spi.Producer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystem;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SidecarPackTest {
    private static final String UMLAUT = "n\u00e4\u00efve \u540d/\u00e9t\u00e9.take2_tempo_72.5.ecdc";

    @TempDir
    private Path folder;

    private Path root = Path.of("");
    private Path file = Path.of("");

    @BeforeEach
    void paths() {
        root = folder.resolve("ecdc");
        file = folder.resolve("tree.h5");
    }

    private static final Producer TWO = clip -> FeatureFrame.of(
            Column.generate("gain", clip.frames(), t -> Math.sin(t) / 3)
                    .withUnits("dB")
                    .withRange(-60, 0),
            Column.generate("\u97f3", clip.frames(), t -> t));

    private static void add(Path root, DType dtype, Producer producer) {
        Sidecar.builder().root(root).dtype(dtype).with(producer).build().run();
    }

    private SidecarPack.Builder tree() {
        return SidecarPack.builder().root(root);
    }

    /** The sidecars of a tree by their paths, to the byte. */
    private static Map<String, String> sidecars(Path root) {
        try (Stream<Path> paths = Files.walk(root)) {
            return paths.filter(path -> path.toString().matches(".*\\.(npy|json)"))
                    .collect(Collectors.toMap(
                            path -> root.relativize(path).toString(),
                            SidecarPackTest::digest,
                            (a, b) -> a,
                            TreeMap::new));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String digest(Path path) {
        try {
            return Sha256.of(Files.readAllBytes(path));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void deleteSidecars(Path root) throws IOException {
        for (String path : sidecars(root).keySet()) {
            Files.delete(root.resolve(path));
        }
    }

    /** Packs, takes the sidecars away, unpacks, and compares. */
    private void roundTrip(SidecarPack pack) throws IOException {
        Map<String, String> before = sidecars(root);
        pack.pack(file);
        assertThat(sidecars(root)).isEqualTo(before);
        deleteSidecars(root);
        pack.unpack(file);
        assertThat(sidecars(root)).isEqualTo(before);
    }

    private SidecarException packFailure() {
        SidecarException failure = Failures.of(() -> tree().build().pack(file));
        assertThat(file).doesNotExist();
        assertThat(temps()).isEmpty();
        return failure;
    }

    private List<String> temps() {
        try (Stream<Path> paths = Files.list(folder)) {
            return paths.map(path -> path.getFileName().toString())
                    .filter(name -> name.endsWith(".tmp"))
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void aTreeComesBackToTheByte() throws IOException {
        Tokens.write(root.resolve("a.ecdc"), 77);
        Tokens.write(root.resolve("x_120.0.ecdc"), 5);
        Tokens.write(root.resolve("x_120.5.ecdc"), 1);
        Tokens.write(root.resolve("empty.ecdc/none.ecdc"), 0);
        Tokens.write(root.resolve(UMLAUT), 300_000);
        add(root, DType.FLOAT32, TWO);
        Packed packed = tree().build().pack(file);
        assertThat(packed).isEqualTo(new Packed(5, 0, 1)).hasToString("5 clips in 1 file");
        roundTrip(tree().build());
        assertThat(tree().build().unpack(file)).isEqualTo(new Unpacked(0, 5));
    }

    @Test
    void halfFloatsComeBackToTheByte() throws IOException {
        Tokens.write(root.resolve("a.ecdc"), 33);
        add(root, DType.FLOAT16, TWO);
        roundTrip(tree().build());
        byte[] odd = Files.readAllBytes(root.resolve("a.cond.npy"));
        odd[128] = 1; // a NaN that no arithmetic makes
        odd[129] = 0x7d;
        Files.write(root.resolve("a.cond.npy"), odd);
        Files.delete(root.resolve("a.cond.json"));
        roundTrip(tree().build());
    }

    @Test
    void sidecarsWithoutColumnsComeBackToTheByte() throws IOException {
        Tokens.write(root.resolve("a.ecdc"), 33);
        Tokens.write(root.resolve("b.ecdc"), 0);
        add(root, DType.FLOAT32, clip -> FeatureFrame.empty(clip.frames()));
        roundTrip(tree().build());
        try (PackFile pack = PackFile.open(file)) {
            assertThat(pack.frame("a.ecdc")).isEqualTo(FeatureFrame.empty(33));
            assertThat(pack.frame("b.ecdc")).isEqualTo(FeatureFrame.empty(0));
            assertThat(pack.grid("a.ecdc")).isEqualTo(FrameGrid.encodec24kHz(33));
        }
    }

    @Test
    void whatOthersWroteComesBackToTheByte() throws IOException {
        Tokens.write(root.resolve("f8.ecdc"), 3);
        byte[] doubles = ByteBuffer.allocate(48)
                .order(ByteOrder.BIG_ENDIAN)
                .putDouble(8, Math.PI)
                .array();
        Files.write(root.resolve("f8.cond.npy"), NpyBytes.of(NpyBytes.header(">f8", true, 3, 2), doubles));
        Files.writeString(
                root.resolve("f8.cond.json"), "{ \"names\":[\"p\\u0069\", \"b\"],\n\"fps\": 75.00, \"mine\": 1E+05}");
        Tokens.write(root.resolve("tail.ecdc"), 1);
        byte[] tail = Arrays.copyOf(NpyBytes.of(NpyBytes.header("<f4", false, 1, 1), new byte[4]), 99);
        Files.write(root.resolve("tail.cond.npy"), tail);
        roundTrip(tree().build());
        try (PackFile pack = PackFile.open(file)) {
            FeatureFrame frame = pack.frame("f8.ecdc");
            assertThat(frame.names()).containsExactly("pi", "b");
            assertThat(frame.column("pi").get(1)).isEqualTo((float) Math.PI);
        }
    }

    @Test
    void threeThousandClipsComeBackToTheByte() throws IOException {
        for (int i = 0; i < 3_000; i++) {
            Tokens.write(root.resolve("clip_" + i + ".ecdc"), i % 7);
        }
        add(root, DType.FLOAT32, TWO);
        roundTrip(tree().build());
        try (PackFile pack = PackFile.open(file)) {
            assertThat(pack.ids()).hasSize(3_000);
        }
    }

    @Test
    void oneClipIsReadWithoutTheOthers() {
        Tokens.write(root.resolve("a/x.ecdc"), 6);
        Tokens.write(root.resolve("b.ecdc"), 2);
        add(root, DType.FLOAT32, TWO);
        tree().withCodes().build().pack(file);
        try (PackFile pack = PackFile.open(file);
                SidecarFile sidecar = SidecarFile.open(root.resolve("a/x.ecdc"))) {
            assertThat(pack.ids()).containsExactly("a/x.ecdc", "b.ecdc");
            FeatureFrame frame = pack.frame("a/x.ecdc");
            assertThat(frame.names()).containsExactly("gain", "\u97f3");
            for (Column column : sidecar.frame().columns()) {
                Column packed = frame.column(column.name());
                assertThat(packed.toArray()).isEqualTo(column.toArray());
                assertThat(packed.units()).isEqualTo(column.units());
                assertThat(packed.stated()).isEqualTo(column.stated());
            }
            assertThat(pack.codes("a/x.ecdc").orElseThrow()).isDeepEqualTo(new int[1][6]);
            SidecarException failure = Failures.of(() -> pack.frame("c.ecdc"));
            assertThat(failure.kind()).isEqualTo(Kind.USAGE);
            assertThat(failure).hasMessageContaining("c.ecdc");
        }
    }

    @Test
    void codesArePackedIfAskedFor() {
        Fixtures.copy("dataset/sweep_tempo_120.0.ecdc", folder(root));
        add(root, DType.FLOAT32, TWO);
        int[][] codes =
                TokenFile.open(root.resolve("sweep_tempo_120.0.ecdc")).codes().window(0, 225);
        tree().withCodes().build().pack(file);
        try (PackFile pack = PackFile.open(file)) {
            assertThat(pack.codes("sweep_tempo_120.0.ecdc").orElseThrow()).isDeepEqualTo(codes);
        }
        tree().build().pack(file);
        try (PackFile pack = PackFile.open(file)) {
            assertThat(pack.codes("sweep_tempo_120.0.ecdc")).isEmpty();
        }
    }

    private static Path folder(Path path) {
        try {
            return Files.createDirectories(path);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void aLargeTreeBecomesSeveralFiles() throws IOException {
        for (int i = 0; i < 5; i++) {
            Tokens.write(root.resolve("c" + i + ".ecdc"), 10);
        }
        add(root, DType.FLOAT32, TWO);
        SidecarPack small = tree().partBytes(1).build();
        assertThat(small.pack(file)).isEqualTo(new Packed(5, 0, 5)).hasToString("5 clips in 5 files");
        assertThat(files()).containsExactly("tree.1.h5", "tree.2.h5", "tree.3.h5", "tree.4.h5", "tree.h5");
        try (PackFile pack = PackFile.open(file)) {
            assertThat(pack.ids()).containsExactly("c0.ecdc", "c1.ecdc", "c2.ecdc", "c3.ecdc", "c4.ecdc");
        }
        roundTrip(small);
        SidecarException failure = Failures.of(() -> PackFile.open(folder.resolve("tree.1.h5")));
        assertThat(failure.kind()).isEqualTo(Kind.USAGE);
        Files.writeString(folder.resolve("tree.5.h5"), "not of this tree");
        tree().build().pack(file);
        assertThat(files()).containsExactly("tree.5.h5", "tree.h5");
    }

    @Test
    void aFileOfOthersBesideTheTreeStays() throws IOException {
        Tokens.write(root.resolve("a.ecdc"), 10);
        Tokens.write(root.resolve("b.ecdc"), 10);
        add(root, DType.FLOAT32, TWO);
        Path other = Files.writeString(folder.resolve("tree.1.h5"), "of somebody else");
        SidecarException failure = Failures.of(() -> tree().partBytes(1).build().pack(file));
        assertThat(failure.kind()).isEqualTo(Kind.USAGE);
        assertThat(failure).hasMessageContaining("tree.1.h5");
        assertThat(other).hasContent("of somebody else");
        assertThat(files()).containsExactly("tree.1.h5");
        assertThat(temps()).isEmpty();
    }

    private List<String> files() {
        try (Stream<Path> paths = Files.list(folder)) {
            return paths.map(path -> path.getFileName().toString())
                    .filter(name -> name.endsWith(".h5"))
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void filesOfDifferentTreesAreNeverTakenForOne() throws IOException {
        Tokens.write(root.resolve("a.ecdc"), 10);
        Tokens.write(root.resolve("b.ecdc"), 10);
        add(root, DType.FLOAT32, TWO);
        tree().partBytes(1).build().pack(file);
        byte[] first = Files.readAllBytes(folder.resolve("tree.1.h5"));
        add(root, DType.FLOAT32, Trees.constant("more", 1));
        tree().partBytes(1).build().pack(file);
        Files.write(folder.resolve("tree.1.h5"), first);
        SidecarException failure = Failures.of(() -> PackFile.open(file));
        assertThat(failure.kind()).isEqualTo(Kind.MISMATCH);
        Files.delete(folder.resolve("tree.1.h5"));
        assertThat(Failures.of(() -> PackFile.open(file)).kind()).isEqualTo(Kind.IO);
    }

    @Test
    void theNumberOfThreadsChangesNoByte() throws IOException {
        for (int i = 0; i < 40; i++) {
            Tokens.write(root.resolve("d" + i % 3 + "/c" + i + ".ecdc"), 10 + i);
        }
        add(root, DType.FLOAT32, TWO);
        tree().parallelism(1).build().pack(file);
        byte[] one = Files.readAllBytes(file);
        tree().parallelism(8).build().pack(file);
        assertThat(Files.readAllBytes(file)).isEqualTo(one);
        String text = new String(one, StandardCharsets.ISO_8859_1);
        assertThat(text).doesNotContain("jHDF", System.getProperty("os.name"), System.getProperty("os.arch"));
    }

    @Test
    void anyFileSystemWillDo() throws IOException {
        try (FileSystem memory = Jimfs.newFileSystem(Configuration.unix())) {
            root = memory.getPath("/work/ecdc");
            Tokens.write(root.resolve("a/b.ecdc"), 10);
            add(root, DType.FLOAT32, TWO);
            file = memory.getPath("/out/tree.h5");
            roundTrip(tree().build());
        }
    }

    @Test
    void clipsWithoutSidecarAreCounted() {
        Tokens.write(root.resolve("a.ecdc"), 10);
        add(root, DType.FLOAT32, TWO);
        Tokens.write(root.resolve("b.ecdc"), 10);
        assertThat(tree().build().pack(file))
                .isEqualTo(new Packed(1, 1, 1))
                .hasToString("1 clip in 1 file, 1 without a sidecar left out");
    }

    @Test
    void shardsPackTheirOwnClips() {
        Tokens.write(root.resolve("a.ecdc"), 10); // 2 of 4
        Tokens.write(root.resolve("sub/b.ecdc"), 10); // 3 of 4
        add(root, DType.FLOAT32, TWO);
        tree().shard(3, 4).build().pack(file);
        try (PackFile pack = PackFile.open(file)) {
            assertThat(pack.ids()).containsExactly("sub/b.ecdc");
        }
    }

    @Test
    void aTreeWithoutSidecarsIsNotPacked() {
        Tokens.write(root.resolve("a.ecdc"), 10);
        assertThat(packFailure().kind()).isEqualTo(Kind.USAGE);
        assertThat(packFailure()).hasMessageContaining("nothing to pack");
    }

    @Test
    void whatDoesNotFitItsTokensIsNotPacked() {
        Tokens.write(root.resolve("a.ecdc"), 10);
        add(root, DType.FLOAT32, TWO);
        Tokens.write(root.resolve("a.ecdc"), 11);
        SidecarException failure = packFailure();
        assertThat(failure.kind()).isEqualTo(Kind.MISMATCH);
        assertThat(failure).hasMessageContainingAll("a.ecdc", "11 frames", "has 10");
    }

    @Test
    void tornPairsAreNotPacked() throws IOException {
        Tokens.write(root.resolve("a.ecdc"), 10);
        add(root, DType.FLOAT32, TWO);
        byte[] data = Files.readAllBytes(root.resolve("a.cond.npy"));
        data[data.length - 1] ^= 1;
        Files.write(root.resolve("a.cond.npy"), data);
        assertThat(packFailure().kind()).isEqualTo(Kind.MISMATCH);
        Files.delete(root.resolve("a.cond.npy"));
        assertThat(packFailure()).hasMessageContaining("metadata without data");
    }

    @Test
    void whatLiesUnderAWrongNameIsNotPacked() throws IOException {
        Tokens.write(root.resolve("x_1.5.ecdc"), 10);
        add(root, DType.FLOAT32, TWO);
        Files.move(root.resolve("x_1.5.cond.npy"), root.resolve("x_1.cond.npy"));
        Files.move(root.resolve("x_1.5.cond.json"), root.resolve("x_1.cond.json"));
        assertThat(packFailure()).hasMessageContaining("repair");
        Files.move(root.resolve("x_1.cond.npy"), root.resolve("x_1.5.cond.npy"));
        Files.move(root.resolve("x_1.cond.json"), root.resolve("x_1.5.cond.cond.json"));
        assertThat(packFailure()).hasMessageContaining("repair");
    }

    @Test
    void namesThatHdf5IsNotWrittenWithAreRefused() throws IOException {
        Path clip = Tokens.write(root.resolve(" /a.ecdc"), 10);
        add(root, DType.FLOAT32, TWO);
        assertThat(packFailure().kind()).isEqualTo(Kind.UNSUPPORTED);
        Path longest = root.resolve("n".repeat(255));
        Files.move(clip.getParent(), longest);
        assertThat(packFailure()).hasMessageContaining("254 bytes");
        Files.move(longest, root.resolve("n".repeat(254)));
        roundTrip(tree().build());
        add(root, DType.FLOAT32, Trees.constant("a\0b", 1));
        Files.delete(file);
        assertThat(packFailure()).hasMessageContaining("NUL");
    }

    @Test
    void onlyPackedTreesAreReplaced() throws IOException {
        Tokens.write(root.resolve("a.ecdc"), 10);
        Tokens.write(root.resolve("b.ecdc"), 10);
        add(root, DType.FLOAT32, TWO);
        Path tokens = root.resolve("a.ecdc");
        String before = digest(tokens);
        SidecarException failure = Failures.of(() -> tree().build().pack(tokens));
        assertThat(failure.kind()).isEqualTo(Kind.USAGE);
        assertThat(failure).hasMessageContainingAll("a.ecdc", "something else than a packed tree is there");
        assertThat(digest(tokens)).isEqualTo(before);
        Path foreign = Files.move(Fixtures.copy("hdf5/h5py_gzip.h5", folder), folder.resolve("tree.1.h5"));
        String other = digest(foreign);
        assertThat(Failures.of(() -> tree().partBytes(1).build().pack(file)))
                .hasMessageContainingAll("tree.1.h5", "move it away");
        assertThat(digest(foreign)).isEqualTo(other);
        assertThat(file).doesNotExist();
        assertThat(temps()).isEmpty();
        Files.createFile(file);
        tree().build().pack(file);
        assertThat(tree().build().pack(file)).isEqualTo(new Packed(2, 0, 1));
        assertThat(digest(foreign)).isEqualTo(other);
    }

    @Test
    void theTokensFolderIsLookedForFirst() {
        assertThat(Failures.of(() -> tree().build().unpack(file)))
                .hasMessage(root + ": there is no such folder [USAGE]");
    }

    @Test
    void anInterruptIsNoDamage() {
        Tokens.write(root.resolve("a.ecdc"), 10);
        add(root, DType.FLOAT32, TWO);
        tree().build().pack(file);
        SidecarException failure;
        try (PackFile pack = PackFile.open(file)) {
            Thread.currentThread().interrupt();
            failure = Failures.of(() -> pack.frame("a.ecdc"));
        } finally {
            assertThat(Thread.interrupted()).isTrue();
        }
        assertThat(failure.kind()).isEqualTo(Kind.CANCELLED);
        assertThat(failure).hasMessageContaining("interrupted");
    }

    @Test
    void aFailureLeavesTheOldFile() throws IOException {
        Tokens.write(root.resolve("a.ecdc"), 10);
        add(root, DType.FLOAT32, TWO);
        tree().build().pack(file);
        byte[] old = Files.readAllBytes(file);
        Tokens.write(root.resolve("b.ecdc"), 10);
        Files.writeString(root.resolve("b.cond.npy"), "broken");
        SidecarException failure = Failures.of(() -> tree().partBytes(1).build().pack(file));
        assertThat(failure.kind()).isEqualTo(Kind.FORMAT);
        assertThat(failure).hasMessageContaining("b.cond.npy");
        assertThat(Files.readAllBytes(file)).isEqualTo(old);
        assertThat(temps()).isEmpty();
    }

    @Test
    void anotherSidecarIsOverwrittenOnlyIfAskedFor() throws IOException {
        Tokens.write(root.resolve("a.ecdc"), 10);
        add(root, DType.FLOAT32, TWO);
        Map<String, String> packed = sidecars(root);
        tree().build().pack(file);
        add(root, DType.FLOAT32, Trees.constant("more", 1));
        Map<String, String> changed = sidecars(root);
        SidecarException failure = Failures.of(() -> tree().build().unpack(file));
        assertThat(failure.kind()).isEqualTo(Kind.MISMATCH);
        assertThat(failure).hasMessageContainingAll("a.ecdc", "overwritten");
        assertThat(sidecars(root)).isEqualTo(changed);
        assertThat(tree().overwrite().build().unpack(file)).isEqualTo(new Unpacked(1, 0));
        assertThat(sidecars(root)).isEqualTo(packed);
        Files.delete(root.resolve("a.cond.npy")); // as if killed between the two moves
        assertThat(tree().build().unpack(file)).isEqualTo(new Unpacked(1, 0));
        assertThat(sidecars(root)).isEqualTo(packed);
    }

    @Test
    void unpackingTheSameWritesNothing() {
        Tokens.write(root.resolve("a.ecdc"), 10);
        add(root, DType.FLOAT32, TWO);
        tree().build().pack(file);
        TreeState before = TreeState.of(root);
        assertThat(tree().build().unpack(file)).hasToString("0 sidecars written, 1 there already");
        assertThat(TreeState.of(root)).isEqualTo(before);
    }

    @Test
    void otherTokensAreRefused() throws IOException {
        Tokens.write(root.resolve("a.ecdc"), 10);
        add(root, DType.FLOAT32, TWO);
        tree().build().pack(file);
        deleteSidecars(root);
        Tokens.write(root.resolve("a.ecdc"), 11);
        SidecarException failure = Failures.of(() -> tree().build().unpack(file));
        assertThat(failure.kind()).isEqualTo(Kind.MISMATCH);
        assertThat(failure).hasMessageContainingAll("a.ecdc", "11 frames", "10");
        Files.delete(root.resolve("a.ecdc"));
        assertThat(Failures.of(() -> tree().build().unpack(file)).kind()).isEqualTo(Kind.IO);
        assertThat(sidecars(root)).isEmpty();
    }

    @Test
    void anIdThatLeadsOutOfTheRootIsRefused() throws IOException {
        Tokens.write(root.resolve("aa/x.ecdc"), 10);
        add(root, DType.FLOAT32, TWO);
        tree().build().pack(file);
        Hdf5Group evil = new Hdf5Group();
        try (Hdf5File pack = Hdf5.open(file)) {
            PackedClip.read(pack, "aa/x.ecdc").into(evil.group(".."));
            for (String key : List.of(PackFile.VERSION_KEY, PackFile.PARTS_KEY, PackFile.BEFORE_KEY)) {
                evil.attribute(key, pack.attribute("", key).orElseThrow());
            }
        }
        Hdf5.write(file, evil);
        SidecarException failure = Failures.of(() -> tree().build().unpack(file));
        assertThat(failure.kind()).isEqualTo(Kind.FORBIDDEN);
        assertThat(folder.resolve("aa")).doesNotExist();
    }

    @Test
    void whatIsNoPackedTreeIsRefused() throws IOException {
        Path foreign = Fixtures.copy("hdf5/h5py_gzip.h5", folder);
        SidecarException failure = Failures.of(() -> PackFile.open(foreign));
        assertThat(failure.kind()).isEqualTo(Kind.FORMAT);
        assertThat(failure).hasMessageContainingAll("h5py_gzip.h5", "from_hdf5");
        Path text = Files.writeString(folder.resolve("text.h5"), "not HDF5 at all, however long it may be");
        assertThat(Failures.of(() -> PackFile.open(text)))
                .hasMessage(text + ": expected an HDF5 file, found other bytes [FORMAT]");
        assertThat(Failures.of(() -> PackFile.open(folder.resolve("none.h5"))).kind())
                .isEqualTo(Kind.IO);
        assertThat(Failures.of(() -> PackFile.open(folder)).kind()).isEqualTo(Kind.IO);
        Hdf5Group newer = new Hdf5Group();
        newer.attribute(PackFile.VERSION_KEY, 2);
        newer.group("a").dataset("x", new double[] {1});
        Hdf5.write(file, newer);
        assertThat(Failures.of(() -> PackFile.open(file)).kind()).isEqualTo(Kind.UNSUPPORTED);
    }

    @Test
    void aTruncatedFileIsRefused() throws IOException {
        Tokens.write(root.resolve("a.ecdc"), 1_000);
        add(root, DType.FLOAT32, TWO);
        tree().build().pack(file);
        byte[] whole = Files.readAllBytes(file);
        for (int length : new int[] {0, 7, 48, 100, whole.length / 2, whole.length - 1}) {
            Files.write(file, Arrays.copyOf(whole, length));
            deleteSidecars(root);
            assertThat(Failures.of(() -> tree().build().unpack(file)).kind())
                    .as("%d bytes", length)
                    .isEqualTo(Kind.FORMAT);
        }
    }

    @Test
    void aDamagedFileIsRefused() throws IOException {
        Tokens.write(root.resolve("a.ecdc"), 10);
        add(root, DType.FLOAT32, TWO);
        tree().build().pack(file);
        byte[] bytes = Files.readAllBytes(file);
        int at = new String(bytes, StandardCharsets.ISO_8859_1).indexOf("'descr'");
        bytes[at + 1] ^= 1;
        Files.write(file, bytes);
        deleteSidecars(root);
        SidecarException failure = Failures.of(() -> tree().build().unpack(file));
        assertThat(failure.kind()).isEqualTo(Kind.FORMAT);
        assertThat(failure).hasMessageContainingAll("a.ecdc", "damaged");
    }

    @Test
    void settingsAreChecked() {
        SidecarPack.Builder builder = SidecarPack.builder();
        assertThat(Failures.of(builder::build)).hasMessageContaining("root");
        assertThat(Failures.of(() -> builder.partBytes(0)).kind()).isEqualTo(Kind.USAGE);
        assertThat(Failures.of(() -> builder.parallelism(0)).kind()).isEqualTo(Kind.USAGE);
        assertThat(Failures.of(() -> builder.suffix("x")).kind()).isEqualTo(Kind.USAGE);
        builder.root(root);
        assertThat(Failures.of(() -> builder.root(root)).kind()).isEqualTo(Kind.USAGE);
    }
}
