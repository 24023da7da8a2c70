package io.keyweave.devvault.gcp;

import com.google.api.client.http.HttpTransport;
import com.google.api.client.http.javanet.NetHttpTransport;
import com.google.auth.http.HttpTransportFactory;
import com.google.auth.oauth2.GoogleCredentials;
import com.google.cloud.secretmanager.v1.SecretManagerServiceClient;
import com.google.cloud.secretmanager.v1.SecretManagerServiceSettings;
import io.keyweave.devvault.DevVault;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.security.cert.CertificateFactory;
import java.util.Map;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/** Google's own libraries, told to trust the dev vault's certificate. */
final class GoogleClient {

    private final HttpTransport transport;
    private final HttpTransportFactory transports;
    private final GoogleCloud google;

    GoogleClient(DevVault dev, GoogleCloud google) throws Exception {
        this.google = google;
        this.transport = new NetHttpTransport.Builder()
                .setSslSocketFactory(trusting(dev.certificateFile()).getSocketFactory())
                .build();
        this.transports = () -> transport;
    }

    /** The credentials that a file of the environment describes, by google-auth-library. */
    GoogleCredentials credentials(Map<String, String> environment) throws Exception {
        try (InputStream in = Files.newInputStream(Path.of(environment.get("GOOGLE_APPLICATION_CREDENTIALS")))) {
            return GoogleCredentials.fromStream(in, transports).createScoped(SecretManagerApi.CLOUD_PLATFORM);
        }
    }

    /** Google's client over HTTP and JSON with these credentials. */
    SecretManagerServiceClient client(GoogleCredentials credentials) throws Exception {
        SecretManagerServiceSettings.Builder settings = SecretManagerServiceSettings.newHttpJsonBuilder();
        settings.setTransportChannelProvider(SecretManagerServiceSettings.defaultHttpJsonTransportProviderBuilder()
                .setHttpTransport(transport)
                .setEndpoint(google.secretManager().url())
                .build());
        settings.setCredentialsProvider(() -> credentials);
        return SecretManagerServiceClient.create(settings.build());
    }

    static SSLContext trusting(Path pem) throws Exception {
        KeyStore store = KeyStore.getInstance("PKCS12");
        store.load(null, null);
        try (InputStream in = Files.newInputStream(pem)) {
            store.setCertificateEntry(
                    "ca", CertificateFactory.getInstance("X.509").generateCertificate(in));
        }
        TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        trust.init(store);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(null, trust.getTrustManagers(), null);
        return context;
    }
}
