package io.keyweave.served;

import io.keyweave.Secret;
import io.keyweave.SecretStatus;
import io.keyweave.store.StoredSecret;
import io.keyweave.store.View;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/** One secret, and the parts of it that somebody reads. Thread-safe. */
final class ServedSecret {
    static final int MAX_TEMPLATES = 64;

    final Map<SecretPart, PartTexts> parts = new ConcurrentHashMap<>();

    /** Texts of the operator's in which the secret is beside a server's name. */
    final Set<String> templates = ConcurrentHashMap.newKeySet();

    /** Whether it waits to be put into the index. */
    final AtomicBoolean waits = new AtomicBoolean();

    /** Null while nobody names it. */
    volatile @Nullable StoredSecret stored;

    volatile @Nullable Secret last;

    /** The value; while a forgotten entry is fetched anew, the last one known; null after a revocation, and when nobody names it. */
    @Nullable
    Secret value() {
        StoredSecret now = stored;
        if (now == null) {
            return null;
        }
        View view = now.view();
        if (view.state() == SecretStatus.State.PENDING) {
            return last;
        }
        return view.secret();
    }

    /** Nobody names it: nothing of the value stays. */
    synchronized void unname(PartTexts.Index indexing) {
        stored = null;
        last = null;
        for (PartTexts known : parts.values()) {
            known.clear(indexing);
        }
    }

    /** Whether somebody else holds a text of it. */
    boolean textHeld() {
        for (PartTexts known : parts.values()) {
            if (known.textHeld()) {
                return true;
            }
        }
        return false;
    }

    void forget(PartTexts.Index indexing) {
        for (PartTexts known : parts.values()) {
            known.forget(indexing);
        }
    }
}
