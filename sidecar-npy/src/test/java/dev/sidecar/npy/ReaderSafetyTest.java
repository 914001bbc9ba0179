package dev.sidecar.npy;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.io.ObjectInputStream;
import java.nio.file.Path;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** Reading a file never runs anything it names, and never goes where it points: there is no code that could. */
class ReaderSafetyTest {
    private static final JavaClasses CLASSES = new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .importPackages("dev.sidecar.npy");

    private static final Pattern TOKEN_READER = Pattern.compile(
            ".*\\.(Buffered|Checkpoint|Inflation|Native|Packed|Pickle|Segment|Tensor|Token|Torch|Zip).*");

    @Test
    void nothingLoadsClassesOrRunsCode() {
        noClasses()
                .should()
                .dependOnClassesThat(resideInAnyPackage(
                        "java.lang.reflect..", "java.lang.invoke..", "javax.script..", "java.net..", "jdk.."))
                .orShould()
                .dependOnClassesThat()
                .areAssignableTo(ObjectInputStream.class)
                .orShould()
                .dependOnClassesThat()
                .belongToAnyOf(ClassLoader.class, ProcessBuilder.class, Runtime.class)
                .orShould()
                .callMethod(Class.class, "forName", String.class)
                .check(CLASSES);
    }

    @Test
    void namesInATokenFileNeverBecomePaths() {
        noClasses()
                .that()
                .haveNameMatching(TOKEN_READER.pattern())
                .should()
                .callMethodWhere(describe(
                        "it makes a path",
                        call -> call.getTargetOwner().isAssignableTo(Path.class)
                                && (call.getName().startsWith("resolve")
                                        || call.getName().equals("of"))))
                .check(CLASSES);
    }
}
