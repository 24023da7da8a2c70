package io.keyweave.core;

import io.keyweave.SecretRef;
import io.keyweave.placeholder.PlaceholderParser;
import io.keyweave.settings.Setting;
import io.keyweave.settings.Settings;
import io.keyweave.text.Glob;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * The {@code allow} globs: {@code vault/secret} of Key Vault, {@code scheme:path} of every scheme. {@code *} matches any run of characters within the
 * vault's or the secret's name, {@code **} for any with slashes, {@code ?} for one. Where nobody set it everything is allowed. Case does not matter: of two secrets
 * whose names differ by it alone nobody means to forbid one.
 */
final class AllowList {

    private final boolean everything;
    private final List<String> ofKeyVault = new ArrayList<>();
    private final List<String> ofSchemes = new ArrayList<>();

    AllowList(Settings settings) {
        this.everything = !settings.isSet(Setting.ALLOW);
        for (String given : settings.list(Setting.ALLOW)) {
            String glob = given.toLowerCase(Locale.ROOT);
            // Names of vaults have no colon.
            (glob.indexOf(':') < 0 ? ofKeyVault : ofSchemes).add(glob);
        }
    }

    boolean allows(SecretRef ref) {
        if (everything) {
            return true;
        }
        String path = ref.path().toLowerCase(Locale.ROOT);
        if (ref.scheme().equals(PlaceholderParser.KEY_VAULT)) {
            for (String glob : ofKeyVault) {
                if (Glob.matches(glob, path, '/')) {
                    return true;
                }
            }
        }
        for (String glob : ofSchemes) {
            if (Glob.matchesPath(glob, ref.scheme() + ":" + path)) {
                return true;
            }
        }
        return false;
    }

    /** How the setting would allow that secret. */
    static String glob(SecretRef ref) {
        return ref.scheme().equals(PlaceholderParser.KEY_VAULT) ? ref.path() : ref.scheme() + ":" + ref.path();
    }
}
