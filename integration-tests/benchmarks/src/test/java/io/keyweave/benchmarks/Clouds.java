package io.keyweave.benchmarks;

import io.keyweave.devvault.DevVault;
import io.keyweave.devvault.aws.AwsServer;
import io.keyweave.devvault.gcp.GoogleCloud;
import io.keyweave.devvault.tls.CertificateAuthority;
import io.keyweave.devvault.tls.TlsIdentity;
import io.keyweave.test.Jdk;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** AWS and Google on loopback, with secrets {@code secret-N} worth {@code value-N}. */
final class Clouds implements AutoCloseable {

    static final int SECRETS = 100;

    private final DevVault dev = DevVault.start();
    private final AwsServer aws = AwsServer.in(dev);
    private final GoogleCloud google = GoogleCloud.open(dev);
    private final GrpcSecretManager grpc;
    private final Path work;
    private final Path certificates;

    /** @param work where the trust stores are written for those who have no {@code ca=} */
    Clouds(Path work) throws IOException, GeneralSecurityException {
        this.work = work;
        for (int i = 0; i < SECRETS; i++) {
            aws.secrets().put("secret-" + i, "value-" + i);
            google.secretManager().put("projects/" + GoogleCloud.PROJECT + "/secrets/secret-" + i, "value-" + i);
        }
        CertificateAuthority authority = CertificateAuthority.create("gRPC of the benchmarks");
        grpc = new GrpcSecretManager(authority.server(List.of("localhost")), work);
        certificates = work.resolve("certificates.pem");
        Files.copy(dev.certificateFile(), certificates);
        Files.writeString(certificates, TlsIdentity.pem(authority.certificate()), StandardOpenOption.APPEND);
    }

    /** Keyweave's agent arguments that lead to both. */
    String settings(Path extension) {
        return "=ca=" + dev.certificateFile() + ",extensions=" + extension + ",gcp.endpoint="
                + google.secretManager().url();
    }

    /** How long AWS takes for an answer. */
    void awsLatency(Duration latency) {
        aws.latency(latency);
    }

    /** For an application that calls the SDK itself. It reads as many certificates as it would for the clouds, in the format that its JDK has them in. */
    List<String> trustOptions(Jdk jdk) throws IOException, GeneralSecurityException {
        Path trustStore = work.resolve("cacerts-" + jdk.feature());
        KeyStore store =
                KeyStore.getInstance(jdk.home().resolve("lib/security/cacerts").toFile(), "changeit".toCharArray());
        Vaults.addCertificates(store, certificates);
        // Without these the certificates of a PKCS#12 file are encrypted, which those of a JDK are not.
        System.setProperty("keystore.pkcs12.certProtectionAlgorithm", "NONE");
        System.setProperty("keystore.pkcs12.macAlgorithm", "NONE");
        try (OutputStream out = Files.newOutputStream(trustStore)) {
            store.store(out, "changeit".toCharArray());
        }
        return List.of("-Djavax.net.ssl.trustStore=" + trustStore);
    }

    /** Where Google's client finds Secret Manager. */
    String grpcEndpoint() {
        return grpc.endpoint();
    }

    /** An access key for AWS, a service account's key for Google. */
    Map<String, String> environment() {
        Map<String, String> environment = new HashMap<>(aws.environment());
        environment.putAll(google.environment());
        return environment;
    }

    @Override
    public void close() {
        grpc.close();
        dev.close();
    }
}
