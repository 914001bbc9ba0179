package dev.sidecar.cli;

import dev.sidecar.Sidecar;
import dev.sidecar.frame.FrameGrid;
import dev.sidecar.npy.Audit;
import dev.sidecar.npy.SidecarPack;
import java.nio.file.Path;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Which clips, and where their sidecars are: the options of all commands that work on a tree. */
final class TreeOptions {
    @Spec(Spec.Target.MIXEE)
    private @Nullable CommandSpec command;

    @Option(
            names = "--audio-root",
            paramLabel = "DIR",
            description = "The folder with the token files (*.ecdc, at any depth).")
    private @Nullable Path root;

    @Option(
            names = "--cond-root",
            paramLabel = "DIR",
            description = "Where the sidecars are, mirroring the tree; by default beside the tokens.")
    private @Nullable Path condRoot;

    @Option(
            names = "--suffix",
            paramLabel = "SUFFIX",
            description = "What the names of sidecars end in; .cond.npy by default. The metadata has .json for .npy.")
    private @Nullable String suffix;

    @Option(
            names = "--grid",
            paramLabel = "RATE:HOP",
            description = "The tokens' sample rate and hop, if not 24000:320.")
    private @Nullable String grid;

    @Option(names = "--shard-index", paramLabel = "N", description = "Work on one part of the corpus: 0 to count - 1.")
    private @Nullable Integer shardIndex;

    @Option(names = "--shard-count", paramLabel = "N", description = "How many parts there are.")
    private @Nullable Integer shardCount;

    @Option(names = "--jobs", paramLabel = "N", description = "Clips at once; by default the number of processors.")
    private @Nullable Integer jobs;

    /** The folder with the token files. */
    Path root() {
        if (root == null) {
            throw wrong("--audio-root DIR is missing: the folder with the token files");
        }
        return root;
    }

    boolean statesGrid() {
        return grid != null;
    }

    void into(Sidecar.Builder run) {
        run.root(root());
        if (condRoot != null) {
            run.condRoot(condRoot);
        }
        if (suffix != null) {
            run.suffix(suffix);
        }
        if (grid != null) {
            FrameGrid.Rate rate = rate(grid);
            run.grid(rate.sampleRate(), rate.hop());
        }
        if (shardIndex != null || shardCount != null) {
            run.shard(shard(shardIndex), shard(shardCount));
        }
        if (jobs != null) {
            run.parallelism(jobs);
        }
    }

    void into(Audit.Builder audit) {
        audit.root(root());
        if (condRoot != null) {
            audit.condRoot(condRoot);
        }
        if (suffix != null) {
            audit.suffix(suffix);
        }
        if (grid != null) {
            FrameGrid.Rate rate = rate(grid);
            audit.grid(rate.sampleRate(), rate.hop());
        }
        if (shardIndex != null || shardCount != null) {
            audit.shard(shard(shardIndex), shard(shardCount));
        }
        if (jobs != null) {
            audit.parallelism(jobs);
        }
    }

    void into(SidecarPack.Builder pack) {
        pack.root(root());
        if (condRoot != null) {
            pack.condRoot(condRoot);
        }
        if (suffix != null) {
            pack.suffix(suffix);
        }
        if (grid != null) {
            FrameGrid.Rate rate = rate(grid);
            pack.grid(rate.sampleRate(), rate.hop());
        }
        if (shardIndex != null || shardCount != null) {
            pack.shard(shard(shardIndex), shard(shardCount));
        }
        if (jobs != null) {
            pack.parallelism(jobs);
        }
    }

    private ParameterException wrong(String reason) {
        return Usage.wrong(Objects.requireNonNull(command), reason);
    }

    private int shard(@Nullable Integer number) {
        if (number == null) {
            throw wrong("--shard-index and --shard-count go together");
        }
        return number;
    }

    private FrameGrid.Rate rate(String text) {
        int colon = text.indexOf(':');
        try {
            return new FrameGrid.Rate(
                    Integer.parseInt(text.substring(0, Math.max(colon, 0))),
                    Integer.parseInt(text.substring(colon + 1)));
        } catch (NumberFormatException e) {
            throw wrong("--grid takes RATE:HOP, two whole numbers such as 44100:512, found \"" + text + "\"");
        }
    }
}
