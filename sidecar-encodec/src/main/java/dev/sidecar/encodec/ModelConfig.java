package dev.sidecar.encodec;

import static dev.sidecar.SidecarException.Kind.FORMAT;
import static dev.sidecar.SidecarException.Kind.UNSUPPORTED;

import dev.sidecar.SidecarException;
import dev.sidecar.SidecarException.Place;
import dev.sidecar.npy.JsonFile;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a model's {@code config.json} tells beyond the tensors' shapes.
 *
 * @param sampleRate in Hz
 * @param ratios by which the decoder's layers raise the rate; empty if unknown
 * @param bandwidths in kbps; empty if unknown
 * @param shortcuts whether residual blocks have a convolution in the path around them
 */
record ModelConfig(int sampleRate, List<Integer> ratios, List<Double> bandwidths, boolean shortcuts) {
    /** What holds where there is no config: the published 24 kHz model's. */
    static ModelConfig unknown() {
        return new ModelConfig(24_000, List.of(), List.of(), true);
    }

    static ModelConfig read(Path path) {
        return new Reader(path, JsonFile.read(path)).read();
    }

    private record Reader(Path path, Map<String, @Nullable Object> json) {
        ModelConfig read() {
            only("model_type", "encodec");
            only("norm_type", "weight_norm");
            only("pad_mode", "reflect");
            only("use_causal_conv", true);
            only("audio_channels", 1L);
            only("normalize", false);
            only("num_residual_layers", 1L);
            only("num_lstm_layers", 2L);
            only("trim_right_ratio", 1.0);
            long rate = whole("sampling_rate", json.getOrDefault("sampling_rate", 24_000L));
            if (rate < 1_000 || rate > 768_000) {
                throw malformed("sampling_rate must be 1000 to 768000, found " + rate);
            }
            return new ModelConfig(
                    (int) rate,
                    list("upsampling_ratios").stream()
                            .map(ratio -> Math.toIntExact(Math.min(whole("upsampling_ratios", ratio), 1 << 16)))
                            .toList(),
                    list("target_bandwidths").stream()
                            .map(kbps -> number("target_bandwidths", kbps))
                            .toList(),
                    !Boolean.FALSE.equals(json.get("use_conv_shortcut")));
        }

        /** A key that has one value only in models that are understood here; a missing key has it. */
        private void only(String key, Object value) {
            Object found = json.get(key);
            if (json.containsKey(key) && !isSame(value, found)) {
                throw new SidecarException(
                        UNSUPPORTED,
                        Place.file(path),
                        "this is not the causal 24 kHz codec that can be decoded here: expected \"" + key + "\" to be "
                                + value + ", found " + found);
            }
        }

        private static boolean isSame(Object value, @Nullable Object found) {
            if (value instanceof Number a && found instanceof Number b) {
                return Double.compare(a.doubleValue(), b.doubleValue()) == 0;
            }
            return value.equals(found);
        }

        private List<?> list(String key) {
            Object found = json.get(key);
            if (found == null) {
                return List.of();
            }
            if (found instanceof List<?> list && list.size() <= 64) {
                return list;
            }
            throw malformed("\"" + key + "\" must be a list of up to 64 numbers, found " + found);
        }

        private long whole(String key, @Nullable Object value) {
            if (value instanceof Long number && number > 0) {
                return number;
            }
            throw malformed("\"" + key + "\" must be a whole number above 0, found " + value);
        }

        private double number(String key, @Nullable Object value) {
            if (value instanceof Number number && number.doubleValue() > 0) {
                return number.doubleValue();
            }
            throw malformed("\"" + key + "\" must be numbers above 0, found " + value);
        }

        private SidecarException malformed(String reason) {
            return new SidecarException(FORMAT, Place.file(path), reason);
        }
    }
}
