package io.keyweave.observability;

import io.keyweave.SecretRef;
import jdk.jfr.Category;
import jdk.jfr.Event;
import jdk.jfr.Label;
import jdk.jfr.StackTrace;
import org.jspecify.annotations.Nullable;

/** What all events have in common. */
@Category("Keyweave")
@StackTrace(false)
abstract class SecretEvent extends Event {

    @Label("Vault")
    @Nullable
    String vault;

    @Label("Secret")
    @Nullable
    String secret;

    void of(SecretRef ref) {
        vault = ref.place();
        secret = ref.name();
    }
}
