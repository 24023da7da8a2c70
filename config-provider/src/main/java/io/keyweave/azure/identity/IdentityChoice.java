package io.keyweave.azure.identity;

import com.azure.identity.ClientSecretCredentialBuilder;
import io.keyweave.http.Transport;
import io.keyweave.settings.Setting;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Which identity the settings and the standard {@code AZURE_*} variables mean. {@code auto} decides by what is configured, not by
 * trying: the first of environment, workload identity and managed identity that has all it needs is the one, so that a wrong
 * client secret is reported as such and not as "no managed identity here" fifteen seconds later.
 *
 * @param identity the one to use
 * @param passedOver with {@code auto}: why the ones before it were not taken, for messages
 * @param end what it proves itself with and when that ends, {@code null} when nobody knows or it never does
 */
public record IdentityChoice(Identity identity, List<String> passedOver, @Nullable End end) {

    /** The end of what proves who we are, and so has to be renewed in time. */
    public interface End {

        /** Names it for people: {@code client certificate FILE}. Never the proof itself. */
        String what();

        /** When it ends, read anew; {@code null} when it cannot be read now. */
        @Nullable
        Instant expires();
    }

    /** As the operator says in {@code client-secret-expires}: Entra ID tells the end of a client secret to nobody who logs in with it. */
    private record SecretEnd(String clientId, Instant expires) implements End {
        @Override
        public String what() {
            return "client secret of app " + clientId;
        }
    }

    /**
     * Decides for one vault.
     *
     * @throws TokenException with {@link TokenException.Stage#CONFIGURATION} when what {@code auth} asks for is not configured
     */
    public static IdentityChoice of(VaultSettings settings, Transport transport, InstantSource clock)
            throws TokenException {
        return new Chooser(settings, transport, clock).choose();
    }

    /** What the choice depends on that one vault may have for itself: equal for vaults of one identity, however each of them says it. */
    public static List<@Nullable String> who(VaultSettings settings) {
        return Arrays.asList(
                settings.text(Setting.AUTH),
                given(settings, Setting.CLIENT_ID, "AZURE_CLIENT_ID"),
                given(settings, Setting.TENANT_ID, "AZURE_TENANT_ID"),
                given(settings, Setting.CLIENT_SECRET, "AZURE_CLIENT_SECRET"),
                settings.text(Setting.CLIENT_SECRET_EXPIRES),
                given(settings, Setting.CLIENT_CERTIFICATE, "AZURE_CLIENT_CERTIFICATE_PATH"),
                given(settings, Setting.CLIENT_CERTIFICATE_PASSWORD, "AZURE_CLIENT_CERTIFICATE_PASSWORD"));
    }

    private static @Nullable String given(VaultSettings settings, Setting setting, String variable) {
        String text = settings.text(setting);
        return text != null ? text : settings.environment(variable);
    }

    /** The authority in force: the setting, {@code AZURE_AUTHORITY_HOST}, else the cloud's. Ends with a slash. */
    public static URI authority(VaultSettings settings) throws TokenException {
        String host = given(settings, Setting.AUTHORITY, "AZURE_AUTHORITY_HOST");
        String text = host == null ? settings.cloud().authority() : host;
        try {
            URI uri = new URI(text.contains("://") ? text : "https://" + text);
            if ("https".equals(uri.getScheme()) && uri.getHost() != null) {
                return new URI("https://" + uri.getRawAuthority() + "/");
            }
        } catch (URISyntaxException e) {
            // said below
        }
        throw TokenException.configuration(
                (settings.text(Setting.AUTHORITY) != null ? "authority" : "AZURE_AUTHORITY_HOST")
                        + " is not an https URL");
    }

    private static final class Chooser {

        private final VaultSettings settings;
        private final Transport transport;
        private final InstantSource clock;
        private final List<String> passedOver = new ArrayList<>();

        Chooser(VaultSettings settings, Transport transport, InstantSource clock) {
            this.settings = settings;
            this.transport = transport;
            this.clock = clock;
        }

        IdentityChoice choose() throws TokenException {
            String auth = settings.text(Setting.AUTH);
            return switch (auth == null ? "auto" : auth) {
                case "client-secret" -> clientSecret(require(secret(), "client-secret", "AZURE_CLIENT_SECRET"));
                case "client-certificate" ->
                    clientCertificate(require(certificate(), "client-certificate", "AZURE_CLIENT_CERTIFICATE_PATH"));
                case "workload-identity" ->
                    plain(workloadIdentity(require(tokenFile(), null, "AZURE_FEDERATED_TOKEN_FILE")));
                case "managed-identity" -> plain(managedIdentity());
                case "azure-cli" -> plain(new AzureCli(transport, tenant(), clock));
                default -> auto();
            };
        }

        private IdentityChoice auto() throws TokenException {
            String secret = secret();
            String certificate = certificate();
            if (clientId() != null && secret != null) {
                return clientSecret(secret);
            }
            if (clientId() != null && certificate != null) {
                return clientCertificate(certificate);
            }
            passedOver.add("environment: "
                    + (secret == null && certificate == null
                            ? "neither AZURE_CLIENT_SECRET nor AZURE_CLIENT_CERTIFICATE_PATH is set"
                            : "AZURE_CLIENT_ID is not set"));
            String tokenFile = tokenFile();
            if (tokenFile != null && clientId() != null) {
                return plain(workloadIdentity(tokenFile));
            }
            passedOver.add("workload identity: "
                    + (tokenFile == null ? "AZURE_FEDERATED_TOKEN_FILE" : "AZURE_CLIENT_ID") + " is not set");
            return plain(managedIdentity());
        }

        private IdentityChoice plain(Identity identity) {
            return new IdentityChoice(identity, List.copyOf(passedOver), null);
        }

        private IdentityChoice clientSecret(String secret) throws TokenException {
            Identity identity = registration("client-secret", (login, authority, tenant, clientId) -> login.prepare(
                            new ClientSecretCredentialBuilder(), authority, tenant, clientId)
                    .clientSecret(secret)
                    .build());
            Instant expires = settings.date(Setting.CLIENT_SECRET_EXPIRES);
            End end = expires == null ? null : new SecretEnd(String.valueOf(identity.clientId()), expires);
            return new IdentityChoice(identity, List.copyOf(passedOver), end);
        }

        private IdentityChoice clientCertificate(String file) throws TokenException {
            String password = own(Setting.CLIENT_CERTIFICATE_PASSWORD, "AZURE_CLIENT_CERTIFICATE_PASSWORD");
            ClientCertificate certificate = new ClientCertificate(path(file, "client-certificate"), password);
            Identity identity = registration("client-certificate", certificate);
            return new IdentityChoice(identity, List.copyOf(passedOver), certificate);
        }

        private Identity workloadIdentity(String file) throws TokenException {
            return registration("workload-identity", new FederatedToken(path(file, "AZURE_FEDERATED_TOKEN_FILE")));
        }

        private Identity registration(String kind, AppRegistration.CredentialProof proof) throws TokenException {
            String clientId = require(clientId(), "client-id", "AZURE_CLIENT_ID");
            return new AppRegistration(kind, transport, authority(settings), clientId, tenant(), proof, clock);
        }

        private Identity managedIdentity() throws TokenException {
            return ManagedIdentity.of(transport, environment(), clientId(), clock);
        }

        private Map<String, String> environment() {
            Map<String, String> found = new HashMap<>();
            for (String name : ManagedIdentity.VARIABLES) {
                String value = settings.environment(name);
                if (value != null) {
                    found.put(name, value);
                }
            }
            return found;
        }

        private @Nullable String clientId() throws TokenException {
            return identifier(own(Setting.CLIENT_ID, "AZURE_CLIENT_ID"), "client-id or AZURE_CLIENT_ID");
        }

        private @Nullable String tenant() throws TokenException {
            return identifier(own(Setting.TENANT_ID, "AZURE_TENANT_ID"), "tenant-id or AZURE_TENANT_ID");
        }

        private @Nullable String secret() {
            return own(Setting.CLIENT_SECRET, "AZURE_CLIENT_SECRET");
        }

        private @Nullable String certificate() {
            return own(Setting.CLIENT_CERTIFICATE, "AZURE_CLIENT_CERTIFICATE_PATH");
        }

        private @Nullable String tokenFile() {
            return settings.environment("AZURE_FEDERATED_TOKEN_FILE");
        }

        private @Nullable String own(Setting setting, String variable) {
            return given(settings, setting, variable);
        }

        /** It becomes part of a URL, a form and a JWT: letters, digits, dots and dashes are all that ids and domains have. */
        private static @Nullable String identifier(@Nullable String text, String what) throws TokenException {
            if (text == null) {
                return null;
            }
            boolean plain = text.length() <= 128
                    && text.chars()
                            .allMatch(c -> c >= '0' && c <= '9'
                                    || c >= 'a' && c <= 'z'
                                    || c >= 'A' && c <= 'Z'
                                    || c == '-'
                                    || c == '.');
            if (!plain) {
                throw TokenException.configuration(
                        what + " is not an id: an id has letters, digits, dashes and dots only");
            }
            return text;
        }

        private static Path path(String text, String what) throws TokenException {
            try {
                return Path.of(text);
            } catch (InvalidPathException e) {
                throw TokenException.configuration(what + " must be a path");
            }
        }

        private static String require(@Nullable String value, @Nullable String setting, String variable)
                throws TokenException {
            if (value == null) {
                throw TokenException.configuration(
                        (setting == null ? "" : setting + " or ") + variable + " is not set");
            }
            return value;
        }
    }
}
