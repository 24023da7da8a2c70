package io.keyweave.azure.identity;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.microsoft.aad.msal4j.MsalEnvironment;
import io.keyweave.devvault.DevVault;
import io.keyweave.http.ClientRequest;
import io.keyweave.http.ClientResponse;
import io.keyweave.http.Deadline;
import io.keyweave.http.Transport;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Azure Arc's challenge names a file: anything on the port could name /etc/shadow. */
class ArcChallengeIT {

    private static final Map<String, String> ARC =
            Map.of("IDENTITY_ENDPOINT", "http://localhost:40342/token", "IMDS_ENDPOINT", "http://localhost:40342");

    @TempDir
    Path directory;

    private final List<ClientRequest> sent = new ArrayList<>();

    @Test
    void sendsNoOtherFile() throws Exception {
        Path outside = Files.writeString(directory.resolve("secret.key"), "s3cret");
        for (String header : List.of(
                "Basic realm=" + outside,
                "Basic realm=/var/opt/azcmagent/tokens/.." + outside,
                "Basic realm=/var/opt/azcmagent/tokens/../../../.." + outside,
                "Basic realm=/var/opt/azcmagent/tokens/absent.key",
                "Basic realm=/etc/hostname",
                "Basic realm=",
                "Basic",
                "Bearer realm=" + outside)) {
            sent.clear();
            TokenException e = assertThrows(TokenException.class, () -> acquire(challenge(header)), header);
            assertFalse(String.valueOf(e.detail()).contains("s3cret"), e.detail());
            assertEquals(1, sent.size(), "nothing was sent in answer to " + header);
        }
    }

    @Test
    void saysWhatToDoAboutAKeyThatCannotBeRead() {
        TokenException e = assertThrows(
                TokenException.class, () -> acquire(challenge("Basic realm=/var/opt/azcmagent/tokens/absent.key")));
        assertEquals(TokenException.Stage.CONFIGURATION, e.stage());
        assertEquals(true, String.valueOf(e.detail()).contains("group himds"), e.detail());
    }

    @Test
    void takesAKeyWithALineEnd() throws Exception {
        try (DevVault dev = DevVault.start()) {
            // Makes the directory, in the only place where the SDK looks.
            dev.arc();
            Path key = Path.of("/var/opt/azcmagent/tokens", UUID.randomUUID() + ".key");
            Files.writeString(key, "s3cret\r\n");
            try {
                assertThrows(TokenException.class, () -> acquire(challenge("Basic realm=" + key)));
            } finally {
                Files.delete(key);
            }
        }
        assertEquals(2, sent.size());
        assertEquals("Basic s3cret", sent.get(1).headers().get("Authorization"));
    }

    private AccessToken acquire(ClientResponse answer) throws TokenException {
        Transport transport = (request, connecting, deadline) -> {
            sent.add(request);
            return answer;
        };
        MsalEnvironment.set(ARC);
        return ManagedIdentity.of(transport, ARC, null, InstantSource.system())
                .acquire(new Audience("https://vault.azure.net", null), null, Deadline.after(Duration.ofSeconds(60)));
    }

    private static ClientResponse challenge(String header) {
        return new ClientResponse(
                401,
                Map.of("www-authenticate", List.of(header)),
                "{\"error\":\"unauthorized_client\"}".getBytes(StandardCharsets.UTF_8));
    }
}
