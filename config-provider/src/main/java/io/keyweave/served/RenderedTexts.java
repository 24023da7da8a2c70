package io.keyweave.served;

import io.keyweave.SecretRef;
import java.lang.ref.Reference;
import java.lang.ref.ReferenceQueue;
import java.lang.ref.WeakReference;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * The longer texts with secrets in them that the application was given, such as a URL with a password, each by the very object and for as long
 * as somebody holds it. Thread-safe.
 */
final class RenderedTexts {

    private final ReferenceQueue<Object> collected = new ReferenceQueue<>();
    private final Map<Key, TextVersions> texts = new ConcurrentHashMap<>();

    /** What is in a text: secrets, and the version of each. */
    private record TextVersions(List<SecretRef> secrets, List<@Nullable String> versions) {}

    /** Equal by the object it refers to, not by what that holds; once it is gone, to itself only. */
    private static final class Key extends WeakReference<Object> {
        private final int hash;

        Key(Object text, @Nullable ReferenceQueue<Object> queue) {
            super(text, queue);
            this.hash = System.identityHashCode(text);
        }

        @Override
        public int hashCode() {
            return hash;
        }

        @Override
        public boolean equals(@Nullable Object other) {
            if (this == other) {
                return true;
            }
            Object mine = get();
            return mine != null && other instanceof Key that && mine == that.get();
        }
    }

    void add(String text, List<SecretRef> secrets, List<@Nullable String> versions) {
        texts.put(new Key(text, collected), new TextVersions(secrets, versions));
    }

    /** Lets go of what is collected; returns whether there was anything. */
    boolean forgetCollected() {
        boolean any = false;
        for (Reference<?> gone = collected.poll(); gone != null; gone = collected.poll()) {
            any |= texts.remove((Key) gone) != null;
        }
        return any;
    }

    /** Those of texts that somebody holds. */
    Set<SecretRef> secrets() {
        Set<SecretRef> all = new HashSet<>();
        texts.forEach((text, contents) -> {
            if (!text.refersTo(null)) {
                all.addAll(contents.secrets);
            }
        });
        return all;
    }

    boolean hold(Object text, SecretRef secret) {
        TextVersions contents = texts.get(new Key(text, null));
        return contents != null && contents.secrets.contains(secret);
    }

    /** Adds to each version of a secret but one how many texts that somebody holds have it. */
    void countHeld(SecretRef secret, @Nullable String but, Map<String, Integer> held) {
        texts.forEach((text, contents) -> {
            int at = contents.secrets.indexOf(secret);
            String version = at < 0 || text.refersTo(null) ? null : contents.versions.get(at);
            if (version != null && !version.equals(but)) {
                held.merge(version, 1, Integer::sum);
            }
        });
    }
}
