package dev.sidecar.plugin;

import dev.sidecar.frame.Clip;
import dev.sidecar.frame.FeatureFrame;
import dev.sidecar.frame.Provenance;
import dev.sidecar.spi.Producer;
import dev.sidecar.spi.RunContext;
import java.io.IOException;
import java.util.Set;

/** A producer that does not describe itself, under the name by which it was chosen. */
record NamedProducer(Producer producer, Provenance describe) implements Producer {
    @Override
    public void init(RunContext context) throws Exception {
        producer.init(context);
    }

    @Override
    public FeatureFrame produce(Clip clip) throws Exception {
        return producer.produce(clip);
    }

    @Override
    public Producer forWorker() {
        return producer.forWorker();
    }

    @Override
    public Set<String> requires() {
        return producer.requires();
    }

    @Override
    public Set<String> makes() {
        return producer.makes();
    }

    @Override
    public void close() throws IOException {
        producer.close();
    }
}
