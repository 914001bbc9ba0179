package dev.sidecar.plugin;

import static dev.sidecar.SidecarException.Kind.IO;
import static dev.sidecar.SidecarException.Kind.PRODUCER;

import com.sun.source.tree.ClassTree;
import com.sun.source.tree.CompilationUnitTree;
import com.sun.source.tree.Tree;
import com.sun.source.util.JavacTask;
import com.sun.source.util.Trees;
import dev.sidecar.SidecarException;
import dev.sidecar.SidecarException.Place;
import dev.sidecar.spi.Producer;
import java.io.ByteArrayOutputStream;
import java.io.File;
import java.io.IOException;
import java.io.OutputStream;
import java.io.Writer;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import javax.tools.Diagnostic;
import javax.tools.DiagnosticCollector;
import javax.tools.FileObject;
import javax.tools.ForwardingJavaFileManager;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileManager;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.ToolProvider;
import org.jspecify.annotations.Nullable;

/**
 * The classes of a source file, compiled in memory.
 *
 * @param classes the byte code, by binary name
 * @param docComments of the top-level classes that have one, by binary name
 */
record CompiledSource(Map<String, byte[]> classes, Map<String, String> docComments) {
    private static final int LISTED = 3;

    /**
     * Compiles a file with the compiler of this JDK.
     *
     * @param jars what the source sees besides the class path
     */
    static CompiledSource compile(Path file, String source, List<Path> jars) {
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        if (compiler == null) {
            throw SourceFile.noCompiler(file);
        }
        DiagnosticCollector<JavaFileObject> diagnostics = new DiagnosticCollector<>();
        try (ClassesInMemory output = new ClassesInMemory(
                compiler.getStandardFileManager(diagnostics, Locale.ROOT, StandardCharsets.UTF_8))) {
            JavacTask task = (JavacTask) compiler.getTask(
                    Writer.nullWriter(),
                    output,
                    diagnostics,
                    List.of("-classpath", classPath(jars), "-g", "-nowarn", "-proc:none"),
                    null,
                    List.of(new SourceInMemory(source)));
            Map<String, String> docComments = ForeignCode.call(Place.file(file), "the compiler", () -> {
                Map<String, String> comments = docComments(task, task.parse());
                task.generate();
                return comments;
            });
            List<Diagnostic<?>> errors = errors(diagnostics);
            if (!errors.isEmpty()) {
                throw new SidecarException(PRODUCER, Place.file(file), describe(errors));
            }
            return new CompiledSource(output.classes(), docComments);
        } catch (IOException e) {
            throw new SidecarException(IO, Place.file(file), "cannot be compiled: " + e, e);
        }
    }

    private static Map<String, String> docComments(JavacTask task, Iterable<? extends CompilationUnitTree> units) {
        Trees trees = Trees.instance(task);
        Map<String, String> comments = new TreeMap<>();
        for (CompilationUnitTree unit : units) {
            String inPackage = unit.getPackageName() == null ? "" : unit.getPackageName() + ".";
            for (Tree declaration : unit.getTypeDecls()) {
                String comment = trees.getDocComment(trees.getPath(unit, declaration));
                if (comment != null && declaration instanceof ClassTree type) {
                    comments.put(inPackage + type.getSimpleName(), comment);
                }
            }
        }
        return comments;
    }

    /** The class path of this process, where the plug-in interfaces are, and the jars. */
    private static String classPath(List<Path> jars) {
        Set<String> places = new LinkedHashSet<>();
        Path api = CodeLocation.of(Producer.class);
        if (api != null) {
            places.add(api.toString());
        }
        places.add(System.getProperty("java.class.path", ""));
        jars.forEach(jar -> places.add(jar.toString()));
        return String.join(File.pathSeparator, places);
    }

    private static List<Diagnostic<?>> errors(DiagnosticCollector<?> diagnostics) {
        List<Diagnostic<?>> errors = new ArrayList<>(diagnostics.getDiagnostics());
        errors.removeIf(diagnostic -> diagnostic.getKind() != Diagnostic.Kind.ERROR);
        return errors;
    }

    private static String describe(List<Diagnostic<?>> errors) {
        return "does not compile: "
                + errors.stream().limit(LISTED).map(CompiledSource::describe).collect(Collectors.joining(" | "))
                + (errors.size() > LISTED ? " | and " + (errors.size() - LISTED) + " more errors" : "");
    }

    private static String describe(Diagnostic<?> error) {
        String message = error.getMessage(Locale.ROOT)
                .strip()
                .replaceAll("\\s*\\R\\s*", "; ")
                .replaceAll(" +", " ");
        return error.getLineNumber() == Diagnostic.NOPOS ? message : "line " + error.getLineNumber() + ": " + message;
    }

    /** The binary names of all classes that are not inside others. */
    List<String> topLevelClasses() {
        return classes.keySet().stream().filter(name -> name.indexOf('$') < 0).toList();
    }

    @Nullable
    String docComment(String className) {
        return docComments.get(className);
    }

    /** Loads the classes, and what they use from elsewhere. */
    ClassLoader loader(ClassLoader parent) {
        return new ClassLoader(parent) {
            @Override
            protected Class<?> findClass(String name) throws ClassNotFoundException {
                byte[] code = classes.get(name);
                if (code == null) {
                    throw new ClassNotFoundException(name);
                }
                return defineClass(name, code, 0, code.length);
            }
        };
    }

    /** A source under a name of its own, because that of its file need not be that of its class. */
    private static final class SourceInMemory extends SimpleJavaFileObject {
        private final String source;

        SourceInMemory(String source) {
            super(URI.create("memory:///Source.java"), Kind.SOURCE);
            this.source = source;
        }

        @Override
        public CharSequence getCharContent(boolean ignoreEncodingErrors) {
            return source;
        }

        @Override
        public boolean isNameCompatible(String simpleName, Kind kind) {
            return kind == Kind.SOURCE;
        }
    }

    /** Keeps what the compiler writes. */
    private static final class ClassesInMemory extends ForwardingJavaFileManager<JavaFileManager> {
        private final Map<String, ByteArrayOutputStream> written = new TreeMap<>();

        ClassesInMemory(JavaFileManager files) {
            super(files);
        }

        @Override
        public JavaFileObject getJavaFileForOutput(
                Location location, String className, JavaFileObject.Kind kind, @Nullable FileObject sibling) {
            return new SimpleJavaFileObject(
                    URI.create("memory:///" + className.replace('.', '/') + kind.extension), kind) {
                @Override
                public OutputStream openOutputStream() {
                    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
                    written.put(className, bytes);
                    return bytes;
                }
            };
        }

        Map<String, byte[]> classes() {
            Map<String, byte[]> classes = new TreeMap<>();
            written.forEach((name, bytes) -> classes.put(name, bytes.toByteArray()));
            return classes;
        }
    }
}
