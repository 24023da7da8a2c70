package io.keyweave.junit;

import io.keyweave.devvault.Fault;
import io.keyweave.devvault.RecordedRequest;
import io.keyweave.devvault.VaultServer;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The vaults of a test JVM, for a test that changes them. A parameter of any test, or lifecycle method, of a class with {@link DevVault}.
 * Secrets are named {@code vault/secret}. Thread-safe.
 *
 * <p>{@link #rotate}, {@link #revoke} and {@link #enable} return when whoever reads the secret, in this JVM or another one, has seen the change;
 * what he does with it is his business. With the {@code ttl} of one second that tests get, this takes about two.
 */
public final class TestVault {

    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final Duration STILL_READ = Duration.ofSeconds(15);
    private static @Nullable TestVault ofJvm;

    private final io.keyweave.devvault.DevVault dev;
    private final Set<String> vaults = new LinkedHashSet<>();
    private final Map<SecretName, String> declared = new LinkedHashMap<>();
    private final Set<SecretName> changed = new LinkedHashSet<>();
    private boolean failing;

    private TestVault(io.keyweave.devvault.DevVault dev) {
        this.dev = dev;
    }

    /** Started by the first test that needs it, ended with the JVM: the agent reads its settings once. */
    static synchronized TestVault ofJvm() {
        TestVault known = ofJvm;
        if (known == null) {
            io.keyweave.devvault.DevVault dev = io.keyweave.devvault.DevVault.start();
            Runtime.getRuntime().addShutdownHook(new Thread(dev::close, "keyweave-dev-vault-end"));
            ofJvm = known = new TestVault(dev);
        }
        return known;
    }

    synchronized void declare(Collection<String> names, Map<SecretName, String> secrets) {
        Set<String> fresh = new LinkedHashSet<>(names);
        for (SecretName name : secrets.keySet()) {
            fresh.add(name.vault());
        }
        fresh.removeAll(vaults);
        if (!fresh.isEmpty()
                && TestJvm.agentJar() != null
                && !dev.tokenRequests().isEmpty()) {
            throw new IllegalStateException(
                    "@DevVault: the agent has read its settings already, which did not name the vault "
                            + String.join(", ", fresh) + ". Add keyweave.vaults=" + String.join(",", vaults) + ","
                            + String.join(",", fresh) + " to src/test/resources/junit-platform.properties.");
        }
        vaults.addAll(fresh);
        for (Map.Entry<SecretName, String> secret : secrets.entrySet()) {
            SecretName name = secret.getKey();
            String value = secret.getValue();
            if (!value.equals(declared.put(name, value))) {
                Instant from = Instant.now();
                server(name).put(name.secret(), value);
                await(name, from, false);
            }
        }
        if (!fresh.isEmpty()) {
            TestJvm.tellAgent(settings());
        }
    }

    /** Gives a secret a new version, and waits until it is seen where the secret is read. */
    public synchronized void rotate(String secret, String value) {
        Instant from = Instant.now();
        put(secret, value);
        await(SecretName.parse(secret), from, true);
    }

    /** Gives a secret a new version, or its first one, and does not wait. */
    public synchronized void put(String secret, String value) {
        SecretName name = SecretName.parse(secret);
        changed.add(name);
        server(name).put(name.secret(), value);
    }

    /** Disables the current version, and waits until that is seen: its readers find no value any more. */
    public synchronized void revoke(String secret) {
        SecretName name = SecretName.parse(secret);
        Instant from = Instant.now();
        changed.add(name);
        server(name).disable(name.secret());
        await(name, from, true);
    }

    /** Takes {@link #revoke} back, and waits until that is seen. */
    public synchronized void enable(String secret) {
        SecretName name = SecretName.parse(secret);
        Instant from = Instant.now();
        server(name).enable(name.secret());
        await(name, from, true);
    }

    /** From now on every vault misbehaves: {@code fail(Fault.refused())} is an outage, {@code fail(Fault.throttled("5"))} a 429. */
    public synchronized void fail(Fault... faults) {
        failing = true;
        for (String name : vaults) {
            dev.vault(name).fault(faults);
        }
    }

    /** Ends what {@link #fail} began. */
    public synchronized void recover() {
        failing = false;
        for (String name : vaults) {
            dev.vault(name).clearFaults();
        }
    }

    /** The server of a vault that was declared: its requests, latency, deletions, rights. What is changed here is not taken back by itself. */
    public synchronized VaultServer vault(String name) {
        if (!vaults.contains(name)) {
            throw new IllegalArgumentException("no test has declared a vault " + name);
        }
        return dev.vault(name);
    }

    /** Identities, tokens, managed identity endpoints, proxy. */
    public io.keyweave.devvault.DevVault dev() {
        return dev;
    }

    /** What {@code Settings.of} of the library and the parameters of Kafka's provider take: vaults, certificate, identity, a ttl of one second. */
    public synchronized Map<String, String> settings() {
        Map<String, String> identity = dev.environment();
        Map<String, String> settings = new TreeMap<>();
        for (String name : vaults) {
            settings.put("vault." + name, dev.vault(name).url());
        }
        settings.put("ca", dev.certificateFile().toString());
        settings.put("authority", identity.get("AZURE_AUTHORITY_HOST"));
        settings.put("auth", "client-secret");
        settings.put("tenant-id", identity.get("AZURE_TENANT_ID"));
        settings.put("client-id", identity.get("AZURE_CLIENT_ID"));
        settings.put("client-secret", identity.get("AZURE_CLIENT_SECRET"));
        settings.put("ttl", "1s");
        return settings;
    }

    /** The same as environment variables, for a process or a container with the network of this machine. */
    public Map<String, String> environment() {
        Map<String, String> environment = new TreeMap<>();
        settings()
                .forEach((name, value) -> environment.put(
                        "KEYWEAVE_"
                                + name.toUpperCase(Locale.ROOT)
                                        .replace('-', '_')
                                        .replace('.', '_'),
                        value));
        return environment;
    }

    /**
     * Gives a process that the test is about to start the settings and, in {@code JAVA_TOOL_OPTIONS} behind what is there, the agent.
     *
     * @param agentJar null for the jar of this JVM's agent
     */
    public ProcessBuilder configure(ProcessBuilder process, @Nullable Path agentJar) {
        Map<String, String> environment = process.environment();
        environment.putAll(environment());
        String jar = agentJar == null ? TestJvm.agentJar() : agentJar.toString();
        if (jar == null) {
            throw new IllegalStateException(
                    "This JVM has no agent whose jar the process could be given: name the jar.");
        }
        environment.put("JAVA_TOOL_OPTIONS", TestJvm.optionsWithAgent(environment.get("JAVA_TOOL_OPTIONS"), jar));
        return process;
    }

    /** Takes back what a test has changed. */
    synchronized void reset() {
        if (failing) {
            recover();
        }
        Map<SecretName, Instant> restored = new LinkedHashMap<>();
        for (SecretName name : changed) {
            String value = declared.get(name);
            restored.put(name, Instant.now());
            if (value != null) {
                server(name).put(name.secret(), value);
            } else {
                server(name).disable(name.secret());
            }
        }
        changed.clear();
        restored.forEach((name, from) -> await(name, from, false));
    }

    private VaultServer server(SecretName name) {
        return vault(name.vault());
    }

    /**
     * A fetch begins only when the one before it was taken in: with the second one after a change, the change is there.
     *
     * @param needed whether it is an error when somebody has read the secret and does not any more
     */
    private void await(SecretName name, Instant from, boolean needed) {
        Instant last = lastRead(name);
        if (failing || last == null || last.plus(STILL_READ).isBefore(from)) {
            return;
        }
        Instant until = Instant.now().plus(needed ? PATIENCE : STILL_READ);
        while (readsSince(name, from) < 2) {
            if (Instant.now().isAfter(until)) {
                if (needed) {
                    throw new IllegalStateException("Nobody has read " + name + " again in " + PATIENCE.toSeconds()
                            + " s, although somebody did before: was it read with a ttl of its own, or is its reader closed?"
                            + " TestVault.put does not wait.");
                }
                return;
            }
            pause();
        }
    }

    private int readsSince(SecretName name, Instant from) {
        int reads = 0;
        for (RecordedRequest request : server(name).requests()) {
            if (isRead(request, name) && !request.at().isBefore(from)) {
                reads++;
            }
        }
        return reads;
    }

    private @Nullable Instant lastRead(SecretName name) {
        Instant last = null;
        for (RecordedRequest request : server(name).requests()) {
            if (isRead(request, name)) {
                last = request.at();
            }
        }
        return last;
    }

    private static boolean isRead(RecordedRequest request, SecretName name) {
        return request.authenticated()
                && request.method().equals("GET")
                && (request.path() + "/")
                        .toLowerCase(Locale.ROOT)
                        .startsWith("/secrets/" + name.secret().toLowerCase(Locale.ROOT) + "/");
    }

    private static void pause() {
        try {
            Thread.sleep(20);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while waiting for a change to be seen", e);
        }
    }
}
