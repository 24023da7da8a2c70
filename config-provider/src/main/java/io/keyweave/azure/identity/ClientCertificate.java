package io.keyweave.azure.identity;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.Signature;
import java.security.cert.CertificateEncodingException;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Base64;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Signs a
 * <a href="https://learn.microsoft.com/entra/identity-platform/certificate-credentials">certificate credential</a>: a JWT of ten
 * minutes for one token endpoint. The file is read anew when its time of change differs, so that a renewed certificate is used
 * without a restart. The chain goes along ({@code x5c}), which registrations by subject name and issuer need and others ignore.
 */
final class ClientCertificate implements AppRegistration.Proof, IdentityChoice.OwnCertificate {

    private final KeyFile file;
    private final InstantSource clock;

    ClientCertificate(KeyFile file, InstantSource clock) {
        this.file = file;
        this.clock = clock;
    }

    @Override
    public Path file() {
        return file.path();
    }

    @Override
    public @Nullable Instant expires() {
        try {
            return file.read().chain().get(0).getNotAfter().toInstant();
        } catch (NoToken e) {
            return null;
        }
    }

    @Override
    public AppRegistration.Evidence make(String clientId, String tokenEndpoint) throws NoToken {
        KeyFile.KeyAndChain key = file.read();
        try {
            long now = clock.instant().getEpochSecond();
            String header = "{\"alg\":\"RS256\",\"typ\":\"JWT\",\"x5t#S256\":\""
                    + thumbprint(key.chain().get(0)) + "\",\"x5c\":[" + chain(key.chain()) + "]}";
            String payload = "{\"aud\":\"" + tokenEndpoint + "\",\"iss\":\"" + clientId + "\",\"sub\":\"" + clientId
                    + "\",\"jti\":\"" + UUID.randomUUID() + "\",\"nbf\":" + now + ",\"exp\":" + (now + 600) + "}";
            String signed = base64(header) + "." + base64(payload);
            Signature signature = Signature.getInstance("SHA256withRSA");
            signature.initSign(key.key());
            signature.update(signed.getBytes(StandardCharsets.US_ASCII));
            return AppRegistration.Evidence.assertion(signed + "." + base64(signature.sign()));
        } catch (GeneralSecurityException e) {
            throw NoToken.configuration("the key in " + file.path() + " cannot sign: Entra ID takes RSA keys ("
                    + e.getClass().getSimpleName() + ")");
        }
    }

    private static String thumbprint(X509Certificate certificate) throws GeneralSecurityException {
        return base64(MessageDigest.getInstance("SHA-256").digest(certificate.getEncoded()));
    }

    private static String chain(List<X509Certificate> chain) throws CertificateEncodingException {
        StringBuilder text = new StringBuilder();
        for (X509Certificate certificate : chain) {
            text.append(text.isEmpty() ? "\"" : ",\"")
                    .append(Base64.getEncoder().encodeToString(certificate.getEncoded()))
                    .append('"');
        }
        return text.toString();
    }

    private static String base64(String text) {
        return base64(text.getBytes(StandardCharsets.UTF_8));
    }

    private static String base64(byte[] bytes) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }
}
