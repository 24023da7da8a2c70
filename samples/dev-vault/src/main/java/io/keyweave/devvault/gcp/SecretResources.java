package io.keyweave.devvault.gcp;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** All secrets with their versions, numbered from 1, and the names that some versions have. Thread-safe. */
final class SecretResources {

    private final Map<SecretName, List<StoredVersion>> secrets = new HashMap<>();
    private final Map<SecretName, Map<String, Integer>> aliases = new HashMap<>();

    synchronized boolean has(SecretName secret) {
        return secrets.containsKey(secret);
    }

    synchronized boolean create(SecretName secret) {
        return secrets.putIfAbsent(secret, new ArrayList<>()) == null;
    }

    synchronized StoredVersion add(SecretName secret, byte[] payload) {
        List<StoredVersion> versions = secrets.computeIfAbsent(secret, unused -> new ArrayList<>());
        StoredVersion added =
                new StoredVersion(versions.size() + 1, payload.clone(), VersionState.ENABLED, Instant.now());
        versions.add(added);
        return added;
    }

    /** @param version a number, an alias, or {@code latest}, which is the newest version in whatever state it is */
    synchronized @Nullable StoredVersion find(SecretName secret, String version) {
        List<StoredVersion> versions = secrets.getOrDefault(secret, List.of());
        int number = number(secret, version, versions.size());
        return number < 1 || number > versions.size() ? null : versions.get(number - 1);
    }

    synchronized List<StoredVersion> versions(SecretName secret) {
        return List.copyOf(secrets.getOrDefault(secret, List.of()));
    }

    /** The version in its new state, or null when there is none or it is destroyed. */
    synchronized @Nullable StoredVersion change(SecretName secret, String version, VersionState next) {
        StoredVersion old = find(secret, version);
        if (old == null || old.state() == VersionState.DESTROYED) {
            return null;
        }
        StoredVersion changed = old.in(next);
        secrets.getOrDefault(secret, List.of()).set(changed.number() - 1, changed);
        return changed;
    }

    synchronized void alias(SecretName secret, String alias, int version) {
        aliases.computeIfAbsent(secret, unused -> new HashMap<>()).put(alias, version);
    }

    synchronized boolean delete(SecretName secret) {
        aliases.remove(secret);
        return secrets.remove(secret) != null;
    }

    private int number(SecretName secret, String version, int newest) {
        if (version.equals("latest")) {
            return newest;
        }
        Integer named = aliases.getOrDefault(secret, Map.of()).get(version);
        if (named != null) {
            return named;
        }
        try {
            return Integer.parseInt(version);
        } catch (NumberFormatException e) {
            return 0;
        }
    }
}
