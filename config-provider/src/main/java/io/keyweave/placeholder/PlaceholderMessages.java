package io.keyweave.placeholder;

import static io.keyweave.Log.Level.DEBUG;
import static io.keyweave.Log.Level.WARN;

import io.keyweave.MessageCode;

/** What is told of texts that were probably meant otherwise. */
final class PlaceholderMessages {

    static final MessageCode NEAR_MISS = new MessageCode(
            "KW-5011",
            WARN,
            "{origin}: this looks like a placeholder and is none: {meant}.",
            "The text stays as it is, and was probably meant otherwise, as the message says: `$<KV:..>`, `$<vk:..>`, `$<kv :..>`,"
                    + " `$<kv/vault/secret>`, `$&lt;kv:` outside XML, Kafka's `${kv:..}` where no client of Kafka reads it, a blank before"
                    + " `@Microsoft.KeyVault(` or another case of it.");

    static final MessageCode UNKNOWN_SCHEME = new MessageCode(
            "KW-5012",
            DEBUG,
            "{origin}: nothing resolves the scheme {scheme}: the text stays as it is.",
            "Only with `log=debug`: text between `$<` and `>` of a scheme that nobody registered.");

    static final MessageCode QUOTES = new MessageCode(
            "KW-5013",
            WARN,
            "{origin}: the quotes around the placeholder are part of the value. Remove them unless that is meant.",
            "Docker's `--env-file` and systemd's `Environment=` hand quotes on, a shell takes them away.");

    static final MessageCode ESCAPED = new MessageCode(
            "KW-5014",
            WARN,
            "{origin}: $$< is the escape for a literal $<, so nothing is resolved. If the $ was doubled for Compose or Kubernetes,"
                    + " which take that away in some places only, write one.",
            "`$$` becomes `$` in a Compose file, but not in `docker run` or in the `env` of a Kubernetes pod. Write one `$` there.");

    private PlaceholderMessages() {}
}
