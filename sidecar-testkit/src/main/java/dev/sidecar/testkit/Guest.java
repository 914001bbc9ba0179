package dev.sidecar.testkit;

import dev.sidecar.frame.Clip;
import dev.sidecar.frame.FeatureFrame;
import dev.sidecar.frame.Provenance;
import dev.sidecar.spi.Producer;
import dev.sidecar.spi.RunContext;
import java.io.IOException;
import java.util.List;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/**
 * A producer in an unusual run, which it must not notice: {@code init} sees every clip once and in order, however the run
 * visits them.
 *
 * @param worker makes of the producer what a worker thread uses
 */
record Guest(Producer producer, List<Clip> clips, UnaryOperator<Producer> worker) implements Producer {
    @Override
    public void init(RunContext context) throws Exception {
        producer.init(new RunContext() {
            @Override
            public Stream<Clip> clips() {
                return clips.stream().map(clip -> clip.withColumns(FeatureFrame.empty(clip.frames())));
            }

            @Override
            public Stream<Clip> clipsWithColumns() {
                return clips.stream();
            }

            @Override
            public long seed() {
                return context.seed();
            }
        });
    }

    @Override
    public FeatureFrame produce(Clip clip) {
        throw new AssertionError("a run asks what forWorker() returns");
    }

    @Override
    public Producer forWorker() {
        return worker.apply(producer);
    }

    @Override
    public void close() throws IOException {
        producer.close();
    }

    @Override
    public Provenance describe() {
        return producer.describe();
    }

    @Override
    public Set<String> requires() {
        return producer.requires();
    }

    @Override
    public Set<String> makes() {
        return producer.makes();
    }
}
