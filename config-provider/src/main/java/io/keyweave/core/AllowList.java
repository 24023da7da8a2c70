package io.keyweave.core;

import io.keyweave.SecretRef;
import io.keyweave.text.Glob;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * The {@code allow} globs. {@code *} matches any run of characters within the vault's or the secret's name, {@code ?} for one;
 * case does not matter, as it does not in Key Vault.
 */
final class AllowList {

    private final List<String> globs;

    AllowList(List<String> globs) {
        this.globs = new ArrayList<>(globs.size());
        for (String glob : globs) {
            this.globs.add(glob.toLowerCase(Locale.ROOT));
        }
    }

    boolean allows(SecretRef ref) {
        String path = ref.path().toLowerCase(Locale.ROOT);
        for (String glob : globs) {
            if (Glob.matches(glob, path, '/')) {
                return true;
            }
        }
        return false;
    }
}
