package io.keyweave.gcp;

import io.keyweave.ConfigProvider;
import io.keyweave.Failure;
import io.keyweave.ProviderSetting;
import io.keyweave.ProviderSettings;
import io.keyweave.ReferenceGrammar;
import io.keyweave.RequestCost;
import io.keyweave.Secret;
import io.keyweave.SecretException;
import io.keyweave.SecretRef;
import io.keyweave.http.Deadline;
import io.keyweave.http.HttpTransport;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Google Secret Manager, scheme {@code gcp}. Thread-safe after {@link #configure}.
 *
 * <p><b>What of Google's libraries.</b> Every login is google-auth-library's. The secret is read by one GET of the REST API, over the same
 * connections: google-cloud-secretmanager would bring gRPC, Netty and Protobuf along whatever it speaks (40 MB of jars against 1), loads three times
 * the classes for a first secret, and retries by itself. What it gives for that, the checksum, is six lines here.
 */
public final class SecretManagerProvider implements ConfigProvider {

    private @Nullable HttpTransport transport;
    private @Nullable SecretManagerClient client;

    /** Does nothing: plugin scanners construct every provider. */
    public SecretManagerProvider() {}

    @Override
    public String scheme() {
        return SecretManagerGrammar.SCHEME;
    }

    @Override
    public ReferenceGrammar grammar(ProviderSettings settings) {
        return new SecretManagerGrammar();
    }

    @Override
    public List<ProviderSetting> settings() {
        return GcpSettings.all();
    }

    @Override
    public Set<String> reservedNames(ProviderSettings settings) {
        return GcpSettings.reservedNames(settings);
    }

    @Override
    public void configure(ProviderSettings settings) {
        HttpTransport opened = new HttpTransport(GcpSettings.trust(settings), GcpSettings.proxies(settings));
        transport = opened;
        client = new SecretManagerClient(
                opened, new Authorizations(new GoogleLogin(settings, opened)), GcpSettings.endpoint(settings));
    }

    @Override
    public Secret fetch(SecretRef ref, Duration timeout) {
        return client().access(ref, SecretResource.of(ref), Deadline.after(timeout));
    }

    /** The number before, if that version is enabled. Of an alias nobody knows which version it named before. */
    @Override
    public @Nullable Secret previous(SecretRef ref, String version, Duration timeout) {
        if (ref.stage() != null || version.equals("1")) {
            return null;
        }
        String before;
        try {
            before = String.valueOf(Long.parseLong(version) - 1);
        } catch (NumberFormatException e) {
            return null;
        }
        try {
            return client().access(ref, SecretResource.of(ref).inVersion(before), Deadline.after(timeout));
        } catch (SecretException e) {
            Failure.Kind kind =
                    e.failures().isEmpty() ? null : e.failures().get(0).kind();
            if (kind == Failure.Kind.DISABLED || kind == Failure.Kind.MISSING) {
                return null;
            }
            throw e;
        }
    }

    private SecretManagerClient client() {
        SecretManagerClient configured = client;
        if (configured == null) {
            throw new IllegalStateException("configure comes before fetch");
        }
        return configured;
    }

    @Override
    public List<String> identities() {
        SecretManagerClient open = client;
        CallerIdentity caller = open == null ? null : open.caller();
        return caller == null ? List.of() : List.of(caller.label());
    }

    @Override
    public String service(SecretRef ref) {
        return "Secret Manager of the project " + ref.container();
    }

    /**
     * 0.03 US dollars for 10,000 access operations, 0.06 for an active version and month; 90,000 access requests a minute per project.
     *
     * @see <a href="https://cloud.google.com/secret-manager/pricing">Pricing</a>
     * @see <a href="https://cloud.google.com/secret-manager/quotas">Quotas and limits</a>
     */
    @Override
    public RequestCost cost() {
        return new RequestCost(
                0.03,
                0.06,
                90_000,
                Duration.ofMinutes(1),
                "project",
                1,
                0,
                "https://cloud.google.com/secret-manager/quotas, https://cloud.google.com/secret-manager/pricing (2026-11-30)");
    }

    @Override
    public void close() {
        HttpTransport open = transport;
        if (open != null) {
            open.close();
        }
    }
}
