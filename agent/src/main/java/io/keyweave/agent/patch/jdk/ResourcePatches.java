package io.keyweave.agent.patch.jdk;

import io.keyweave.agent.instrument.InternalErrors;
import io.keyweave.agent.instrument.Jvm;
import io.keyweave.agent.instrument.Patch;
import io.keyweave.time.KeyweaveThreads;
import java.lang.instrument.UnmodifiableClassException;
import java.net.URL;
import java.net.URLConnection;
import java.security.AccessController;
import java.security.PrivilegedAction;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.WeakHashMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * Follows resources from class loaders to streams, whatever classes those are of: a class loader is patched when it defines its first class, {@code
 * java.net.URL} when a patched class loader returns its first, the class of a connection when one is opened from such a URL. A JVM that has
 * its own class path only never gets here. Thread-safe.
 *
 * <p>To look at each class that is loaded whether it may be a class loader costs a start of Spring Boot 2 % of its CPU time. A loader that has defined no
 * class is not trusted, so what it returned before need not be known.
 */
final class ResourcePatches {

    private static final String URL_NAME = "java/net/URL";

    /** In seconds. Whoever defines the first class of a loader waits, and holds locks of that loader. */
    private static final int LONGEST_WAIT = 30;

    private final Map<String, Boolean> loaders = new ConcurrentHashMap<>();
    private final Map<String, Boolean> connections = new ConcurrentHashMap<>();
    private final Map<Class<?>, Boolean> seen = new WeakHashMap<>();
    private volatile boolean urlWanted;
    private volatile boolean urlPatched;

    /** @param name internal name of a class being loaded or retransformed */
    @Nullable
    Patch find(String name) {
        if (urlWanted && name.equals(URL_NAME)) {
            urlPatched = true;
            return new UrlPatch(this);
        }
        if (!connections.isEmpty() && connections.containsKey(name)) {
            return UrlPatch.ofConnection(name.replace('/', '.'));
        }
        return !loaders.isEmpty() && loaders.containsKey(name)
                ? new LoaderResourcePatch(name.replace('/', '.'), this)
                : null;
    }

    boolean followsAny() {
        return urlWanted || !loaders.isEmpty();
    }

    /**
     * Patches the classes of a loader and of its parents, on a thread of its own: called within a transformer, for which the JVM calls no transformer
     * again.
     */
    void followLoader(ClassLoader loader) {
        List<Class<?>> found = newClasses(loader);
        if (found.isEmpty()) {
            return;
        }
        Thread thread = KeyweaveThreads.single("keyweave-patches", () -> retransform(found));
        thread.start();
        boolean interrupted = false;
        long until = System.nanoTime() + TimeUnit.SECONDS.toNanos(LONGEST_WAIT);
        for (long left = LONGEST_WAIT * 1_000L; thread.isAlive() && left > 0; ) {
            try {
                thread.join(left);
            } catch (InterruptedException again) {
                interrupted = true;
            }
            left = TimeUnit.NANOSECONDS.toMillis(until - System.nanoTime());
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
        if (thread.isAlive()) {
            InternalErrors.add(
                    "patching " + found.get(0).getName(),
                    new TimeoutException("not done after " + LONGEST_WAIT + " s"));
        }
    }

    /** Those of the JDK are left: they look for resources by the methods of the class that extends them, or are patched when they are loaded. */
    @SuppressWarnings("removal") // gone with the security manager itself
    private List<Class<?>> newClasses(ClassLoader loader) {
        List<Class<?>> found = new ArrayList<>(0);
        AccessController.doPrivileged((PrivilegedAction<@Nullable Void>) () -> {
            for (ClassLoader one = loader; one != null; one = one.getParent()) {
                addNewClasses(one.getClass(), found);
            }
            return null;
        });
        return found;
    }

    private void addNewClasses(Class<?> loader, List<Class<?>> found) {
        synchronized (seen) {
            for (Class<?> one = loader; one.getClassLoader() != null; one = one.getSuperclass()) {
                if (!one.isHidden() && seen.put(one, Boolean.TRUE) == null) {
                    loaders.put(one.getName().replace('.', '/'), Boolean.TRUE);
                    found.add(one);
                }
            }
        }
    }

    void followUrls() {
        if (!urlPatched) {
            urlWanted = true;
            retransform(List.of(URL.class));
        }
    }

    void followConnections(Class<?> type) {
        List<Class<?>> found = new ArrayList<>(0);
        synchronized (seen) {
            for (Class<?> one = type; one != null && one != URLConnection.class; one = one.getSuperclass()) {
                if (seen.put(one, Boolean.TRUE) == null) {
                    connections.put(one.getName().replace('.', '/'), Boolean.TRUE);
                    found.add(one);
                }
            }
        }
        if (!found.isEmpty()) {
            retransform(found);
        }
    }

    /** With the agent's own rights: under a security manager they must not depend on who opens a URL first. */
    @SuppressWarnings("removal") // gone with the security manager itself
    private static void retransform(List<Class<?>> types) {
        AccessController.doPrivileged((PrivilegedAction<@Nullable Void>) () -> {
            try {
                Jvm.instrumentation().retransformClasses(types.toArray(new Class<?>[0]));
            } catch (UnmodifiableClassException | RuntimeException | LinkageError accident) {
                InternalErrors.add("patching " + types.get(0).getName(), accident);
            }
            return null;
        });
    }
}
