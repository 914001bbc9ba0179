package dev.sidecar.npy;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** A token file among the test resources, and what is known about it. */
record TokenFixture(String name, Path path, JsonNode expected) {

    static Stream<TokenFixture> in(String folder) {
        Path root = Fixtures.path(folder);
        JsonNode entries = Fixtures.json(folder + "/expected.json");
        List<TokenFixture> fixtures = new ArrayList<>();
        entries.properties()
                .forEach(entry -> fixtures.add(new TokenFixture(
                        folder + "/" + entry.getKey(), root.resolve(entry.getKey()), entry.getValue())));
        return fixtures.stream();
    }

    static Stream<TokenFixture> all() {
        return Stream.of("ecdc_good", "ecdc_native", "ecdc_bad").flatMap(TokenFixture::in);
    }

    static TokenFixture named(String name) {
        return in(name.substring(0, name.indexOf('/')))
                .filter(fixture -> fixture.name().equals(name))
                .findFirst()
                .orElseThrow();
    }

    byte[] bytes() {
        try {
            return Files.readAllBytes(path);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    boolean isFile() {
        return Files.isRegularFile(path);
    }

    boolean isOk() {
        return expected.get("ok").booleanValue();
    }

    /** The numbers of an array; none if the key is absent or null. */
    List<Integer> numbers(String key) {
        List<Integer> numbers = new ArrayList<>();
        expected.path(key).forEach(number -> numbers.add(number.intValue()));
        return numbers;
    }

    @Override
    public String toString() {
        return name;
    }
}
