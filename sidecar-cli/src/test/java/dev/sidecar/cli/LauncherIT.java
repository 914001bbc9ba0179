package dev.sidecar.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The launcher beside the packaged jar. */
class LauncherIT {
    private static final Path BUILT = Path.of("target").toAbsolutePath();

    @TempDir
    private Path temp;

    /** The jar and its launcher, in a folder of their own. */
    private Path folder = Path.of("");

    private final Map<String, String> environment = new HashMap<>();

    private record Outcome(int status, String printed) {}

    @BeforeEach
    void copy() throws IOException {
        folder = Files.createDirectory(temp.resolve("a folder"));
        Files.copy(BUILT.resolve("sidecar"), folder.resolve("sidecar"));
        Files.copy(BUILT.resolve("sidecar.jar"), folder.resolve("sidecar.jar"));
        Files.setPosixFilePermissions(folder.resolve("sidecar"), PosixFilePermissions.fromString("rwxr-xr-x"));
        environment.put("JAVA_HOME", System.getProperty("java.home"));
        environment.put("PATH", System.getenv("PATH"));
    }

    private Outcome run(Path launcher, String... words) throws Exception {
        List<String> command = new ArrayList<>(List.of(launcher.toString()));
        command.addAll(List.of(words));
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
        builder.environment().clear();
        builder.environment().putAll(environment);
        Process process = builder.start();
        String printed = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        return new Outcome(process.waitFor(), printed);
    }

    private Outcome run(String... words) throws Exception {
        return run(folder.resolve("sidecar"), words);
    }

    private static void assertTellsVersion(Outcome outcome) {
        assertThat(outcome.printed()).startsWith("sidecar ").hasLineCount(1);
        assertThat(outcome.status()).isZero();
    }

    private static List<Path> archives(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(file -> file.toString().contains(".jsa")).toList();
        }
    }

    /** A JDK whose java only records how it was called, and makes the archives that it is asked for. */
    private Path fakeJdk(String version) throws IOException {
        Path jdk = Files.createDirectories(temp.resolve("jdk " + version));
        Files.createDirectories(jdk.resolve("bin"));
        Path java = Files.writeString(jdk.resolve("bin/java"), """
                #!/bin/sh
                [ "$*" = "${*#*-Xshare:dump}" ] || for word; do
                    case $word in -XX:SharedArchiveFile=*) echo archive >"${word#*=}" ;; esac
                done
                for word; do echo "<$word>"; done
                """);
        Files.setPosixFilePermissions(java, PosixFilePermissions.fromString("rwxr-xr-x"));
        Files.writeString(
                jdk.resolve("release"),
                "IMPLEMENTOR=\"Fake\"\nJAVA_RUNTIME_VERSION=\"" + version + "+1\"\nJAVA_VERSION=\"" + version + "\"\n");
        environment.put("JAVA_HOME", jdk.toString());
        return jdk;
    }

    @Test
    void theBuildMadeTheArchiveOfItsOwnJdk() throws Exception {
        environment.put("SIDECAR_JAVA_OPTS", "-Xshare:on"); // fails without an archive that fits
        assertTellsVersion(run(BUILT.resolve("sidecar"), "--version"));
        assertThat(archives(BUILT)).isNotEmpty().allMatch(file -> file.toFile().length() > 0);
    }

    @Test
    void worksThroughALinkOnThePathAndMakesItsArchiveOnce() throws Exception {
        Path bin = Files.createDirectory(temp.resolve("bin"));
        Path link = Files.createSymbolicLink(bin.resolve("sidecar"), folder.resolve("sidecar"));
        environment.put("PATH", bin + ":" + System.getenv("PATH"));
        assertTellsVersion(run(Path.of("/bin/sh"), "-c", "sidecar --version"));
        List<Path> made = archives(folder);
        assertThat(made).singleElement().satisfies(file -> assertThat(file).isNotEmptyFile());
        environment.put("SIDECAR_JAVA_OPTS", "-Xshare:on");
        assertTellsVersion(run(link, "--version"));
        assertThat(archives(folder)).isEqualTo(made);
        Path root = Dataset.copyTo(temp);
        assertThat(run("add", "--audio-root", root.toString(), "--const", "a=1").printed())
                .startsWith("5 clips: 5 created")
                .hasLineCount(1);
        assertThat(run("show", temp.resolve("none.cond.npy").toString()).status())
                .isEqualTo(1);
    }

    @Test
    void anArchiveThatDoesNotFitIsNotWorthAWord() throws Exception {
        assertTellsVersion(run("--version"));
        Path archive = archives(folder).get(0);
        FileTime time = Files.getLastModifiedTime(archive);
        byte[] good = Files.readAllBytes(archive);
        byte[] cut = Arrays.copyOf(good, good.length / 2);
        for (byte[] content : List.of(new byte[0], new byte[] {1, 2, 3}, new byte[1 << 20], cut)) {
            Files.delete(archive);
            Files.write(archive, content);
            Files.setLastModifiedTime(archive, time);
            assertTellsVersion(run("--version"));
            assertThat(archive).hasSize(content.length);
        }
        // The script finds the archive fresh, and Java does not.
        Files.delete(archive);
        Files.write(archive, good);
        for (Path file : List.of(folder.resolve("sidecar.jar"), archive)) {
            Files.setLastModifiedTime(file, FileTime.fromMillis(1_000_000_000_000L));
        }
        assertTellsVersion(run("--version"));
        assertThat(archive).hasSize(good.length);
    }

    @Test
    void theArchiveIsMadeAnewForAnotherJarAndAnotherJdk() throws Exception {
        fakeJdk("17.0.1");
        run("--version");
        Path first = archives(folder).get(0);
        Files.writeString(first, "old");
        Files.setLastModifiedTime(
                folder.resolve("sidecar.jar"), FileTime.fromMillis(1_000_000_000_000L)); // an older jar
        run("--version");
        assertThat(first).hasContent("archive");
        fakeJdk("25");
        run("--version");
        assertThat(archives(folder)).hasSize(2);
    }

    @Test
    void parallelStartsLeaveNothingElseBehind() throws Exception {
        fakeJdk("17.0.1");
        String many = "i=0; while [ $i -lt 16 ]; do \"$0\" --version >/dev/null & i=$((i + 1)); done; wait";
        environment.put("XDG_CACHE_HOME", temp.resolve("cache").toString());
        assertThat(run(Path.of("/bin/sh"), "-c", many, folder.resolve("sidecar").toString()))
                .isEqualTo(new Outcome(0, ""));
        assertThat(archives(folder))
                .singleElement()
                .satisfies(file -> assertThat(file).hasContent("archive"));
        assertThat(temp.resolve("cache")).doesNotExist();
    }

    @Test
    void whereOthersMayWriteTheArchiveGoesToTheCacheOrNowhere() throws Exception {
        fakeJdk("17.0.1");
        assertThat(new ProcessBuilder("chmod", "1777", folder.toString())
                        .start()
                        .waitFor())
                .isZero();
        assertThat(run("--version").printed()).contains("<--version>").doesNotContain("SharedArchiveFile");
        environment.put("HOME", temp.resolve("home").toString());
        Path cache = temp.resolve("home/.cache/sidecar");
        assertThat(run("--version").printed()).contains("<-XX:SharedArchiveFile=" + cache);
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(cache)))
                .isEqualTo("rwx------");
        environment.put("XDG_CACHE_HOME", folder.resolve("sidecar.jar").toString()); // no folder
        assertThat(run("--version").printed()).contains("<--version>").doesNotContain("SharedArchiveFile");
        assertThat(archives(folder)).isEmpty();
    }

    @Test
    void wordsAndOptionsReachJavaAsTheyAre() throws Exception {
        fakeJdk("17.0.1");
        environment.put("SIDECAR_JAVA_OPTS", "-Xmx1g -Da=*");
        assertThat(run("add", "a  b", "*", "", "$HOME").printed())
                .contains("<-Xmx1g>\n<-Da=*>\n<-jar>\n<" + folder + "/sidecar.jar>\n<add>\n<a  b>\n<*>\n<>\n<$HOME>\n");
    }

    @Test
    void theSecondCompilerIsForWhatGoesThroughACodec() throws Exception {
        fakeJdk("17.0.1");
        String firstCompilerOnly = "<-XX:TieredStopAtLevel=1>";
        assertThat(run("show", "x").printed()).contains(firstCompilerOnly, "<-XX:+UseSerialGC>");
        for (String words : List.of(
                "encode a b --model m",
                "--stacktrace decode a b",
                "add --audio-source tokens --model m",
                "add --audio-source=tokens --model m",
                "add --recipe r.json")) {
            assertThat(run(words.split(" ")).printed())
                    .doesNotContain(firstCompilerOnly)
                    .contains("<-XX:+UseSerialGC>", "<-XX:-UsePerfData>");
        }
    }

    @Test
    void audioGoesToTokensAndBackAndIntoFeatures() throws Exception {
        String model = Codec.MODEL.toString();
        Path wavs = Codec.copyTo(temp.resolve("wavs"), "t75.wav", "t5.wav");
        String tokens = temp.resolve("ecdc").toString();
        assertThat(run("encode", wavs.toString(), tokens, "--model", model).printed())
                .startsWith("2 clips: 2 encoded, 0 already there, 0 failed")
                .hasLineCount(1);
        assertThat(run("decode", tokens, temp.resolve("decoded").toString(), "--model", model)
                        .printed())
                .startsWith("2 clips: 2 decoded, 0 already there, 0 failed")
                .hasLineCount(1);
        String reference = Codec.file("t75.audio.npy").toString();
        assertThat(run("decode", "--compare", reference, tokens + "/t75.ecdc", "--model", model)
                        .printed())
                .endsWith("within 5e-6: the same audio\n");
        assertThat(run(
                                "add",
                                "--audio-root",
                                tokens,
                                "--producer",
                                "from_audio",
                                "--audio-source",
                                "tokens",
                                "--model",
                                model)
                        .printed())
                .startsWith("2 clips: 2 created");
    }

    @Test
    void saysThatTheWorkingFolderIsGone() throws Exception {
        fakeJdk("17.0.1");
        String gone = "mkdir \"$1\" && cd \"$1\" && rmdir \"$1\" && exec \"$0\" --version";
        Outcome outcome = run(
                Path.of("/bin/sh"),
                "-c",
                gone,
                folder.resolve("sidecar").toString(),
                temp.resolve("gone").toString());
        assertThat(outcome.status()).isEqualTo(1);
        assertThat(outcome.printed())
                .contains("sidecar: the working folder is gone")
                .doesNotContain("<--version>");
    }

    @Test
    void saysWhichJavaIsMissingOrTooOld() throws Exception {
        fakeJdk("11.0.2");
        Outcome old = run("--version");
        assertThat(old.status()).isEqualTo(1);
        assertThat(old.printed()).contains("11.0.2", "17 or later").hasLineCount(1);
        environment.put("JAVA_HOME", temp.resolve("none").toString());
        Outcome wrong = run("--version");
        assertThat(wrong.status()).isEqualTo(127);
        assertThat(wrong.printed()).contains("/none/bin/java", "JAVA_HOME").hasLineCount(1);
        environment.remove("JAVA_HOME");
        environment.put("PATH", folder.toString());
        Outcome none = run("--version");
        assertThat(none.status()).isEqualTo(127);
        assertThat(none.printed()).contains("found no java", "17").hasLineCount(1);
    }
}
