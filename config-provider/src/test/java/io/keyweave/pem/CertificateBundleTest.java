package io.keyweave.pem;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyFactory;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CertificateBundleTest {

    private static final String PASSWORD = "changeit";

    /** A root, and a leaf it signed, as {@code az keyvault secret show} prints them: PKCS#12 without a password, in base64. */
    private static String signed;

    private static String selfSigned;

    @BeforeAll
    static void makeCertificates(@TempDir Path directory) throws Exception {
        Path file = directory.resolve("made.p12");
        keytool(file, "root", "CN=Root", "-ext", "bc:c");
        keytool(file, "leaf", "CN=Leaf", "-signer", "root");
        KeyStore made = KeyStore.getInstance("PKCS12");
        try (InputStream in = Files.newInputStream(file)) {
            made.load(in, PASSWORD.toCharArray());
        }
        signed = withoutPassword(made, "leaf");
        selfSigned = withoutPassword(made, "root");
    }

    private static void keytool(Path store, String alias, String name, String... more) throws Exception {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
                "-genkeypair",
                "-alias",
                alias,
                "-dname",
                name,
                "-keyalg",
                "EC",
                "-storetype",
                "PKCS12",
                "-keystore",
                store.toString(),
                "-storepass",
                PASSWORD));
        command.addAll(List.of(more));
        Process process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
        assertTrue(process.waitFor(60, TimeUnit.SECONDS));
        assertEquals(0, process.exitValue());
    }

    private static String withoutPassword(KeyStore made, String alias) throws Exception {
        KeyStore store = KeyStore.getInstance("PKCS12");
        store.load(null, null);
        store.setKeyEntry(
                "1", made.getKey(alias, PASSWORD.toCharArray()), new char[0], made.getCertificateChain(alias));
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        store.store(out, new char[0]);
        return Base64.getEncoder().encodeToString(out.toByteArray());
    }

    /** Found by ./fuzz: the end that is there shares its dashes with the beginning. */
    @Test
    void aBlockThatEndsInsideItsFirstLineHasNoEnd() {
        String message = assertThrows(
                        IllegalArgumentException.class,
                        () -> CertificateBundle.read("-----BEGIN CERTIFICATE-------END CERTIFICATE-----"))
                .getMessage();
        assertEquals("a PEM block has a beginning and no end", message);
    }

    @Test
    void readsPkcs12AsKeyVaultExportsIt() throws Exception {
        CertificateBundle bundle = CertificateBundle.read(signed);

        List<X509Certificate> chain = certificates(bundle.chain());
        assertEquals(List.of("CN=Leaf", "CN=Root"), names(chain));
        assertEquals(List.of("CN=Root"), names(certificates(bundle.trust())));
        assertKeyBelongsTo(bundle.key(), chain.get(0));
    }

    @Test
    void trustsASelfSignedCertificateItself() throws Exception {
        assertEquals(
                List.of("CN=Root"),
                names(certificates(CertificateBundle.read(selfSigned).trust())));
    }

    @Test
    void readsPemInAnyOrder() throws Exception {
        CertificateBundle original = CertificateBundle.read(signed);
        String rootFirst = original.trust() + "some comment\n" + original.chain() + original.key();

        CertificateBundle bundle = CertificateBundle.read(rootFirst.replace("\n", "\r\n"));

        assertEquals(original.key(), bundle.key());
        assertEquals(original.chain(), bundle.chain());
        assertEquals(original.trust(), bundle.trust());
    }

    @Test
    void certificatesAloneHaveNoKey() {
        CertificateBundle bundle =
                CertificateBundle.read(CertificateBundle.read(signed).chain());

        String message =
                assertThrows(IllegalArgumentException.class, bundle::key).getMessage();
        assertTrue(message.contains("exportable"), message);
    }

    @Test
    void saysWhatIsWrongAndQuotesNothing() {
        for (String text : List.of(
                "hunter2",
                "-----BEGIN PRIVATE KEY-----\nhunter2\n",
                "-----BEGIN CERTIFICATE-----\nhunter2=\n-----END CERTIFICATE-----",
                "-----BEGIN RSA PRIVATE KEY-----\nhunter2=\n-----END RSA PRIVATE KEY-----",
                Base64.getEncoder().encodeToString("hunter2".getBytes(StandardCharsets.UTF_8)),
                "")) {
            IllegalArgumentException e =
                    assertThrows(IllegalArgumentException.class, () -> CertificateBundle.read(text));
            assertFalse(e.getMessage().contains("hunter2"), e.getMessage());
            assertNull(e.getCause());
        }
    }

    @Test
    void printsNoKey() {
        assertEquals(
                "CertificateBundle[key, 2 in chain]",
                CertificateBundle.read(signed).toString());
    }

    private static List<X509Certificate> certificates(String pem) throws Exception {
        List<X509Certificate> certificates = new ArrayList<>();
        CertificateFactory.getInstance("X.509")
                .generateCertificates(new ByteArrayInputStream(pem.getBytes(StandardCharsets.US_ASCII)))
                .forEach(certificate -> certificates.add((X509Certificate) certificate));
        return certificates;
    }

    private static List<String> names(List<X509Certificate> certificates) {
        return certificates.stream()
                .map(certificate -> certificate.getSubjectX500Principal().getName())
                .toList();
    }

    private static void assertKeyBelongsTo(String pem, X509Certificate certificate) throws Exception {
        String base64 = pem.replace("-----BEGIN PRIVATE KEY-----", "").replace("-----END PRIVATE KEY-----", "");
        PrivateKey key = KeyFactory.getInstance("EC")
                .generatePrivate(new PKCS8EncodedKeySpec(Base64.getMimeDecoder().decode(base64)));
        Signature sign = Signature.getInstance("SHA256withECDSA");
        sign.initSign(key);
        sign.update((byte) 1);
        byte[] signature = sign.sign();
        sign.initVerify(certificate);
        sign.update((byte) 1);
        assertTrue(sign.verify(signature));
    }
}
