package io.keyweave.core;

import io.keyweave.ConfigProvider;
import io.keyweave.EventLog;
import io.keyweave.Failure;
import io.keyweave.FetchResult;
import io.keyweave.ReferenceGrammar;
import io.keyweave.Secret;
import io.keyweave.SecretException;
import io.keyweave.SecretRef;
import io.keyweave.ServiceUsage;
import io.keyweave.store.Fetcher;
import io.keyweave.store.RetryAfterPolicy;
import io.keyweave.store.StoreWatch;
import io.keyweave.time.TimeSource;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/** Asks the provider of each secret's scheme, on threads of the clock's. */
final class ProviderFetcher implements Fetcher {

    private static final Duration SHORTEST = Duration.ofMillis(1);

    private static final long SLOW = Duration.ofMillis(200).toNanos();
    private static final int MOST_WORKERS = 64;

    private final Providers providers;
    private final TimeSource time;
    private final CredentialExpiryMonitor ends;
    private final RetryAfterPolicy throttled;
    private final Map<String, AtomicLong> requests = new ConcurrentHashMap<>();

    ProviderFetcher(Providers providers, TimeSource time, EventLog log, StoreWatch watch) {
        this.providers = providers;
        this.time = time;
        this.throttled = new RetryAfterPolicy(time);
        this.ends = new CredentialExpiryMonitor(time, log, watch);
    }

    @Override
    public SecretRef canonical(SecretRef ref) {
        ReferenceGrammar grammar = providers.of(ref.scheme());
        return grammar == null ? ref : grammar.canonical(ref);
    }

    @Override
    public String service(SecretRef ref) {
        ConfigProvider provider = providers.named(ref.scheme());
        return provider == null ? "the scheme " + ref.scheme() : provider.service(ref);
    }

    @Override
    public void fetch(SecretRef ref, Callback callback) {
        time.start(() -> attempt(ref, callback));
    }

    @Override
    public void fetchAll(List<Request> requests) {
        Map<String, List<Request>> together = new LinkedHashMap<>();
        for (Request request : requests) {
            if (batchSize(request.ref()) > 1) {
                together.computeIfAbsent(
                                request.ref().scheme() + ":" + request.ref().container(), key -> new ArrayList<>())
                        .add(request);
            } else {
                fetch(request.ref(), request.callback());
            }
        }
        for (List<Request> group : together.values()) {
            int most = group.size();
            for (Request request : group) {
                most = Math.min(most, batchSize(request.ref()));
            }
            for (int from = 0; from < group.size(); from += most) {
                List<Request> one = group.subList(from, Math.min(group.size(), from + most));
                if (one.size() == 1) {
                    fetch(one.get(0).ref(), one.get(0).callback());
                } else {
                    time.start(() -> attemptAll(one));
                }
            }
        }
    }

    private int batchSize(SecretRef ref) {
        ConfigProvider provider = providers.named(ref.scheme());
        return provider == null ? 1 : provider.batchSize(ref);
    }

    private void attempt(SecretRef ref, Callback callback) {
        Failure rests = throttled.answerFor(ref);
        if (rests != null) {
            callback.failure(rests);
            return;
        }
        Duration timeout = callback.sent();
        if (timeout != null) {
            ask(ref, callback, timeout);
        }
    }

    private void ask(SecretRef ref, Callback callback, Duration timeout) {
        long begun = time.nanos();
        ConfigProvider provider = null;
        Secret secret;
        try {
            provider = providers.configured(ref.scheme());
            count(ref.scheme());
            secret = provider.fetch(ref, left(timeout, begun));
        } catch (SecretException e) {
            failed(ref, callback, ProviderFailures.of(ref, e));
            lookAtEnds(provider);
            return;
        } catch (RuntimeException | Error e) {
            callback.failure(ProviderFailures.defect(ref, e));
            return;
        }
        widen(time.nanos() - begun);
        callback.secret(secret);
        lookAtEnds(provider);
    }

    /** A first provider is slow on a cold and busy machine: it counts. */
    private Duration left(Duration timeout, long begun) {
        Duration left = timeout.minusNanos(time.nanos() - begun);
        return left.compareTo(SHORTEST) < 0 ? SHORTEST : left;
    }

    private void failed(SecretRef ref, Callback callback, Failure failure) {
        throttled.failed(ref, failure);
        callback.failure(failure);
    }

    /** One request for several secrets of one container. */
    private void attemptAll(List<Request> requests) {
        Map<SecretRef, Callback> sent = new LinkedHashMap<>();
        Duration timeout = null;
        for (Request request : requests) {
            Failure rests = throttled.answerFor(request.ref());
            if (rests != null) {
                request.callback().failure(rests);
                continue;
            }
            Duration own = request.callback().sent();
            if (own != null) {
                sent.put(request.ref(), request.callback());
                timeout = timeout == null || own.compareTo(timeout) < 0 ? own : timeout;
            }
        }
        if (timeout != null) {
            askForAll(sent, timeout);
        }
    }

    private void askForAll(Map<SecretRef, Callback> sent, Duration timeout) {
        long begun = time.nanos();
        SecretRef first = sent.keySet().iterator().next();
        Map<SecretRef, FetchResult> results = Map.of();
        Failure ofAll = null;
        ConfigProvider provider = null;
        try {
            provider = providers.configured(first.scheme());
            if (sent.size() > 1) {
                count(first.scheme());
                results = provider.fetchAll(List.copyOf(sent.keySet()), left(timeout, begun));
            }
        } catch (SecretException e) {
            ofAll = ProviderFailures.of(first, e);
        } catch (RuntimeException | Error e) {
            ofAll = ProviderFailures.defect(first, e);
        }
        widen(time.nanos() - begun);
        for (Map.Entry<SecretRef, Callback> one : sent.entrySet()) {
            FetchResult result = results.get(one.getKey());
            Secret secret = result == null ? null : result.secret();
            Failure failure = result == null ? ofAll : result.failure();
            if (secret != null) {
                one.getValue().secret(secret);
            } else if (failure != null) {
                failed(one.getKey(), one.getValue(), failure.about(one.getKey()));
            } else {
                time.start(() -> ask(one.getKey(), one.getValue(), left(timeout, begun)));
            }
        }
        lookAtEnds(provider);
    }

    @Override
    public @Nullable Secret previous(SecretRef ref, String version, Duration timeout) {
        if (ref.pinned() || ref.stage() != null || throttled.answerFor(ref) != null) {
            return null;
        }
        try {
            ConfigProvider provider = providers.configured(ref.scheme());
            count(ref.scheme());
            return provider.previous(ref, version, timeout);
        } catch (SecretException e) {
            throttled.failed(ref, ProviderFailures.of(ref, e));
            return null;
        } catch (RuntimeException | LinkageError e) {
            return null;
        }
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

    private void count(String scheme) {
        AtomicLong made = requests.get(scheme);
        if (made == null) {
            AtomicLong first = new AtomicLong();
            AtomicLong other = requests.putIfAbsent(scheme, first);
            made = other == null ? first : other;
        }
        made.incrementAndGet();
    }

    /** How much each service was asked so far, by scheme. */
    List<ServiceUsage> services() {
        List<ServiceUsage> services = new ArrayList<>();
        for (Map.Entry<String, AtomicLong> made : new TreeMap<>(requests).entrySet()) {
            ConfigProvider provider = providers.named(made.getKey());
            services.add(
                    new ServiceUsage(made.getKey(), made.getValue().get(), provider == null ? null : provider.cost()));
        }
        return services;
    }

    /** After the answer: nobody waits for it. */
    private void lookAtEnds(@Nullable ConfigProvider provider) {
        if (provider != null) {
            ends.look(provider);
        }
    }
}
