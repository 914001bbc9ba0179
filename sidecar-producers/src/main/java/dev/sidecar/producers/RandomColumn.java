package dev.sidecar.producers;

import static dev.sidecar.SidecarException.Kind.USAGE;

import dev.sidecar.SidecarException;
import dev.sidecar.SidecarException.Place;
import dev.sidecar.frame.Clip;
import dev.sidecar.frame.Column;
import dev.sidecar.frame.FeatureFrame;
import dev.sidecar.frame.Provenance;
import dev.sidecar.spi.Producer;
import dev.sidecar.spi.RunContext;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Map;
import java.util.Set;
import java.util.function.DoubleSupplier;
import java.util.function.Function;
import org.apache.commons.math3.random.MersenneTwister;
import org.apache.commons.math3.random.RandomGenerator;

/**
 * {@link Producers#noise}, {@link Producers#gauss} and {@link Producers#randomWalk}. Numbers come from a Mersenne Twister
 * that is seeded by the SHA-256 of the run's seed, the clip's id and the column's name, each on a line.
 */
final class RandomColumn implements Producer {
    static final String NOISE = "noise";
    static final String GAUSS = "gauss";
    static final String WALK = "walk";

    static final String HELP = """
            Each clip has numbers of its own, which depend on the run's seed (--seed), the clip's id
            and the column's name alone: they are the same in every run, shard and thread.""";

    private final String name;
    private final Provenance description;
    private final Function<RandomGenerator, DoubleSupplier> drawing;
    private long seed;

    private RandomColumn(String name, Provenance description, Function<RandomGenerator, DoubleSupplier> drawing) {
        this.name = name;
        this.description = description;
        this.drawing = drawing;
    }

    static RandomColumn noise(String name, double low, double high) {
        finite(low, high);
        return new RandomColumn(
                Column.checkedName(name),
                new Provenance(
                        NOISE,
                        "1",
                        Map.of(
                                NoiseProvider.NAME.name(), name,
                                NoiseProvider.LOW.name(), low,
                                NoiseProvider.HIGH.name(), high)),
                random -> () -> low + random.nextDouble() * (high - low));
    }

    static RandomColumn gauss(String name, double mean, double deviation) {
        finite(mean, deviation);
        deviation(deviation);
        return new RandomColumn(
                Column.checkedName(name),
                new Provenance(
                        GAUSS,
                        "1",
                        Map.of(
                                GaussProvider.NAME.name(), name,
                                GaussProvider.MEAN.name(), mean,
                                GaussProvider.DEVIATION.name(), deviation)),
                random -> () -> mean + random.nextGaussian() * deviation);
    }

    static RandomColumn walk(String name, double start, double step, double min, double max) {
        finite(start, step);
        deviation(step);
        if (!(min <= start && start <= max)) {
            throw usage("a random walk starts within its bounds, found " + start + ", and " + min + " to " + max);
        }
        return new RandomColumn(
                Column.checkedName(name),
                new Provenance(
                        WALK,
                        "1",
                        Map.of(
                                WalkProvider.NAME.name(), name,
                                WalkProvider.START.name(), start,
                                WalkProvider.STEP.name(), step,
                                WalkProvider.MIN.name(), min,
                                WalkProvider.MAX.name(), max)),
                random -> new Walk(random, start, step, min, max));
    }

    private static void finite(double one, double other) {
        if (!Double.isFinite(one) || !Double.isFinite(other)) {
            throw usage("random numbers need finite ones, found " + one + " and " + other);
        }
    }

    private static void deviation(double value) {
        if (value < 0) {
            throw usage("a standard deviation is at least 0, found " + value);
        }
    }

    private static SidecarException usage(String reason) {
        return new SidecarException(USAGE, Place.NOWHERE, reason);
    }

    /** Steps from where it was before, and is thrown back by its bounds as by mirrors. */
    private static final class Walk implements DoubleSupplier {
        private final RandomGenerator random;
        private final double step;
        private final double min;
        private final double max;
        private double next;

        Walk(RandomGenerator random, double start, double step, double min, double max) {
            this.random = random;
            this.step = step;
            this.min = min;
            this.max = max;
            this.next = start;
        }

        @Override
        public double getAsDouble() {
            double value = next;
            next = reflected(next + random.nextGaussian() * step);
            return value;
        }

        private double reflected(double value) {
            if (value >= min && value <= max) {
                return value;
            }
            double mirrored = value < min ? 2 * min - value : 2 * max - value;
            return Math.max(min, Math.min(max, mirrored));
        }
    }

    @Override
    public void init(RunContext context) {
        seed = context.seed();
    }

    @Override
    public FeatureFrame produce(Clip clip) {
        DoubleSupplier numbers = drawing.apply(new MersenneTwister(seed(clip)));
        return FeatureFrame.of(Column.generate(name, clip.frames(), frame -> numbers.getAsDouble())
                .withDoc("random, from the run's seed " + seed + " and the clip's id"));
    }

    private int[] seed(Clip clip) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256")
                    .digest((seed + "\n" + clip.id() + "\n" + name + "\n").getBytes(StandardCharsets.UTF_8));
            int[] words = new int[digest.length / Integer.BYTES];
            ByteBuffer.wrap(digest).asIntBuffer().get(words);
            return words;
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }

    @Override
    public Provenance describe() {
        return description;
    }

    @Override
    public Set<String> makes() {
        return Set.of(name);
    }
}
