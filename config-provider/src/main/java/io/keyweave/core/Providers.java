package io.keyweave.core;

import io.keyweave.ConfigProvider;
import io.keyweave.Failure;
import io.keyweave.Log;
import io.keyweave.Secret;
import io.keyweave.SecretException;
import io.keyweave.SecretRef;
import io.keyweave.offline.OfflineProvider;
import io.keyweave.settings.Setting;
import io.keyweave.settings.Settings;
import io.keyweave.store.Fetcher;
import io.keyweave.store.RetryAfterPolicy;
import io.keyweave.store.StoreWatch;
import io.keyweave.time.TimeSource;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.ServiceLoader;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The providers of one resolver by scheme: looked for when the first placeholder is parsed, configured when the first secret of
 * their scheme is fetched.
 */
final class Providers implements Fetcher, AutoCloseable {

    private static final Duration SHORTEST = Duration.ofMillis(1);

    private static final long SLOW = Duration.ofMillis(200).toNanos();
    private static final int MOST_WORKERS = 64;

    private final Settings settings;
    private final TimeSource time;
    private final Map<String, ConfigProvider> byScheme = new HashMap<>();
    private final Set<ConfigProvider> configured = new HashSet<>();
    private final CredentialExpiryMonitor ends;
    private final RetryAfterPolicy throttled;
    private boolean closed;

    Providers(Settings settings, TimeSource time, List<ConfigProvider> given, Log log, StoreWatch watch) {
        this.settings = settings;
        this.time = time;
        this.throttled = new RetryAfterPolicy(time);
        this.ends = new CredentialExpiryMonitor(time, log, watch);
        for (ConfigProvider provider : given) {
            byScheme.put(provider.scheme(), provider);
        }
        String offline = settings.text(Setting.OFFLINE);
        if (offline != null) {
            ConfigProvider file = new OfflineProvider(offline, log);
            byScheme.put(file.scheme(), file);
        } else if (given.isEmpty()) {
            for (ConfigProvider found : ServiceLoader.load(ConfigProvider.class, Providers.class.getClassLoader())) {
                byScheme.putIfAbsent(found.scheme(), found);
            }
        }
    }

    Set<String> schemes() {
        return byScheme.keySet();
    }

    @Override
    public void fetch(SecretRef ref, Callback callback) {
        time.start(() -> attempt(ref, callback));
    }

    private void attempt(SecretRef ref, Callback callback) {
        Failure rests = throttled.answerFor(ref);
        if (rests != null) {
            callback.failure(rests);
            return;
        }
        Duration timeout = callback.sent();
        if (timeout == null) {
            return;
        }
        long begun = time.nanos();
        Secret secret;
        try {
            ConfigProvider provider = provider(ref.scheme());
            // A first provider is slow on a cold and busy machine: it counts.
            Duration left = timeout.minusNanos(time.nanos() - begun);
            secret = provider.fetch(ref, left.compareTo(SHORTEST) < 0 ? SHORTEST : left);
        } catch (SecretException e) {
            Failure failure =
                    e.failures().isEmpty() ? broken(ref, e) : e.failures().get(0);
            throttled.failed(ref, failure);
            callback.failure(failure);
            lookAtEnds(ref.scheme());
            return;
        } catch (RuntimeException | Error e) {
            callback.failure(broken(ref, e));
            return;
        }
        widen(time.nanos() - begun);
        callback.secret(secret);
        lookAtEnds(ref.scheme());
    }

    /**
     * More requests at once where each takes long: with the usual number a start with 200 secrets at a second each would need 13 s. Against a quick
     * vault a further connection costs more than it saves.
     */
    private void widen(long took) {
        if (took > SLOW) {
            time.widen((int) Math.min(MOST_WORKERS, TimeSource.WORKERS * (took / SLOW)));
        }
    }

    /** After the answer: nobody waits for it. */
    private void lookAtEnds(String scheme) {
        ConfigProvider provider = byScheme.get(scheme);
        if (provider != null) {
            ends.look(provider);
        }
    }

    private synchronized ConfigProvider provider(String scheme) {
        ConfigProvider provider = byScheme.get(scheme);
        if (provider == null || closed) {
            throw new SecretException(Failure.local(
                    Failure.Kind.MALFORMED,
                    null,
                    "No provider for the scheme " + scheme + " is open.",
                    "Close it later."));
        }
        if (configured.add(provider)) {
            try {
                provider.configure(settings);
            } catch (RuntimeException | Error e) {
                configured.remove(provider);
                throw e;
            }
        }
        return provider;
    }

    /** What the providers in use depend on and when it ends. */
    synchronized Map<String, Instant> expiries() {
        Map<String, Instant> expiries = new TreeMap<>();
        for (ConfigProvider provider : configured) {
            expiries.putAll(provider.expiries());
        }
        return expiries;
    }

    /** The message of an unexpected exception stays out: nobody knows what a library puts into it. */
    private static Failure broken(SecretRef ref, Throwable e) {
        if (e instanceof OutOfMemoryError) {
            return Failure.local(
                    Failure.Kind.SERVICE_ERROR,
                    ref,
                    "This JVM had no memory left to ask for it.",
                    "Find what fills the heap, or give the JVM more (-Xmx); it is tried again.");
        }
        String className = e.getMessage();
        if (e instanceof NoClassDefFoundError && className != null && ofTheJdk(className)) {
            return Failure.local(
                    Failure.Kind.MALFORMED,
                    ref,
                    "This JVM was made without the class " + className.replace('/', '.') + " of the JDK.",
                    "Add its module to the jlink command; Key Vault needs java.xml (--add-modules java.xml).");
        }
        return Failure.local(
                Failure.Kind.SERVICE_ERROR,
                ref,
                "The provider of the scheme " + ref.scheme() + " failed with "
                        + e.getClass().getName() + where(e) + ".",
                "This is a defect: please report it with this line.");
    }

    /** A class that failed to initialise is reported in other words, so these are names only. */
    private static boolean ofTheJdk(String className) {
        return className.startsWith("java/") || className.startsWith("javax/");
    }

    private static String where(Throwable e) {
        StackTraceElement @Nullable [] stack = e.getStackTrace();
        return stack == null || stack.length == 0 ? "" : " at " + stack[0];
    }

    @Override
    public synchronized void close() {
        closed = true;
        for (ConfigProvider provider : configured) {
            provider.close();
        }
        configured.clear();
    }
}
