package io.keyweave.agent.patch.hocon;

import io.keyweave.agent.instrument.Hooks;
import io.keyweave.agent.instrument.Patch;
import io.keyweave.agent.instrument.WeaverFunction;
import java.io.IOException;
import java.io.InputStream;
import java.util.concurrent.Callable;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;

/** A class loader with a HOCON of its own, patched as the agent patches it, and the application classes that use it. */
final class WovenHocon extends ClassLoader {

    /** The bridge of the tests. All loaders share it, as all class loaders of a JVM share the real one. */
    public static final class Bridge {
        static volatile BiFunction<Object, Object, Object[]>[] table;

        public static Object[] enter(int hook, Object self, Object argument) {
            return table[hook].apply(self, argument);
        }
    }

    private static final Hooks HOOKS = new Hooks(
            new Hooks.BridgeTable() {
                @Override
                public String name() {
                    return Bridge.class.getName().replace('.', '/');
                }

                @Override
                public void publish(BiFunction<Object, @Nullable Object, Object @Nullable []>[] published) {
                    Bridge.table = published;
                }
            },
            new WeaverFunction());

    private final Templates templates;

    WovenHocon(Templates templates) {
        super(WovenHocon.class.getClassLoader());
        this.templates = templates;
    }

    /** Runs a class of the application, {@code example.hocon.NAME}, in this loader. */
    Object run(String name) throws Exception {
        Thread thread = Thread.currentThread();
        ClassLoader before = thread.getContextClassLoader();
        thread.setContextClassLoader(this);
        try {
            return ((Callable<?>)
                            loadClass("example.hocon." + name).getConstructor().newInstance())
                    .call();
        } finally {
            thread.setContextClassLoader(before);
        }
    }

    @Override
    protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
        if (!name.startsWith("com.typesafe.config.") && !name.startsWith("example.hocon.")) {
            return super.loadClass(name, resolve);
        }
        synchronized (getClassLoadingLock(name)) {
            Class<?> loaded = findLoadedClass(name);
            return loaded == null ? define(name) : loaded;
        }
    }

    private Class<?> define(String name) throws ClassNotFoundException {
        String path = name.replace('.', '/');
        try (InputStream in = getParent().getResourceAsStream(path + ".class")) {
            if (in == null) {
                throw new ClassNotFoundException(name);
            }
            byte[] bytes = in.readAllBytes();
            Patch patch = HoconPatches.list(templates).find(name, true);
            if (patch != null) {
                byte[] woven = HOOKS.weave(bytes, patch, this);
                if (woven == null) {
                    throw new IllegalStateException("nothing to patch in " + name);
                }
                bytes = woven;
            }
            return defineClass(name, bytes, 0, bytes.length);
        } catch (IOException e) {
            throw new ClassNotFoundException(name, e);
        }
    }
}
