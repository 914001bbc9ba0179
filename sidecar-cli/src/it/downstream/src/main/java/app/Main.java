package app;

import dev.sidecar.RunReport;
import dev.sidecar.Sidecar;
import dev.sidecar.producers.Producers;
import java.nio.file.Path;

public final class Main {
    private Main() {}

    public static void main(String[] args) {
        RunReport report = Sidecar.builder()
            .root(Path.of("ecdc"))
            .with(Producers.constant("scene_id", 7))
            .with(Producers.linear("gain", 0, 1))
            .build()
            .run();
        System.out.println(report);
        if (report.created() != 5) {
            throw new AssertionError("expected five new sidecars");
        }
    }
}
