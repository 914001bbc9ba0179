package dev.sidecar.encodec;

/** A layer of the network: weights and how to use them. Immutable, shared by threads. */
interface Layer {
    /** Something that applies this layer to one clip after the other, for one thread. */
    Stage stage();

    /**
     * A layer at work. It remembers of a clip what later blocks depend on, so that the output does not depend on how the
     * clip is cut into blocks.
     */
    interface Stage {
        /**
         * Applies the layer to the next block.
         *
         * @param in the block; the first one is long enough for every padding by reflection, or the whole clip
         * @param part which part of the clip it is
         * @return the output, valid until the next call
         */
        Signal apply(Signal in, Part part);
    }
}
