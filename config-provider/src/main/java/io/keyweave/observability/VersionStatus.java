package io.keyweave.observability;

import io.keyweave.SecretRef;
import io.keyweave.SecretStatus;
import io.keyweave.observability.VersionUses.AcceptedLogins;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * One version of a secret in this JVM: whether it is still needed. What is known of the latest version and of a pinned one is taken together, for
 * whoever wants to delete a version does not ask who named it how.
 *
 * @param vault its vault
 * @param secret its name
 * @param version its first eight characters
 * @param served whether readers get it
 * @param fetched since the vault last confirmed it, or {@code null} when it has not lately
 * @param logins accepted logins with it
 * @param login since the last of them, or {@code null} when there was none
 * @param copies texts of it that the application holds though it is not served any more
 */
public record VersionStatus(
        String vault,
        String secret,
        String version,
        boolean served,
        @Nullable Duration fetched,
        long logins,
        @Nullable Duration login,
        int copies) {

    private static final int SHOWN = 8;

    /** Some versions are words; those are shown whole. */
    private static final int SHORT = 12;

    static String brief(String version) {
        return version.length() <= SHORT ? version : version.substring(0, SHOWN);
    }

    /** What tells one version from another. */
    record VersionKey(String vault, String secret, String version) {

        /** Written out: a record's own is assembled from method handles at its first use, which may be in the middle of a slow start. */
        @Override
        public boolean equals(@Nullable Object other) {
            return other instanceof VersionKey that
                    && version.equals(that.version)
                    && secret.equals(that.secret)
                    && vault.equals(that.vault);
        }

        @Override
        public int hashCode() {
            return (vault.hashCode() * 31 + secret.hashCode()) * 31 + version.hashCode();
        }
    }

    static Map<VersionKey, VersionStatus> of(List<SecretStatus> all, VersionUses uses) {
        Map<VersionKey, VersionStatus> found = new LinkedHashMap<>();
        for (SecretStatus status : all) {
            SecretRef ref = status.ref();
            Map<String, AcceptedLogins> logins = uses.logins(ref);
            Map<String, Integer> copies = uses.copies(ref);
            for (String version : versions(status, logins, copies)) {
                AcceptedLogins accepted = logins.get(version);
                VersionStatus one = new VersionStatus(
                        ref.place(),
                        ref.name(),
                        brief(version),
                        version.equals(status.version()),
                        status.fetched().get(version),
                        accepted == null ? 0 : accepted.count(),
                        accepted == null ? null : accepted.last(),
                        copies.getOrDefault(version, 0));
                found.merge(one.key(), one, VersionStatus::with);
            }
        }
        return found;
    }

    private static Set<String> versions(
            SecretStatus status, Map<String, AcceptedLogins> logins, Map<String, Integer> copies) {
        Set<String> versions = new LinkedHashSet<>();
        if (status.version() != null) {
            versions.add(status.version());
        }
        List<String> former = new ArrayList<>(status.fetched().keySet());
        for (int i = former.size() - 1; i >= 0; i--) {
            versions.add(former.get(i));
        }
        versions.addAll(logins.keySet());
        versions.addAll(copies.keySet());
        return versions;
    }

    VersionKey key() {
        return new VersionKey(vault, secret, version);
    }

    private VersionStatus with(VersionStatus other) {
        return new VersionStatus(
                vault,
                secret,
                version,
                served || other.served,
                shorter(fetched, other.fetched),
                logins + other.logins,
                shorter(login, other.login),
                copies + other.copies);
    }

    private static @Nullable Duration shorter(@Nullable Duration a, @Nullable Duration b) {
        return a == null ? b : b == null || a.compareTo(b) < 0 ? a : b;
    }
}
