package io.keyweave.test.identity;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.keyweave.EventLog;
import io.keyweave.Failure;
import io.keyweave.SecretException;
import io.keyweave.SecretRef;
import io.keyweave.azure.KeyVaultProvider;
import io.keyweave.core.SchemeSettings;
import io.keyweave.devvault.DevVault;
import io.keyweave.settings.Settings;
import io.keyweave.test.Contoso;
import io.keyweave.test.EveryJdk;
import io.keyweave.test.ForkedJvm;
import io.keyweave.test.Jdk;
import io.keyweave.test.Outcome;
import io.keyweave.test.identity.MixedUpProxy.Mistake;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Answers that belong to other requests, from a proxy that opens up TLS: no secret is ever served as another. */
class MixedUpAnswersIT {

    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final int THREADS = 8;
    private static final int READS = 25;

    @AutoClose
    private final DevVault dev = DevVault.start();

    @TempDir
    Path directory;

    private KeyVaultProvider behind(MixedUpProxy proxy, Path authority) throws Exception {
        Path both = directory.resolve("both.pem");
        Files.writeString(both, Files.readString(dev.certificateFile()) + Files.readString(authority));
        Map<String, String> environment = new HashMap<>(dev.environment());
        environment.put("HTTPS_PROXY", "http://localhost:" + proxy.port());
        environment.put("NO_PROXY", "localhost");
        KeyVaultProvider provider = new KeyVaultProvider();
        provider.configure(
                new SchemeSettings(Settings.of(Map.of("ca", both.toString()), environment), provider, EventLog.SILENT));
        return provider;
    }

    /** An application with secrets of the vault behind the proxy; without patience where no answer is the right one. */
    private Outcome application(Jdk jdk, MixedUpProxy proxy, Path authority, String patience, String... secrets)
            throws Exception {
        Path both = directory.resolve("both.pem");
        Files.writeString(both, Files.readString(dev.certificateFile()) + Files.readString(authority));
        ForkedJvm jvm = ForkedJvm.on(jdk)
                .agent("ca=" + both + patience)
                .environment(dev.environment())
                .environment("HTTPS_PROXY", "http://localhost:" + proxy.port())
                .environment("NO_PROXY", "localhost");
        for (String secret : secrets) {
            jvm.property("app." + secret, "$<kv:contoso/" + secret + ">");
        }
        return jvm.main(ShowsSecrets.class).run();
    }

    /** Prints its secrets, by name. */
    public static final class ShowsSecrets {

        private ShowsSecrets() {}

        public static void main(String[] arguments) {
            for (String name : new TreeSet<>(System.getProperties().stringPropertyNames())) {
                if (name.startsWith("app.")) {
                    System.out.println(name.substring("app.".length()) + " " + System.getProperty(name));
                }
            }
        }
    }

    @EveryJdk
    void neverReachAnApplication(Jdk jdk) throws Exception {
        Path authority = directory.resolve("proxy.pem");
        try (MixedUpProxy proxy = new MixedUpProxy(Mistake.SHIFT, true, authority)) {
            Outcome right = application(jdk, proxy, authority, Contoso.patience(), "a", "b", "c", "d", "e");
            assertEquals(
                    List.of("a value-of-a", "b value-of-b", "c value-of-c", "d value-of-d", "e value-of-e"),
                    right.expect(0).out(),
                    right.toString());
        }
        try (MixedUpProxy proxy = new MixedUpProxy(Mistake.ALWAYS_ONE, true, authority)) {
            Outcome refused = application(jdk, proxy, authority, ",startup-timeout=8s", "one", "other")
                    .expect(69);
            assertEquals(List.of(), refused.out());
            assertTrue(refused.errText().contains("another secret (contoso.vault.azure.net/one/"), refused.toString());
            refused.expectHarmless("value-of-one");
        }
    }

    private static String read(KeyVaultProvider provider, String name) {
        return provider.fetch(new SecretRef("kv", "contoso", name, null), PATIENCE)
                .value();
    }

    /** Each mistake is seen once by a fetch, which asks again on a new connection and then has its own answer. */
    @ParameterizedTest
    @CsvSource({"SURPLUS, true", "SURPLUS, false", "SHIFT, true", "SHIFT, false", "OTHER_ERROR, true"})
    void areAskedForOnceMore(Mistake mistake, boolean repeatsIds) throws Exception {
        Path authority = directory.resolve("proxy.pem");
        try (MixedUpProxy proxy = new MixedUpProxy(mistake, repeatsIds, authority);
                KeyVaultProvider provider = behind(proxy, authority)) {
            for (int i = 0; i < READS; i++) {
                assertEquals("value-of-secret-" + i, read(provider, "secret-" + i));
            }
            assertTrue(proxy.requests() <= 2 * READS, proxy.requests() + " requests");
            assertTrue(proxy.connections() > 1, "a connection that was out of step is not used again");
        }
    }

    /** Threads that share connections never get each other's: their own, or a failure that says so. */
    @ParameterizedTest
    @CsvSource({"SURPLUS, true", "SURPLUS, false", "SHIFT, true", "SHIFT, false", "SWAP, true", "SWAP, false"})
    void neverReachAnotherThread(Mistake mistake, boolean repeatsIds) throws Exception {
        Path authority = directory.resolve("proxy.pem");
        ExecutorService threads = Executors.newFixedThreadPool(THREADS);
        try (MixedUpProxy proxy = new MixedUpProxy(mistake, repeatsIds, authority);
                KeyVaultProvider provider = behind(proxy, authority)) {
            List<Future<Integer>> readers = new ArrayList<>();
            for (int thread = 0; thread < THREADS; thread++) {
                String prefix = "thread-" + thread + "-secret-";
                readers.add(threads.submit(() -> {
                    int failed = 0;
                    for (int i = 0; i < READS; i++) {
                        try {
                            assertEquals("value-of-" + prefix + i, read(provider, prefix + i));
                        } catch (SecretException e) {
                            assertEquals(
                                    Failure.Kind.INVALID_RESPONSE,
                                    e.failures().get(0).kind());
                            failed++;
                        }
                    }
                    return failed;
                }));
            }
            int failed = 0;
            for (Future<Integer> reader : readers) {
                failed += reader.get();
            }
            assertTrue(failed < THREADS * READS / 2, failed + " of " + THREADS * READS + " failed");
        } finally {
            threads.shutdownNow();
        }
    }

    @Test
    void areNeverServedEvenIfNothingElseComes() throws Exception {
        Path authority = directory.resolve("proxy.pem");
        try (MixedUpProxy proxy = new MixedUpProxy(Mistake.ALWAYS_ONE, true, authority);
                KeyVaultProvider provider = behind(proxy, authority)) {
            assertEquals("value-of-one", read(provider, "ONE"));
            SecretException refused = assertThrows(SecretException.class, () -> read(provider, "other"));
            Failure failure = refused.failures().get(0);
            assertEquals(Failure.Kind.INVALID_RESPONSE, failure.kind());
            assertTrue(failure.cause().contains("another secret (contoso.vault.azure.net/one/"), failure.cause());
            assertTrue(failure.remedy().contains("NO_PROXY"), failure.remedy());
            assertEquals(3, proxy.requests(), "one, and twice the other");
        }
    }
}
