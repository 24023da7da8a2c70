package io.keyweave.test.kafka;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.util.Base64;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/** A self-signed certificate in the form in which Key Vault hands one out: base64 of PKCS#12 without a password. */
final class Certificate {

    /** Of the key store in the file. */
    static final String PASSWORD = "changeit";

    private Certificate() {}

    static String pkcs12(String host, Path directory) throws Exception {
        Path file = directory.resolve(host + ".p12");
        Process keytool = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "keytool")
                                .toString(),
                        "-genkeypair",
                        "-alias",
                        "1",
                        "-dname",
                        "CN=" + host,
                        "-ext",
                        "san=dns:" + host,
                        "-keyalg",
                        "EC",
                        "-storetype",
                        "PKCS12",
                        "-keystore",
                        file.toString(),
                        "-storepass",
                        PASSWORD)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
        if (!keytool.waitFor(60, TimeUnit.SECONDS) || keytool.exitValue() != 0) {
            keytool.destroyForcibly();
            throw new IOException("keytool failed");
        }
        KeyStore made = made(host, directory);
        KeyStore exported = KeyStore.getInstance("PKCS12");
        exported.load(null, null);
        exported.setKeyEntry("1", made.getKey("1", PASSWORD.toCharArray()), new char[0], made.getCertificateChain("1"));
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        exported.store(out, new char[0]);
        return Base64.getEncoder().encodeToString(out.toByteArray());
    }

    /** One that was made before, without its key. */
    static String pem(String host, Path directory) throws Exception {
        return "-----BEGIN CERTIFICATE-----\n"
                + Base64.getMimeEncoder()
                        .encodeToString(
                                made(host, directory).getCertificate("1").getEncoded())
                + "\n-----END CERTIFICATE-----\n";
    }

    /** Trusts one that was made before, and nobody else. */
    static SSLContext trusting(String host, Path directory) throws Exception {
        KeyStore trusted = KeyStore.getInstance("PKCS12");
        trusted.load(null, null);
        trusted.setCertificateEntry("1", made(host, directory).getCertificate("1"));
        TrustManagerFactory managers = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        managers.init(trusted);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(null, managers.getTrustManagers(), null);
        return context;
    }

    /** Writes one that was made before into a key store with two passwords. */
    static void jks(String host, Path directory, Path to, String storePassword, String keyPassword) throws Exception {
        KeyStore made = made(host, directory);
        KeyStore store = KeyStore.getInstance("JKS");
        store.load(null, null);
        store.setKeyEntry(
                "1",
                made.getKey("1", PASSWORD.toCharArray()),
                keyPassword.toCharArray(),
                made.getCertificateChain("1"));
        try (OutputStream out = Files.newOutputStream(to)) {
            store.store(out, storePassword.toCharArray());
        }
    }

    private static KeyStore made(String host, Path directory) throws Exception {
        KeyStore made = KeyStore.getInstance("PKCS12");
        try (InputStream in = Files.newInputStream(directory.resolve(host + ".p12"))) {
            made.load(in, PASSWORD.toCharArray());
        }
        return made;
    }
}
