package io.keyweave.test.spring;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.keyweave.devvault.tls.CertificateAuthority;
import io.keyweave.devvault.tls.TlsIdentity;
import io.keyweave.test.EveryJdk;
import io.keyweave.test.Jdk;
import io.keyweave.test.Outcome;
import io.keyweave.test.spring.tls.TlsApplication;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A certificate as Key Vault hands one out, base64 of PKCS#12, is the key, the chain and the trust of Spring Boot's SSL bundles: in PEM by
 * {@code #pem-key}, {@code #pem-chain} and {@code #pem-trust}, and as it is by {@code base64:}.
 */
class TlsBundleIT {

    private static final TlsIdentity IDENTITY =
            CertificateAuthority.create("the tests' authority").server(List.of("localhost"));

    private static final String TRUSTING =
            "spring.ssl.bundle.pem.trusting.truststore.certificate=$<kv:contoso/web#pem-trust>";

    @AutoClose
    private static final SpringVault VAULT = new SpringVault();

    @TempDir
    private static Path directory;

    @BeforeAll
    static void certificate() throws Exception {
        assumeTrue(
                TlsBundleIT.class.getResource("/org/springframework/boot/ssl/SslBundles.class") != null,
                "before Spring Boot 3.1 there are no bundles");
        Path file = directory.resolve("web.p12");
        IDENTITY.writePkcs12(file, new char[0]);
        VAULT.server.put("web", Base64.getEncoder().encodeToString(Files.readAllBytes(file)), "application/x-pkcs12");
    }

    @EveryJdk
    void inPem(Jdk jdk) throws Exception {
        serves(
                jdk,
                "server.ssl.bundle=web",
                "spring.ssl.bundle.pem.web.keystore.private-key=$<kv:contoso/web#pem-key>",
                "spring.ssl.bundle.pem.web.keystore.certificate=$<kv:contoso/web#pem-chain>");
    }

    @Test
    void asPkcs12() throws Exception {
        serves(
                Jdk.oldest(),
                "server.ssl.bundle=web",
                "spring.ssl.bundle.jks.web.keystore.type=PKCS12",
                "spring.ssl.bundle.jks.web.keystore.password=",
                "spring.ssl.bundle.jks.web.keystore.location=base64:$<kv:contoso/web>");
    }

    private static void serves(Jdk jdk, String... lines) throws Exception {
        Path work = Files.createTempDirectory(directory, "app");
        Files.writeString(
                work.resolve("application.properties"),
                "server.port=0\n" + TRUSTING + "\n" + String.join("\n", lines) + "\n");
        Outcome outcome = VAULT.contoso
                .jvm(jdk, "startup-timeout=120s")
                .directory(work)
                .classPath(SpringVault.classPath())
                .main(TlsApplication.class)
                .run()
                .expect(0);
        String expected =
                "hello from " + IDENTITY.certificate().getSerialNumber().toString(16);
        assertTrue(outcome.outText().contains(expected), outcome.toString());
        assertFalse(outcome.toString().contains("PRIVATE KEY"), "a key was printed");
    }
}
