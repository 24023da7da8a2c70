package io.keyweave.azure.identity;

import com.azure.core.credential.TokenCredential;
import com.azure.core.util.Configuration;
import com.azure.identity.ManagedIdentityCredentialBuilder;
import com.microsoft.aad.msal4j.ManagedIdentityApplication;
import com.microsoft.aad.msal4j.MsalServiceException;
import io.keyweave.azure.http.Deadline;
import io.keyweave.azure.http.Transport;
import java.net.URI;
import java.net.URISyntaxException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The identity Azure gives to the machine or the app
 * (<a href="https://learn.microsoft.com/entra/identity/managed-identities-azure-resources/how-to-use-vm-token">managed identity</a>).
 * Where to ask follows from the environment, as everywhere in Azure: {@code IDENTITY_ENDPOINT} with {@code IDENTITY_HEADER} is App
 * Service or Container Apps, {@code IDENTITY_ENDPOINT} with {@code IMDS_ENDPOINT} is Azure Arc, otherwise it is IMDS at its fixed
 * address, or where {@code AZURE_POD_IDENTITY_AUTHORITY_HOST} says. MSAL, underneath the SDK, reads these variables of the process
 * itself; they are looked at here only for what has to be said before.
 */
final class ManagedIdentity implements Identity {

    /** IMDS is on the machine itself and accepts in well under a millisecond; a laptop is a black hole for its address. */
    private static final Duration IMDS_CONNECT = Duration.ofSeconds(1);

    /** As MSAL writes its cache. */
    private static final String EXPIRES = "\"expires_on\":\"";

    enum Place {
        APP_SERVICE,
        ARC,
        IMDS
    }

    private final Transport transport;
    private final Place place;
    private final @Nullable String clientId;
    private final InstantSource clock;

    private ManagedIdentity(Transport transport, Place place, @Nullable String clientId, InstantSource clock) {
        this.transport = transport;
        this.place = place;
        this.clientId = clientId;
        this.clock = clock;
    }

    /**
     * @param environment variables of the process
     * @param clientId of a user-assigned identity, {@code null} for the system-assigned one
     * @throws NoToken when the environment is that of a place we do not know
     */
    static ManagedIdentity of(
            Transport transport, Map<String, String> environment, @Nullable String clientId, InstantSource clock)
            throws NoToken {
        return new ManagedIdentity(transport, place(environment), clientId, clock);
    }

    private static Place place(Map<String, String> environment) throws NoToken {
        String endpoint = environment.getOrDefault("IDENTITY_ENDPOINT", "");
        if (!endpoint.isEmpty()
                && !environment.getOrDefault("IDENTITY_HEADER", "").isEmpty()) {
            if (!environment.getOrDefault("IDENTITY_SERVER_THUMBPRINT", "").isEmpty()) {
                throw NoToken.configuration("the managed identity of Service Fabric is not supported");
            }
            check(endpoint, "IDENTITY_ENDPOINT");
            return Place.APP_SERVICE;
        }
        if (!endpoint.isEmpty()
                && !environment.getOrDefault("IMDS_ENDPOINT", "").isEmpty()) {
            check(endpoint, "IDENTITY_ENDPOINT");
            return Place.ARC;
        }
        String host = environment.getOrDefault("AZURE_POD_IDENTITY_AUTHORITY_HOST", "");
        if (!host.isEmpty()) {
            check(host, "AZURE_POD_IDENTITY_AUTHORITY_HOST");
        }
        return Place.IMDS;
    }

    private static void check(String url, String variable) throws NoToken {
        try {
            URI uri = new URI(url);
            if (uri.getHost() != null && ("http".equals(uri.getScheme()) || "https".equals(uri.getScheme()))) {
                return;
            }
        } catch (URISyntaxException e) {
            // said below
        }
        throw NoToken.configuration("the variable " + variable + " is not a URL");
    }

    @Override
    public AccessToken acquire(Audience audience, Deadline deadline) throws NoToken {
        SdkLogin login = new SdkLogin(transport, place == Place.IMDS ? IMDS_CONNECT : null, deadline, clock);
        try {
            forget();
            TokenCredential credential = new ManagedIdentityCredentialBuilder()
                    .configuration(Configuration.NONE)
                    .clientId(clientId)
                    .executorService(CallerRuns.INSTANCE)
                    .pipeline(login.requests().pipeline())
                    .build();
            return login.token(credential, audience);
        } catch (RuntimeException e) {
            throw refusal(login.requests(), e);
        }
    }

    /**
     * MSAL keeps the tokens of managed identities for the whole process, whoever asked. We ask when we have none, when ours is about to
     * end, or when the vault has refused it: it must not be handed out once more. There is no call to drop a token, so all are marked as
     * expired; that costs others who use MSAL in this process one request.
     */
    private static void forget() {
        var cache = ManagedIdentityApplication.getSharedTokenCache();
        String tokens = cache.serialize();
        if (tokens.contains(EXPIRES)) {
            cache.deserialize(tokens.replaceAll(EXPIRES + "\\d+\"", EXPIRES + "0\""));
        }
    }

    private NoToken refusal(SdkRequests requests, RuntimeException e) {
        NoToken refusal = requests.refusal(NoToken.Stage.MANAGED_IDENTITY);
        if (refusal == null) {
            return NoToken.configuration("the managed identity could not be asked for ("
                    + e.getClass().getSimpleName() + "): check the variables IDENTITY_ENDPOINT and IMDS_ENDPOINT");
        }
        if (place != Place.ARC) {
            return refusal;
        }
        String code = code(e);
        if ("user_assigned_managed_identity_not_confirmed".equals(code)) {
            return NoToken.configuration("Azure Arc has no user-assigned identities here: leave client-id out");
        }
        return requests.status() == 401 && "managed_identity_file_read_error".equals(code)
                ? NoToken.configuration(
                        "the key file Azure Arc's challenge names cannot be read, or is not Azure Arc's:"
                                + " add the user of this process to the group himds")
                : refusal;
    }

    private static @Nullable String code(Throwable failure) {
        Throwable cause = failure;
        for (int depth = 0; cause != null && depth < 8; depth++, cause = cause.getCause()) {
            if (cause instanceof MsalServiceException service) {
                return service.errorCode();
            }
        }
        return null;
    }

    @Override
    public String kind() {
        return "managed-identity";
    }

    @Override
    public @Nullable String clientId() {
        return clientId;
    }

    @Override
    public @Nullable String tenant() {
        return null;
    }

    @Override
    public String toString() {
        return kind() + " of " + place;
    }
}
