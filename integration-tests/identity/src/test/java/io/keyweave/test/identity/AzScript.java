package io.keyweave.test.identity;

import io.keyweave.devvault.DevVault;
import io.keyweave.http.ClientRequest;
import io.keyweave.http.Deadline;
import io.keyweave.http.HttpTransport;
import io.keyweave.http.ProxyRules;
import io.keyweave.http.TrustedCertificates;
import io.keyweave.json.JsonException;
import io.keyweave.json.JsonObject;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** A program called {@code az} that does what a test says, for a process's {@code PATH}. */
public final class AzScript {

    private final Path directory;

    /** @param directory of its own */
    public AzScript(Path directory) {
        this.directory = directory;
    }

    /** These lines of shell, after noting its arguments. */
    public AzScript doing(String... lines) throws IOException {
        Path az = directory.resolve("az");
        Files.writeString(az, "#!/bin/sh\necho \"$@\" >> " + log() + "\n" + String.join("\n", lines) + "\n");
        Files.setPosixFilePermissions(az, PosixFilePermissions.fromString("rwx------"));
        return this;
    }

    /** Answers its first call with the first of these tokens, and so on; the last one stays. */
    public AzScript answering(String... tokens) throws IOException {
        for (int i = 0; i < tokens.length; i++) {
            Files.writeString(
                    directory.resolve("answer-" + (i + 1)),
                    "{\"accessToken\": \"" + tokens[i]
                            + "\", \"expiresOn\": \"2099-01-01 00:00:00.000000\", \"expires_on\": 4070908800,"
                            + " \"tokenType\": \"Bearer\"}");
        }
        return doing(
                "n=$(wc -l < " + log() + ")",
                "[ $n -le " + tokens.length + " ] || n=" + tokens.length,
                "exec cat " + directory.resolve("answer-") + "$((n))");
    }

    /** The {@code PATH} to give to a process: this program first. */
    public String path() {
        return directory + ":" + System.getenv("PATH");
    }

    /** The arguments of each call so far. */
    public List<String> calls() throws IOException {
        return Files.exists(log()) ? Files.readAllLines(log()) : List.of();
    }

    private Path log() {
        return directory.resolve("calls");
    }

    /** A token for vaults on loopback, as {@code az} would have got it. */
    public static String token(DevVault dev) throws IOException, JsonException {
        Map<String, String> login = dev.environment();
        String form = "grant_type=client_credentials&client_id=" + login.get("AZURE_CLIENT_ID") + "&client_secret="
                + URLEncoder.encode(login.get("AZURE_CLIENT_SECRET"), StandardCharsets.UTF_8) + "&scope="
                + URLEncoder.encode("https://localhost/.default", StandardCharsets.UTF_8);
        URI endpoint = URI.create(dev.entra().authorityHost())
                .resolve("/" + dev.entra().tenantId() + "/oauth2/v2.0/token");
        ClientRequest request = new ClientRequest(
                "POST",
                endpoint,
                Map.of("Content-Type", "application/x-www-form-urlencoded"),
                form.getBytes(StandardCharsets.UTF_8));
        try (HttpTransport wire =
                new HttpTransport(TrustedCertificates.alsoOf(dev.certificateFile()), ProxyRules.NONE)) {
            String answer =
                    wire.send(request, Deadline.after(Duration.ofSeconds(30))).text();
            return JsonObject.parse(answer).string("access_token");
        }
    }
}
