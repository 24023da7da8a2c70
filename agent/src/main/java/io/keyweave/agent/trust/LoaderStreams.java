package io.keyweave.agent.trust;

import java.lang.ref.ReferenceQueue;
import java.lang.ref.WeakReference;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Streams that a class loader handed out, remembered by identity and only as long as the application holds them. Needed for class
 * loaders beyond the class path (web applications, plug-ins, nested jars), whose streams are of classes nobody can list.
 */
public final class LoaderStreams {

    /** Those of this JVM. */
    public static final LoaderStreams SEEN = new LoaderStreams();

    private final Set<Identity> held = ConcurrentHashMap.newKeySet();
    private final ReferenceQueue<Object> gone = new ReferenceQueue<>();

    public void add(@Nullable Object stream) {
        forgetCollected();
        if (stream != null) {
            held.add(new Identity(stream, gone));
        }
    }

    boolean contains(Object stream) {
        return held.contains(new Identity(stream, null));
    }

    int size() {
        forgetCollected();
        return held.size();
    }

    private void forgetCollected() {
        Object collected = gone.poll();
        while (collected != null) {
            held.remove(collected);
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
