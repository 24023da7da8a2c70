package io.keyweave.devvault.aws;

import io.keyweave.devvault.DevVault;
import java.io.InputStream;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.security.cert.CertificateFactory;
import java.util.Map;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import software.amazon.awssdk.auth.credentials.AnonymousCredentialsProvider;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.auth.credentials.AwsSessionCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.awscore.retry.AwsRetryStrategy;
import software.amazon.awssdk.core.client.config.ClientOverrideConfiguration;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.secretsmanager.SecretsManagerClient;
import software.amazon.awssdk.services.sts.StsClient;

/** Clients of the AWS SDK that trust the dev vault's certificate, and nothing else. */
final class SdkClients {

    private SdkClients() {}

    static SecretsManagerClient secrets(
            DevVault dev, Map<String, String> environment, AwsCredentialsProvider credentials) {
        return secrets(dev, environment, credentials, AwsServer.REGION);
    }

    static SecretsManagerClient secrets(
            DevVault dev, Map<String, String> environment, AwsCredentialsProvider credentials, String region) {
        return SecretsManagerClient.builder()
                .region(Region.of(region))
                .endpointOverride(URI.create(environment.get("AWS_ENDPOINT_URL_SECRETS_MANAGER")))
                .credentialsProvider(credentials)
                .httpClient(http(dev))
                .overrideConfiguration(noRetries())
                .build();
    }

    static StsClient tokens(DevVault dev, Map<String, String> environment) {
        return StsClient.builder()
                .region(Region.of(AwsServer.REGION))
                .endpointOverride(URI.create(environment.get("AWS_ENDPOINT_URL_STS")))
                .credentialsProvider(AnonymousCredentialsProvider.create())
                .httpClient(http(dev))
                .overrideConfiguration(noRetries())
                .build();
    }

    /** What the environment variables say. */
    static AwsCredentialsProvider credentials(Map<String, String> environment) {
        String token = environment.get("AWS_SESSION_TOKEN");
        String id = environment.get("AWS_ACCESS_KEY_ID");
        String secret = environment.get("AWS_SECRET_ACCESS_KEY");
        AwsCredentials credentials = token == null
                ? AwsBasicCredentials.create(id, secret)
                : AwsSessionCredentials.create(id, secret, token);
        return StaticCredentialsProvider.create(credentials);
    }

    private static ClientOverrideConfiguration noRetries() {
        return ClientOverrideConfiguration.builder()
                .retryStrategy(AwsRetryStrategy.doNotRetry())
                .build();
    }

    private static SdkHttpClient http(DevVault dev) {
        return UrlConnectionHttpClient.builder()
                .tlsTrustManagersProvider(() -> trusting(dev.certificateFile()))
                .build();
    }

    private static TrustManager[] trusting(Path pem) {
        try (InputStream in = Files.newInputStream(pem)) {
            KeyStore store = KeyStore.getInstance("PKCS12");
            store.load(null, null);
            store.setCertificateEntry(
                    "ca", CertificateFactory.getInstance("X.509").generateCertificate(in));
            TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
            trust.init(store);
            return trust.getTrustManagers();
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }
}
