package jdk.internal.loader;

import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.lang.module.ModuleDescriptor;
import java.lang.reflect.Method;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.security.CodeSource;
import java.security.ProtectionDomain;
import java.util.Collections;
import java.util.Enumeration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Supplier;
import jdk.internal.access.JavaLangAccess;
import jdk.internal.access.JavaLangModuleAccess;
import jdk.internal.access.SharedSecrets;
import jdk.internal.module.ServicesCatalog;

/**
 * The class loader of Keyweave, and the named module in which all its classes are. The module exports and opens nothing: whoever gets hold of a class of
 * the agent, by a stack walk in a stream that it reads or from a thread of it, can reflect on nothing of it.
 *
 * <p>That holds as long as nobody defines a class of his own in the module, so this class is in {@code java.base}, in a package that is neither exported
 * nor open: the loader is reachable from its classes. Its parent is the platform loader, so it sees nothing of the application.
 *
 * <p>The module comes of {@link JavaLangAccess}, because {@code ModuleLayer.defineModules} resolves it first, which costs a start ten times as much.
 */
public final class KeyweaveLoader extends ClassLoader implements Supplier<Object[]> {

    static {
        registerAsParallelCapable();
    }

    private static final String MODULE = "keyweave.agent";

    private final Function<String, byte[]> files;
    private final Function<?, ?> locations;
    private final ProtectionDomain domain;
    private Object[] arguments;

    private KeyweaveLoader(
            Function<String, byte[]> files, Function<?, ?> locations, CodeSource source, Object[] arguments) {
        super("keyweave", getPlatformClassLoader());
        this.files = files;
        this.locations = locations;
        this.domain = new ProtectionDomain(source, null, this, null);
        this.arguments = arguments;
    }

    /**
     * Makes the loader, and calls the first class in it.
     *
     * @param files bytes of a class or resource, null when there is none
     * @param locations the same as a URL
     * @param source where the classes come from
     * @param first name of the class, whose method {@code start} looks like {@code premain}, so that reflection finds its invokers made
     * @param arguments which that method gets from its loader
     */
    public static void start(
            Function<String, byte[]> files,
            Function<?, ?> locations,
            CodeSource source,
            String first,
            Object jvm,
            Object[] arguments)
            throws ReflectiveOperationException {
        KeyweaveLoader loader = new KeyweaveLoader(files, locations, source, arguments);
        try {
            loader.defineModule();
        } catch (LinkageError notInThisJdk) {
            // Its classes are in an unnamed module then, and work. Who starts there says so.
        }
        Class<?> instrumentation = jvm.getClass().getInterfaces()[0];
        Method start = loader.loadClass(first).getMethod("start", String.class, instrumentation);
        start.setAccessible(true);
        start.invoke(null, null, jvm);
    }

    /** What the first class is started with, once. */
    @Override
    public synchronized Object[] get() {
        Object[] once = arguments;
        arguments = null;
        return once;
    }

    private void defineModule() {
        JavaLangAccess access = SharedSecrets.getJavaLangAccess();
        Module module = access.defineModule(this, descriptor(), null);
        for (Module other : ModuleLayer.boot().modules()) {
            access.addReads(module, other);
        }
        access.addReadsAllUnnamed(module);
        ServicesCatalog services = ServicesCatalog.create();
        services.register(module);
        ServicesCatalog.putServicesCatalog(this, services);
    }

    /** From a file of lines, each of them words: packages, {@code uses}, {@code provides} with one implementation. Not checked again. */
    private ModuleDescriptor descriptor() {
        JavaLangModuleAccess access = SharedSecrets.getJavaLangModuleAccess();
        String text = new String(files.apply("META-INF/keyweave-module"), StandardCharsets.ISO_8859_1);
        Set<String> packages = new HashSet<>();
        Set<String> uses = new HashSet<>();
        Set<ModuleDescriptor.Provides> provides = new HashSet<>();
        int at = 0;
        while (at < text.length()) {
            int end = text.indexOf('\n', at);
            int first = text.indexOf(' ', at) + 1;
            char kind = text.charAt(at + 1);
            if (kind == 'a') {
                packages.add(text.substring(first, end));
            } else if (kind == 's') {
                uses.add(text.substring(first, end));
            } else {
                int second = text.indexOf(' ', first) + 1;
                List<String> one = Collections.singletonList(text.substring(second, end));
                provides.add(access.newProvides(text.substring(first, second - 1), one));
            }
            at = end + 1;
        }
        return access.newModuleDescriptor(
                MODULE, null, Set.of(), Set.of(), Set.of(), Set.of(), uses, provides, packages, null, 0);
    }

    @Override
    protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
        if (name.startsWith("java.")) {
            return super.loadClass(name, resolve);
        }
        synchronized (getClassLoadingLock(name)) {
            Class<?> loaded = findLoadedClass(name);
            loaded = loaded == null ? define(name) : loaded;
            return loaded == null ? super.loadClass(name, false) : loaded;
        }
    }

    private Class<?> define(String name) {
        byte[] bytes = files.apply(name.replace('.', '/').concat(".class"));
        return bytes == null ? null : defineClass(name, bytes, 0, bytes.length, domain);
    }

    @Override
    protected Class<?> findClass(String name) throws ClassNotFoundException {
        throw new ClassNotFoundException(name);
    }

    /** Asked by {@code ServiceLoader}, which holds the lock. */
    @Override
    protected Class<?> findClass(String module, String name) {
        return MODULE.equals(module) ? define(name) : null;
    }

    @Override
    public InputStream getResourceAsStream(String name) {
        byte[] bytes = files.apply(name);
        return bytes == null ? super.getResourceAsStream(name) : new ByteArrayInputStream(bytes);
    }

    @Override
    public URL getResource(String name) {
        URL own = findResource(name);
        return own == null ? super.getResource(name) : own;
    }

    @Override
    @SuppressWarnings("unchecked")
    protected URL findResource(String name) {
        return (URL) ((Function<String, ?>) locations).apply(name);
    }

    @Override
    protected URL findResource(String module, String name) {
        return module == null || module.equals(MODULE) ? findResource(name) : null;
    }

    @Override
    protected Enumeration<URL> findResources(String name) {
        URL own = findResource(name);
        return own == null ? Collections.emptyEnumeration() : Collections.enumeration(Collections.singleton(own));
    }
}
