package dev.sidecar.npy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sidecar.SidecarException;
import dev.sidecar.SidecarException.Kind;
import java.io.IOException;
import java.io.InputStream;
import java.lang.reflect.InvocationTargetException;
import java.nio.file.Path;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/** What happens without the library for HDF5. */
class Hdf5LibraryTest {
    /** Loads this module's classes once more, in a world without jhdf. */
    private static final class WithoutJhdf extends ClassLoader {
        WithoutJhdf() {
            super(Hdf5LibraryTest.class.getClassLoader());
        }

        @Override
        protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
            if (name.startsWith("io.jhdf.")) {
                throw new ClassNotFoundException(name);
            }
            if (!name.startsWith("dev.sidecar.npy.")) {
                return super.loadClass(name, resolve);
            }
            Class<?> loaded = findLoadedClass(name);
            return loaded != null ? loaded : define(name);
        }

        private Class<?> define(String name) throws ClassNotFoundException {
            String resource = name.replace('.', '/') + ".class";
            try (InputStream in = Objects.requireNonNull(getResourceAsStream(resource), resource)) {
                byte[] bytes = in.readAllBytes();
                return defineClass(name, bytes, 0, bytes.length);
            } catch (IOException e) {
                throw new ClassNotFoundException(name, e);
            }
        }
    }

    @Test
    void withoutTheLibraryTheErrorNamesIt() throws ReflectiveOperationException {
        Class<?> packFile = new WithoutJhdf().loadClass(PackFile.class.getName());
        assertThat(packFile).isNotEqualTo(PackFile.class);
        SidecarException failure = Failures.of(() -> {
            try {
                packFile.getMethod("open", Path.class).invoke(null, Fixtures.path("hdf5/h5py_gzip.h5"));
            } catch (InvocationTargetException e) {
                throw e.getCause();
            }
        });
        assertThat(failure.kind()).isEqualTo(Kind.UNSUPPORTED);
        assertThat(failure.reason()).contains("io.jhdf:jhdf:0.13.0");
    }
}
