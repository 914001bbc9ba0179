package dev.sidecar.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The packaged command where there is no room for what it writes. */
class DiskFullIT {
    private static final Path SIDECAR = Path.of("target/sidecar").toAbsolutePath();

    /** Files of at most so many KiB may be written. */
    private static final String LIMITED = "ulimit -f $1; shift; \"$@\"";

    /** The sidecars are on a disk of so many KiB, and are copied from it when all is done. */
    private static final String SMALL = """
            size=$1 cond=$2 kept=$3
            shift 3
            mount -t tmpfs -o size=${size}k none "$cond" || exit 99
            cp -r "$kept/." "$cond" 2>/dev/null
            rm -r "$kept"
            "$@"
            status=$?
            cp -r "$cond/." "$kept"
            exit $status
            """;

    @TempDir
    private Path temp;

    private record Ended(int status, String printed) {}

    private static Ended run(String... words) throws IOException, InterruptedException {
        ProcessBuilder builder = new ProcessBuilder(words).redirectErrorStream(true);
        builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
        builder.environment().put("LC_ALL", "C.UTF-8");
        Process process = builder.start();
        String printed = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        return new Ended(process.waitFor(), printed);
    }

    private String[] add(Path root, Path condRoot, List<String> before) {
        List<String> words = new ArrayList<>(before);
        words.addAll(List.of(
                SIDECAR.toString(), "add", "--audio-root", root.toString(), "--cond-root", condRoot.toString()));
        words.addAll(List.of("--mode", "overwrite", "--lin", "x=0:1", "--const", "y=2"));
        return words.toArray(String[]::new);
    }

    private static Map<String, String> files(Path folder) throws IOException {
        Map<String, String> files = new TreeMap<>();
        try (Stream<Path> paths = Files.walk(folder)) {
            for (Path path : paths.filter(Files::isRegularFile).toList()) {
                files.put(
                        folder.relativize(path).toString(),
                        new String(Files.readAllBytes(path), StandardCharsets.ISO_8859_1));
            }
        }
        files.remove(".sidecar.lock");
        return files;
    }

    /** Every pair is the old one or the new one, and nothing else is there. */
    private static void assertOldOrNew(Map<String, String> found, Map<String, String> old, Map<String, String> made) {
        assertThat(made.keySet()).containsAll(found.keySet());
        for (String clip : Dataset.CLIPS) {
            String base = clip.substring(0, clip.length() - "ecdc".length());
            List<Map<String, String>> pairs = Stream.of(found, old, made)
                    .map(files -> {
                        Map<String, String> pair = new TreeMap<>(files);
                        pair.keySet().removeIf(name -> !name.startsWith(base));
                        return pair;
                    })
                    .toList();
            assertThat(pairs.get(0)).isIn(pairs.get(1), pairs.get(2));
        }
    }

    @Test
    void aFileThatMayNotBecomeAsLongLeavesTheOldSidecars() throws Exception {
        Path root = Dataset.copyTo(temp);
        Path made = temp.resolve("made");
        assertThat(run(add(root, made, List.of())).status()).isZero();
        int failed = 0;
        int status = 1;
        for (int size = 0; status != 0; size++) {
            Path cond = temp.resolve("limited " + size);
            run(
                    SIDECAR.toString(),
                    "add",
                    "--audio-root",
                    root.toString(),
                    "--cond-root",
                    cond.toString(),
                    "--const",
                    "x=7");
            Map<String, String> old = files(cond);
            Ended ended = run(add(root, cond, List.of("bash", "-c", LIMITED, "bash", String.valueOf(size))));
            status = ended.status();
            if (status != 0) {
                failed++;
                assertThat(status).as(ended.printed()).isEqualTo(1);
                assertThat(ended.printed()).contains("File too large", cond.toString());
            }
            assertOldOrNew(files(cond), old, files(made));
            assertThat(run(add(root, cond, List.of())).status()).isZero();
            assertThat(files(cond)).isEqualTo(files(made));
        }
        System.out.println(failed + " sizes of files that may not be written");
        assertThat(failed).isPositive();
    }

    @Test
    void aFullDiskLeavesTheOldSidecars() throws Exception {
        Path root = Dataset.copyTo(temp);
        Path made = temp.resolve("made");
        assertThat(run(add(root, made, List.of())).status()).isZero();
        Path cond = Files.createDirectory(temp.resolve("disk"));
        int failed = 0;
        int status = 1;
        for (int size = 16; status != 0; size += 16) {
            Path kept = Files.createDirectory(temp.resolve("kept " + size));
            List<String> small = List.of(
                    "unshare",
                    "-rm",
                    "bash",
                    "-c",
                    SMALL,
                    "bash",
                    String.valueOf(size),
                    cond.toString(),
                    kept.toString());
            Ended ended = run(add(root, cond, small));
            status = ended.status();
            if (status == 99 || ended.printed().startsWith("unshare")) {
                System.out.println(
                        "no disk may be mounted here: " + ended.printed().strip());
                return; // the other test has told what a limit does
            }
            if (status != 0) {
                failed++;
                assertThat(status).as(ended.printed()).isEqualTo(1);
                assertThat(ended.printed()).contains("No space left on device", cond.toString());
            }
            assertOldOrNew(files(kept), Map.of(), files(made));
        }
        System.out.println(failed + " sizes of a disk that is too small");
        assertThat(failed).isPositive();
    }
}
