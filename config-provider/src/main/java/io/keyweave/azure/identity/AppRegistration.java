package io.keyweave.azure.identity;

import com.azure.core.credential.TokenCredential;
import io.keyweave.azure.http.Deadline;
import io.keyweave.azure.http.Transport;
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
        Proof proof,
        InstantSource clock)
        implements Identity {

    /** Makes the credential that proves it, anew for each login. */
    interface Proof {

        /** @throws NoToken with {@link NoToken.Stage#CONFIGURATION} when it cannot be made */
        TokenCredential credential(SdkLogin login, URI authority, String tenant, String clientId) throws NoToken;

        /** What is wrong with the proof itself, when the SDK failed before it asked; {@code null}: nothing known. */
        default @Nullable NoToken problem() {
            return null;
        }
    }

    @Override
    public AccessToken acquire(Audience audience, Deadline deadline) throws NoToken {
        String issuing = tenant != null ? tenant : audience.tenant();
        if (issuing == null) {
            throw NoToken.configuration("no tenant is known: set tenant-id or AZURE_TENANT_ID");
        }
        SdkLogin login = new SdkLogin(transport, null, deadline, clock);
        TokenCredential credential = proof.credential(login, authority, issuing, clientId);
        try {
            return login.token(credential, audience);
        } catch (RuntimeException e) {
            NoToken refusal = login.requests().refusal(NoToken.Stage.ENTRA_ID);
            NoToken reason = refusal != null ? refusal : proof.problem();
            throw reason != null
                    ? reason
                    : NoToken.configuration("the login failed before it was sent ("
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
