package io.keyweave.agent.trust;

import java.io.BufferedInputStream;
import java.io.BufferedReader;
import java.io.DataInputStream;
import java.io.File;
import java.io.FileInputStream;
import java.io.FileReader;
import java.io.FilterInputStream;
import java.io.FilterReader;
import java.io.InputStreamReader;
import java.io.LineNumberReader;
import java.lang.instrument.Instrumentation;
import java.lang.reflect.Field;
import java.net.JarURLConnection;
import java.nio.file.FileSystems;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.jar.JarFile;
import java.util.zip.InflaterInputStream;
import java.util.zip.ZipFile;
import org.jspecify.annotations.Nullable;

/**
 * Finds what is behind a stream or reader by following the fields of listed JDK classes: a file, or a stream that a class loader returned, which is asked
 * at every step.
 *
 * <p>The list is exact: a subclass may return other bytes than the file's, so it has no origin, and neither has anything that
 * joins several streams or lets text be pushed back. Following "any field named {@code in}" was tried and trusted a
 * {@code SequenceInputStream} by its first part. A class whose field cannot be read (not opened, renamed by a future JDK) has
 * no origin either: what is not known is not trusted.
 *
 * <p>The packages concerned are opened to this module when the first placeholder is met in a loaded text, not at start.
 */
public final class StreamOrigins {

    /** Deeper chains are not built by anybody. */
    private static final int DEEPEST = 16;

    private static final Set<String> OF_BASE =
            Set.of("java.io", "java.util.zip", "java.util.jar", "sun.nio.ch", "sun.nio.cs", "sun.net.www.protocol.jar");

    private static final Set<String> OF_ZIPFS = Set.of("jdk.nio.zipfs");

    private static volatile @Nullable Instrumentation instrumentation;

    private StreamOrigins() {}

    /** Tells by whom packages can be opened. Without it only JDKs started with {@code --add-opens} give origins. */
    public static void openWith(Instrumentation by) {
        instrumentation = by;
    }

    /**
     * @param stream an {@code InputStream}, {@code Reader} or channel, still open
     * @return what it reads, or {@code null} when that is not known
     */
    public static @Nullable StreamOrigin of(@Nullable Object stream) {
        return of(stream, Steps.HELD);
    }

    static @Nullable StreamOrigin of(@Nullable Object stream, Steps steps) {
        Object current = stream;
        boolean resource = false;
        String entry = null;
        for (int depth = 0; current != null && depth < DEEPEST; depth++) {
            if (current instanceof StreamOrigin found) {
                return new StreamOrigin(found.path(), found.archive(), entry, resource);
            }
            resource = resource || LoaderResources.OF_JVM.trusts(current);
            UnwrapStep step = steps.byClass.get(current.getClass());
            if (step == null) {
                step = steps.ofZipFileSystem(current);
            }
            if (step == null) {
                return resource ? LoaderResources.OF_JVM.originOf(current) : null;
            }
            try {
                if (entry == null && current.getClass() == steps.jarUrlStream) {
                    entry = steps.entryName(current);
                }
                current = step.next(current);
            } catch (ReflectiveOperationException e) {
                break;
            }
        }
        return resource && stream != null ? LoaderResources.OF_JVM.originOf(stream) : null;
    }

    /** What a {@code FilterReader} reads from, for a caller that knows its class; null when that cannot be seen. */
    public static @Nullable Object filtered(FilterReader reader) {
        Field in = Steps.HELD.filterReader;
        try {
            return in == null ? null : in.get(reader);
        } catch (IllegalAccessException e) {
            return null;
        }
    }

    /**
     * From a stream to what it reads from; at the end of a chain a {@link StreamOrigin}. Classes, not lambdas: a first reference to {@code Field.get} takes
     * 6 ms of a start.
     */
    private interface UnwrapStep {
        @Nullable
        Object next(Object from) throws ReflectiveOperationException;
    }

    private record FieldStep(Field field) implements UnwrapStep {
        @Override
        public @Nullable Object next(Object from) throws ReflectiveOperationException {
            return field.get(from);
        }
    }

    private record FileStep(Field path) implements UnwrapStep {
        @Override
        public @Nullable Object next(Object from) throws ReflectiveOperationException {
            return path.get(from) instanceof String text ? StreamOrigin.file(text) : null;
        }
    }

    private record DecoderStep(Field stream, Field channel) implements UnwrapStep {
        @Override
        public @Nullable Object next(Object from) throws ReflectiveOperationException {
            Object decoded = stream.get(from);
            return decoded != null ? decoded : channel.get(from);
        }
    }

    private record ZipFileStep(Field resource, Field source, Field key, Field file) implements UnwrapStep {
        @Override
        public @Nullable Object next(Object from) throws ReflectiveOperationException {
            Object opened = source.get(resource.get(from));
            return opened == null ? null : StreamOrigin.archive(((File) file.get(key.get(opened))).getPath());
        }
    }

    private record ZipFileSystemStep(Field system, Field archive) implements UnwrapStep {
        @Override
        public @Nullable Object next(Object from) throws ReflectiveOperationException {
            Path path = (Path) archive.get(system.get(from));
            // An archive inside an archive, or in some file system of the application, has no path of this machine.
            return path.getFileSystem() == FileSystems.getDefault() ? StreamOrigin.archive(path.toString()) : null;
        }
    }

    /** The classes of this JDK that are followed. */
    static final class Steps {

        static final Steps HELD = new Steps();

        final Map<Class<?>, UnwrapStep> byClass = new HashMap<>();
        final @Nullable Class<?> jarUrlStream = type("sun.net.www.protocol.jar.JarURLConnection$JarURLInputStream");
        final @Nullable Field filterReader;
        private final @Nullable Field jarUrlConnection;
        private final @Nullable UnwrapStep zipFileSystemInflater;

        Steps() {
            open(Object.class.getModule(), OF_BASE);
            Field filtered = field(FilterInputStream.class, "in");
            filterReader = field(FilterReader.class, "in");
            follow(BufferedInputStream.class, filtered);
            follow(BufferedReader.class, field(BufferedReader.class, "in"));
            follow(LineNumberReader.class, field(BufferedReader.class, "in"));
            follow(DataInputStream.class, filtered);
            Field decoder = field(InputStreamReader.class, "sd");
            follow(InputStreamReader.class, decoder);
            follow(FileReader.class, decoder);
            Class<?> decoderType = type("sun.nio.cs.StreamDecoder");
            Field decoded = field(decoderType, "in");
            Field decodedChannel = field(decoderType, "ch");
            if (decoderType != null && decoded != null && decodedChannel != null) {
                byClass.put(decoderType, new DecoderStep(decoded, decodedChannel));
            }
            Class<?> channelStream = type("sun.nio.ch.ChannelInputStream");
            follow(channelStream, field(channelStream, "ch"));
            ends(FileInputStream.class, field(FileInputStream.class, "path"));
            Class<?> fileChannel = type("sun.nio.ch.FileChannelImpl");
            ends(fileChannel, field(fileChannel, "path"));

            follow(type("java.util.zip.ZipFile$ZipFileInflaterInputStream"), filtered);
            Class<?> stored = type("java.util.zip.ZipFile$ZipFileInputStream");
            follow(stored, field(stored, "this$0"));
            Class<?> verified = type("java.util.jar.JarVerifier$VerifierStream");
            follow(verified, field(verified, "is"));
            follow(jarUrlStream, filtered);
            jarUrlConnection = field(jarUrlStream, "this$0");
            followZipFile();
            zipFileSystemInflater = followZipFileSystem(filtered);
        }

        /** {@code ZipFile.getName()} is public, but opened files are known by the field all JDKs have. */
        private void followZipFile() {
            Field resource = field(ZipFile.class, "res");
            Field source = field(type("java.util.zip.ZipFile$CleanableResource"), "zsrc");
            Field key = field(type("java.util.zip.ZipFile$Source"), "key");
            Field file = field(type("java.util.zip.ZipFile$Source$Key"), "file");
            if (resource == null || source == null || key == null || file == null) {
                return;
            }
            UnwrapStep step = new ZipFileStep(resource, source, key, file);
            byClass.put(ZipFile.class, step);
            byClass.put(JarFile.class, step);
            Class<?> urlJarFile = type("sun.net.www.protocol.jar.URLJarFile");
            if (urlJarFile != null) {
                byClass.put(urlJarFile, step);
            }
        }

        private @Nullable UnwrapStep followZipFileSystem(@Nullable Field filtered) {
            Module module = ModuleLayer.boot().findModule("jdk.zipfs").orElse(null);
            if (module == null || filtered == null) {
                return null;
            }
            open(module, OF_ZIPFS);
            Class<?> entryStream = Class.forName(module, "jdk.nio.zipfs.ZipFileSystem$EntryInputStream");
            Field system = field(entryStream, "this$0");
            Field archive = field(Class.forName(module, "jdk.nio.zipfs.ZipFileSystem"), "zfpath");
            if (entryStream == null || system == null || archive == null) {
                return null;
            }
            byClass.put(entryStream, new ZipFileSystemStep(system, archive));
            return new FieldStep(filtered);
        }

        /** The inflating stream of a zip file system is an anonymous class, so it is known by its module. */
        @Nullable
        UnwrapStep ofZipFileSystem(Object stream) {
            Class<?> type = stream.getClass();
            return zipFileSystemInflater != null
                            && type.getSuperclass() == InflaterInputStream.class
                            && "jdk.zipfs".equals(type.getModule().getName())
                    ? zipFileSystemInflater
                    : null;
        }

        @Nullable
        String entryName(Object stream) throws ReflectiveOperationException {
            return jarUrlConnection != null && jarUrlConnection.get(stream) instanceof JarURLConnection connection
                    ? connection.getEntryName()
                    : null;
        }

        private void follow(@Nullable Class<?> type, @Nullable Field field) {
            if (type != null && field != null) {
                byClass.put(type, new FieldStep(field));
            }
        }

        private void ends(@Nullable Class<?> type, @Nullable Field path) {
            if (type != null && path != null) {
                byClass.put(type, new FileStep(path));
            }
        }

        private static void open(Module module, Set<String> packages) {
            Instrumentation by = instrumentation;
            if (by == null) {
                return;
            }
            Set<Module> us = Set.of(StreamOrigins.class.getModule());
            Map<String, Set<Module>> opens = new HashMap<>();
            for (String name : packages) {
                if (module.getPackages().contains(name)) {
                    opens.put(name, us);
                }
            }
            by.redefineModule(module, Set.of(), Map.of(), opens, Set.of(), Map.of());
        }

        private static @Nullable Class<?> type(String name) {
            try {
                return Class.forName(name, false, null);
            } catch (ClassNotFoundException e) {
                return null;
            }
        }

        private static @Nullable Field field(@Nullable Class<?> type, String name) {
            if (type == null) {
                return null;
            }
            try {
                Field field = type.getDeclaredField(name);
                return field.trySetAccessible() ? field : null;
            } catch (NoSuchFieldException e) {
                return null;
            }
        }
    }
}
