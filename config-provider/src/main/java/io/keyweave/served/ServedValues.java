package io.keyweave.served;

import io.keyweave.Origin;
import io.keyweave.Secret;
import io.keyweave.SecretRef;
import io.keyweave.SecretStatus;
import io.keyweave.placeholder.Encoding;
import io.keyweave.placeholder.Reference;
import io.keyweave.store.FormerValues;
import io.keyweave.store.SecretStore;
import io.keyweave.store.StoredSecret;
import io.keyweave.store.View;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.WeakHashMap;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Which secret a text came from: for logins, where a password arrives as a plain string long after it was read. Knows every part that
 * a placeholder has named since the start, its current text, and of former texts enough to recognise them. Thread-safe.
 *
 * <p>Entries stay when whoever held the placeholder has been collected: a pool built from a {@code Properties} that is garbage by now
 * still logs in with what it read there. There are as many as secrets named, so this does not grow.
 */
public final class ServedValues implements FormerValues {

    private static final int SHORTEST_MASKED = 4;
    private static final int LONG = 8;

    private static final Origin LOGIN = Origin.of("logins");

    private final SecretStore store;
    private final FormerTexts former = new FormerTexts();
    private final Map<SecretRef, Served> secrets = new ConcurrentHashMap<>();
    private final Map<Object, Set<SecretRef>> holders = Collections.synchronizedMap(new WeakHashMap<>());

    /** One secret, and the parts of it that somebody reads. */
    private static final class Served {
        private final Set<SecretPart> parts = ConcurrentHashMap.newKeySet();
        private volatile StoredSecret stored;
        private volatile @Nullable Secret last;

        Served(StoredSecret stored) {
            this.stored = stored;
        }

        /** The value; while a forgotten entry is fetched anew, the last one known; null after a revocation. */
        @Nullable
        Secret value() {
            View view = stored.view();
            if (view.state() == SecretStatus.State.PENDING) {
                return last;
            }
            return view.secret();
        }
    }

    /**
     * A part that has, or had, a certain text.
     *
     * @param part the part
     * @param version the version in which it had it, the newest one if several
     */
    public record Found(SecretPart part, String version) {}

    public ServedValues(SecretStore store) {
        this.store = store;
        store.whenReplaced(this);
    }

    /** A placeholder names this. Cheap when it is known. */
    public void named(Reference reference, StoredSecret stored) {
        Served served = secrets.computeIfAbsent(stored.ref(), ref -> new Served(stored));
        follow(served, stored);
        served.parts.add(
                new SecretPart(stored.ref(), reference.field(), reference.encoding() == Encoding.BASE64_DECODE));
    }

    /** Nobody reads that secret any more, and no login will come with it. */
    public void forget(SecretRef ref) {
        secrets.remove(ref);
    }

    private void follow(Served served, StoredSecret stored) {
        StoredSecret before = served.stored;
        if (before != stored) {
            Secret held = before.view().secret();
            if (held != null) {
                served.last = held;
                remember(served, held);
            }
            served.stored = stored;
        }
    }

    @Override
    public void replaced(SecretRef ref, Secret old) {
        Served served = secrets.get(ref);
        if (served != null) {
            remember(served, old);
        }
    }

    private void remember(Served served, Secret old) {
        for (SecretPart part : served.parts) {
            String text = part.text(old);
            if (text != null && !text.isEmpty()) {
                former.add(part, old.version(), text);
            }
        }
    }

    /** The parts whose text is or was this one; of former texts only the last eight versions are known. */
    public List<Found> find(String text) {
        List<Found> found = new ArrayList<>(2);
        for (Served served : secrets.values()) {
            Secret value = served.value();
            for (SecretPart part : served.parts) {
                String version =
                        value != null && text.equals(part.text(value)) ? value.version() : former.version(part, text);
                if (version != null) {
                    found.add(new Found(part, version));
                }
            }
        }
        return found;
    }

    /**
     * The text with placeholders in place of secrets: of current ones wherever they stand in it (unless they are shorter than four
     * characters and might be anything), of former ones where they are all of it.
     */
    public String masked(String text) {
        return masked(text, 1, SHORTEST_MASKED);
    }

    /** Does the same, but leaves secrets of less than eight characters: they might be any word or number, where programs read the result. */
    public String maskedIfLong(String text) {
        return masked(text, LONG, LONG);
    }

    private String masked(String text, int shortestWhole, int shortestPart) {
        List<Found> whole = text.length() < shortestWhole ? List.of() : find(text);
        if (!whole.isEmpty()) {
            return placeholder(whole.get(0).part());
        }
        Map<String, SecretPart> inside = new HashMap<>();
        for (Served served : secrets.values()) {
            Secret value = served.value();
            for (SecretPart part : served.parts) {
                String secret = value == null ? null : part.text(value);
                if (secret != null && secret.length() >= shortestPart && text.contains(secret)) {
                    inside.putIfAbsent(secret, part);
                }
            }
        }
        List<Map.Entry<String, SecretPart>> longestFirst = new ArrayList<>(inside.entrySet());
        // Of a secret that holds another one the rest would stay.
        longestFirst.sort(Comparator.comparingInt(entry -> -entry.getKey().length()));
        String masked = text;
        for (Map.Entry<String, SecretPart> entry : longestFirst) {
            masked = masked.replace(entry.getKey(), placeholder(entry.getValue()));
        }
        return masked;
    }

    private static String placeholder(SecretPart part) {
        return "$<" + part.secret().scheme() + ":" + part + ">";
    }

    /**
     * The current texts, in order, as they were at one time.
     *
     * @return null when one of them has no value
     */
    public @Nullable List<VersionedText> read(List<SecretPart> parts) {
        List<VersionedText> readings;
        long generation;
        do {
            generation = store.generation();
            readings = readOnce(parts);
        } while (generation != store.generation());
        return readings;
    }

    private @Nullable List<VersionedText> readOnce(List<SecretPart> parts) {
        Map<SecretRef, Secret> versions = new HashMap<>();
        List<VersionedText> readings = new ArrayList<>(parts.size());
        for (SecretPart part : parts) {
            Served served = secrets.get(part.secret());
            Secret value = served == null ? null : versions.computeIfAbsent(part.secret(), ref -> served.value());
            String text = value == null ? null : part.text(value);
            if (value == null || text == null) {
                return null;
            }
            readings.add(new VersionedText(text, value.version()));
        }
        return readings;
    }

    /**
     * Fetches the secret again, within the store's limits; concurrent calls share one request.
     *
     * @return whether its version changed
     */
    public boolean refresh(SecretRef ref, Duration timeout) {
        Served served = secrets.get(ref);
        if (served == null) {
            return false;
        }
        Object anchor = new Object();
        track(ref, served, anchor);
        Secret before = served.value();
        store.refresh(served.stored, timeout);
        Secret after = served.value();
        java.lang.ref.Reference.reachabilityFence(anchor);
        return after != null && (before == null || !before.version().equals(after.version()));
    }

    /** Keeps a secret fresh for as long as {@code holder} can be reached. */
    public void keep(SecretRef ref, Object holder) {
        Served served = secrets.get(ref);
        if (served != null
                && holders.computeIfAbsent(holder, h -> ConcurrentHashMap.newKeySet())
                        .add(ref)) {
            track(ref, served, holder);
        }
    }

    private void track(SecretRef ref, Served served, Object holder) {
        follow(served, store.track(ref, null, LOGIN, holder));
    }
}
