package io.keyweave.devvault;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** The secrets of one vault with all their versions, oldest first, and those that are deleted but recoverable. Thread-safe. */
final class StoredSecrets {

    private final Map<String, List<SecretVersion>> live = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
    private final Map<String, List<SecretVersion>> deleted = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);

    /** A new version, which is the current one from now on. */
    synchronized SecretVersion add(
            String name,
            String value,
            @Nullable String contentType,
            Map<String, Object> tags,
            @Nullable String certificateKeyId,
            boolean enabled,
            @Nullable Instant notBefore,
            @Nullable Instant expires) {
        Instant now = Instant.now();
        String id = UUID.randomUUID().toString().replace("-", "");
        SecretVersion version = new SecretVersion(
                id, value, contentType, tags, certificateKeyId, enabled, notBefore, expires, now, now);
        live.computeIfAbsent(name, unused -> new ArrayList<>()).add(version);
        return version;
    }

    /** The version of this id, or the current one when {@code id} is null; null when there is none. */
    synchronized @Nullable SecretVersion find(String name, @Nullable String id) {
        List<SecretVersion> versions = live.getOrDefault(name, List.of());
        for (int i = versions.size() - 1; i >= 0; i--) {
            if (id == null || versions.get(i).id().equals(id)) {
                return versions.get(i);
            }
        }
        return null;
    }

    /** Replaces a version by a changed one and returns that, or null when there is no such version. */
    synchronized @Nullable SecretVersion change(String name, @Nullable String id, UnaryOperator<SecretVersion> change) {
        SecretVersion version = find(name, id);
        if (version == null) {
            return null;
        }
        SecretVersion changed = change.apply(version);
        live.getOrDefault(name, List.of()).replaceAll(each -> each.id().equals(changed.id()) ? changed : each);
        return changed;
    }

    synchronized List<String> names() {
        return List.copyOf(live.keySet());
    }

    synchronized List<SecretVersion> versions(String name) {
        return List.copyOf(live.getOrDefault(name, List.of()));
    }

    /** The current version of a deleted secret, or null. */
    synchronized @Nullable SecretVersion findDeleted(String name) {
        List<SecretVersion> versions = deleted.get(name);
        return versions == null ? null : versions.get(versions.size() - 1);
    }

    synchronized boolean delete(String name) {
        return move(name, live, deleted);
    }

    synchronized boolean recover(String name) {
        return move(name, deleted, live);
    }

    synchronized boolean purge(String name) {
        return deleted.remove(name) != null;
    }

    private static boolean move(
            String name, Map<String, List<SecretVersion>> from, Map<String, List<SecretVersion>> to) {
        List<SecretVersion> versions = from.remove(name);
        if (versions == null) {
            return false;
        }
        to.put(name, versions);
        return true;
    }
}
