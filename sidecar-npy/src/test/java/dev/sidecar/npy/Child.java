package dev.sidecar.npy;

import dev.sidecar.RunReport;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A process of its own that writes sidecars, fit to be killed. */
final class Child implements AutoCloseable {
    private static final String READY = "ready";

    /** What it does with a tree. */
    enum Work {
        /** Sets column {@code x} to 1, to 2, and so on, until it is killed. */
        REWRITE {
            @Override
            void on(Path root, int number) {
                for (int value = 1; ; value = 3 - value) {
                    check(Trees.overwrite(root, "x", value));
                }
            }
        },
        /** Sets column {@code x} to a value, once. */
        RUN {
            @Override
            void on(Path root, int value) {
                check(Trees.overwrite(root, "x", value));
            }
        },
        /** Sets column {@code x} to a value, again and again for a while; others do so too. */
        COMPETE {
            @Override
            void on(Path root, int value) {
                long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(Nightly.seconds());
                long written = 0;
                while (System.nanoTime() < end) {
                    RunReport report = Trees.overwrite(root, "x", value);
                    check(report);
                    written += report.updated();
                }
                System.out.println(written);
            }
        };

        abstract void on(Path root, int number);
    }

    private final Process process;

    private Child(Process process) {
        this.process = process;
    }

    private static void check(RunReport report) {
        if (!report.failures().isEmpty()) {
            throw report.failures().get(0).failure();
        }
    }

    public static void main(String[] words) {
        Work work = Work.valueOf(words[0]);
        Path root = Path.of(words[1]);
        if (work == Work.REWRITE) { // so that it is at speed when its life is measured
            check(Trees.overwrite(root, "x", 2));
        } else {
            check(Trees.run(root).with(Trees.constant("x", 0)).build().plan());
        }
        System.out.println(READY);
        work.on(root, Integer.parseInt(words[2]));
    }

    /** Starts a process, and returns when it begins to work. */
    static Child start(Work work, Path root, int number) throws IOException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "-cp",
                System.getProperty("java.class.path")));
        System.getProperties().stringPropertyNames().stream()
                .filter(name -> name.startsWith("sidecar.nightly"))
                .forEach(name -> command.add("-D" + name + "=" + System.getProperty(name)));
        command.addAll(List.of(Child.class.getName(), work.name(), root.toString(), String.valueOf(number)));
        Process process = new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        String line = process.inputReader().readLine();
        if (!READY.equals(line)) {
            process.destroyForcibly();
            throw new IOException("the process said " + line);
        }
        return new Child(process);
    }

    /** Kills it after a while, if it is still at work. */
    void killAfter(int milliseconds) throws InterruptedException {
        process.waitFor(milliseconds, TimeUnit.MILLISECONDS);
        process.destroyForcibly().waitFor();
    }

    /** Waits for its end, which must be a good one, and gives its last line. */
    String result() throws IOException, InterruptedException {
        String last = process.inputReader().lines().reduce("", (line, next) -> next);
        if (process.waitFor() != 0) {
            throw new IOException("the process ended with " + process.exitValue());
        }
        return last;
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }
}
