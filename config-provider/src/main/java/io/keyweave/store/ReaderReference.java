package io.keyweave.store;

import io.keyweave.Origin;
import java.lang.ref.ReferenceQueue;
import java.lang.ref.WeakReference;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * One reader's interest in one secret, for as long as the reader can be reached: a {@code Properties} that was collected needs no
 * refresh.
 */
final class ReaderReference extends WeakReference<Object> {

    final StoredSecret secret;
    final @Nullable Duration ttl;
    final Origin origin;

    /** Its place in {@link Readers}. */
    @Nullable
    ReaderReference before;

    @Nullable
    ReaderReference next;

    boolean listed;

    ReaderReference(
            Object reader,
            StoredSecret secret,
            @Nullable Duration ttl,
            Origin origin,
            ReferenceQueue<Object> collected) {
        super(reader, collected);
        this.secret = secret;
        this.ttl = ttl;
        this.origin = origin;
    }
}
