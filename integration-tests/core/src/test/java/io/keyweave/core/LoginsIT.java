package io.keyweave.core;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.example.harmless.ShowsThreads;
import io.keyweave.test.Contoso;
import io.keyweave.test.EveryJdk;
import io.keyweave.test.ForkedJvm;
import io.keyweave.test.Jdk;
import io.keyweave.test.OneJdk;
import io.keyweave.test.Outcome;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;

/**
 * Every login through the Azure SDK inside the packed agent, where much of what the SDK could load is left out: it works, prints
 * nothing even if the application wants the SDK to, and leaves no thread of the SDK behind.
 */
class LoginsIT {

    /** The JVM's own; what it has besides is ours and says so. */
    private static final Set<String> JVM = Set.of(
            "Attach Listener",
            "Common-Cleaner",
            "Finalizer",
            "Monitor Ctrl-Break",
            "Notification Thread",
            "Reference Handler",
            "Signal Dispatcher",
            "main (not a daemon)");

    /** What a first secret must not load, whatever the login: each is hundreds of classes, or touches the application. */
    private static final List<String> NOT_LOADED = List.of(
            "com.azure.xml.",
            "com.sun.jna.",
            "io.netty.",
            "java.net.http.",
            "java.util.logging.LogManager",
            "reactor.netty.");

    @TempDir
    static Path work;

    @AutoClose
    private static final Contoso CONTOSO = new Contoso();

    @BeforeAll
    static void fill() {
        CONTOSO.vault().put("app-secret", "the-secret-value");
    }

    @EveryJdk
    void clientSecret(Jdk jdk) throws IOException {
        reads(jdk, CONTOSO.dev().environment());
    }

    @EveryJdk
    void clientCertificateInPem(Jdk jdk) throws IOException {
        reads(jdk, CONTOSO.dev().certificateEnvironment());
    }

    @EveryJdk
    void clientCertificateInPkcs12(Jdk jdk) throws IOException {
        reads(jdk, CONTOSO.dev().certificateEnvironment("opensesame"));
    }

    @OneJdk
    void workloadIdentity(Jdk jdk) throws IOException {
        reads(jdk, CONTOSO.dev().workloadIdentityEnvironment());
    }

    @OneJdk
    void managedIdentityOfTheMachine(Jdk jdk) throws IOException {
        reads(jdk, CONTOSO.dev().managedIdentityEnvironment());
    }

    @OneJdk
    void appService(Jdk jdk) throws IOException {
        reads(jdk, CONTOSO.dev().appServiceEnvironment());
    }

    @OneJdk
    void azureArc(Jdk jdk) throws IOException {
        reads(jdk, CONTOSO.dev().arc().environment());
    }

    private static void reads(Jdk jdk, Map<String, String> environment) throws IOException {
        Path loaded = Files.createTempFile(work, "classes", ".log");
        int requests = CONTOSO.dev().tokenRequests().size();
        Outcome outcome = ForkedJvm.on(jdk)
                .agent(CONTOSO.settings() + Contoso.patience())
                .environment(environment)
                .environment(Map.of("AZURE_LOG_LEVEL", "verbose"))
                .property("app.secret", "$<kv:contoso/app-secret>")
                .option("-Xlog:class+load:file=" + loaded)
                .main(ShowsThreads.class)
                .run()
                .expect(0);

        assertEquals(List.of(), outcome.err());
        assertEquals("secret=the-secret-value", outcome.out().get(0));
        for (String line : outcome.out().subList(1, outcome.out().size())) {
            String thread = line.substring("thread=".length());
            assertTrue(line.startsWith("thread=") && (JVM.contains(thread) || thread.startsWith("keyweave-")), line);
        }
        // Azure Arc's first answer is a challenge.
        assertEquals(
                environment.containsKey("IMDS_ENDPOINT") ? 2 : 1,
                CONTOSO.dev().tokenRequests().size() - requests);
        try (Stream<String> lines = Files.lines(loaded)) {
            List<String> unwanted = lines.filter(line -> line.contains("source: "))
                    .filter(line -> NOT_LOADED.stream().anyMatch(name -> line.contains(" " + name)))
                    .toList();
            assertEquals(List.of(), unwanted);
        }
    }
}
