package io.keyweave.agent.trust;

import java.lang.ref.ReferenceQueue;
import java.lang.ref.WeakReference;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * What class loaders beyond the JVM's own class path handed out: streams, URLs and what was opened from those URLs, remembered by identity and
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

    private final Map<Identity, WeakReference<ClassLoader>> handedOut = new ConcurrentHashMap<>();
    private final Set<Identity> defining = ConcurrentHashMap.newKeySet();
    private final ReferenceQueue<Object> gone = new ReferenceQueue<>();

    /**
     * A class of the application is being defined.
     *
     * @return whether it is the first of that loader
     */
    public boolean defines(ClassLoader loader) {
        if (defining.contains(new Identity(loader, null))) {
            return false;
        }
        forgetCollected();
        return defining.add(new Identity(loader, gone));
    }

    /** @param resource a stream or a URL */
    public void handedOut(@Nullable Object resource, ClassLoader by) {
        forgetCollected();
        if (resource == null) {
            return;
        }
        WeakReference<ClassLoader> known = handedOut.get(new Identity(resource, null));
        ClassLoader before = known == null ? null : known.get();
        // A loader hands on what its parent has found.
        if (before == null || !defining.contains(new Identity(before, null))) {
            handedOut.put(new Identity(resource, gone), new WeakReference<>(by));
        }
    }

    /** Something was opened from a resource: a connection from its URL, a stream from its connection. */
    public void opened(@Nullable Object opened, Object from) {
        ClassLoader by = loaderOf(from);
        if (by != null) {
            handedOut(opened, by);
        }
    }

    /** Whether a loader handed it out, trusted or not. */
    public boolean knows(Object resource) {
        return handedOut.containsKey(new Identity(resource, null));
    }

    /** Whether it was handed out by a loader that counts as class path. */
    public boolean trusts(Object resource) {
        ClassLoader by = loaderOf(resource);
        return by != null && isClassPath(by);
    }

    /** Whether classes come from this loader, its own or those of a loader that delegates to it. */
    boolean isClassPath(ClassLoader loader) {
        if (defining.contains(new Identity(loader, null))) {
            return true;
        }
        for (Identity one : defining) {
            for (ClassLoader child = (ClassLoader) one.get(); child != null; child = child.getParent()) {
                if (child == loader) {
                    return true;
                }
            }
        }
        return false;
    }

    private @Nullable ClassLoader loaderOf(Object resource) {
        WeakReference<ClassLoader> by = handedOut.get(new Identity(resource, null));
        return by == null ? null : by.get();
    }

    int size() {
        forgetCollected();
        return handedOut.size();
    }

    private void forgetCollected() {
        Object collected = gone.poll();
        while (collected != null) {
            handedOut.remove(collected);
            defining.remove(collected);
            collected = gone.poll();
        }
    }

    /** Equal when both refer to the same living object, or are the same reference. */
    private static final class Identity extends WeakReference<Object> {

        private final int hash;

        Identity(Object stream, @Nullable ReferenceQueue<Object> queue) {
            super(stream, queue);
            hash = System.identityHashCode(stream);
        }

        @Override
        public boolean equals(@Nullable Object other) {
            if (this == other) {
                return true;
            }
            Object stream = get();
            return stream != null && other instanceof Identity that && that.refersTo(stream);
        }

        @Override
        public int hashCode() {
            return hash;
        }
    }
}
