package io.keyweave.kafka;

import io.keyweave.Failure;
import io.keyweave.Origin;
import io.keyweave.SecretException;
import io.keyweave.placeholder.PlaceholderParser;
import io.keyweave.settings.DurationText;
import java.time.Duration;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * What is in <code>${kv:path:key}</code>, as the body of a placeholder and the two things only Kafka has: a part of a certificate
 * ({@code #pem-key}, {@code #pem-chain}, {@code #pem-trust}) and a file ({@code ?as=file}). Immutable.
 *
 * @param body {@code vault/secret[/version][#field][?options]}
 * @param encoded whether it says itself how the text is encoded, by {@code ?as=}
 * @param part what to take of a certificate, or {@code null}
 * @param file how to write it to a file, or {@code null}
 * @param origin path and key without options, which may hold a default that is a password
 */
record VariableText(
        String body, boolean encoded, @Nullable CertificatePart part, @Nullable FileForm file, Origin origin) {

    /**
     * What a worker's parameters say of all variables.
     *
     * @param scheme the scheme of the variables, {@code kv} for Key Vault
     * @param defaultVault for a key that names no vault, or {@code null}
     * @param vaultSuffix the cloud's DNS suffix with its leading dot: a path that is a vault's host, as the Lenses provider has
     *     them, means the vault
     * @param ttl the ttl to ask for unless the variable has one of its own, or {@code null}
     * @param leastTtl the shortest ttl a variable may ask for: whoever writes connectors does not decide how often the vault is asked
     */
    record VariableRules(
            String scheme,
            @Nullable String defaultVault,
            String vaultSuffix,
            @Nullable Duration ttl,
            Duration leastTtl) {

        /** Of Key Vault. */
        VariableRules(@Nullable String defaultVault, String vaultSuffix, @Nullable Duration ttl, Duration leastTtl) {
            this(PlaceholderParser.KEY_VAULT, defaultVault, vaultSuffix, ttl, leastTtl);
        }

        boolean keyVault() {
            return scheme.equals(PlaceholderParser.KEY_VAULT);
        }

        String remedy() {
            return keyVault() ? REMEDY : REMEDY_OF_OTHERS;
        }
    }

    /** What to take of a certificate. */
    enum CertificatePart {
        KEY("pem-key"),
        CHAIN("pem-chain"),
        TRUST("pem-trust");

        private final String field;

        CertificatePart(String field) {
            this.field = field;
        }

        static @Nullable CertificatePart of(String field) {
            for (CertificatePart part : values()) {
                if (part.field.equals(field)) {
                    return part;
                }
            }
            return null;
        }
    }

    /** What is written to the file. */
    enum FileForm {
        /** {@code ?as=file}: the text in UTF-8. */
        TEXT,
        /** {@code ?as=base64-file}: the bytes the secret is base64 of, such as a PKCS#12 key store. */
        BINARY
    }

    private static final String REMEDY =
            "Write ${kv:vault:secret} or ${kv:vault/secret}, with #field and ?option behind the"
                    + " secret; in options a colon is %3A and a closing brace %7D.";

    private static final String REMEDY_OF_OTHERS =
            "Write behind the provider's name what is written behind the scheme in a placeholder; in options a colon is %3A and a closing"
                    + " brace %7D.";

    /**
     * Reads one variable. The names in it are not checked here but by the parser of placeholders.
     *
     * @param path what Kafka found before the second colon, or empty
     * @param key what it found behind
     * @param rules what the parameters say
     * @throws SecretException with {@link Failure.Kind#MALFORMED}
     */
    static VariableText of(String path, String key, VariableRules rules) {
        int question = key.indexOf('?');
        String name = question < 0 ? key : key.substring(0, question);
        Origin origin = Origin.of("Kafka variable " + (path.isEmpty() ? "" : path + ":") + name);
        if (path.contains("$<") || key.contains("$<")) {
            throw malformed(
                    rules,
                    origin,
                    "$<..> is how the agent's placeholders are written, which Kafka's clients do not know.");
        }
        if (contains(path, "/?#<>") || contains(key, "<>")) {
            throw malformed(rules, origin, "it holds a character that belongs to no vault and no secret.");
        }
        CertificatePart part = null;
        int hash = name.indexOf('#');
        if (hash >= 0) {
            part = CertificatePart.of(name.substring(hash + 1));
            name = part == null ? name : name.substring(0, hash);
        }
        VariableOptions options = VariableOptions.read(question < 0 ? "" : key.substring(question + 1), rules.leastTtl);
        String vault = vault(path, name, hash < 0 ? name.length() : hash, rules);
        if (vault == null) {
            throw malformed(rules, origin, "it names no vault, and the parameter default.vault is not set.");
        }
        String body = (vault.isEmpty() ? "" : vault + "/") + name + options.text(rules.ttl);
        return new VariableText(body, options.encoded, part, options.file, origin);
    }

    /** The vault to put before the name: empty when the name brings one, {@code null} when there is none. */
    private static @Nullable String vault(String path, String name, int end, VariableRules rules) {
        if (!path.isEmpty()) {
            if (!rules.keyVault()) {
                return path;
            }
            String lower = path.toLowerCase(Locale.ROOT);
            String suffix = rules.vaultSuffix;
            return lower.endsWith(suffix) ? lower.substring(0, lower.length() - suffix.length()) : path;
        }
        if (!rules.keyVault()) {
            return "";
        }
        int slash = name.indexOf('/');
        return slash >= 0 && slash < end ? "" : rules.defaultVault;
    }

    private static boolean contains(String text, String characters) {
        for (int i = 0; i < text.length(); i++) {
            if (characters.indexOf(text.charAt(i)) >= 0) {
                return true;
            }
        }
        return false;
    }

    private static SecretException malformed(VariableRules rules, Origin origin, String cause) {
        Failure failure = Failure.local(Failure.Kind.MALFORMED, null, origin + ": " + cause, rules.remedy())
                .coded(KafkaMessages.VARIABLE.code());
        return new SecretException(failure);
    }

    /** The options, without those only Kafka has. */
    private static final class VariableOptions {

        private static final String TTL = "ttl=";

        private final StringBuilder kept = new StringBuilder();
        private final Duration leastTtl;
        private boolean ownTtl;
        private boolean encoded;
        private @Nullable FileForm file;

        private VariableOptions(Duration leastTtl) {
            this.leastTtl = leastTtl;
        }

        static VariableOptions read(String text, Duration leastTtl) {
            VariableOptions options = new VariableOptions(leastTtl);
            int start = 0;
            while (start < text.length()) {
                int end = text.indexOf('&', start);
                end = end < 0 ? text.length() : end;
                options.take(text.substring(start, end));
                start = end + 1;
            }
            return options;
        }

        private void take(String option) {
            switch (option) {
                case "as=file" -> file = FileForm.TEXT;
                case "as=base64-file" -> file = FileForm.BINARY;
                default -> {
                    boolean ttl = option.startsWith(TTL);
                    ownTtl |= ttl;
                    encoded |= option.startsWith("as=");
                    kept.append(kept.isEmpty() ? '?' : '&').append(ttl ? atLeast(option) : option);
                }
            }
        }

        /** What is not a duration is left to the parser of placeholders, which says so. */
        private String atLeast(String option) {
            Duration asked = DurationText.parse(option.substring(TTL.length()));
            return asked != null && asked.compareTo(leastTtl) < 0 ? TTL + leastTtl.toMillis() + "ms" : option;
        }

        String text(@Nullable Duration ttl) {
            if (ttl == null || ownTtl) {
                return kept.toString();
            }
            return kept + (kept.isEmpty() ? "?" : "&") + "ttl=" + ttl.toMillis() + "ms";
        }
    }
}
