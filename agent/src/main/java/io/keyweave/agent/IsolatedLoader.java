package io.keyweave.agent;

import java.io.ByteArrayInputStream;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.lang.instrument.Instrumentation;
import java.lang.ref.SoftReference;
import java.net.URL;
import java.net.URLConnection;
import java.net.URLStreamHandler;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.CodeSource;
import java.security.ProtectionDomain;
import java.util.Arrays;
import java.util.Collections;
import java.util.Enumeration;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import org.jspecify.annotations.Nullable;

/**
 * Reads everything of the agent but the few classes of this package from the agent's own jar, where no loader of the application can find it. It loads the
 * commands; in a patched JVM it only gives the bytes to the loader that {@code instrument.BridgeDefinition} defines in {@code java.base}: this one is made by a
 * class of the application's loader, and whoever gets hold of it can reflect on it. Its parent is the platform loader, so it sees nothing of the
 * application.
 *
 * <p>Few entries, because opening a jar reads its whole directory: 6,000 of them cost an idle Hello World 19 to 22 % more CPU time (JDK 17
 * and 25). What an idle JVM needs is one stored entry {@code inst/idle}, read in one go: name, length and bytes of each class, in the
 * order in which they load. What a JVM needs on the way to its first secret, some nine hundred classes, is one stored entry
 * {@code inst/first}, as it is and again read in one go: reading and inflating them one by one was 50 ms of CPU time, a twelfth of such a
 * start. Everything else is one stored entry {@code inst/library}, each item deflated on its own. Nested jars were rejected because they
 * must be unpacked to a file first.
 *
 * <p>{@code inst/index} tells what is where: {@code count}, then {@code count} rows of five big-endian ints sorted by the first (hash of
 * the name, offset of the name, offset of the item, its packed length in {@code inst/library} or 0 when it lies in {@code inst/first}, its
 * length), then the names in ISO 8859-1, each with a two-byte length. {@code io.keyweave.agent.packaging} writes it all. Thread-safe; classes
 * load in parallel.
 */
public final class IsolatedLoader extends ClassLoader
        implements Function<String, byte @Nullable []>, Supplier<Object[]> {

    static {
        registerAsParallelCapable();
    }

    private static final String OWN = "io.keyweave.agent.";

    private final ZipFile jar;
    private final ProtectionDomain domain;
    private final byte[] idle;
    private volatile @Nullable LibraryIndex library;
    private Object[] handed = {};

    IsolatedLoader(File jar) throws IOException {
        super("keyweave", getPlatformClassLoader());
        this.jar = new ZipFile(jar);
        this.idle = bytes(this.jar, this.jar.getEntry("inst/idle"));
        // The same place as that of the class the application's loader found, which spares an idle JVM making a URL.
        CodeSource place = KeyweaveAgent.class.getProtectionDomain().getCodeSource();
        this.domain = new ProtectionDomain(place, null, this, null);
    }

    /**
     * Starts the agent, not from here: from a loader in {@code java.base} that asks this one for the bytes.
     *
     * @param arguments of {@code startup.Start}
     */
    void start(Instrumentation instrumentation, @Nullable Object... arguments) throws ReflectiveOperationException {
        handed = new Object[] {this, new Locations(this), domain.getCodeSource(), arguments};
        loadClass(OWN.concat("instrument.BridgeDefinition"))
                .getMethod("start", String.class, Instrumentation.class)
                .invoke(null, OWN.concat("startup.Start"), instrumentation);
    }

    /** What {@code BridgeDefinition} needs from here. */
    @Override
    public Object[] get() {
        return handed;
    }

    /** The bytes of a class or resource, or null. */
    @Override
    public byte @Nullable [] apply(String name) {
        return read(name);
    }

    private record Locations(IsolatedLoader loader) implements Function<String, @Nullable URL> {
        @Override
        public @Nullable URL apply(String name) {
            return loader.findResource(name);
        }
    }

    void command(String[] arguments) throws ReflectiveOperationException {
        Thread.currentThread().setContextClassLoader(this);
        loadClass(OWN + "cli.Command").getMethod("main", String[].class).invoke(null, (Object) arguments);
    }

    @Override
    protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
        if (name.startsWith("java.") || name.startsWith("jdk.")) {
            return super.loadClass(name, resolve);
        }
        synchronized (getClassLoadingLock(name)) {
            Class<?> loaded = findLoadedClass(name);
            if (loaded == null) {
                byte[] bytes = read(name.replace('.', '/') + ".class");
                loaded = bytes == null ? super.loadClass(name, false) : define(name, bytes);
            }
            return loaded;
        }
    }

    private Class<?> define(String name, byte[] bytes) {
        int dot = name.lastIndexOf('.');
        if (dot > 0 && getDefinedPackage(name.substring(0, dot)) == null) {
            try {
                definePackage(name.substring(0, dot), null, null, null, null, null, null, null);
            } catch (IllegalArgumentException definedByAnotherThread) {
                // What we wanted.
            }
        }
        return defineClass(name, bytes, 0, bytes.length, domain);
    }

    @Override
    protected Class<?> findClass(String name) throws ClassNotFoundException {
        throw new ClassNotFoundException(name);
    }

    @Override
    public @Nullable InputStream getResourceAsStream(String name) {
        byte[] bytes = read(name);
        return bytes == null ? super.getResourceAsStream(name) : new ByteArrayInputStream(bytes);
    }

    @Override
    public @Nullable URL getResource(String name) {
        URL own = findResource(name);
        return own == null ? super.getResource(name) : own;
    }

    @Override
    protected @Nullable URL findResource(String name) {
        byte[] bytes = read(name);
        try {
            return bytes == null ? null : LibraryIndex.url(name, bytes);
        } catch (IOException e) {
            return null;
        }
    }

    @Override
    protected Enumeration<URL> findResources(String name) {
        URL own = findResource(name);
        return own == null ? Collections.emptyEnumeration() : Collections.enumeration(Collections.singleton(own));
    }

    /** The bytes of a class or resource, or null. Failing to read our own jar is an error, never "not found". */
    private byte @Nullable [] read(String name) {
        try {
            LibraryIndex known = library;
            byte[] bytes = known == null ? null : known.read(name);
            if (bytes != null) {
                return bytes;
            }
            int at = idle(name);
            return at < 0 ? library().read(name) : Arrays.copyOfRange(idle, at + 4, at + 4 + u4(at));
        } catch (IOException e) {
            throw LibraryIndex.unreadable(name, e);
        }
    }

    /** Offset in {@link #idle} of the length before the bytes, or -1. */
    private int idle(String name) {
        int length = name.length();
        for (int at = 0; at < idle.length; ) {
            int bytes = at + 2 + (idle[at] << 8 | idle[at + 1] & 0xFF);
            if (bytes - at - 2 == length) {
                int i = length - 1;
                while (i >= 0 && idle[at + 2 + i] == name.charAt(i)) {
                    i--;
                }
                if (i < 0) {
                    return bytes;
                }
            }
            at = bytes + 4 + u4(bytes);
        }
        return -1;
    }

    private int u4(int at) {
        return idle[at] << 24 | (idle[at + 1] & 0xFF) << 16 | (idle[at + 2] & 0xFF) << 8 | idle[at + 3] & 0xFF;
    }

    private LibraryIndex library() throws IOException {
        LibraryIndex known = library;
        if (known == null) {
            known = new LibraryIndex(jar);
            library = known;
        }
        return known;
    }

    /** A stored entry, of megabytes: {@code readAllBytes} would read it in pieces of 16 KiB and copy them. */
    private static byte[] bytes(ZipFile jar, ZipEntry entry) throws IOException {
        byte[] bytes = new byte[Math.toIntExact(entry.getSize())];
        try (InputStream in = jar.getInputStream(entry)) {
            if (in.readNBytes(bytes, 0, bytes.length) < bytes.length) {
                throw new IOException(entry.getName());
            }
        }
        return bytes;
    }

    /** The library and its index: a class of its own, so that an idle JVM does not load what it needs. Thread-safe. */
    private static final class LibraryIndex {
        private static final int ROW = 5;

        private final ZipFile jar;
        private final byte[] index;
        private final int[] rows;
        private final Inflater inflater = new Inflater(true);

        /** The memory is lent for the time of the start. */
        private volatile SoftReference<byte[]> first = new SoftReference<>(null);

        LibraryIndex(ZipFile jar) throws IOException {
            this.jar = jar;
            this.index = bytes(jar, jar.getEntry("inst/index"));
            ByteBuffer table = ByteBuffer.wrap(index);
            this.rows = new int[table.getInt() * ROW];
            table.asIntBuffer().get(rows);
        }

        byte @Nullable [] read(String name) throws IOException {
            int row = find(name);
            if (row < 0) {
                return null;
            }
            int offset = rows[row + 2];
            int packed = rows[row + 3];
            int length = rows[row + 4];
            return packed == 0 ? Arrays.copyOfRange(first(), offset, offset + length) : unpack(offset, packed, length);
        }

        private byte[] first() throws IOException {
            byte[] known = first.get();
            if (known == null) {
                known = bytes(jar, jar.getEntry("inst/first"));
                first = new SoftReference<>(known);
            }
            return known;
        }

        private byte[] unpack(int offset, int packedLength, int length) throws IOException {
            byte[] packed = new byte[packedLength];
            try (InputStream library = jar.getInputStream(jar.getEntry("inst/library"))) {
                library.skipNBytes(offset);
                library.readNBytes(packed, 0, packed.length);
            }
            byte[] bytes = new byte[length];
            synchronized (inflater) {
                inflater.reset();
                inflater.setInput(packed);
                try {
                    inflater.inflate(bytes);
                } catch (DataFormatException e) {
                    throw new IOException(e);
                }
            }
            return bytes;
        }

        private int find(String name) {
            int hash = name.hashCode();
            int low = 0;
            int high = rows.length / ROW;
            while (low < high) {
                int middle = (low + high) >>> 1;
                if (rows[middle * ROW] < hash) {
                    low = middle + 1;
                } else {
                    high = middle;
                }
            }
            for (int row = low * ROW; row < rows.length && rows[row] == hash; row += ROW) {
                int at = rows[row + 1];
                int length = (index[at] & 0xFF) << 8 | index[at + 1] & 0xFF;
                if (name.equals(new String(index, at + 2, length, StandardCharsets.ISO_8859_1))) {
                    return row;
                }
            }
            return -1;
        }

        /** Made here, so that an idle JVM need not load the exception to verify who throws it. */
        static RuntimeException unreadable(String name, IOException cause) {
            return new UncheckedIOException("cannot read ".concat(name), cause);
        }

        static URL url(String name, byte[] bytes) throws IOException {
            return new URL("keyweave", null, -1, "/" + name, new InMemory(bytes));
        }
    }

    /** Serves one resource; lets {@code ServiceLoader} and others read our resources through a URL. */
    private static final class InMemory extends URLStreamHandler {
        private final byte[] bytes;

        InMemory(byte[] bytes) {
            this.bytes = bytes;
        }

        @Override
        protected URLConnection openConnection(URL url) {
            return new URLConnection(url) {
                @Override
                public void connect() {}

                @Override
                public InputStream getInputStream() {
                    return new ByteArrayInputStream(bytes);
                }

                @Override
                public int getContentLength() {
                    return bytes.length;
                }
            };
        }
    }
}
