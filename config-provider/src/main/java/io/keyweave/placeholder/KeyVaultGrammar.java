package io.keyweave.placeholder;

import io.keyweave.ReferenceGrammar;
import io.keyweave.ReferenceReader;
import io.keyweave.SecretException;
import io.keyweave.SecretRef;
import io.keyweave.settings.VaultAlias;
import java.util.Locale;
import java.util.Set;

/**
 * {@code vault/secret[/version]}, by Key Vault's rules for names
 * (<a href="https://learn.microsoft.com/azure/key-vault/general/about-keys-secrets-certificates#vault-name-and-object-name">object
 * identifiers</a>): a vault is 3 to 24 letters, digits and dashes (an alias of the settings 1 to 24), a secret name 1 to 127, a version 32
 * hexadecimal digits. Stands here and not beside the provider because App Service's references are made of the same words.
 */
public final class KeyVaultGrammar implements ReferenceGrammar {

    static final String FORM =
            "A placeholder is $<kv:vault/secret>, $<kv:vault/secret/version>, with #field and ?option behind it";

    static final int MAX_VAULT = 24;
    static final int MAX_NAME = 127;

    static final String WORD = ReferenceReader.LETTERS + ReferenceReader.DIGITS + "-";
    private static final int MIN_VAULT = 3;
    private static final int VERSION = 32;

    private final String scheme;
    private final Set<String> aliases;

    /** @param aliases names the settings give to vaults; looked up before the rules for vault names apply */
    public KeyVaultGrammar(Set<String> aliases) {
        this(PlaceholderParser.KEY_VAULT, aliases);
    }

    KeyVaultGrammar(String scheme, Set<String> aliases) {
        this.scheme = scheme;
        this.aliases = aliases;
    }

    @Override
    public String form() {
        return FORM;
    }

    @Override
    public String example() {
        return "$<" + scheme + ":vault/secret>";
    }

    @Override
    public SecretRef parse(ReferenceReader in) {
        String vault = vault(in);
        if (!in.take("/")) {
            throw in.malformed("unexpected " + in.shown() + " instead of / behind the vault", FORM);
        }
        String name = word(in, MAX_NAME, "secret name");
        if (!in.atEnd() && !in.at("/")) {
            throw in.malformed(
                    "unexpected " + in.shown() + " in the secret name", "It has letters, digits and dashes only");
        }
        String version = in.take("/") ? version(in) : null;
        return new SecretRef(scheme, vault, name, version);
    }

    /** Key Vault compares names without regard to case. */
    @Override
    public SecretRef canonical(SecretRef ref) {
        String lower = ref.name().toLowerCase(Locale.ROOT);
        return lower.equals(ref.name()) ? ref : new SecretRef(ref.scheme(), ref.container(), lower, ref.version());
    }

    private String vault(ReferenceReader in) {
        int start = in.position();
        String vault = word(in, MAX_VAULT, "vault").toLowerCase(Locale.ROOT);
        if (!aliases.contains(vault) && !isVaultName(vault)) {
            throw in.malformed(
                    "\"" + vault + "\" is neither an alias of the settings nor a vault name",
                    "A vault name is 3 to 24 letters, digits and single dashes, beginning with a letter; an alias is set by"
                            + " vault." + (VaultAlias.isName(vault) ? vault : "ALIAS") + "=https://...",
                    start);
        }
        return vault;
    }

    /** Key Vault's rule; lower case given. */
    static boolean isVaultName(String name) {
        int length = name.length();
        if (length < MIN_VAULT || length > MAX_VAULT || !letter(name.charAt(0)) || name.charAt(length - 1) == '-') {
            return false;
        }
        for (int i = 0; i < length; i++) {
            char c = name.charAt(i);
            boolean dash = c == '-' && name.charAt(i - 1) != '-';
            if (!dash && !letter(c) && !(c >= '0' && c <= '9')) {
                return false;
            }
        }
        return true;
    }

    private static boolean letter(char c) {
        return c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z';
    }

    /** Letters, digits and dashes, at least one. */
    static String word(ReferenceReader in, int most, String what) {
        return in.word(WORD, most, what);
    }

    static String version(ReferenceReader in) throws SecretException {
        int start = in.position();
        String version = word(in, VERSION, "version").toLowerCase(Locale.ROOT);
        boolean hex = version.length() == VERSION;
        for (int i = 0; hex && i < VERSION; i++) {
            hex = Character.digit(version.charAt(i), 16) >= 0;
        }
        if (!hex) {
            throw in.malformed(
                    "the version is not 32 hexadecimal digits",
                    "Copy it from `az keyvault secret list-versions`, or leave it out for the latest",
                    start);
        }
        return version;
    }
}
