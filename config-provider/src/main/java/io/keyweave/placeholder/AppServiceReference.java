package io.keyweave.placeholder;

import io.keyweave.SecretRef;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * App Service's own reference syntax, as documented
 * (<a href="https://learn.microsoft.com/azure/app-service/app-service-key-vault-references#understand-source-app-settings-from-key-vault">Key
 * Vault references</a>): {@code @Microsoft.KeyVault(SecretUri=...)} or {@code @Microsoft.KeyVault(VaultName=..;SecretName=..)} with an
 * optional {@code SecretVersion=..}. It is always a whole value.
 *
 * <p>Of a {@code SecretUri} only the vault's name is taken, and only when the host is a vault of the configured cloud: a text must
 * never choose the host that is called.
 */
public final class AppServiceReference {

    /** How such a text begins. */
    public static final String START = "@Microsoft.KeyVault(";

    private static final String GRAMMAR =
            "Write " + START + "SecretUri=https://NAME.vault.azure.net/secrets/SECRET) or " + START
                    + "VaultName=NAME;SecretName=SECRET)";

    private final Cursor cursor;
    private final String vaultSuffix;
    private final Set<String> aliases;
    private final Set<String> elsewhere;

    AppServiceReference(Cursor cursor, String vaultSuffix, Set<String> aliases, Set<String> elsewhere) {
        this.elsewhere = elsewhere;
        this.cursor = cursor;
        this.vaultSuffix = vaultSuffix;
        this.aliases = aliases;
    }

    static boolean begins(String text) {
        return text.startsWith(START);
    }

    Reference parse() {
        cursor.at = START.length();
        SecretRef secret = cursor.take("SecretUri=") ? secretUri() : names();
        if (cursor.peek() != ')') {
            throw cursor.malformed("unexpected " + cursor.shown() + " instead of )", GRAMMAR);
        }
        cursor.at++;
        if (cursor.at < cursor.text.length()) {
            throw cursor.malformed(
                    "text behind the closing parenthesis",
                    "A reference is the whole value; use $<kv:..> inside a text");
        }
        return new Reference(secret, null, null, false, null, false, Encoding.PLAIN, 1);
    }

    private SecretRef secretUri() {
        int start = cursor.at;
        if (!cursor.take("https://")) {
            throw cursor.malformed("the SecretUri does not begin with https://", GRAMMAR);
        }
        String vault = lower(KeyVaultGrammar.word(cursor, KeyVaultGrammar.MAX_VAULT, "vault in the SecretUri"));
        int dot = cursor.at;
        int hostEnd = dot;
        while (hostEnd < cursor.text.length()
                && hostEnd - dot <= vaultSuffix.length()
                && cursor.text.charAt(hostEnd) != '/') {
            hostEnd++;
        }
        cursor.examined += hostEnd - dot;
        if (!lower(cursor.text.substring(dot, hostEnd)).equals(vaultSuffix) || !KeyVaultGrammar.isVaultName(vault)) {
            throw cursor.malformed(
                    "the SecretUri's host is not a vault of the configured cloud",
                    "Its host is NAME" + vaultSuffix + "; another cloud is chosen by the setting cloud",
                    start);
        }
        if (elsewhere.contains(vault)) {
            throw cursor.malformed(
                    "the SecretUri names one vault, and the settings give its name to another",
                    "Write VaultName=" + vault + " for the vault of the settings, or rename that alias",
                    start);
        }
        cursor.at = hostEnd;
        if (!cursor.take("/secrets/")) {
            throw cursor.malformed("the SecretUri's path does not begin with /secrets/", GRAMMAR);
        }
        String name = KeyVaultGrammar.word(cursor, KeyVaultGrammar.MAX_NAME, "secret name");
        String version = null;
        if (cursor.peek() == '/') {
            cursor.at++;
            if (cursor.peek() != ')') {
                version = KeyVaultGrammar.version(cursor);
                if (cursor.peek() == '/') {
                    cursor.at++;
                }
            }
        }
        return new SecretRef(PlaceholderParser.KEY_VAULT, vault, name, version);
    }

    private SecretRef names() {
        @Nullable String vault = null;
        @Nullable String name = null;
        @Nullable String version = null;
        do {
            int start = cursor.at;
            if (vault == null && cursor.take("VaultName=")) {
                vault = lower(KeyVaultGrammar.word(cursor, KeyVaultGrammar.MAX_VAULT, "VaultName"));
                if (!KeyVaultGrammar.isVaultName(vault) && !aliases.contains(vault)) {
                    throw cursor.malformed("the VaultName is not a vault name", GRAMMAR, start);
                }
            } else if (name == null && cursor.take("SecretName=")) {
                name = KeyVaultGrammar.word(cursor, KeyVaultGrammar.MAX_NAME, "SecretName");
            } else if (version == null && cursor.take("SecretVersion=")) {
                version = cursor.peek() == ')' ? null : KeyVaultGrammar.version(cursor);
            } else {
                throw cursor.malformed("unexpected " + cursor.shown(), GRAMMAR);
            }
        } while (cursor.take(";"));
        if (vault == null || name == null) {
            throw cursor.malformed((vault == null ? "VaultName" : "SecretName") + " is missing", GRAMMAR, 0);
        }
        return new SecretRef(PlaceholderParser.KEY_VAULT, vault, name, version);
    }

    private static String lower(String text) {
        return text.toLowerCase(Locale.ROOT);
    }
}
