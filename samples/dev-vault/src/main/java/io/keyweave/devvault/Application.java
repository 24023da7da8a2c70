package io.keyweave.devvault;

import java.security.PublicKey;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** An app registration with its credentials. Thread-safe; {@link #toString} shows none of them. */
public final class Application {

    /** A client secret and its end. */
    record ClientSecret(String value, Instant expires) {

        @Override
        public String toString() {
            return "Secret[expires=" + expires + "]";
        }
    }

    /** Whose tokens count as this application's: a Kubernetes cluster and one of its service accounts. */
    record Federation(String issuer, String subject, String audience, PublicKey key) {}

    private final Principal principal;
    private final List<ClientSecret> secrets = new CopyOnWriteArrayList<>();
    private final List<X509Certificate> certificates = new CopyOnWriteArrayList<>();
    private final List<Federation> federations = new CopyOnWriteArrayList<>();

    Application(Principal principal) {
        this.principal = principal;
    }

    /** Who the application is to a vault. */
    public Principal principal() {
        return principal;
    }

    /** Makes one more client secret that lasts this long; a negative duration makes one that has expired already. */
    public String addSecret(Duration lifetime) {
        byte[] random = new byte[30];
        new SecureRandom().nextBytes(random);
        String value = Base64.getUrlEncoder().withoutPadding().encodeToString(random);
        secrets.add(new ClientSecret(value, Instant.now().plus(lifetime)));
        return value;
    }

    /** Lets the owner of this certificate's key in. */
    public void addCertificate(X509Certificate certificate) {
        certificates.add(certificate);
    }

    /** Lets in whoever shows a token of this issuer for this subject and audience, signed by this key. */
    public void federate(String issuer, String subject, String audience, PublicKey key) {
        federations.add(new Federation(issuer, subject, audience, key));
    }

    /** Takes every secret, certificate and federation away. */
    public void removeCredentials() {
        secrets.clear();
        certificates.clear();
        federations.clear();
    }

    List<ClientSecret> secrets() {
        return secrets;
    }

    List<X509Certificate> certificates() {
        return certificates;
    }

    List<Federation> federations() {
        return federations;
    }

    @Override
    public String toString() {
        return principal.toString();
    }
}
