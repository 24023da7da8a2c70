package io.keyweave.lastknown;

import io.keyweave.EventLog;
import io.keyweave.Failure;
import io.keyweave.LogEvent;
import io.keyweave.Secret;
import io.keyweave.SecretException;
import io.keyweave.SecretRef;
import io.keyweave.settings.DurationText;
import io.keyweave.settings.Setting;
import io.keyweave.settings.Settings;
import io.keyweave.settings.VaultAlias;
import io.keyweave.store.LastKnownValues;
import io.keyweave.time.TimeSource;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * {@code last-known=DIR}: one file a secret, written when the vault gives another version and when a tenth of {@code max-stale} has passed since the last
 * write, deleted when the vault says no. Thread-safe. No message holds anything of a value.
 */
public final class LastKnownFiles implements LastKnownValues {

    /** How far a clock may be behind the one that wrote. */
    private static final Duration CLOCK_SKEW = Duration.ofMinutes(5);

    /** A tenth of max-stale. */
    private static final int RENEWALS = 10;

    /** What is in a file of this process. */
    private record Written(String version, int hash, Instant at) {}

    private final Settings settings;
    private final PrivateDirectory directory;
    private final LastKnownKey key;
    private final Duration maxStale;
    private final TimeSource time;
    private final EventLog log;
    private final SecureRandom random = new SecureRandom();
    private final Map<SecretRef, Written> written = new ConcurrentHashMap<>();
    private volatile boolean failing;

    private LastKnownFiles(
            Settings settings, PrivateDirectory directory, LastKnownKey key, TimeSource time, EventLog log) {
        this.settings = settings;
        this.directory = directory;
        this.key = key;
        this.maxStale = settings.duration(Setting.MAX_STALE);
        this.time = time;
        this.log = log;
    }

    /**
     * What the settings say: nothing without {@code last-known}, and nothing where a file replaces the vault.
     *
     * @throws SecretException when directory or key are not as they have to be
     */
    public static LastKnownValues open(Settings settings, TimeSource time, EventLog log) {
        String given = settings.text(Setting.LAST_KNOWN);
        if (given == null || settings.isSet(Setting.OFFLINE)) {
            return NONE;
        }
        if (settings.duration(Setting.MAX_STALE).isZero()) {
            log.write(LogEvent.of(LastKnownMessages.KEEPS_NOTHING));
            return NONE;
        }
        try {
            Path path = path(given);
            LastKnownKey key = LastKnownKey.read(settings, path);
            LastKnownFiles files = new LastKnownFiles(settings, PrivateDirectory.open(path), key, time, log);
            files.clean();
            return files;
        } catch (LastKnownProblem e) {
            throw refused(settings, e);
        }
    }

    /** Looks at the key as {@link #open} does, and makes nothing: for a command that only looks. */
    public static void check(Settings settings) {
        String given = settings.text(Setting.LAST_KNOWN);
        if (given == null || settings.isSet(Setting.OFFLINE)) {
            return;
        }
        try {
            LastKnownKey.read(settings, path(given));
        } catch (LastKnownProblem e) {
            throw refused(settings, e);
        }
    }

    private static Path path(String given) throws LastKnownProblem {
        try {
            return Path.of(given).toAbsolutePath();
        } catch (InvalidPathException e) {
            throw new LastKnownProblem("last-known is not a path", "Name a directory");
        }
    }

    private static SecretException refused(Settings settings, LastKnownProblem problem) {
        return new SecretException(LastKnownMessages.REFUSED.failure(
                Failure.Kind.MALFORMED,
                null,
                "origin",
                settings.origin(Setting.LAST_KNOWN),
                "problem",
                problem.cause(),
                "do",
                problem.remedy()));
    }

    private void clean() {
        try {
            directory.deleteOlderThan(time.now().minus(maxStale));
        } catch (IOException | RuntimeException e) {
            // They are too old to be served, which is what matters; the next start tries again.
        }
    }

    @Override
    public void confirmed(SecretRef ref, Secret secret) {
        Instant now = time.now();
        Written before = written.get(ref);
        int hash = secret.value().hashCode();
        if (before != null
                && before.version().equals(secret.version())
                && before.hash() == hash
                && now.isBefore(before.at().plus(maxStale.dividedBy(RENEWALS)))) {
            return;
        }
        try {
            byte[] bound = bound(ref);
            directory.write(nameOf(bound), SealedValue.seal(new LastKnown(secret, now), key, bound, random));
            written.put(ref, new Written(secret.version(), hash, now));
            failing = false;
        } catch (IOException | GeneralSecurityException | RuntimeException e) {
            if (!failing) {
                failing = true;
                log.write(LogEvent.of(LastKnownMessages.NOT_WRITTEN)
                        .with("secret", ref)
                        .with("directory", settings.text(Setting.LAST_KNOWN))
                        .with("exception", e.getClass().getSimpleName()));
            }
        }
    }

    @Override
    public void withdrawn(SecretRef ref) {
        written.remove(ref);
        try {
            directory.delete(nameOf(bound(ref)));
        } catch (IOException | RuntimeException e) {
            log.write(LogEvent.of(LastKnownMessages.NOT_DELETED)
                    .with("secret", ref)
                    .with("directory", settings.text(Setting.LAST_KNOWN))
                    .with("exception", e.getClass().getSimpleName())
                    .with("file", nameOf(bound(ref)) + PrivateDirectory.SUFFIX));
        }
    }

    @Override
    public @Nullable LastKnown find(SecretRef ref) {
        byte[] bound = bound(ref);
        String name = nameOf(bound);
        try {
            byte[] file = directory.read(name);
            if (file == null) {
                return null;
            }
            LastKnown known = SealedValue.open(file, key, bound);
            Instant now = time.now();
            if (known.confirmed().isAfter(now.plus(CLOCK_SKEW))) {
                throw new SealedValue.RefusedException("is of the future: the clock of this machine was set back");
            }
            Duration age = Duration.between(known.confirmed(), now);
            if (age.compareTo(maxStale) >= 0) {
                throw new SealedValue.RefusedException(
                        "is " + DurationText.roughly(age) + " old, and max-stale is " + DurationText.roughly(maxStale));
            }
            return known;
        } catch (SealedValue.RefusedException e) {
            unusable(ref, name, e.getMessage());
        } catch (IOException | RuntimeException e) {
            unusable(ref, name, "cannot be read (" + e.getClass().getSimpleName() + ")");
        }
        return null;
    }

    private void unusable(SecretRef ref, String name, @Nullable String why) {
        log.write(LogEvent.of(LastKnownMessages.NOT_USED)
                .with("secret", ref)
                .with("file", name + PrivateDirectory.SUFFIX)
                .with("why", why));
    }

    /** Which secret of which vault: an alias that leads elsewhere now names another one. */
    private byte[] bound(SecretRef ref) {
        VaultAlias alias = settings.alias(ref.container());
        String place = alias == null ? ref.container() + settings.cloud().vaultSuffix() : alias.url();
        String text = "keyweave last-known 1\n" + ref.scheme() + "\n" + place.toLowerCase(Locale.ROOT) + "\n"
                + ref.name() + "\n" + (ref.version() == null ? "" : ref.version()) + "\n"
                + (ref.stage() == null ? "" : ref.stage());
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static String nameOf(byte[] bound) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(bound);
            return HexFormat.of().formatHex(digest, 0, 16);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every JVM has SHA-256", e);
        }
    }
}
