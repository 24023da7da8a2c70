package io.keyweave.gcp;

import com.google.auth.oauth2.AccessToken;
import com.google.auth.oauth2.ComputeEngineCredentials;
import com.google.auth.oauth2.ExternalAccountCredentials;
import com.google.auth.oauth2.GoogleCredentials;
import com.google.auth.oauth2.ImpersonatedCredentials;
import com.google.auth.oauth2.ServiceAccountCredentials;
import io.keyweave.ProviderSettings;
import io.keyweave.http.Deadline;
import io.keyweave.http.Transport;
import io.keyweave.http.TransportException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Logs in once, by google-auth-library, with what {@link CredentialsFile} finds. Stateless. */
final class GoogleLogin {

    private static final String CLOUD_PLATFORM = "https://www.googleapis.com/auth/cloud-platform";
    static final String METADATA_HOST = "metadata.google.internal";

    /** What a login gives. {@link #toString()} never shows the token. */
    record Login(Map<String, String> headers, CallerIdentity identity, @Nullable Instant expires) {

        @Override
        public String toString() {
            return "Login[" + identity.label() + "]";
        }
    }

    private final ProviderSettings settings;
    private final Transport wire;

    GoogleLogin(ProviderSettings settings, Transport wire) {
        this.settings = settings;
        this.wire = wire;
    }

    Login login(Deadline deadline) throws LoginException {
        String configured = settings.environment("GCE_METADATA_HOST");
        String host = configured == null ? METADATA_HOST : configured;
        LoginTransport transport = new LoginTransport(wire, deadline, host);
        CredentialsFile file = CredentialsFile.find(settings);
        return file == null ? fromMetadata(transport, host) : fromFile(file, transport);
    }

    private Login fromFile(CredentialsFile file, LoginTransport transport) throws LoginException {
        GoogleCredentials credentials = read(file, transport);
        CallerIdentity identity = identity(credentials, file);
        try {
            if (credentials instanceof ServiceAccountCredentials account) {
                return login(SelfSignedToken.of(account, CLOUD_PLATFORM, Instant.now()), account, identity);
            }
            return login(credentials.refreshAccessToken(), credentials, identity);
        } catch (IOException e) {
            throw LoginFailures.of(e, transport, identity, null);
        } catch (RuntimeException e) {
            throw unreadable(file, e.getClass().getSimpleName());
        }
    }

    private static Login login(AccessToken token, GoogleCredentials credentials, CallerIdentity identity) {
        return new Login(headers(token, credentials.getQuotaProjectId()), identity, expires(token));
    }

    private static GoogleCredentials read(CredentialsFile file, LoginTransport transport) throws LoginException {
        try {
            byte[] content = Files.readAllBytes(Path.of(file.path()));
            return GoogleCredentials.fromStream(new ByteArrayInputStream(content), () -> transport)
                    .createScoped(CLOUD_PLATFORM);
        } catch (NoSuchFileException e) {
            throw unreadable(file, "there is no such file");
        } catch (InvalidPathException e) {
            throw unreadable(file, "it is not a path");
        } catch (IOException e) {
            // The library's message names fields, never what is in them; the JDK's is the path once more.
            boolean library = e.getClass().getName().contains("google") || e.getClass() == IOException.class;
            throw unreadable(
                    file,
                    library && e.getMessage() != null
                            ? e.getMessage()
                            : e.getClass().getSimpleName());
        } catch (RuntimeException e) {
            // Of a field that is of another type, or of a key that is none: the message may quote it.
            throw unreadable(
                    file, "it is not the file of a credential (" + e.getClass().getSimpleName() + ")");
        }
    }

    private static LoginException unreadable(CredentialsFile file, String detail) {
        return new LoginException(GcpMessage.CREDENTIALS_UNREADABLE, facts -> facts.with("file", file.path())
                .with("origin", file.origin())
                .with("detail", detail));
    }

    private static CallerIdentity identity(GoogleCredentials credentials, CredentialsFile file) {
        if (credentials instanceof ServiceAccountCredentials account) {
            return CallerIdentity.serviceAccount(
                    account.getClientEmail(), ", key " + account.getPrivateKeyId() + " in " + file.path());
        }
        if (credentials instanceof ImpersonatedCredentials impersonated) {
            return CallerIdentity.serviceAccount(impersonated.getAccount(), ", impersonated");
        }
        if (credentials instanceof ExternalAccountCredentials external) {
            String email = external.getServiceAccountEmail();
            if (email != null) {
                return CallerIdentity.serviceAccount(email, ", by workload identity federation");
            }
            String audience = external.getAudience();
            int providers = audience.indexOf("/providers/");
            String pool = providers < 0 ? audience : audience.substring(0, providers);
            return new CallerIdentity("workload identity federation, " + audience, "principalSet:" + pool + "/*", null);
        }
        return new CallerIdentity(credentials.getClass().getSimpleName() + " in " + file.path(), null, null);
    }

    private Login fromMetadata(LoginTransport transport, String host) throws LoginException {
        CallerIdentity identity =
                new CallerIdentity("the service account of this machine, by the metadata server", null, null);
        if ("true".equalsIgnoreCase(settings.environment("NO_GCE_CHECK"))) {
            throw noCredentials(host, "NO_GCE_CHECK forbids to ask it");
        }
        ComputeEngineCredentials credentials = ComputeEngineCredentials.newBuilder()
                .setHttpTransportFactory(() -> transport)
                .build();
        try {
            AccessToken token = credentials.refreshAccessToken();
            return new Login(headers(token, null), named(credentials, identity), expires(token));
        } catch (IOException e) {
            TransportException silence = transport.silence();
            if (silence != null && host.equals(METADATA_HOST)) {
                throw noCredentials(host, TransportWords.of(silence));
            }
            int colon = host.lastIndexOf(':');
            throw LoginFailures.of(e, transport, identity, colon < 0 ? host : host.substring(0, colon));
        }
    }

    /** The name of the account costs a request to the machine itself, and is what a role is granted to. */
    private static CallerIdentity named(ComputeEngineCredentials credentials, CallerIdentity otherwise) {
        try {
            return CallerIdentity.serviceAccount(credentials.getAccount(), " of this machine");
        } catch (RuntimeException e) {
            return otherwise;
        }
    }

    private LoginException noCredentials(String host, String detail) {
        String wellKnown = CredentialsFile.wellKnown(settings);
        return new LoginException(
                GcpMessage.NO_CREDENTIALS,
                facts -> facts.with("host", host).with("detail", detail).with("well-known", wellKnown));
    }

    private static @Nullable Instant expires(AccessToken token) {
        return token.getExpirationTime() == null
                ? null
                : token.getExpirationTime().toInstant();
    }

    private static Map<String, String> headers(AccessToken token, @Nullable String quotaProject) {
        Map<String, String> headers = new LinkedHashMap<>();
        headers.put("Authorization", "Bearer " + token.getTokenValue());
        if (quotaProject != null) {
            headers.put("x-goog-user-project", quotaProject);
        }
        return headers;
    }
}
