package io.keyweave.azure.identity;

import com.microsoft.aad.msal4j.IAuthenticationResult;
import com.microsoft.aad.msal4j.ManagedIdentityApplication;
import com.microsoft.aad.msal4j.ManagedIdentityId;
import com.microsoft.aad.msal4j.ManagedIdentityParameters;
import com.microsoft.aad.msal4j.MsalServiceException;
import io.keyweave.http.ClientRequest;
import io.keyweave.http.ClientResponse;
import io.keyweave.http.Deadline;
import io.keyweave.http.Transport;
import io.keyweave.http.TransportException;
import java.net.URI;
import java.net.URISyntaxException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The identity Azure gives to the machine or the app
 * (<a href="https://learn.microsoft.com/entra/identity/managed-identities-azure-resources/how-to-use-vm-token">managed identity</a>).
 * Where to ask follows from the environment, as everywhere in Azure: {@code IDENTITY_ENDPOINT} with {@code IDENTITY_HEADER} is App
 * Service or Container Apps, {@code MSI_ENDPOINT} is Cloud Shell, {@code IDENTITY_ENDPOINT} with {@code IMDS_ENDPOINT} is Azure Arc,
 * otherwise it is IMDS at its fixed address, or where {@code AZURE_POD_IDENTITY_AUTHORITY_HOST} says.
 *
 * <p><b>Why MSAL itself.</b> azure-identity's {@code ManagedIdentityCredential} only calls MSAL, but without {@code forceRefresh}. MSAL keeps
 * the tokens of managed identities for the whole process, whoever asked, so that credential would return once more what the vault
 * has just refused. MSAL's own application can be told to ask the machine.
 *
 * <p>MSAL reads these variables of the process itself and takes no others: there is no setting for it on a
 * builder, and its hook for tests is neither public nor per login. They are read here as well, from the settings, and a request to any
 * other endpoint than the one they name is not sent: a library user whose settings have an environment of their own
 * ({@link io.keyweave.settings.Settings#of(Map, Map)}) is told so, instead of getting the machine's identity for the app's.
 */
final class ManagedIdentity implements Identity {

    /** IMDS is on the machine itself and accepts in well under a millisecond; a laptop is a black hole for its address. */
    private static final Duration IMDS_CONNECT = Duration.ofSeconds(1);

    private static final String IMDS_ADDRESS = "169.254.169.254";

    /** What decides, in MSAL's words. */
    static final List<String> VARIABLES = List.of(
            "IDENTITY_ENDPOINT",
            "IDENTITY_HEADER",
            "IDENTITY_SERVER_THUMBPRINT",
            "MSI_ENDPOINT",
            "IMDS_ENDPOINT",
            "AZURE_POD_IDENTITY_AUTHORITY_HOST");

    private enum Place {
        APP_SERVICE,
        CLOUD_SHELL,
        ARC,
        IMDS
    }

    /** @param authority host, and port if any, of its endpoint */
    private record Home(Place place, String authority) {

        /** The first that is configured, in MSAL's order. */
        static Home of(Map<String, String> environment) throws TokenException {
            if (has(environment, "IDENTITY_ENDPOINT") && has(environment, "IDENTITY_HEADER")) {
                if (has(environment, "IDENTITY_SERVER_THUMBPRINT")) {
                    throw TokenException.configuration(
                            "this is Service Fabric (IDENTITY_SERVER_THUMBPRINT is set), whose managed"
                                    + " identity is not supported: set auth and the AZURE_ variables of an app registration");
                }
                return new Home(Place.APP_SERVICE, authority(environment, "IDENTITY_ENDPOINT"));
            }
            if (has(environment, "MSI_ENDPOINT")) {
                return new Home(Place.CLOUD_SHELL, authority(environment, "MSI_ENDPOINT"));
            }
            if (has(environment, "IDENTITY_ENDPOINT") && has(environment, "IMDS_ENDPOINT")) {
                return new Home(Place.ARC, authority(environment, "IDENTITY_ENDPOINT"));
            }
            return new Home(
                    Place.IMDS,
                    has(environment, "AZURE_POD_IDENTITY_AUTHORITY_HOST")
                            ? authority(environment, "AZURE_POD_IDENTITY_AUTHORITY_HOST")
                            : IMDS_ADDRESS);
        }

        private static boolean has(Map<String, String> environment, String name) {
            return !environment.getOrDefault(name, "").isBlank();
        }

        private static String authority(Map<String, String> environment, String variable) throws TokenException {
            try {
                URI uri = new URI(environment.getOrDefault(variable, ""));
                if (uri.getHost() != null && ("http".equals(uri.getScheme()) || "https".equals(uri.getScheme()))) {
                    return uri.getAuthority();
                }
            } catch (URISyntaxException e) {
                // said below
            }
            throw TokenException.configuration("the variable " + variable + " is not a URL");
        }
    }

    /** Lets requests to one endpoint through. */
    private static final class OnlyTo implements Transport {

        private final String authority;
        private final Transport transport;
        private @Nullable String refused;

        OnlyTo(String authority, Transport transport) {
            this.authority = authority;
            this.transport = transport;
        }

        @Override
        public ClientResponse send(ClientRequest request, Deadline connecting, Deadline deadline)
                throws TransportException {
            String asked = request.uri().getAuthority();
            if (!authority.equals(asked)) {
                refused = asked;
                throw new IllegalStateException("not the endpoint of the settings");
            }
            return transport.send(request, connecting, deadline);
        }
    }

    private final Transport transport;
    private final Home home;
    private final @Nullable String clientId;
    private final InstantSource clock;

    private ManagedIdentity(Transport transport, Home home, @Nullable String clientId, InstantSource clock) {
        this.transport = transport;
        this.home = home;
        this.clientId = clientId;
        this.clock = clock;
    }

    /**
     * @param environment variables of the process
     * @param clientId of a user-assigned identity, {@code null} for the system-assigned one
     * @throws TokenException when the environment is that of a place we do not know, or that has no such identity
     */
    static ManagedIdentity of(
            Transport transport, Map<String, String> environment, @Nullable String clientId, InstantSource clock)
            throws TokenException {
        Home home = Home.of(environment);
        if (clientId != null && home.place() == Place.CLOUD_SHELL) {
            throw TokenException.configuration(
                    "this is Cloud Shell (MSI_ENDPOINT is set), which has no user-assigned identities:"
                            + " leave client-id and AZURE_CLIENT_ID out");
        }
        return new ManagedIdentity(transport, home, clientId, clock);
    }

    @Override
    public AccessToken acquire(Audience audience, @Nullable String claims, Deadline deadline) throws TokenException {
        OnlyTo endpoint = new OnlyTo(home.authority(), transport);
        SdkLogin login = new SdkLogin(endpoint, home.place() == Place.IMDS ? IMDS_CONNECT : null, deadline, clock);
        try {
            ManagedIdentityApplication application = ManagedIdentityApplication.builder(
                            clientId == null
                                    ? ManagedIdentityId.systemAssigned()
                                    : ManagedIdentityId.userAssignedClientId(clientId))
                    .httpClient(login.requests())
                    .executorService(CallerRuns.INSTANCE)
                    .disableInternalRetries()
                    .build();
            var parameters = ManagedIdentityParameters.builder(audience.resource());
            // Claims have the same effect: the machine is asked.
            IAuthenticationResult result = application
                    .acquireTokenForManagedIdentity(
                            (claims == null ? parameters.forceRefresh(true) : parameters.claims(claims)).build())
                    .join();
            return login.token(result.accessToken(), result.expiresOnDate().toInstant());
        } catch (Exception e) {
            throw endpoint.refused == null ? refusal(login.requests(), e) : notOurs(endpoint.refused);
        }
    }

    private TokenException notOurs(String asked) {
        return TokenException.configuration(
                "by the environment in the settings the managed identity is at " + home.authority()
                        + ", but the Azure SDK, which reads the environment of the process, asks " + asked
                        + ": start the process with the variables that the settings have, or choose another auth");
    }

    private TokenException refusal(LoginRequests requests, Exception e) {
        TokenException refusal = requests.refusal(TokenException.Stage.MANAGED_IDENTITY);
        if (refusal == null) {
            return TokenException.configuration("the managed identity could not be asked for ("
                    + e.getClass().getSimpleName() + "): check the variables " + String.join(", ", VARIABLES));
        }
        if (home.place() != Place.ARC) {
            return refusal;
        }
        String code = code(e);
        if ("user_assigned_managed_identity_not_confirmed".equals(code)) {
            return TokenException.configuration("Azure Arc has no user-assigned identities here: leave client-id out");
        }
        return requests.status() == 401 && "managed_identity_file_read_error".equals(code)
                ? TokenException.configuration(
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
        return kind() + " of " + home.place();
    }
}
