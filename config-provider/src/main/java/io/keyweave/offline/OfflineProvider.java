package io.keyweave.offline;

import io.keyweave.ConfigProvider;
import io.keyweave.EventLog;
import io.keyweave.Failure;
import io.keyweave.LogEvent;
import io.keyweave.ProviderSettings;
import io.keyweave.ReferenceGrammar;
import io.keyweave.Secret;
import io.keyweave.SecretException;
import io.keyweave.SecretRef;
import io.keyweave.placeholder.KeyVaultGrammar;
import io.keyweave.placeholder.LiteralProperties;
import io.keyweave.placeholder.PlaceholderParser;
import java.io.File;
import java.io.FileInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
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
 * <p>A file called {@code .env} or {@code *.env} is {@link Dotenv}. There a secret may also have a name that shells take: vault and secret in
 * capitals, with underscores for dashes and two of them between ({@code CONTOSO_PROD__DB_PASSWORD}).
 *
 * <p>Versions count the changes seen ({@code offline-1}, {@code offline-2}): a hash would tell a weak password to whoever reads the
 * log.
 */
public final class OfflineProvider implements ConfigProvider {

    private final String path;
    private final boolean dotenv;
    private final EventLog log;
    private final Map<String, Secret> secrets = new HashMap<>();
    private long seenTime = -1;
    private long seenLength = -1;

    public OfflineProvider(String path, EventLog log) {
        this.path = path;
        this.dotenv = Dotenv.isNamed(new File(path).getName());
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
        log.write(LogEvent.of(OfflineMessages.OFFLINE).with("file", path));
    }

    @Override
    public synchronized Secret fetch(SecretRef ref, Duration timeout) {
        readIfChanged(ref);
        Secret secret = secrets.get(keyOf(ref.toString()));
        if (secret == null && dotenv) {
            secret = secrets.get(keyOf(variableOf(ref)));
        }
        if (secret == null) {
            throw new SecretException(
                    OfflineMessages.NO_LINE.failure(Failure.Kind.MISSING, ref, "file", path, "line", lineOf(ref)));
        }
        return secret;
    }

    /** What to add, in the form that the file has. */
    private String lineOf(SecretRef ref) {
        if (dotenv) {
            return ref + "=value or " + variableOf(ref) + "=value";
        }
        return (ref.scheme().equals(scheme()) ? ref.toString() : ref.toString().replace(":", "\\:")) + "=value";
    }

    /** The same as shells take it. */
    private static String variableOf(SecretRef ref) {
        String name = ref.toString()
                .replace("/", "__")
                .replace('-', '_')
                .replace(':', '_')
                .replace('.', '_');
        return name.toUpperCase(Locale.ROOT);
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
        Map<String, String> lines = read(ref);
        secrets.keySet().retainAll(lines.keySet());
        for (Map.Entry<String, String> line : lines.entrySet()) {
            secrets.compute(line.getKey(), (key, held) -> next(held, line.getValue()));
        }
        seenTime = time;
        seenLength = length;
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

    /** By {@link #keyOf}. */
    private Map<String, String> read(SecretRef ref) {
        try {
            Map<String, String> lines = new HashMap<>();
            String text = text();
            if (dotenv) {
                for (Map.Entry<String, String> line : Dotenv.parse(text).entrySet()) {
                    lines.put(keyOf(line.getKey()), line.getValue());
                }
            } else {
                Properties properties = new LiteralProperties();
                properties.load(new StringReader(text));
                for (String name : properties.stringPropertyNames()) {
                    lines.put(keyOf(name), properties.getProperty(name, ""));
                }
            }
            return lines;
        } catch (Dotenv.FormatException e) {
            throw unreadable(ref, e.getMessage(), "Correct that line: NAME=value, NAME='value' or NAME=\"value\".");
        } catch (IOException | IllegalArgumentException e) {
            throw unreadable(
                    ref,
                    e.getClass().getSimpleName(),
                    "Give offline= the path of a readable .properties or .env file.");
        }
    }

    private SecretException unreadable(SecretRef ref, @Nullable String why, String remedy) {
        return new SecretException(OfflineMessages.UNREADABLE.failure(
                Failure.Kind.UNREACHABLE, ref, "file", path, "why", why, "do", remedy));
    }

    private String text() throws IOException {
        byte[] bytes;
        try (InputStream in = new FileInputStream(path)) {
            bytes = in.readAllBytes();
        }
        String text = new String(bytes, StandardCharsets.UTF_8);
        // Some editors on Windows put a byte order mark first, which nobody sees.
        return text.startsWith("\uFEFF") ? text.substring(1) : text;
    }

    @Override
    public void close() {}
}
