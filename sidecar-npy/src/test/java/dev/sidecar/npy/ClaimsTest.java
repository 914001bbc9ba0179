package dev.sidecar.npy;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ClaimsTest {
    @TempDir
    private Path root;

    private long now = Long.MAX_VALUE - 5; // the clock may wrap around
    private int listings;

    private final Claims claims = new Claims(
            folder -> {
                listings++;
                now += 10;
                return Folders.children(folder);
            },
            () -> now);

    @Test
    void theyAreThoseOfTheNameAndOfThoseThatWereCutOffToIt() throws IOException {
        for (String name : new String[] {"x.ecdc", "x.5.ecdc", "x.0.ecdc", "x.0.1.ecdc", "x.2.ECDC", "xy.ecdc"}) {
            Files.createFile(root.resolve(name));
        }
        Files.createDirectory(root.resolve("x.7.ecdc"));
        assertThat(claims.on(root, "x")).containsExactly("x.0.ecdc", "x.5.ecdc", "x.ecdc");
        assertThat(claims.on(root, "x.0")).containsExactly("x.0.1.ecdc", "x.0.ecdc");
        assertThat(claims.on(root, "y")).isEmpty();
    }

    @Test
    void aListingServesForTenTimesAsLongAsItTook() throws IOException {
        assertThat(claims.on(root, "x")).isEmpty();
        Files.createFile(root.resolve("x.0.ecdc"));
        now += 100;
        assertThat(claims.on(root, "x")).isEmpty();
        assertThat(listings).isEqualTo(1);
        now += 1;
        assertThat(claims.on(root, "x")).containsExactly("x.0.ecdc");
        assertThat(listings).isEqualTo(2);
    }

    @Test
    void itServesItsFolderAlone() throws IOException {
        Path folder = Files.createDirectory(root.resolve("a"));
        Files.createFile(folder.resolve("x.ecdc"));
        assertThat(claims.on(root, "x")).isEmpty();
        assertThat(claims.on(folder, "x")).containsExactly("x.ecdc");
        assertThat(listings).isEqualTo(2);
    }
}
