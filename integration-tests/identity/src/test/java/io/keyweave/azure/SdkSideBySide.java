package io.keyweave.azure;

import com.azure.core.credential.TokenCredential;
import com.azure.core.http.HttpClient;
import com.azure.identity.AzureCliCredentialBuilder;
import com.azure.identity.ClientCertificateCredentialBuilder;
import com.azure.identity.ClientSecretCredentialBuilder;
import com.azure.identity.ManagedIdentityCredentialBuilder;
import com.azure.identity.WorkloadIdentityCredentialBuilder;
import com.azure.security.keyvault.secrets.SecretClient;
import com.azure.security.keyvault.secrets.SecretClientBuilder;
import io.keyweave.EventLog;
import io.keyweave.SecretRef;
import io.keyweave.azure.transport.SdkHttpClient;
import io.keyweave.core.SchemeSettings;
import io.keyweave.http.ClientRequest;
import io.keyweave.http.ClientResponse;
import io.keyweave.http.Deadline;
import io.keyweave.http.HttpTransport;
import io.keyweave.http.ProxyRules;
import io.keyweave.http.Transport;
import io.keyweave.http.TransportException;
import io.keyweave.http.TrustedCertificates;
import io.keyweave.settings.Settings;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * A process in one identity's environment that reads a secret twice, with the Azure SDK as its documentation shows it and with Keyweave's
 * use of it, and prints what each sent.
 * Arguments: {@code auth} setting, vault URL, certificate file. A process of its own, because the SDK reads the environment itself.
 */
public final class SdkSideBySide {

    private SdkSideBySide() {}

    /** Notes what passes. */
    private record Recorder(Transport transport, List<String> requests) implements Transport {
        @Override
        public ClientResponse send(ClientRequest request, Deadline connecting, Deadline deadline)
                throws TransportException {
            requests.add(RequestShape.of(request));
            return transport.send(request, connecting, deadline);
        }
    }

    public static void main(String[] args) throws Exception {
        String auth = args[0];
        String vault = args[1];
        Path ca = Path.of(args[2]);
        List<String> sdk = new CopyOnWriteArrayList<>();
        try (HttpTransport wire = new HttpTransport(TrustedCertificates.alsoOf(ca), ProxyRules.NONE)) {
            Recorder recorder = new Recorder(wire, sdk);
            HttpClient client = SdkHttpClient.pipeline(
                            (request, context) -> recorder.send(request, Deadline.after(Duration.ofSeconds(30))))
                    .getHttpClient();
            SecretClient secrets = new SecretClientBuilder()
                    .vaultUrl(vault)
                    .httpClient(client)
                    .credential(credential(auth, client))
                    .disableChallengeResourceVerification()
                    .buildClient();
            System.out.println("value " + secrets.getSecret("db-password").getValue());
        }
        List<String> ours = new CopyOnWriteArrayList<>();
        try (KeyVaultProvider provider =
                new KeyVaultProvider(wire -> new Recorder(wire, ours), InstantSource.system())) {
            provider.configure(new SchemeSettings(
                    Settings.of(Map.of("vault.v", vault, "auth", auth, "ca", ca.toString())),
                    provider,
                    EventLog.SILENT));
            SecretRef ref = new SecretRef("kv", "v", "db-password", null);
            System.out.println(
                    "value " + provider.fetch(ref, Duration.ofSeconds(30)).value());
        }
        sdk.forEach(line -> System.out.println("sdk " + line));
        ours.forEach(line -> System.out.println("ours " + line));
        System.exit(0);
    }

    private static TokenCredential credential(String auth, HttpClient client) {
        String tenant = System.getenv("AZURE_TENANT_ID");
        String id = System.getenv("AZURE_CLIENT_ID");
        String authority = System.getenv("AZURE_AUTHORITY_HOST");
        return switch (auth) {
            case "client-secret" ->
                new ClientSecretCredentialBuilder()
                        .httpClient(client)
                        .authorityHost(authority)
                        .disableInstanceDiscovery()
                        .tenantId(tenant)
                        .clientId(id)
                        .clientSecret(System.getenv("AZURE_CLIENT_SECRET"))
                        .build();
            case "client-certificate" -> certificate(client, authority, tenant, id);
            case "workload-identity" ->
                new WorkloadIdentityCredentialBuilder()
                        .httpClient(client)
                        .authorityHost(authority)
                        .disableInstanceDiscovery()
                        .tenantId(tenant)
                        .clientId(id)
                        .tokenFilePath(System.getenv("AZURE_FEDERATED_TOKEN_FILE"))
                        .build();
            case "managed-identity" ->
                new ManagedIdentityCredentialBuilder()
                        .httpClient(client)
                        .clientId(id)
                        .build();
            case "azure-cli" -> new AzureCliCredentialBuilder().tenantId(tenant).build();
            default -> throw new IllegalArgumentException(auth);
        };
    }

    private static TokenCredential certificate(HttpClient client, String authority, String tenant, String id) {
        ClientCertificateCredentialBuilder builder = new ClientCertificateCredentialBuilder()
                .httpClient(client)
                .authorityHost(authority)
                .disableInstanceDiscovery()
                .tenantId(tenant)
                .clientId(id);
        String path = System.getenv("AZURE_CLIENT_CERTIFICATE_PATH");
        String password = System.getenv("AZURE_CLIENT_CERTIFICATE_PASSWORD");
        return (password == null
                        ? builder.pemCertificate(path)
                        : builder.pfxCertificate(path).clientCertificatePassword(password))
                .build();
    }
}
