package io.keyweave.served;

import io.keyweave.Secret;
import io.keyweave.SecretRef;
import io.keyweave.store.SecretStore;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads the texts of several parts as they are at one time, so that a user name and its password belong together. Thread-safe. */
final class CurrentTexts {

    private final SecretStore store;
    private final Map<SecretRef, ServedSecret> secrets;

    /** @param secrets those that are known, which others change */
    CurrentTexts(SecretStore store, Map<SecretRef, ServedSecret> secrets) {
        this.store = store;
        this.secrets = secrets;
    }

    /**
     * The current texts, in order, as they were at one time.
     *
     * @return null when one of them has no value
     */
    @Nullable
    List<VersionedText> read(List<SecretPart> parts) {
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
            ServedSecret served = secrets.get(part.secret());
            Secret value = served == null ? null : versions.computeIfAbsent(part.secret(), ref -> served.value());
            String text = served == null || value == null ? null : text(served, part, value);
            if (value == null || text == null) {
                return null;
            }
            readings.add(new VersionedText(text, value.version()));
        }
        return readings;
    }

    /** Usually known since it was returned or looked for: a field is not read from its JSON at every login. */
    private static @Nullable String text(ServedSecret served, SecretPart part, Secret value) {
        PartTexts texts = served.parts.get(part);
        String known = texts == null ? null : texts.textOf(value.version());
        return known != null ? known : new SecretTexts(value).text(part);
    }
}
