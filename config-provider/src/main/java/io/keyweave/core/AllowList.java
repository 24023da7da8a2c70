package io.keyweave.core;

import io.keyweave.SecretRef;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * The {@code allow} globs. {@code *} stands for any run of characters within the vault's or the secret's name, {@code ?} for one;
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
            if (matches(glob, path)) {
                return true;
            }
        }
        return false;
    }

    /** Greedy with one place to come back to: at most glob times path steps, no recursion. */
    private static boolean matches(String glob, String path) {
        int g = 0;
        int p = 0;
        int star = -1;
        int mark = 0;
        while (p < path.length()) {
            char c = g < glob.length() ? glob.charAt(g) : '\0';
            if (c == '*') {
                star = g++;
                mark = p;
            } else if (c == path.charAt(p) || c == '?' && path.charAt(p) != '/') {
                g++;
                p++;
            } else if (star >= 0 && path.charAt(mark) != '/') {
                g = star + 1;
                p = ++mark;
            } else {
                return false;
            }
        }
        while (g < glob.length() && glob.charAt(g) == '*') {
            g++;
        }
        return g == glob.length();
    }
}
