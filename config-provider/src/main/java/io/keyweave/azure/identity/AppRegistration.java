package io.keyweave.azure.identity;

import com.azure.core.credential.TokenCredential;
import io.keyweave.http.Deadline;
import io.keyweave.http.Transport;
import java.net.URI;
import java.time.InstantSource;
import org.jspecify.annotations.Nullable;

/**
 * An app registration, whatever proves that we are it: a client secret, a certificate, or a federated token.
 *
 * @param authority ends with a slash
 * @param tenant {@code null}: the one the vault's challenge names
 */
record AppRegistration(
        String kind,
        Transport transport,
        URI authority,
        String clientId,
        @Nullable String tenant,
        CredentialProof proof,
        InstantSource clock)
        implements Identity {

    /** Makes the credential that proves it, anew for each login. */
    interface CredentialProof {

        /** @throws TokenException with {@link TokenException.Stage#CONFIGURATION} when it cannot be made */
        TokenCredential credential(SdkLogin login, URI authority, String tenant, String clientId) throws TokenException;

        /** What is wrong with the proof itself, when the SDK failed before it asked; {@code null}: nothing known. */
        default @Nullable TokenException problem() {
            return null;
        }
    }

    @Override
    public AccessToken acquire(Audience audience, @Nullable String claims, Deadline deadline) throws TokenException {
        String issuing = tenant != null ? tenant : audience.tenant();
        if (issuing == null) {
            throw TokenException.configuration("no tenant is known: set tenant-id or AZURE_TENANT_ID");
        }
        SdkLogin login = new SdkLogin(transport, null, deadline, clock);
        TokenCredential credential = proof.credential(login, authority, issuing, clientId);
        try {
            return login.token(credential, audience, claims);
        } catch (RuntimeException e) {
            TokenException refusal = login.requests().refusal(TokenException.Stage.ENTRA_ID);
            TokenException reason = refusal != null ? refusal : proof.problem();
            throw reason != null
                    ? reason
                    : TokenException.configuration("the login failed before it was sent ("
                            + e.getClass().getSimpleName() + ")");
        }
    }

    @Override
    public boolean needsTenant() {
        return tenant == null;
    }

    @Override
    public String toString() {
        return kind + " " + clientId;
    }
}
