package dev.sidecar.audio;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.util.regex.Pattern;
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

    /** What could run what a file names. */
    private static final Pattern DANGEROUS = Pattern.compile(
            "java\\.io\\.ObjectInputStream\\..*|java\\.lang\\.Class\\.(forName|newInstance|get\\w*(Method|Constructor)s?)"
                    + "|java\\.lang\\.reflect\\..*|java\\.lang\\.ClassLoader\\..*|java\\.net\\..*|javax\\.script\\..*"
                    + "|java\\.lang\\.invoke\\.MethodHandles.*|java\\.lang\\.ProcessBuilder\\..*"
                    + "|java\\.lang\\.(Runtime|System)\\.(exec|load|loadLibrary)");

    @Test
    void nothingRunsWhatAFileNames() {
        assertThat(MODULE).hasSizeGreaterThan(30);
        assertThat(MODULE.stream()
                        .flatMap(type -> type.getAccessesFromSelf().stream())
                        .filter(access -> DANGEROUS
                                .matcher(access.getTargetOwner().getName() + "."
                                        + access.getTarget().getName())
                                .matches())
                        .map(JavaAccess::getDescription))
                .isEmpty();
        assertThat(MODULE.stream().flatMap(type -> type.getMethods().stream()))
                .noneMatch(method -> method.getModifiers().contains(JavaModifier.NATIVE));
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
