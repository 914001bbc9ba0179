package dev.sidecar.audio;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.Test;

/** What others may see of this module, and where it depends on the code of others. */
class AudioRulesTest {
    private static final JavaClasses MODULE = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages("dev.sidecar.audio");

    private static boolean isVisible(JavaClass type) {
        return type.getModifiers().contains(JavaModifier.PUBLIC)
                && type.getEnclosingClass().map(AudioRulesTest::isVisible).orElse(true);
    }

    @Test
    void theseTypesArePublicAndNoOthers() {
        assertThat(MODULE.stream().filter(AudioRulesTest::isVisible).map(JavaClass::getSimpleName))
                .containsExactlyInAnyOrder(
                        "AudioFile",
                        "AudioProducers",
                        "AudioSource",
                        "AudioSourceProvider",
                        "AudioStream",
                        "Builder",
                        "FromAudioProvider",
                        "WavEncoding",
                        "WindowCentre");
    }

    @Test
    void oneClassKnowsTheOptionalLibrary() {
        noClasses()
                .that()
                .doNotHaveSimpleName("VorbisReader")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("com.jcraft..")
                .check(MODULE);
    }
}
