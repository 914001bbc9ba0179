package dev.sidecar.encodec;

import static dev.sidecar.SidecarException.Kind.FORMAT;

import dev.sidecar.SidecarException;
import dev.sidecar.SidecarException.Place;
import java.util.Arrays;
import java.util.List;

/**
 * Residual vector quantization: a frame's vector is the sum of one entry from each codebook, the next codebook holding what
 * the ones before left over. Immutable.
 *
 * @param codebooks entries by dimensions, in order
 */
record Quantizer(List<float[][]> codebooks) {
    int entries() {
        return codebooks.get(0).length;
    }

    int dimensions() {
        return codebooks.get(0)[0].length;
    }

    /**
     * The vectors of frames.
     *
     * @param codes of as many codebooks as are used, codes by frame
     * @param from the number of the first frame, for messages
     * @throws SidecarException (FORMAT) for a code that is in no codebook
     */
    void decode(int[][] codes, int from, int frames, Signal into) {
        into.resize(frames);
        for (float[] row : into.rows()) {
            Arrays.fill(row, 0, frames, 0);
        }
        for (int q = 0; q < codes.length; q++) {
            float[][] codebook = codebooks.get(q);
            for (int t = 0; t < frames; t++) {
                int code = codes[q][t];
                if (code < 0 || code >= codebook.length) {
                    throw new SidecarException(
                            FORMAT,
                            Place.NOWHERE.frame((long) from + t),
                            "codebook " + q + " has the codes 0 to " + (codebook.length - 1) + ", found " + code);
                }
                float[] entry = codebook[code];
                for (int d = 0; d < entry.length; d++) {
                    into.row(d)[t] += entry[d];
                }
            }
        }
    }

    /** Finds the codes of vectors. */
    Search search(int used) {
        return new Search(used);
    }

    /** The search for the nearest entries, codebook after codebook, for one thread. */
    final class Search {
        private final List<Product> products;
        private float[] least = {};

        private Search(int used) {
            products = codebooks.subList(0, used).stream()
                    .map(Search::distances)
                    .map(Product::new)
                    .toList();
        }

        /** The squared distance of a vector to each entry, less its own square: entry² - 2 · entry · vector. */
        private static Matrix distances(float[][] codebook) {
            float[][] weights = new float[codebook.length][codebook[0].length];
            float[] squares = new float[codebook.length];
            for (int e = 0; e < codebook.length; e++) {
                double square = 0;
                for (int d = 0; d < weights[e].length; d++) {
                    weights[e][d] = -2 * codebook[e][d];
                    square += (double) codebook[e][d] * codebook[e][d];
                }
                squares[e] = (float) square;
            }
            return new Matrix(weights, squares);
        }

        /**
         * The codes of frames; of two entries as near, the first.
         *
         * @param vectors used up
         * @param into codebooks by at least as many frames
         */
        void encode(Signal vectors, int[][] into) {
            int frames = vectors.length();
            if (least.length < frames) {
                least = new float[frames];
            }
            for (int q = 0; q < products.size(); q++) {
                int[] codes = into[q];
                Arrays.fill(least, 0, frames, Float.POSITIVE_INFINITY);
                products.get(q).multiply(frames, Product.from(vectors), (rows, from, length) -> {
                    for (int e = 0; e < rows.length; e++) {
                        nearer(rows[e], e, codes, from, length);
                    }
                });
                float[][] codebook = codebooks.get(q);
                for (int t = 0; t < frames; t++) {
                    float[] entry = codebook[codes[t]];
                    for (int d = 0; d < entry.length; d++) {
                        vectors.row(d)[t] -= entry[d];
                    }
                }
            }
        }

        private void nearer(float[] distances, int entry, int[] codes, int from, int length) {
            for (int i = 0; i < length; i++) {
                if (distances[i] < least[from + i]) {
                    least[from + i] = distances[i];
                    codes[from + i] = entry;
                }
            }
        }
    }
}
