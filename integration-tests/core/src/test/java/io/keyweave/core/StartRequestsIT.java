package io.keyweave.core;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.example.overlap.ReadsSecrets;
import io.keyweave.devvault.RecordedRequest;
import io.keyweave.devvault.VaultServer;
import io.keyweave.test.Contoso;
import io.keyweave.test.ForkedJvm;
import io.keyweave.test.Jdk;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a start asks of the vault and of the identity: times differ from machine to machine, requests and connections do not. */
class StartRequestsIT {

    /** As many as fetches may run at once where answers are slow. */
    private static final int MOST_FETCHES = 64;

    @AutoClose
    private final Contoso contoso = new Contoso();

    private final VaultServer vault = contoso.vault();

    @BeforeEach
    void start() {
        vault.latency(Duration.ofMillis(20));
    }

    @ParameterizedTest
    @CsvSource({"1,premain", "20,premain", "100,premain", "100,first-read"})
    void oneLoginOneChallengeAndOneRequestForEachSecret(int secrets, String wait) {
        ForkedJvm jvm = contoso.jvm(Jdk.oldest(), "startup-timeout=60s", "startup-wait=" + wait);
        for (int i = 0; i < secrets; i++) {
            vault.put("secret-" + i, "value-" + i);
            jvm.property("secret." + i, "$<kv:contoso/secret-" + i + ">")
                    .property("again." + i, "$<kv:contoso/secret-" + i + ">");
        }
        jvm.main(ReadsSecrets.class, Integer.toString(secrets)).run().expect(0);

        List<RecordedRequest> gets = vault.requests();
        Set<String> paths = new HashSet<>();
        gets.stream().filter(RecordedRequest::authenticated).forEach(get -> paths.add(get.path()));
        assertEquals(secrets, paths.size());
        assertEquals(
                secrets,
                gets.stream().filter(RecordedRequest::authenticated).count(),
                "each secret once, however many placeholders name it");
        assertEquals(1, gets.size() - secrets, "the challenge");
        assertEquals(1, contoso.dev().tokenRequests().size());
        // One more is opened while the first fetch still loads the SDK's client.
        assertTrue(
                vault.connections() <= Math.min(secrets, MOST_FETCHES) + 1,
                () -> vault.connections() + " connections for " + secrets + " secrets");
    }
}
