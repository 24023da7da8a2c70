package io.keyweave.agent.trust;

import java.lang.ref.WeakReference;
import org.jspecify.annotations.Nullable;

/**
 * What class loaders beyond the JVM's own class path returned: streams, URLs and what was opened from those URLs, remembered by identity and
 * only as long as the application holds them. The classes of such streams cannot be listed: a web application, a jar inside a jar, bytes from a
 * cache.
 *
 * <p>A resource is trusted when the loader that handed it out, or a loader that delegates to it, has defined a class: who may put files there may put
 * classes there. A loader made for reading resources only, over an upload or over {@code http:}, is no more trusted than the file or the URL itself.
 * Thread-safe.
 */
public final class LoaderResources {

    /** Those of this JVM. */
    public static final LoaderResources OF_JVM = new LoaderResources();

    private final WeakIdentityMap<WeakReference<ClassLoader>> handedOut = new WeakIdentityMap<>();
    private final WeakIdentityMap<Boolean> defining = new WeakIdentityMap<>();
    private final WeakIdentityMap<String> deployed = new WeakIdentityMap<>();

    /** Whether it is known to have defined a class. */
    public boolean hasDefined(ClassLoader loader) {
        return defining.contains(loader);
    }

    /** A class of the application is being defined. */
    public void defines(ClassLoader loader) {
        defining.putIfAbsent(loader, Boolean.TRUE);
    }

    /** @param resource a stream or a URL */
    public void handedOut(@Nullable Object resource, ClassLoader by) {
        if (resource == null) {
            return;
        }
        ClassLoader before = loaderOf(resource);
        // A loader hands on what its parent has found.
        if (before == null || !defining.contains(before)) {
            handedOut.put(resource, new WeakReference<>(by));
        }
    }

    /** Something was opened from a resource: a connection from its URL, a stream from its connection. */
    public void opened(@Nullable Object opened, Object from) {
        ClassLoader by = loaderOf(from);
        if (by != null) {
            handedOut(opened, by);
        }
    }

    /**
     * A server has opened something of an application that is deployed in it, from where it loads the application's classes.
     *
     * @param place for messages
     */
    public void deployed(Object stream, String place) {
        deployed.put(stream, place);
    }

    /** What a stream that is trusted but no file reads, for messages. */
    StreamOrigin originOf(Object stream) {
        String place = deployed.get(stream);
        return place == null ? StreamOrigin.resource(stream.getClass().getName()) : StreamOrigin.trusted(place);
    }

    /** Whether a loader handed it out, trusted or not. */
    public boolean knows(Object resource) {
        return handedOut.contains(resource);
    }

    /** Whether it was returned by a loader that counts as class path, or belongs to a deployed application. */
    public boolean trusts(Object resource) {
        ClassLoader by = loaderOf(resource);
        return by != null && isClassPath(by) || deployed.contains(resource);
    }

    /** Whether classes come from this loader, its own or those of a loader that delegates to it. */
    boolean isClassPath(ClassLoader loader) {
        if (defining.contains(loader)) {
            return true;
        }
        for (Object one : defining.keys()) {
            for (ClassLoader child = (ClassLoader) one; child != null; child = child.getParent()) {
                if (child == loader) {
                    return true;
                }
            }
        }
        return false;
    }

    private @Nullable ClassLoader loaderOf(Object resource) {
        WeakReference<ClassLoader> by = handedOut.get(resource);
        return by == null ? null : by.get();
    }

    int size() {
        return handedOut.size();
    }
}
