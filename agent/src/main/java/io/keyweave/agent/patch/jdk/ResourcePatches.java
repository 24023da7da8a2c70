package io.keyweave.agent.patch.jdk;

import io.keyweave.agent.instrument.InternalErrors;
import io.keyweave.agent.instrument.Jvm;
import io.keyweave.agent.instrument.Patch;
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
import org.jspecify.annotations.Nullable;

/**
 * Follows resources from URLs to streams, whatever classes those are of: {@code java.net.URL} is patched when a patched class loader returns its
 * first, the class of a connection when one is opened from such a URL. A JVM that has its own class path only never gets here. Not
 * within a transformer, for which the JVM calls no transformer again. Thread-safe.
 */
final class ResourcePatches {

    private static final String URL_NAME = "java/net/URL";

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
        return connections.containsKey(name) ? UrlPatch.ofConnection(name.replace('/', '.')) : null;
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
