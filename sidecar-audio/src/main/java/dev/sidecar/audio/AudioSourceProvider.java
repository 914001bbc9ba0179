package dev.sidecar.audio;

import dev.sidecar.SidecarException;
import dev.sidecar.spi.ProducerOption;
import dev.sidecar.spi.ProducerOptions;
import java.util.List;

/**
 * Makes sources of audio by name, for {@code --audio-source} of the producer {@code from_audio}; found by
 * {@link java.util.ServiceLoader}. Implementations have a public constructor without arguments.
 */
public interface AudioSourceProvider {
    /**
     * The name.
     *
     * @return such as {@code tokens}
     */
    String name();

    /**
     * What the source needs to know. The options become options of {@code from_audio}, so their names differ from those
     * that it has already.
     *
     * @return the options, all with a default, because a run with another source does without them
     */
    List<ProducerOption<?>> options();

    /**
     * Makes a source. It is made before a run looks at any clip, so what is missing is best told here.
     *
     * @param options with a value for each of {@link #options}
     * @return the source
     * @throws SidecarException if it cannot be made from these options
     */
    AudioSource create(ProducerOptions options);
}
