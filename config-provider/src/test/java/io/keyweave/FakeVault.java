package io.keyweave;

import io.keyweave.placeholder.KeyVaultGrammar;
import io.keyweave.time.TimeSource;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** A provider that answers from a map, or with the failure it was told. Thread-safe. */
public final class FakeVault implements ConfigProvider {

    private final Map<String, Object> answers = new HashMap<>();
    private final Map<String, Instant> ends = new HashMap<>();
    private final List<SecretRef> requests = new ArrayList<>();
    private final List<Long> times = new ArrayList<>();
    private TimeSource clock;

    @Override
    public RequestCost cost() {
        return new RequestCost(0.03, 0, 4_000, Duration.ofSeconds(10), "vault", 1, 0, "https://example.com");
    }

    /** Notes the time of each request by this clock. */
    public FakeVault timedBy(TimeSource time) {
        this.clock = time;
        return this;
    }

    /** When each request came, in nanoseconds. */
    public synchronized List<Long> times() {
        return List.copyOf(times);
    }

    public synchronized FakeVault put(String path, String value, String version) {
        return put(path, Secret.of(value, version));
    }

    public synchronized FakeVault put(String path, Secret secret) {
        answers.put(path, secret);
        return this;
    }

    public synchronized FakeVault fail(String path, Failure.Kind kind) {
        return fail(path, kind, null);
    }

    public synchronized FakeVault fail(String path, Failure.Kind kind, Duration retryAfter) {
        answers.put(
                path,
                new Failure(
                        kind,
                        null,
                        "It is " + kind + ".",
                        "Do something.",
                        0,
                        null,
                        null,
                        null,
                        Duration.ZERO,
                        retryAfter));
        return this;
    }

    public synchronized FakeVault fail(String path, Failure failure) {
        answers.put(path, failure);
        return this;
    }

    /** Reading it is a defect. */
    public synchronized FakeVault breaks(String path, Throwable defect) {
        answers.put(path, defect);
        return this;
    }

    /** Its identity depends on something that ends. */
    public synchronized FakeVault ends(String what, Instant end) {
        ends.put(what, end);
        return this;
    }

    @Override
    public synchronized Map<String, Instant> expiries() {
        return Map.copyOf(ends);
    }

    public synchronized List<SecretRef> requests() {
        return List.copyOf(requests);
    }

    public synchronized int count() {
        return requests.size();
    }

    @Override
    public String scheme() {
        return "kv";
    }

    @Override
    public ReferenceGrammar grammar(ProviderSettings settings) {
        return new KeyVaultGrammar(settings.startingWith("vault.").keySet());
    }

    @Override
    public String service(SecretRef ref) {
        return "the vault " + ref.container();
    }

    @Override
    public void configure(ProviderSettings settings) {}

    @Override
    public synchronized Secret fetch(SecretRef ref, Duration timeout) {
        requests.add(ref);
        if (clock != null) {
            times.add(clock.nanos());
        }
        Object answer = answers.get(ref.toString());
        if (answer instanceof Secret secret) {
            return secret;
        }
        if (answer instanceof Error error) {
            throw error;
        }
        if (answer instanceof RuntimeException defect) {
            throw defect;
        }
        Failure failure = answer instanceof Failure told
                ? told
                : Failure.local(Failure.Kind.MISSING, null, "There is no such secret.", "Create it.");
        throw new SecretException(failure.about(ref));
    }

    @Override
    public void close() {}
}
