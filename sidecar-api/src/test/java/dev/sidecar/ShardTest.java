package dev.sidecar;

import static dev.sidecar.Runs.clips;
import static dev.sidecar.Runs.over;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ShardTest {
    @ParameterizedTest
    @CsvSource({"a.ecdc, 2", "sub/b.ecdc, 3"})
    void aClipBelongsToTheShardOfItsHash(String id, int expected) {
        for (int index = 0; index < 4; index++) {
            assertThat(new Shard(index, 4).contains(id)).isEqualTo(index == expected);
        }
    }

    @Test
    void oneShardHasAll() {
        assertThat(new Shard(0, 1).contains("a.ecdc")).isTrue();
        assertThat(Shard.ALL).isEqualTo(new Shard(0, 1));
    }

    /** The hash as its definition says it: eight hex digits, read as a number. */
    private static int shardOf(String id, int count) throws NoSuchAlgorithmException {
        byte[] digest = MessageDigest.getInstance("SHA-1").digest(id.getBytes(StandardCharsets.UTF_8));
        return (int) (Long.parseLong(HexFormat.of().formatHex(digest).substring(0, 8), 16) % count);
    }

    @Test
    void shardsAreDisjointAndTogetherTheWhole() throws NoSuchAlgorithmException {
        long seed = 20_261_122;
        SplittableRandom random = new SplittableRandom(seed);
        for (int round = 0; round < 2_000; round++) {
            StringBuilder text = new StringBuilder();
            for (int length = random.nextInt(1, 12); length > 0; length--) {
                text.appendCodePoint("aZ0_/.é音𝄞".codePoints().toArray()[random.nextInt(9)]);
            }
            String id = text + ".ecdc";
            int count = random.nextInt(1, 100);

            assertThat(IntStream.range(0, count).filter(index -> new Shard(index, count).contains(id)))
                    .as("seed %s, id %s, count %s", seed, id, count)
                    .containsExactly(shardOf(id, count));
        }
    }

    @Test
    void theShardsOfARunDoTheWholeCorpusOnce() {
        FakeStore store = new FakeStore(clips(100));
        long written = 0;
        for (int index = 0; index < 3; index++) {
            written += over(store, FakeProducer.constant("x", 1))
                    .shard(index, 3)
                    .build()
                    .run()
                    .created();
        }

        assertThat(written).isEqualTo(100);
        assertThat(store.frames()).hasSize(100);
        assertThat(store.applied).hasValue(100);
    }
}
