package io.keyweave.core;

import io.keyweave.EventLog;
import io.keyweave.Failure;
import io.keyweave.LogEvent;
import io.keyweave.Origin;
import io.keyweave.SecretRef;
import io.keyweave.placeholder.Reference;
import io.keyweave.placeholder.Template;
import io.keyweave.served.ServedValues;
import io.keyweave.settings.DurationText;
import io.keyweave.settings.Setting;
import io.keyweave.settings.Settings;
import io.keyweave.store.Rules;
import io.keyweave.store.SecretStore;
import io.keyweave.store.StoredSecret;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * Ties references to the store's entries: {@code allow} comes first, and a short ttl is warned of once, as are blanks around a placeholder.
 * Thread-safe.
 */
final class Bindings {

    private static final int MOST_WARNINGS_OF_BLANKS = 20;

    private final Settings settings;
    private final AllowList allowed;
    private final SecretStore store;
    private final ServedValues served;
    private final EventLog log;
    private final AtomicBoolean warnedOfShortTtl = new AtomicBoolean();
    private final Set<String> warnedOfBlanks = ConcurrentHashMap.newKeySet();

    Bindings(Settings settings, SecretStore store, ServedValues served, EventLog log) {
        this.settings = settings;
        this.allowed = new AllowList(settings);
        this.store = store;
        this.served = served;
        this.log = log;
        warnOfShortTtl(settings.duration(Setting.TTL));
    }

    ServedValues served() {
        return served;
    }

    SecretStore store() {
        return store;
    }

    EventLog log() {
        return log;
    }

    /** The entry that the reference names, kept fresh for as long as the reader can be reached; one that only says no if {@code allow} does. */
    StoredSecret stored(Reference reference, Origin origin, Object reader) {
        SecretRef ref = reference.secret();
        Failure forbidden = forbidden(ref);
        if (forbidden != null) {
            return store.refused(ref, forbidden);
        }
        Duration ttl = reference.ttl();
        if (ttl != null) {
            warnOfShortTtl(ttl);
        }
        StoredSecret stored = store.track(ref, ttl, origin, reader);
        served.named(reference, stored);
        return stored;
    }

    /** Why nobody may ask for the secret, or {@code null}. */
    @Nullable
    Failure forbidden(SecretRef ref) {
        if (allowed.allows(ref)) {
            return null;
        }
        return ResolverMessages.NOT_ALLOWED.failure(
                Failure.Kind.NOT_ALLOWED,
                ref,
                "allow",
                settings.text(Setting.ALLOW),
                "origin",
                settings.origin(Setting.ALLOW),
                "secret",
                AllowList.glob(ref));
    }

    /**
     * A blank that an editor left behind a placeholder makes a wrong password of it, and nobody sees it. It stays, since the secret's neighbours
     * are the user's: the text may be a piece of a longer one.
     */
    void warnOfBlanks(Template template) {
        List<String> literals = template.literals();
        if (literals.size() != 2
                || !literals.get(0).isBlank()
                || !literals.get(1).isBlank()) {
            return;
        }
        boolean any = !literals.get(0).isEmpty() || !literals.get(1).isEmpty();
        if (any) {
            warnOfBlanksAt(template.origin().toString());
        }
    }

    /** The same where somebody else has found them. */
    void warnOfBlanksAt(String origin) {
        if (warnedOfBlanks.size() < MOST_WARNINGS_OF_BLANKS && warnedOfBlanks.add(origin)) {
            log.write(LogEvent.of(ResolverMessages.BLANKS_AROUND).with("origin", origin));
        }
    }

    /** As often as not a line break that a shell or an editor put behind the value when the secret was set. */
    void warnOfBlanksInside(Template template) {
        for (Reference reference : template.references()) {
            String secret = reference.toString();
            if (!reference.trim() && warnedOfBlanks.size() < MOST_WARNINGS_OF_BLANKS && warnedOfBlanks.add(secret)) {
                log.write(LogEvent.of(ResolverMessages.BLANKS_INSIDE)
                        .with("origin", template.origin())
                        .with("secret", secret)
                        .with("orNeighbour", template.references().size() > 1 ? "or its neighbour" : null));
            }
        }
    }

    /** The value is used as it is: whoever reads it may want it so. */
    void warnOfEncoding(Template template, String encoding) {
        String origin = template.origin().toString();
        if (warnedOfBlanks.size() < MOST_WARNINGS_OF_BLANKS && warnedOfBlanks.add(origin + " " + encoding)) {
            log.write(LogEvent.of(ResolverMessages.WRONG_ENCODING)
                    .with("origin", origin)
                    .with("encoding", encoding));
        }
    }

    private void warnOfShortTtl(Duration ttl) {
        if (ttl.compareTo(Rules.SHORT_TTL) < 0
                && !settings.isSet(Setting.OFFLINE)
                && warnedOfShortTtl.compareAndSet(false, true)) {
            log.write(LogEvent.of(ResolverMessages.SHORT_TTL)
                    .with("ttl", DurationText.of(ttl))
                    .with("requests", 3600 / Math.max(1, ttl.toSeconds())));
        }
    }
}
