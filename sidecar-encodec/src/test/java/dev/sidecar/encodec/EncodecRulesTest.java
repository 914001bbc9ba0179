package dev.sidecar.encodec;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.Test;

/** What others may see of this module. */
class EncodecRulesTest {
    private static boolean isVisible(JavaClass type) {
        return type.getModifiers().contains(JavaModifier.PUBLIC)
                && type.getEnclosingClass().map(EncodecRulesTest::isVisible).orElse(true);
    }

    @Test
    void theseTypesArePublicAndNoOthers() {
        assertThat(new ClassFileImporter()
                                .withImportOption(new ImportOption.DoNotIncludeTests())
                                .importPackages("dev.sidecar.encodec")
                                .stream()
                                .filter(EncodecRulesTest::isVisible)
                                .map(JavaClass::getSimpleName))
                .containsExactlyInAnyOrder(
                        "EncodecModel", "Encoded", "Sink", "TokenAudioProvider", "TokenDecoder", "TokenEncoder");
    }
}
