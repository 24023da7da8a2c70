package io.keyweave.observability;

import io.keyweave.SecretRef;
import io.keyweave.SecretStatus;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A secret in the state that was taken last. It is looked for where it was last time: a scrape of five thousand beans, each with a look into a map of
 * all secrets, would mostly wait for memory. Thread-safe.
 */
final class TakenSecret implements Supplier<@Nullable SecretBean> {

    private final StatusSnapshot snapshot;
    private final SecretRef ref;

    /** A guess, which any thread may replace. */
    private int place;

    TakenSecret(StatusSnapshot snapshot, SecretRef ref) {
        this.snapshot = snapshot;
        this.ref = ref;
    }

    /** Null when nobody uses it any more. */
    @Override
    public @Nullable SecretBean get() {
        StatusSnapshot.Taken taken = snapshot.taken();
        List<SecretStatus> all = taken.all();
        int guess = place;
        SecretStatus status = guess < all.size() ? all.get(guess) : null;
        if (status == null || !status.ref().equals(ref)) {
            Integer found = taken.place(ref);
            if (found == null) {
                return null;
            }
            place = found;
            status = all.get(found);
        }
        return new SecretBean(status, snapshot.time());
    }
}
