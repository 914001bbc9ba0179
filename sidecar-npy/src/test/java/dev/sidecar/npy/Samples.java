package dev.sidecar.npy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;

/** The fixtures by format, and the words of each format, for damage. */
final class Samples {
    private static final long MOST_BYTES = 64 << 10;

    private Samples() {}

    static Damage tokens(Predicate<TokenFixture> which) {
        List<Fuzz.Sample> files = TokenFixture.all()
                .filter(TokenFixture::isFile)
                .filter(which)
                .map(fixture -> new Fuzz.Sample(fixture.name(), fixture.bytes()))
                .toList();
        return new Damage(files, words(Stream.of(ZIP, PICKLE, NATIVE)));
    }

    static boolean isNative(TokenFixture fixture) {
        return fixture.name().contains("native");
    }

    static boolean isLegacy(TokenFixture fixture) {
        return fixture.name().contains("legacy");
    }

    static boolean isZip(TokenFixture fixture) {
        return !isNative(fixture) && !isLegacy(fixture);
    }

    /** The pickles in zip files, alone. */
    static Damage pickles() {
        List<Fuzz.Sample> pickles =
                zips().map(zip -> new Fuzz.Sample(zip.name(), zip.pickle())).toList();
        return new Damage(pickles, words(Stream.of(PICKLE)));
    }

    /** Sound zip files with damaged pickles. */
    static Function<SplittableRandom, Fuzz.Sample> picklesInZips() {
        List<Zip> zips = zips().toList();
        Damage damage = pickles();
        return random -> {
            Zip zip = zips.get(random.nextInt(zips.size()));
            return new Fuzz.Sample(zip.name(), zip.with(damage.damaged(zip.pickle(), random)));
        };
    }

    /** What is in a zip file, by name without the top folder. */
    private record Zip(String name, Map<String, byte[]> entries) {
        byte[] pickle() {
            return Objects.requireNonNull(entries.get("data.pkl"));
        }

        byte[] with(byte[] pickle) {
            TorchFile file = new TorchFile();
            entries.forEach((entry, content) -> file.entry(entry, entry.equals("data.pkl") ? pickle : content));
            return file.bytes();
        }
    }

    private static Stream<Zip> zips() {
        return TokenFixture.all()
                .filter(TokenFixture::isFile)
                .filter(Samples::isZip)
                .flatMap(fixture -> zip(fixture).stream());
    }

    /** Empty for what the JDK does not take for a zip file with a pickle. */
    private static Optional<Zip> zip(TokenFixture fixture) {
        Map<String, byte[]> entries = new LinkedHashMap<>();
        try (ZipFile file = new ZipFile(fixture.path().toFile())) {
            for (ZipEntry entry : Collections.list(file.entries())) {
                String name = entry.getName().substring(entry.getName().indexOf('/') + 1);
                entries.put(name, file.getInputStream(entry).readNBytes((int) MOST_BYTES));
            }
        } catch (IOException noZip) {
            return Optional.empty();
        }
        return entries.containsKey("data.pkl") ? Optional.of(new Zip(fixture.name(), entries)) : Optional.empty();
    }

    static Damage weights(String suffix) {
        return new Damage(files("weights", suffix), words(Stream.of(ZIP, PICKLE, JSON, SAFETENSORS)));
    }

    static Damage npy() {
        return new Damage(
                Stream.of("npy", "npy/arrays", "dataset")
                        .flatMap(folder -> files(folder, ".npy").stream())
                        .toList(),
                words(Stream.of(NPY)));
    }

    static Damage metadata() {
        return new Damage(
                Stream.concat(Stream.of("cond_json", "dataset"), folders("origin"))
                        .flatMap(folder -> files(folder, ".json").stream())
                        .filter(sample -> !sample.name().endsWith("expected.json"))
                        .toList(),
                words(Stream.of(JSON, METADATA)));
    }

    static Damage recipes() {
        String recipe =
                "{\"recipe\": 1, \"mode\": \"append\", \"dtype\": \"float16\", \"grid\": {\"sample_rate\": 44100,"
                        + " \"hop\": 512}, \"on_stale\": \"fail\", \"allow_non_finite\": false, \"seed\": 0, \"producers\":"
                        + " [{\"producer\": \"lin\", \"version\": \"1\", \"options\": {\"end\": 1.0, \"list\": [1, \"x\"],"
                        + " \"name\": \"gain\", \"start\": {\"a\": true}}}]}";
        return new Damage(
                List.of(new Fuzz.Sample("recipe", recipe.getBytes(StandardCharsets.UTF_8))),
                words(Stream.of(JSON, RECIPE)));
    }

    static Damage hdf5() {
        return new Damage(files("hdf5", ".h5"), List.of(new byte[Long.BYTES], new byte[] {'H', 'D', 'F'}));
    }

    private static Stream<String> folders(String root) {
        try (Stream<Path> folders = Files.list(Fixtures.path(root))) {
            return folders
                    .filter(Files::isDirectory)
                    .map(folder -> root + "/" + folder.getFileName())
                    .sorted()
                    .toList()
                    .stream();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static List<Fuzz.Sample> files(String folder, String suffix) {
        try (Stream<Path> files = Files.list(Fixtures.path(folder))) {
            return files.filter(file -> file.toString().endsWith(suffix))
                    .filter(file -> file.toFile().length() <= MOST_BYTES
                            && file.toFile().length() > 0)
                    .sorted()
                    .map(file -> new Fuzz.Sample(folder + "/" + file.getFileName(), bytes(file)))
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static byte[] bytes(Path file) {
        try {
            return Files.readAllBytes(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static final List<String> ZIP = List.of(
            "PK\1\2",
            "PK\3\4",
            "PK\5\6",
            "PK\6\6",
            "PK\6\7",
            "PK\7\b",
            "\1\0\20\0",
            "data.pkl",
            "byteorder",
            "big",
            "data/0",
            "../");
    private static final List<String> PICKLE = Stream.concat(
                    IntStream.of(
                                    '.', '(', 'N', 'J', 'K', 'M', 'G', 'X', 'C', ')', 't', ']', 'a', 'e', '}', 's', 'u',
                                    'h', 'j', 'q', 'r', 'c', 'R', 'b', 'Q', 0x80, 0x85, 0x86, 0x87, 0x88, 0x89, 0x8A,
                                    0x8C, 0x93, 0x94, 0x95)
                            .mapToObj(Character::toString),
                    Stream.of(
                            "X\0\0\0\0",
                            "\u008a\b\0\0\0\0\0\0\0\200",
                            "cctorch\nLongStorage\n",
                            "ctorch._utils\n_rebuild_tensor_v2\n",
                            "ctorch._utils\n_rebuild_tensor_v3\n",
                            "ctorch.storage\nUntypedStorage\n",
                            "ctorch\nuint16\n",
                            "ccollections\nOrderedDict\n)R",
                            "cnumpy\ndtype\n",
                            "cnumpy.core.multiarray\nscalar\n",
                            "c_codecs\nencode\n",
                            "audio_codes",
                            "audio_scales",
                            "storage"))
            .toList();
    private static final List<String> NATIVE =
            List.of("ECDC", "\"al\": ", "\"nc\": ", "encodec_48khz", "1e400", "9223372036854775807", "true", "-1");
    private static final List<String> JSON = List.of(
            "{",
            "}",
            "[",
            "]",
            ",",
            ":",
            "\"",
            "null",
            "true",
            "NaN",
            "-Infinity",
            "1e400",
            "-1e-400",
            "0.1",
            "-0",
            "\\ud800",
            "\\u0000",
            "[".repeat(70),
            "{\"a\":".repeat(70),
            "9".repeat(310),
            "18446744073709551616",
            "\u00ef\u00bb\u00bf",
            "\u00c0");
    private static final List<String> METADATA = List.of(
            "\"names\": ",
            "\"norm\": ",
            "\"features\": ",
            "\"sidecar\": ",
            "\"stats\": ",
            "\"units\": ",
            "\"docs\": ",
            "\"min\": ",
            "\"columns\": ",
            "\"schema_version\": 3",
            "\"fps\": 0",
            "\"hop\": ",
            "\"format\": 2",
            "\"options\": ",
            "\"producer\": \"\"",
            "\"sha256\": ",
            "\"feature_names\": ");
    private static final List<String> RECIPE = List.of(
            "\"recipe\": ",
            "\"producers\": ",
            "\"options\": ",
            "\"seed\": ",
            "\"grid\": ",
            "\"version\": ",
            "\"dtype\": ",
            "\"hop\": ");
    private static final List<String> SAFETENSORS = List.of(
            "\"F32\"",
            "\"BF16\"",
            "\"BOOL\"",
            "\"F8_E4M3\"",
            "\"shape\":",
            "\"data_offsets\":",
            "__metadata__",
            "[0,0]",
            "[]",
            "9223372036854775807");
    private static final List<String> NPY = List.of(
            "\u0093NUMPY",
            "'descr': ",
            "'fortran_order': ",
            "'shape': ",
            "True",
            "(",
            ")",
            ",)",
            "{",
            "}",
            "'",
            "5L",
            "-1",
            "9223372036854775807",
            "4611686018427387904",
            "10000000",
            "'<f8'",
            "'>f2'",
            "'|O'",
            "[('a', '<f4')]",
            "\\");

    private static List<byte[]> words(Stream<List<String>> lists) {
        return lists.flatMap(List::stream)
                .map(word -> word.getBytes(StandardCharsets.ISO_8859_1))
                .toList();
    }
}
