#!/usr/bin/env bash
# Prints how many times faster than real time from_audio is on one thread, reading a WAV of 24 kHz and 16 bits: ten minutes
# of tones and noise, the median of RUNS after four seconds to warm up, features by librosa's default parameters. After `mvn package`:
#
#     sidecar-cli/src/test/sh/audio-speed.sh [RUNS]
set -euo pipefail
cd "$(dirname "$0")/../../.."
java=${JAVA_HOME:+$JAVA_HOME/bin/}java
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cat >"$work/AudioSpeed.java" <<'END'
import dev.sidecar.audio.*;
import dev.sidecar.frame.*;
import dev.sidecar.spi.Producer;
import java.nio.*;
import java.nio.charset.StandardCharsets;
import java.nio.file.*;
import java.util.*;

class AudioSpeed {
    static final int SECONDS = 600;
    static final int SAMPLES = 24_000 * SECONDS;
    static final String[] ALL = {
        "rms", "rms_db", "peak", "rms_2048", "zcr", "f0", "spectral_centroid", "spectral_bandwidth", "spectral_rolloff",
        "spectral_flatness", "chroma", "loudness_db", "mel", "mfcc", "onset_strength"
    };

    public static void main(String[] args) throws Exception {
        Path folder = Path.of(args[0]);
        int runs = Integer.parseInt(args[1]);
        Files.write(folder.resolve("x.wav"), wav());
        AudioSource source = AudioSource.under(folder);
        print("rms_db", runs, AudioProducers.from(source).features("rms_db"));
        print("spectral_centroid", runs, AudioProducers.from(source).features("spectral_centroid"));
        print("f0", runs, AudioProducers.from(source).features("f0"));
        print("mfcc", runs, AudioProducers.from(source).features("mfcc"));
        print("chroma", runs, AudioProducers.from(source).features("chroma"));
        print("chroma, tuning estimated", runs, AudioProducers.from(source).features("chroma").estimateTuning());
        print("all features", runs, AudioProducers.from(source).features(ALL));
    }

    /** Three gliding harmonics, that come and go once a second, and a little noise. */
    static byte[] wav() {
        ByteBuffer wav = ByteBuffer.allocate(44 + 2 * SAMPLES).order(ByteOrder.LITTLE_ENDIAN);
        wav.put("RIFF".getBytes(StandardCharsets.US_ASCII)).putInt(36 + 2 * SAMPLES);
        wav.put("WAVEfmt ".getBytes(StandardCharsets.US_ASCII)).putInt(16).putShort((short) 1).putShort((short) 1);
        wav.putInt(24_000).putInt(48_000).putShort((short) 2).putShort((short) 16);
        wav.put("data".getBytes(StandardCharsets.US_ASCII)).putInt(2 * SAMPLES);
        SplittableRandom random = new SplittableRandom(1);
        double phase = 0;
        for (int i = 0; i < SAMPLES; i++) {
            phase += 2 * Math.PI * (220 + 110 * Math.sin(i / 50_000.0)) / 24_000;
            double tones = Math.sin(phase) + Math.sin(2 * phase) / 2 + Math.sin(3 * phase) / 3;
            double level = 0.25 * (1 + Math.sin(i * 2 * Math.PI / 24_000));
            wav.putShort((short) (32_000 * (level * tones / 2 + 0.02 * (random.nextDouble() - 0.5))));
        }
        return wav.array();
    }

    static void print(String label, int runs, AudioProducers.Builder builder) throws Exception {
        Producer worker = builder.build().forWorker();
        Clip clip = Clip.of("x.ecdc", FrameGrid.encodec24kHz(75 * SECONDS));
        double[] seconds = new double[runs];
        for (long begin = System.nanoTime(); System.nanoTime() - begin < 4_000_000_000L; ) {
            worker.produce(clip);
        }
        for (int run = 0; run < runs; run++) {
            long start = System.nanoTime();
            worker.produce(clip);
            seconds[run] = (System.nanoTime() - start) / 1e9;
        }
        Arrays.sort(seconds);
        System.out.printf(Locale.ROOT, "%-26s %6.0f x%n", label, SECONDS / seconds[runs / 2]);
    }
}
END
"$java" -cp target/sidecar.jar "$work/AudioSpeed.java" "$work" "${1:-5}"
