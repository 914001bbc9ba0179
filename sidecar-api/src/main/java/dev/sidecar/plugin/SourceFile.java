package dev.sidecar.plugin;

import static dev.sidecar.SidecarException.Kind.FORMAT;
import static dev.sidecar.SidecarException.Kind.IO;
import static dev.sidecar.SidecarException.Kind.PRODUCER;
import static dev.sidecar.SidecarException.Kind.UNSUPPORTED;

import dev.sidecar.SidecarException;
import dev.sidecar.SidecarException.Place;
import dev.sidecar.spi.Producer;
import dev.sidecar.spi.ProducerOptions;
import dev.sidecar.spi.ProducerProvider;
import java.io.IOException;
import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Modifier;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A producer as a single source file, compiled in memory when it is first needed. It holds a class that implements
 * {@link Producer} or {@link ProducerProvider}; the file's name without {@code .java} is the producer's name.
 */
final class SourceFile {
    static final String SUFFIX = ".java";

    private static final String BYTE_ORDER_MARK = "^\ufeff";

    private final Path file;
    private final ClassLoader parent;
    private final List<Path> jars;
    private @Nullable CheckedProvider provider;

    /**
     * @param parent what the class sees besides itself
     * @param jars what the compiler sees besides the class path
     */
    SourceFile(Path file, ClassLoader parent, List<Path> jars) {
        this.file = file;
        this.parent = parent;
        this.jars = jars;
    }

    /** The name of the producer in a source file. */
    static String producerName(Path file) {
        String name = file.getFileName().toString();
        return name.substring(0, name.length() - SUFFIX.length());
    }

    synchronized CheckedProvider provider() {
        CheckedProvider known = provider;
        if (known == null) {
            known = load();
            provider = known;
        }
        return known;
    }

    private CheckedProvider load() {
        CompiledSource compiled = compile();
        Class<?> type = pluginClass(compiled);
        Place place = Place.file(file);
        String name = producerName(file);
        if (ProducerProvider.class.isAssignableFrom(type)) {
            return CheckedProvider.of(name, (ProducerProvider) instance(type), place);
        }
        DocComment doc = DocComment.of(compiled.docComment(type.getName()));
        return CheckedProvider.of(name, new WithoutOptions(name, doc, type), place);
    }

    private CompiledSource compile() {
        String source;
        try {
            source = Files.readString(file).replaceFirst(BYTE_ORDER_MARK, "");
        } catch (CharacterCodingException e) {
            throw new SidecarException(FORMAT, Place.file(file), "a source file is UTF-8, and this is not", e);
        } catch (IOException e) {
            throw new SidecarException(IO, Place.file(file), "cannot be read; check its rights", e);
        }
        try {
            return CompiledSource.compile(file, source, jars);
        } catch (NoClassDefFoundError noCompilerModule) {
            throw noCompiler(file);
        }
    }

    /** The failure on a Java that has no compiler. */
    static SidecarException noCompiler(Path file) {
        return new SidecarException(
                UNSUPPORTED,
                Place.file(file),
                "needs a JDK: this Java (" + System.getProperty("java.home")
                        + ") is a runtime without a compiler; run on a JDK, or put the compiled class into a jar");
    }

    /** The only class here that is a plug-in, or the one that is called as the file. */
    private Class<?> pluginClass(CompiledSource compiled) {
        ClassLoader loader = compiled.loader(parent);
        List<Class<?>> plugins = new ArrayList<>();
        for (String name : compiled.topLevelClasses()) {
            Class<?> type = ForeignCode.call(Place.file(file), "loading the class", () -> loader.loadClass(name));
            boolean plugin = Producer.class.isAssignableFrom(type) || ProducerProvider.class.isAssignableFrom(type);
            if (plugin && !Modifier.isAbstract(type.getModifiers())) {
                plugins.add(type);
            }
        }
        List<Class<?>> chosen = plugins.size() == 1
                ? plugins
                : plugins.stream()
                        .filter(type -> type.getSimpleName().equals(producerName(file)))
                        .toList();
        if (chosen.size() != 1) {
            throw new SidecarException(
                    PRODUCER,
                    Place.file(file),
                    "expected a class that implements " + Producer.class.getName() + " or "
                            + ProducerProvider.class.getName() + ", found "
                            + (plugins.isEmpty()
                                    ? "none that does, among " + compiled.topLevelClasses()
                                    : plugins.size() + " (" + names(plugins) + "), none of them called as the file"));
        }
        return chosen.get(0);
    }

    private static String names(List<Class<?>> types) {
        return String.join(", ", types.stream().map(Class::getSimpleName).toList());
    }

    private Object instance(Class<?> type) {
        Place place = Place.file(file).producer(producerName(file));
        return ForeignCode.call(place, "the constructor of " + type.getSimpleName(), () -> {
            try {
                Constructor<?> constructor = type.getDeclaredConstructor();
                constructor.setAccessible(true);
                return constructor.newInstance();
            } catch (NoSuchMethodException e) {
                throw new SidecarException(
                        PRODUCER, place, type.getSimpleName() + " needs a constructor without parameters", e);
            } catch (InvocationTargetException e) {
                throw e.getCause() instanceof Exception cause ? cause : e;
            }
        });
    }

    /** The provider of a class that is a producer itself; its documentation comment is the help. */
    private final class WithoutOptions implements ProducerProvider {
        private final String name;
        private final DocComment doc;
        private final Class<?> type;

        WithoutOptions(String name, DocComment doc, Class<?> type) {
            this.name = name;
            this.doc = doc;
            this.type = type;
        }

        @Override
        public String name() {
            return name;
        }

        @Override
        public String summary() {
            return doc.summary();
        }

        @Override
        public String help() {
            return doc.rest();
        }

        @Override
        public Producer create(ProducerOptions options) {
            return (Producer) instance(type);
        }
    }
}
