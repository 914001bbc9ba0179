package dev.sidecar.plugin;

import static dev.sidecar.SidecarException.Kind.FORMAT;
import static dev.sidecar.SidecarException.Kind.IO;
import static dev.sidecar.SidecarException.Kind.MISMATCH;
import static dev.sidecar.SidecarException.Kind.PRODUCER;
import static dev.sidecar.SidecarException.Kind.USAGE;

import dev.sidecar.SidecarException;
import dev.sidecar.SidecarException.Place;
import dev.sidecar.frame.Provenance;
import dev.sidecar.spi.Producer;
import dev.sidecar.spi.ProducerOptions;
import dev.sidecar.spi.ProducerProvider;
import java.io.IOException;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.NavigableSet;
import java.util.ServiceConfigurationError;
import java.util.ServiceLoader;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Supplier;
import java.util.jar.JarFile;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The producers that can be chosen by name: those that are installed, which means on the class path, and those in
 * folders of plug-ins and single files.
 *
 * <pre>{@code
 * try (ProducerCatalog catalog = ProducerCatalog.open(Path.of("paramproducers"))) {
 *     Sidecar.builder()
 *             .root(Path.of("ecdc"))
 *             .with(catalog.create("const", Map.of("name", "scene_id", "value", 7)))
 *             .with(catalog.create("wobble", Map.of("depth", 0.5)))
 *             .build()
 *             .run();
 * }
 * }</pre>
 *
 * <p>A folder of plug-ins holds {@code .jar} files, whose {@link ProducerProvider} services count and which see each
 * other, and {@code .java} files. A source file holds one class that implements {@link Producer} or
 * {@link ProducerProvider}, with a constructor without parameters; its name is the file's name without {@code .java}. It
 * sees this library, the class path and the folder's jars, and is compiled when it is first used, which needs a JDK.
 * Other files and the folders inside are left alone.
 *
 * <p>Plug-ins are programs: they run with all rights of the process. Jars must lie on the default file system. Safe for
 * several threads.
 */
public final class ProducerCatalog implements AutoCloseable {
    private static final String JAR_SUFFIX = ".jar";
    private static final Set<String> NO_CLASSES = Set.of("package-info.java", "module-info.java");

    /** A producer that can be chosen; a source file is not compiled before it is asked for. */
    private record Entry(
            String name, String origin, @Nullable Path file, Supplier<CheckedProvider> provider) {}

    private final NavigableMap<String, Entry> entries = new TreeMap<>();
    private final NavigableSet<String> installed;
    private final List<URLClassLoader> loaders = new ArrayList<>();

    private ProducerCatalog() {
        addInstalled();
        installed = new TreeSet<>(entries.keySet());
    }

    /**
     * The installed producers, and those of other places.
     *
     * @param places folders of plug-ins, {@code .jar} and {@code .java} files; a file that lies in one of the folders
     *     counts once
     * @return a catalog, to be closed after the last run with producers from its jars
     * @throws SidecarException USAGE if a place does not exist or is something else; PRODUCER if two producers have the
     *     same name, with where each comes from, or a jar's services are broken; FORMAT or IO if a jar cannot be read
     */
    public static ProducerCatalog open(Path... places) {
        ProducerCatalog catalog = new ProducerCatalog();
        try {
            catalog.add(Arrays.asList(places));
            return catalog;
        } catch (RuntimeException | Error e) {
            catalog.close();
            throw e;
        }
    }

    private void addInstalled() {
        Set<Class<?>> seen = new LinkedHashSet<>();
        ClassLoader own = ProducerProvider.class.getClassLoader();
        ClassLoader context = Thread.currentThread().getContextClassLoader();
        for (ClassLoader loader : context == null || context == own ? List.of(own) : List.of(own, context)) {
            services(loader, "the class path")
                    .filter(provider -> seen.add(provider.type()))
                    .forEach(this::addService);
        }
    }

    private static Stream<ServiceLoader.Provider<ProducerProvider>> services(ClassLoader loader, String where) {
        try {
            return ServiceLoader.load(ProducerProvider.class, loader).stream().toList().stream();
        } catch (ServiceConfigurationError e) {
            throw new SidecarException(PRODUCER, Place.NOWHERE, "a producer on " + where + " is broken: " + e, e);
        }
    }

    private void addService(ServiceLoader.Provider<ProducerProvider> service) {
        Class<?> type = service.type();
        Path file = CodeLocation.of(type);
        String origin = type.getName() + (file == null ? "" : " in " + file);
        ProducerProvider provider =
                ForeignCode.call(Place.NOWHERE.producer(type.getName()), "the constructor", service::get);
        CheckedProvider checked = CheckedProvider.of(provider, Place.NOWHERE);
        add(new Entry(checked.name(), origin, file, () -> checked));
    }

    private void add(Entry entry) {
        Entry other = entries.putIfAbsent(entry.name(), entry);
        if (other != null) {
            throw new SidecarException(
                    PRODUCER,
                    Place.NOWHERE.producer(entry.name()),
                    "two producers are called \"" + entry.name() + "\": " + other.origin() + ", and " + entry.origin()
                            + "; rename one of them");
        }
    }

    private void add(List<Path> places) {
        Set<Path> jars = new LinkedHashSet<>();
        Set<Path> sources = new LinkedHashSet<>();
        for (Path place : places) {
            for (Path file : Files.isDirectory(place) ? children(place) : List.of(place)) {
                Path key = file.toAbsolutePath().normalize();
                if (!Files.isRegularFile(file)) {
                    if (file.equals(place)) {
                        throw new SidecarException(
                                USAGE, Place.file(place), "there is no such file or folder of producers");
                    }
                } else if (isJar(file)) {
                    jars.add(key);
                } else if (isSource(file)) {
                    sources.add(key);
                } else if (file.equals(place)) {
                    throw new SidecarException(
                            USAGE, Place.file(place), "expected a folder, a .jar or a .java file with producers");
                }
            }
        }
        ClassLoader loader = addJars(jars);
        for (Path source : sources) {
            SourceFile file = new SourceFile(source, loader, List.copyOf(jars));
            add(new Entry(SourceFile.producerName(source), source.toString(), source, file::provider));
        }
    }

    private static List<Path> children(Path folder) {
        try (Stream<Path> children = Files.list(folder)) {
            return children.sorted().toList();
        } catch (IOException e) {
            throw new SidecarException(IO, Place.file(folder), "cannot be listed; check its rights", e);
        }
    }

    private static boolean isJar(Path file) {
        return hasSuffix(file, JAR_SUFFIX);
    }

    private static boolean isSource(Path file) {
        return hasSuffix(file, SourceFile.SUFFIX)
                && !NO_CLASSES.contains(file.getFileName().toString());
    }

    /** Files that macOS leaves beside real ones begin with {@code ._}. */
    private static boolean hasSuffix(Path file, String suffix) {
        String name = file.getFileName().toString();
        return name.endsWith(suffix) && name.length() > suffix.length() && !name.startsWith("._");
    }

    private ClassLoader addJars(Collection<Path> jars) {
        ClassLoader own = ProducerCatalog.class.getClassLoader();
        if (jars.isEmpty()) {
            return own;
        }
        URLClassLoader loader =
                new URLClassLoader(jars.stream().map(ProducerCatalog::url).toArray(URL[]::new), own);
        loaders.add(loader);
        services(loader, "the jars " + jars)
                .filter(service -> service.type().getClassLoader() == loader)
                .forEach(this::addService);
        return loader;
    }

    /** A class loader passes over jars that it cannot read, so that is found out before. */
    private static URL url(Path jar) {
        try {
            new JarFile(jar.toFile()).close();
            return jar.toUri().toURL();
        } catch (UnsupportedOperationException e) {
            throw new SidecarException(
                    USAGE, Place.file(jar), "a jar of producers must lie on the default file system", e);
        } catch (MalformedURLException e) {
            throw new SidecarException(
                    USAGE, Place.file(jar), "this path cannot be that of a jar: " + e.getMessage(), e);
        } catch (IOException e) {
            throw new SidecarException(FORMAT, Place.file(jar), "cannot be read as a jar: " + e.getMessage(), e);
        }
    }

    /**
     * The names of all producers.
     *
     * @return in the order of the names
     */
    public NavigableSet<String> names() {
        return Collections.unmodifiableNavigableSet(entries.navigableKeySet());
    }

    /**
     * The names of the installed producers.
     *
     * @return in the order of the names
     */
    public NavigableSet<String> installed() {
        return Collections.unmodifiableNavigableSet(installed);
    }

    /**
     * The names of the producers that come from a file.
     *
     * @param file a {@code .jar} or {@code .java} file that the catalog was opened with, or that lies in one of its
     *     folders
     * @return possibly none
     */
    public NavigableSet<String> namesIn(Path file) {
        Path path = file.toAbsolutePath().normalize();
        TreeSet<String> names = new TreeSet<>();
        for (Entry entry : entries.values()) {
            if (path.equals(entry.file())) {
                names.add(entry.name());
            }
        }
        return names;
    }

    /**
     * Where a producer comes from.
     *
     * @param name a producer's name
     * @return the source file, or the class and its jar
     * @throws SidecarException (USAGE) if there is no such producer
     */
    public String origin(String name) {
        return entry(name).origin();
    }

    /**
     * What makes producers of a name. A source file is compiled now, if it was not before.
     *
     * @param name a producer's name
     * @return its provider; what it declares has been checked
     * @throws SidecarException USAGE if there is no such producer, with the known names and the nearest; PRODUCER if the
     *     source file does not compile, with the lines, or holds no producer; UNSUPPORTED if it would have to be compiled
     *     and this is not a JDK
     */
    public ProducerProvider provider(String name) {
        return entry(name).provider().get();
    }

    private Entry entry(String name) {
        Entry entry = entries.get(name);
        if (entry == null) {
            throw SidecarException.unknownName(Place.NOWHERE, "producer", name, entries.keySet());
        }
        return entry;
    }

    /**
     * Makes a producer.
     *
     * @param name its name
     * @param options values by the options' names, as for {@link ProducerOptions#of}; relative paths of files begin in
     *     the working folder
     * @return a producer, for one run after another
     * @throws SidecarException as {@link #provider} and {@link ProducerOptions#of}; PRODUCER if the provider fails
     */
    public Producer create(String name, Map<String, ?> options) {
        return create(name, options, Path.of(""));
    }

    /**
     * Makes a producer again from a record of it, as sidecars and recipes hold it.
     *
     * @param recorded a producer's name and options
     * @param folder where the files lie that it names
     * @return a producer, for one run after another
     * @throws SidecarException as {@link #create(String, Map)}; MISMATCH if the record is of another version of the
     *     producer, which gives other values
     */
    public Producer create(Provenance recorded, Path folder) {
        if (recorded.producer().equals(Provenance.CUSTOM)) {
            throw new SidecarException(
                    USAGE,
                    Place.NOWHERE.producer(Provenance.CUSTOM),
                    "it was made by code without a name, which no record can bring back; give the producer a"
                            + " describe(), or make it a plug-in");
        }
        Producer producer = create(recorded.producer(), recorded.options(), folder);
        String version = producer.describe().version();
        if (!recorded.version().isEmpty() && !recorded.version().equals(version)) {
            throw new SidecarException(
                    MISMATCH,
                    Place.NOWHERE.producer(recorded.producer()),
                    "the record is of version " + recorded.version() + ", this is version "
                            + (version.isEmpty() ? "unknown" : version)
                            + ", which may give other values; take the version out of the record to accept that");
        }
        return producer;
    }

    private Producer create(String name, Map<String, ?> options, Path folder) {
        ProducerProvider provider = provider(name);
        return provider.create(ProducerOptions.of(provider, options, folder));
    }

    /** Closes the jars. Classes that have not been loaded by then cannot be loaded any more. */
    @Override
    public void close() {
        for (URLClassLoader loader : loaders) {
            try {
                loader.close();
            } catch (IOException e) {
                System.getLogger(ProducerCatalog.class.getName()).log(System.Logger.Level.DEBUG, "left open", e);
            }
        }
    }
}
