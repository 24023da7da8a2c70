package io.keyweave.azure;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.keyweave.azure.http.Deadline;
import io.keyweave.azure.http.HttpTransport;
import io.keyweave.azure.http.ProxyRules;
import io.keyweave.azure.http.Request;
import io.keyweave.azure.http.Trust;
import io.keyweave.devvault.DevVault;
import io.keyweave.json.JsonObject;
import io.keyweave.test.EveryJdk;
import io.keyweave.test.ForkedJvm;
import io.keyweave.test.Jdk;
import io.keyweave.test.Outcome;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/**
 * The Azure SDK as its documentation shows it, and ours, in one process of each JDK, in the environment of each identity: both read the
 * secret, and what ours sends is what the SDK sends, to the vault, where the request is our own, and to log in, where ours sets up
 * azure-identity in its own way. When a new SDK version speaks otherwise, this fails.
 */
class SdkSideBySideIT {

    private DevVault dev;

    @TempDir
    Path directory;

    @BeforeEach
    void start() {
        dev = DevVault.start();
        dev.vault("contoso").put("db-password", "s3cret");
    }

    @AfterEach
    void stop() {
        dev.close();
    }

    @EveryJdk
    void clientSecret(Jdk jdk) {
        compare(jdk, "client-secret", dev.environment());
    }

    @EveryJdk
    void clientCertificateInPem(Jdk jdk) {
        compare(jdk, "client-certificate", dev.certificateEnvironment());
    }

    @EveryJdk
    void clientCertificateInPkcs12(Jdk jdk) {
        compare(jdk, "client-certificate", dev.certificateEnvironment("opensesame"));
    }

    @EveryJdk
    void workloadIdentity(Jdk jdk) {
        compare(jdk, "workload-identity", dev.workloadIdentityEnvironment());
    }

    @EveryJdk
    void managedIdentityOfTheMachine(Jdk jdk) {
        compare(jdk, "managed-identity", dev.managedIdentityEnvironment());
    }

    @EveryJdk
    void managedIdentityAssignedByUser(Jdk jdk) {
        Map<String, String> environment = new HashMap<>(dev.managedIdentityEnvironment());
        environment.put("AZURE_CLIENT_ID", dev.imds().userAssigned().clientId());
        compare(jdk, "managed-identity", environment);
    }

    @EveryJdk
    void appService(Jdk jdk) {
        compare(jdk, "managed-identity", dev.appServiceEnvironment());
    }

    @EveryJdk
    void azureArc(Jdk jdk) {
        compare(jdk, "managed-identity", dev.arc().environment());
    }

    @EveryJdk
    void azureCli(Jdk jdk) throws Exception {
        Path log = directory.resolve("az.log");
        Path answer = Files.writeString(
                directory.resolve("answer.json"),
                "{\"accessToken\": \"" + token()
                        + "\", \"expiresOn\": \"2099-01-01 00:00:00.000000\", \"expires_on\": 4070908800,"
                        + " \"tokenType\": \"Bearer\"}");
        Path az = Files.writeString(
                directory.resolve("az"), "#!/bin/sh\necho \"$@\" >> " + log + "\nexec cat " + answer + "\n");
        Files.setPosixFilePermissions(az, PosixFilePermissions.fromString("rwx------"));
        Outcome outcome = run(
                jdk,
                "azure-cli",
                Map.of(
                        "PATH",
                        directory + ":" + System.getenv("PATH"),
                        "AZURE_TENANT_ID",
                        dev.entra().tenantId()));
        outcome.expect(0);
        List<String> calls = Files.readAllLines(log);
        assertEquals(2, calls.size(), calls.toString());
        assertEquals(calls.get(0), calls.get(1));
    }

    private void compare(Jdk jdk, String auth, Map<String, String> environment) {
        Outcome outcome = run(jdk, auth, environment).expect(0);
        assertEquals(List.of("value s3cret", "value s3cret"), lines(outcome, "value", true));
        List<String> sdk = lines(outcome, "sdk ", false);
        assertFalse(sdk.isEmpty());
        assertEquals(sdk, lines(outcome, "ours ", false));
        assertTrue(outcome.err().isEmpty(), outcome.errText());
    }

    private Outcome run(Jdk jdk, String auth, Map<String, String> environment) {
        return ForkedJvm.on(jdk)
                .environment(environment)
                .option("-cp")
                .option(System.getProperty("java.class.path"))
                .main(
                        SdkSideBySide.class.getName(),
                        auth,
                        dev.vault("contoso").url(),
                        dev.certificateFile().toString())
                .run();
    }

    private static List<String> lines(Outcome outcome, String prefix, boolean whole) {
        return outcome.out().stream()
                .filter(line -> line.startsWith(prefix))
                .map(line -> whole ? line : line.substring(prefix.length()))
                .toList();
    }

    /** One for the vault, as az would have got it. */
    private String token() throws Exception {
        Map<String, String> login = dev.environment();
        String form = "grant_type=client_credentials&client_id=" + login.get("AZURE_CLIENT_ID") + "&client_secret="
                + URLEncoder.encode(login.get("AZURE_CLIENT_SECRET"), StandardCharsets.UTF_8) + "&scope="
                + URLEncoder.encode("https://localhost/.default", StandardCharsets.UTF_8);
        URI endpoint = URI.create(dev.entra().authorityHost())
                .resolve("/" + dev.entra().tenantId() + "/oauth2/v2.0/token");
        try (HttpTransport wire = new HttpTransport(trust(), ProxyRules.NONE)) {
            String answer = wire.send(Request.form(endpoint, form), Deadline.after(Duration.ofSeconds(30)))
                    .text();
            return JsonObject.parse(answer).string("access_token");
        }
    }

    private Trust trust() throws IOException {
        return Trust.alsoOf(dev.certificateFile());
    }
}
