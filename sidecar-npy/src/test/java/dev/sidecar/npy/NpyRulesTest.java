package dev.sidecar.npy;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.io.File;
import java.io.IOException;
import java.nio.file.FileSystem;
import java.nio.file.Path;
import java.nio.file.Paths;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What the bytecode of this module may do, and what others may see of it. */
class NpyRulesTest {
    /** What could run what a file names. */
    private static final Pattern DANGEROUS = Pattern.compile(
            "java\\.io\\.ObjectInputStream\\..*|java\\.lang\\.Class\\.(forName|newInstance|get\\w*(Method|Constructor)s?)"
                    + "|java\\.lang\\.reflect\\..*|java\\.lang\\.ClassLoader\\..*|java\\.net\\..*|javax\\.script\\..*"
                    + "|java\\.lang\\.invoke\\.MethodHandles.*|java\\.util\\.ServiceLoader\\..*"
                    + "|java\\.lang\\.ProcessBuilder\\..*|java\\.lang\\.(Runtime|System)\\.(exec|load|loadLibrary)");

    /** What reads token files, and must never take a name in one for a path. */
    private static final Pattern TOKEN_READER = Pattern.compile(
            ".*\\.(Buffered|Checkpoint|Inflation|Native|Packed|Pickle|Safetensors|Saved|Segment|Tensor|Token|Torch|Zip).*");

    private static final JavaClasses MODULE = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages("dev.sidecar.npy");

    private static Stream<String> dangers(JavaClasses classes) {
        return classes.stream()
                .flatMap(type -> type.getAccessesFromSelf().stream())
                .filter(access -> DANGEROUS.matcher(target(access)).matches())
                .map(JavaAccess::getDescription);
    }

    private static String target(JavaAccess<?> access) {
        return access.getTargetOwner().getName() + "." + access.getTarget().getName();
    }

    /** Does what is forbidden, to show that it would be noticed. */
    static final class Offender {
        static Object run(String name) throws ReflectiveOperationException, IOException {
            System.loadLibrary(name);
            Runtime.getRuntime().exec(new String[] {name});
            return Class.forName(name).getDeclaredConstructor().newInstance();
        }
    }

    @Test
    void nothingRunsWhatAFileNames() {
        assertThat(MODULE).hasSizeGreaterThan(50);
        assertThat(dangers(MODULE)).isEmpty();
        assertThat(MODULE.stream().flatMap(type -> type.getMethods().stream()))
                .noneMatch(method -> method.getModifiers().contains(JavaModifier.NATIVE));
        assertThat(dangers(new ClassFileImporter().importClasses(Offender.class)))
                .hasSize(5);
    }

    @Test
    void nothingIsNeededButTheJdkJacksonAndTheApiAndForHdf5Jhdf() {
        classes()
                .should()
                .onlyDependOnClassesThat()
                .resideInAnyPackage("java..", "com.fasterxml.jackson..", "dev.sidecar..", "io.jhdf..", "org.jspecify..")
                .check(MODULE);
    }

    @Test
    void oneClassKnowsTheOptionalLibrary() {
        noClasses()
                .that()
                .doNotHaveSimpleName("Hdf5File")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("io.jhdf..")
                .check(MODULE);
    }

    private static boolean isVisible(JavaClass type) {
        return type.getModifiers().contains(JavaModifier.PUBLIC)
                && type.getEnclosingClass().map(NpyRulesTest::isVisible).orElse(true);
    }

    @Test
    void theseTypesArePublicAndNoOthers() {
        List<String> visible = MODULE.stream()
                .filter(NpyRulesTest::isVisible)
                .map(JavaClass::getName)
                .map(name -> name.substring("dev.sidecar.npy.".length()))
                .toList();
        assertThat(visible)
                .containsExactlyInAnyOrder(
                        "Audit",
                        "Audit$Builder",
                        "AuditExport",
                        "AuditListener",
                        "AuditReport",
                        "AuditResult",
                        "AuditResult$Clip",
                        "AuditResult$Stray",
                        "ColumnMetadata",
                        "FileStoreProvider",
                        "FromHdf5Provider",
                        "Hdf5Columns",
                        "Hdf5Columns$Builder",
                        "JsonFile",
                        "Mirror",
                        "Mirror$Result",
                        "Mirror$Result$Failed",
                        "Mirror$Result$Ignored",
                        "Mirror$Result$Kept",
                        "Mirror$Result$Made",
                        "Mirror$Work",
                        "NpyArray",
                        "PackFile",
                        "ReadLimits",
                        "ReadLimits$Limit",
                        "RecipeFile",
                        "RepairReport",
                        "RepairStep",
                        "RepairStep$Action",
                        "SidecarFile",
                        "SidecarFile$Option",
                        "SidecarPack",
                        "SidecarPack$Builder",
                        "SidecarPack$Packed",
                        "SidecarPack$Unpacked",
                        "TensorFile",
                        "TokenFile",
                        "TokenFile$Container",
                        "WholeFile",
                        "WholeFile$Writing");
    }

    @Test
    void namesInATokenFileNeverBecomePaths() {
        noClasses()
                .that()
                .haveNameMatching(TOKEN_READER.pattern())
                .should()
                .callCodeUnitWhere(describe(
                        "it makes a path",
                        call -> call.getTargetOwner().isAssignableTo(File.class)
                                || call.getTargetOwner().isAssignableTo(Paths.class)
                                || call.getTargetOwner().isAssignableTo(FileSystem.class)
                                || (call.getTargetOwner().isAssignableTo(Path.class)
                                        && (call.getName().startsWith("resolve")
                                                || call.getName().equals("of")))))
                .check(MODULE);
    }
}
