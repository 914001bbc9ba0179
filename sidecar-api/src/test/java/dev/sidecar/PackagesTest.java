package dev.sidecar;

import static com.tngtech.archunit.base.DescribedPredicate.or;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.belongToAnyOf;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Arrows between packages go one way, and what is public is public on purpose. */
class PackagesTest {
    private static final JavaClasses API = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages("dev.sidecar");

    @Test
    void frameSeesTheExceptionAlone() {
        mayDependOn("dev.sidecar.frame", "dev.sidecar.frame");
    }

    @Test
    void spiSeesFrame() {
        mayDependOn("dev.sidecar.spi", "dev.sidecar.spi", "dev.sidecar.frame");
    }

    @Test
    void theRunSeesBoth() {
        mayDependOn("dev.sidecar", "dev.sidecar", "dev.sidecar.spi", "dev.sidecar.frame");
    }

    /** Source files are compiled by the JDK's own compiler. */
    @Test
    void pluginSeesSpiAndFrameAndTheCompiler() {
        mayDependOn(
                "dev.sidecar.plugin",
                "dev.sidecar.plugin",
                "dev.sidecar.spi",
                "dev.sidecar.frame",
                "javax.tools",
                "com.sun.source..");
    }

    /** {@code java..} does not take in {@code javax..}; {@code org.jspecify} is for the compiler. */
    private static void mayDependOn(String from, String... own) {
        String[] packages = Stream.concat(Stream.of("java..", "org.jspecify.annotations"), Stream.of(own))
                .toArray(String[]::new);
        classes()
                .that()
                .resideInAPackage(from)
                .should()
                .onlyDependOnClassesThat(or(resideInAnyPackage(packages), belongToAnyOf(SidecarException.class)))
                .check(API);
    }

    @Test
    void thereAreNoOtherPackages() {
        assertThat(API.stream().map(JavaClass::getPackageName).distinct())
                .containsExactlyInAnyOrder("dev.sidecar", "dev.sidecar.plugin", "dev.sidecar.spi", "dev.sidecar.frame");
    }

    @Test
    void thePublicTypesAreThese() {
        assertThat(publicTypes("dev.sidecar"))
                .containsExactly(
                        "ClipResult",
                        "MemoryStore",
                        "Mode",
                        "OnError",
                        "OnMissing",
                        "OnStale",
                        "Recipe",
                        "RunListener",
                        "RunReport",
                        "Shard",
                        "Sidecar",
                        "SidecarException");
        assertThat(publicTypes("dev.sidecar.spi"))
                .containsExactly(
                        "Durability",
                        "Finding",
                        "Producer",
                        "ProducerOption",
                        "ProducerOptions",
                        "ProducerProvider",
                        "RunContext",
                        "SidecarStore",
                        "SidecarStoreProvider");
        assertThat(publicTypes("dev.sidecar.plugin")).containsExactly("ProducerCatalog", "Shorthand");
        assertThat(publicTypes("dev.sidecar.frame"))
                .containsExactly(
                        "Clip",
                        "Codes",
                        "Column",
                        "DType",
                        "FeatureFrame",
                        "Float16",
                        "FrameGrid",
                        "Normalization",
                        "Provenance",
                        "Range",
                        "RunningStatistics",
                        "Statistics");
    }

    private static List<String> publicTypes(String inPackage) {
        return API.stream()
                .filter(type -> type.getPackageName().equals(inPackage) && type.isTopLevelClass())
                .filter(type -> type.getModifiers().contains(JavaModifier.PUBLIC))
                .map(JavaClass::getSimpleName)
                .sorted()
                .toList();
    }
}
