package io.keyweave.benchmarks;

import io.keyweave.test.Jdk;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.util.List;

/** For applications that call an SDK themselves, and have no {@code ca=}. */
final class TrustStore {

    private static final String PASSWORD = "changeit";

    private TrustStore() {}

    /**
     * JVM options for a copy of the JDK's trust store with some certificates more: as many as the application would read in production, in the format that the
     * JDK has them in.
     *
     * @param certificates a PEM file
     * @param work where the copy is written
     */
    static List<String> options(Jdk jdk, Path certificates, Path work) throws IOException, GeneralSecurityException {
        Path copy = work.resolve("cacerts-" + jdk.feature());
        KeyStore store =
                KeyStore.getInstance(jdk.home().resolve("lib/security/cacerts").toFile(), PASSWORD.toCharArray());
        try (InputStream in = Files.newInputStream(certificates)) {
            for (Certificate certificate :
                    CertificateFactory.getInstance("X.509").generateCertificates(in)) {
                store.setCertificateEntry("dev-vault-" + store.size(), certificate);
            }
        }
        // Without these the certificates of a PKCS#12 file are encrypted, which those of a JDK are not.
        System.setProperty("keystore.pkcs12.certProtectionAlgorithm", "NONE");
        System.setProperty("keystore.pkcs12.macAlgorithm", "NONE");
        try (OutputStream out = Files.newOutputStream(copy)) {
            store.store(out, PASSWORD.toCharArray());
        }
        return List.of("-Djavax.net.ssl.trustStore=" + copy);
    }
}
