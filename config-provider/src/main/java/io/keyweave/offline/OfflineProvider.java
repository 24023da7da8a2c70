package io.keyweave.offline;

import io.keyweave.ConfigProvider;
import io.keyweave.Failure;
import io.keyweave.Log;
import io.keyweave.ProviderSettings;
import io.keyweave.ReferenceGrammar;
import io.keyweave.Secret;
import io.keyweave.SecretException;
import io.keyweave.SecretRef;
import io.keyweave.placeholder.KeyVaultGrammar;
import io.keyweave.placeholder.LiteralProperties;
import io.keyweave.placeholder.PlaceholderParser;
import java.io.BufferedReader;
import java.io.File;
import java.io.FileInputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Locale;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Secrets from a {@code .properties} file of {@code vault/secret=value} lines, UTF-8, instead of any vault: for a laptop without
 * network or permission. {@code vault/secret/version=value} answers a pinned reference, and {@code aws\:prod/db=value} one of another scheme. The file is looked at again whenever
 * its time or length has changed.
 *
 * <p>Versions count the changes seen ({@code offline-1}, {@code offline-2}): a hash would tell a weak password to whoever reads the
 * log.
 */
public final class OfflineProvider implements ConfigProvider {

    private final String path;
    private final Log log;
    private final Map<String, Secret> secrets = new HashMap<>();
    private long seenTime = -1;
    private long seenLength = -1;

    public OfflineProvider(String path, Log log) {
        this.path = path;
        this.log = log;
    }

    @Override
    public String scheme() {
        return PlaceholderParser.KEY_VAULT;
    }

    @Override
    public ReferenceGrammar grammar(ProviderSettings settings) {
        return new KeyVaultGrammar(Set.of());
    }

    @Override
    public void configure(ProviderSettings settings) {
        log.log(
                Log.Level.WARN,
                "OFFLINE: secrets come from the file " + path + " and from no vault. Remove the setting offline in any"
                        + " environment that matters.");
    }

    @Override
    public synchronized Secret fetch(SecretRef ref, Duration timeout) {
        readIfChanged(ref);
        Secret secret = secrets.get(keyOf(ref.toString()));
        if (secret == null) {
            throw new SecretException(Failure.local(
                    Failure.Kind.MISSING,
                    ref,
                    "The offline file " + path + " has no line for this secret.",
                    ref.scheme().equals(scheme())
                            ? "Add VAULT/SECRET=value to it."
                            : "Add " + ref.toString().replace(":", "\\:") + "=value to it."));
        }
        return secret;
    }

    private static String keyOf(String key) {
        return key.toLowerCase(Locale.ROOT);
    }

    private void readIfChanged(SecretRef ref) {
        File file = new File(path);
        long time = file.lastModified();
        long length = file.length();
        if (time == seenTime && length == seenLength && time != 0) {
            return;
        }
        Properties lines = read(ref);
        secrets.keySet().retainAll(keysOf(lines));
        for (String line : lines.stringPropertyNames()) {
            String value = lines.getProperty(line);
            secrets.compute(keyOf(line), (key, held) -> next(held, value));
        }
        seenTime = time;
        seenLength = length;
    }

    private static Set<String> keysOf(Properties lines) {
        Set<String> keys = new HashSet<>();
        for (String line : lines.stringPropertyNames()) {
            keys.add(keyOf(line));
        }
        return keys;
    }

    private static Secret next(@Nullable Secret held, String value) {
        if (held == null) {
            return Secret.of(value, "offline-1");
        }
        if (held.value().equals(value)) {
            return held;
        }
        int count = Integer.parseInt(held.version().substring("offline-".length()));
        return Secret.of(value, "offline-" + (count + 1));
    }

    private Properties read(SecretRef ref) {
        Properties lines = new LiteralProperties();
        try (BufferedReader reader =
                new BufferedReader(new InputStreamReader(new FileInputStream(path), StandardCharsets.UTF_8))) {
            // Some editors on Windows put a byte order mark first, which nobody sees.
            reader.mark(1);
            if (reader.read() != '\uFEFF') {
                reader.reset();
            }
            lines.load(reader);
            return lines;
        } catch (IOException | IllegalArgumentException e) {
            throw new SecretException(Failure.local(
                    Failure.Kind.UNREACHABLE,
                    ref,
                    "The offline file " + path + " cannot be read ("
                            + e.getClass().getSimpleName() + ").",
                    "Give offline= the path of a readable .properties file."));
        }
    }

    @Override
    public void close() {}
}
