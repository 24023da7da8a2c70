package io.keyweave.extension;

import io.keyweave.ConfigProvider;
import io.keyweave.FetchResult;
import io.keyweave.ProviderSetting;
import io.keyweave.ProviderSettings;
import io.keyweave.ReferenceGrammar;
import io.keyweave.RequestCost;
import io.keyweave.Secret;
import io.keyweave.SecretRef;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A provider of an extension: the thread that calls it has the extension's class loader for its context meanwhile, which is where client libraries look for
 * their parts. Scheme, settings and cost are asked for once.
 */
final class ExtensionProvider implements ConfigProvider {

    private final ConfigProvider provider;
    private final ExtensionLoader loader;
    private final String scheme;
    private final List<ProviderSetting> settings;
    private final @Nullable RequestCost cost;

    ExtensionProvider(ConfigProvider provider, ExtensionLoader loader) {
        this.provider = provider;
        this.loader = loader;
        this.scheme = provider.scheme();
        this.settings = List.copyOf(provider.settings());
        this.cost = provider.cost();
    }

    private <T> T inside(Supplier<T> call) {
        Thread thread = Thread.currentThread();
        ClassLoader before = thread.getContextClassLoader();
        thread.setContextClassLoader(loader);
        try {
            return call.get();
        } finally {
            thread.setContextClassLoader(before);
        }
    }

    @Override
    public String scheme() {
        return scheme;
    }

    @Override
    public ReferenceGrammar grammar(ProviderSettings given) {
        return inside(() -> provider.grammar(given));
    }

    @Override
    public List<ProviderSetting> settings() {
        return settings;
    }

    @Override
    public Set<String> reservedNames(ProviderSettings given) {
        return inside(() -> provider.reservedNames(given));
    }

    @Override
    public void configure(ProviderSettings given) {
        inside(() -> {
            provider.configure(given);
            return true;
        });
    }

    @Override
    public Secret fetch(SecretRef ref, Duration timeout) {
        return inside(() -> provider.fetch(ref, timeout));
    }

    @Override
    public int batchSize(SecretRef ref) {
        return inside(() -> provider.batchSize(ref));
    }

    @Override
    public Map<SecretRef, FetchResult> fetchAll(Collection<SecretRef> refs, Duration timeout) {
        return inside(() -> provider.fetchAll(refs, timeout));
    }

    @Override
    public @Nullable Secret previous(SecretRef ref, String version, Duration timeout) {
        return inside(() -> provider.previous(ref, version, timeout));
    }

    @Override
    public String service(SecretRef ref) {
        return inside(() -> provider.service(ref));
    }

    @Override
    public @Nullable RequestCost cost() {
        return cost;
    }

    @Override
    public Map<String, Instant> expiries() {
        return inside(provider::expiries);
    }

    @Override
    public List<String> identities() {
        return inside(provider::identities);
    }

    /** The loader stays open until nothing of it is running: a class that is loaded late would otherwise be missing. */
    @Override
    public void close() {
        inside(() -> {
            provider.close();
            return true;
        });
        try {
            loader.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
