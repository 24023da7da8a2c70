package io.keyweave.azure.identity;

import com.azure.core.credential.TokenCredential;
import com.azure.identity.ClientCertificateCredentialBuilder;
import java.io.ByteArrayInputStream;
import java.net.URI;
import java.nio.file.Path;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Proves who we are by a
 * <a href="https://learn.microsoft.com/entra/identity-platform/certificate-credentials">certificate credential</a>. The file is read
 * for each login, so that a renewed certificate is used without a restart. The chain goes along ({@code x5c}), which registrations by
 * subject name and issuer need and others ignore.
 */
record ClientCertificate(Path file, @Nullable String password)
        implements AppRegistration.CredentialProof, IdentityChoice.End {

    @Override
    public String what() {
        return "client certificate " + file;
    }

    @Override
    public @Nullable Instant expires() {
        try {
            return KeyFile.read(file).certificate(password).getNotAfter().toInstant();
        } catch (TokenException e) {
            return null;
        }
    }

    @Override
    public TokenCredential credential(SdkLogin login, URI authority, String tenant, String clientId)
            throws TokenException {
        KeyFile key = KeyFile.read(file);
        ByteArrayInputStream bytes = new ByteArrayInputStream(key.bytes());
        ClientCertificateCredentialBuilder builder = login.prepare(
                        new ClientCertificateCredentialBuilder(), authority, tenant, clientId)
                .sendCertificateChain(true);
        return (key.pem()
                        ? builder.pemCertificate(bytes)
                        : builder.pfxCertificate(bytes).clientCertificatePassword(password))
                .build();
    }

    @Override
    public TokenException problem() {
        try {
            KeyFile.read(file).certificate(password);
            return TokenException.configuration(
                    "the client certificate " + file + " cannot sign: Entra ID takes one RSA key with its certificate");
        } catch (TokenException e) {
            return e;
        }
    }
}
