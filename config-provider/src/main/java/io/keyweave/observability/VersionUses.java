package io.keyweave.observability;

import io.keyweave.SecretRef;
import java.time.Duration;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Who uses which version of a secret, beside the store: what logins and copies tell. Thread-safe. */
public interface VersionUses {

    /** Where nobody logs in. */
    VersionUses NONE = new VersionUses() {
        @Override
        public Map<String, AcceptedLogins> logins(SecretRef secret) {
            return Map.of();
        }

        @Override
        public Map<String, Integer> copies(SecretRef secret) {
            return Map.of();
        }

        @Override
        public long refusedLogins() {
            return 0;
        }

        @Override
        public long formerLogins() {
            return 0;
        }

        @Override
        public long internalErrors() {
            return 0;
        }
    };

    /**
     * Logins that a server has accepted.
     *
     * @param count since the start
     * @param last since the last one
     */
    record AcceptedLogins(long count, @Nullable Duration last) {}

    /** By version. */
    Map<String, AcceptedLogins> logins(SecretRef secret);

    /** Texts of former versions that the application still holds, by version. */
    Map<String, Integer> copies(SecretRef secret);

    /** Logins that a server has refused. */
    long refusedLogins();

    /** Logins accepted with a version that was not the current one. */
    long formerLogins();

    /** Errors inside the agent. */
    long internalErrors();
}
