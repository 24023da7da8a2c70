package io.keyweave.azure;

import com.azure.core.util.Configuration;
import com.azure.security.keyvault.secrets.SecretClient;
import com.azure.security.keyvault.secrets.SecretClientBuilder;
import com.azure.security.keyvault.secrets.SecretServiceVersion;
import com.azure.security.keyvault.secrets.models.KeyVaultSecret;
import com.azure.security.keyvault.secrets.models.SecretProperties;
import io.keyweave.Failure;
import io.keyweave.Secret;
import io.keyweave.SecretException;
import io.keyweave.SecretRef;
import io.keyweave.azure.Incident.FailedStep;
import io.keyweave.azure.identity.Audience;
import io.keyweave.azure.identity.TokenException;
import io.keyweave.azure.transport.SdkHttpClient;
import io.keyweave.http.ClientRequest;
import io.keyweave.http.ClientResponse;
import io.keyweave.http.Deadline;
import io.keyweave.http.Transport;
import io.keyweave.http.TransportException;
import io.keyweave.time.KeyweaveThreads;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * Reads secrets of one vault through the SDK's {@link SecretClient}. One attempt per call; the store decides about further ones.
 * Thread-safe.
 *
 * <p><b>Which answer.</b> A value is served only if the answer's {@code id} names the secret asked for: the host of the vault's address,
 * the name in any case, and of a pinned reference the version. An answer that belongs to another request is asked for once more,
 * on a new connection; the kept ones are closed.
 */
final class VaultClient {

    /** GA in every cloud; nothing newer is needed to read a secret. */
    private static final SecretServiceVersion VERSION = SecretServiceVersion.V7_4;

    private final Vault vault;
    private final VaultAccount account;
    private final Transport transport;
    private final @Nullable Audience known;
    private final AtomicBoolean begun = new AtomicBoolean();
    private @Nullable SecretClient client;

    VaultClient(Vault vault, VaultAccount account, Transport transport, @Nullable String knownResource) {
        this.vault = vault;
        this.account = account;
        this.transport = transport;
        this.known = knownResource == null || account.tokens().identity().needsTenant()
                ? null
                : new Audience(knownResource, null);
    }

    /** Made at the first fetch: the SDK loads more classes for it than for the login. */
    private synchronized SecretClient client() {
        if (client == null) {
            client = new SecretClientBuilder()
                    .configuration(Configuration.NONE)
                    .vaultUrl(vault.url().toString())
                    .serviceVersion(VERSION)
                    .pipeline(SdkHttpClient.pipeline(
                            (request, context) -> VaultCall.of(context).send(transport, request),
                            new VaultTokenPolicy(vault, account, transport, known)))
                    .buildClient();
        }
        return client;
    }

    /** @throws SecretException with one {@link Failure} */
    Secret fetch(SecretRef ref, Deadline deadline) {
        long started = System.nanoTime();
        if (begun.compareAndSet(false, true)) {
            prepare(deadline);
        }
        VaultCall call = new VaultCall(deadline, false);
        try {
            try {
                return ask(ref, call);
            } catch (IncidentException e) {
                if (!e.isMisdirected() || deadline.over()) {
                    throw e;
                }
                transport.discardKept(ClientRequest.get(vault.url()));
                call = new VaultCall(deadline, true);
                return ask(ref, call);
            }
        } catch (IncidentException e) {
            Duration elapsed = Duration.ofNanos(System.nanoTime() - started);
            throw new SecretException(account.failure(vault, ref, e.incident(), call.audience(), elapsed));
        }
    }

    /**
     * While the first fetch loads the SDK's client, a connection is made and, where the audience is known, the first login begun: all three
     * take a cold JVM about equally long, and there mostly is a second processor.
     */
    private void prepare(Deadline deadline) {
        Runnable early = () -> {
            try {
                transport.hold(ClientRequest.get(vault.url()), deadline).close();
                if (known != null) {
                    account.tokens().get(known, deadline);
                }
            } catch (TransportException | TokenException | RuntimeException e) {
                // The fetch itself will meet it too, and says so.
            }
        };
        KeyweaveThreads.single("keyweave-connect", early).start();
    }

    private Secret ask(SecretRef ref, VaultCall call) {
        KeyVaultSecret answered;
        try {
            answered = client().getSecretWithResponse(ref.name(), ref.version(), call.context())
                    .getValue();
        } catch (IncidentException e) {
            throw e;
        } catch (RuntimeException e) {
            ClientResponse response = call.response();
            if (response == null || response.status() != 200) {
                throw e;
            }
            // The SDK can make nothing of the body. What it throws quotes it, and is not passed on.
            throw notASecret(response);
        }
        ClientResponse response = call.response();
        if (response == null) {
            throw new IllegalStateException("a secret without an answer");
        }
        SecretId id = answered == null ? null : SecretId.parse(answered.getId());
        if (answered == null || answered.getValue() == null || id == null) {
            throw notASecret(response);
        }
        String other = misnamed(ref, id);
        if (other != null) {
            throw IncidentException.misdirected(
                    VaultTokenPolicy.incident(Incident.answered(FailedStep.ANSWER, 200, other), response)
                            .with("answered", id.toString()));
        }
        SecretProperties properties = answered.getProperties();
        if (Boolean.FALSE.equals(properties.isEnabled())) {
            throw new IncidentException(
                    VaultTokenPolicy.incident(Incident.answered(FailedStep.VAULT, 403, "SecretDisabled"), response));
        }
        return new Secret(
                answered.getValue(),
                id.version(),
                properties.getContentType(),
                true,
                instant(properties.getNotBefore()),
                instant(properties.getExpiresOn()));
    }

    private static IncidentException notASecret(ClientResponse response) {
        return new IncidentException(
                VaultTokenPolicy.incident(Incident.answered(FailedStep.VAULT, 200, null), response));
    }

    /** What of the id is not what was asked for, or {@code null}. */
    private @Nullable String misnamed(SecretRef ref, SecretId id) {
        if (!id.host().equals(vault.host())) {
            return "host";
        }
        if (!id.name().equalsIgnoreCase(ref.name())) {
            return "secret";
        }
        String pin = ref.version();
        return pin == null || pin.equalsIgnoreCase(id.version()) ? null : "version";
    }

    private static @Nullable Instant instant(@Nullable OffsetDateTime time) {
        return time == null ? null : time.toInstant();
    }
}
