package dev.sidecar.testkit;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static dev.sidecar.testkit.SidecarAssertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.Test;

/** What the testkit needs, and what others see of it. */
class TestkitRulesTest {
    private static final JavaClasses MODULE = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages("dev.sidecar.testkit");

    @Test
    void nothingIsNeededButTheJdkAssertJAndTheApi() {
        classes()
                .should()
                .onlyDependOnClassesThat()
                .resideInAnyPackage("java..", "org.assertj..", "dev.sidecar..", "org.jspecify..")
                .check(MODULE);
    }

    @Test
    void theseTypesArePublicAndNoOthers() {
        assertThat(MODULE.stream()
                        .filter(type -> type.getModifiers().contains(JavaModifier.PUBLIC))
                        .map(JavaClass::getSimpleName))
                .containsExactlyInAnyOrder(
                        "ColumnAssert", "FakeClips", "FrameAssert", "ProducerContract", "SidecarAssertions");
    }
}
