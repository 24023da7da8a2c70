package io.keyweave.benchmarks;

import io.keyweave.devvault.DevVault;
import io.keyweave.devvault.aws.AwsServer;
import io.keyweave.devvault.gcp.GoogleCloud;
import io.keyweave.devvault.tls.CertificateAuthority;
import io.keyweave.devvault.tls.TlsIdentity;
import io.keyweave.test.Jdk;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.GeneralSecurityException;
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

    /** @param work where trust stores are written */
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

    /** Keyweave's agent arguments that lead to AWS; its address is in the environment. */
    String awsSettings(Path extension) {
        return "=ca=" + dev.certificateFile() + ",extensions=" + extension;
    }

    /** Keyweave's agent arguments that lead to Google. */
    String googleSettings(Path extension) {
        return awsSettings(extension) + ",gcp.endpoint="
                + google.secretManager().url();
    }

    /** How long AWS takes for an answer. */
    void awsLatency(Duration latency) {
        aws.latency(latency);
    }

    /** For an application that calls the SDK itself. */
    List<String> trustOptions(Jdk jdk) throws IOException, GeneralSecurityException {
        return TrustStore.options(jdk, certificates, work);
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
