package io.keyweave.aws;

import io.keyweave.FetchResult;
import io.keyweave.ProviderSettings;
import io.keyweave.Secret;
import io.keyweave.SecretException;
import io.keyweave.SecretRef;
import io.keyweave.http.Deadline;
import io.keyweave.http.HttpTransport;
import io.keyweave.http.ProxyRules;
import io.keyweave.http.TrustedCertificates;
import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.SdkSystemSetting;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.regions.providers.AwsRegionProvider;
import software.amazon.awssdk.regions.providers.DefaultAwsRegionProviderChain;

/** The clients of one provider by region, over one transport and with one set of credentials. Thread-safe. */
final class RegionClients implements AutoCloseable {

    private final ProviderSettings settings;
    private final TrustedCertificates trust;
    private final HttpTransport transport;
    private final @Nullable URI endpoint;
    private final CredentialChain credentials;
    private final Map<String, RegionClient> clients = new HashMap<>();
    private @Nullable Region usual;

    private RegionClients(
            ProviderSettings settings, TrustedCertificates trust, HttpTransport transport, @Nullable URI endpoint) {
        this.settings = settings;
        this.trust = trust;
        this.transport = transport;
        this.endpoint = endpoint;
        this.credentials = new CredentialChain(new CredentialSources(settings, transport, this::usualRegion)::all);
    }

    /**
     * Makes no request, and reads no file.
     *
     * @throws SecretException when a setting cannot be used
     */
    static RegionClients of(ProviderSettings settings) {
        try {
            String ca = settings.text("ca");
            TrustedCertificates trust =
                    ca == null ? TrustedCertificates.platform() : TrustedCertificates.readLater(Path.of(ca));
            HttpTransport transport =
                    new HttpTransport(trust, ProxyRules.read(settings::systemProperty, settings::environment));
            return new RegionClients(settings, trust, transport, endpoint(settings));
        } catch (InvalidPathException e) {
            throw wrongCa(settings, e);
        } catch (IllegalArgumentException e) {
            throw AwsMessages.WRONG_PROXY.unusable(Map.of("detail", String.valueOf(e.getMessage())));
        }
    }

    private static SecretException wrongCa(ProviderSettings settings, Exception e) {
        return AwsMessages.WRONG_CA.unusable(
                Map.of("origin", settings.origin("ca"), "detail", String.valueOf(e.getMessage())));
    }

    private static @Nullable URI endpoint(ProviderSettings settings) {
        String text = settings.text(SecretsManagerProvider.ENDPOINT);
        if (text == null) {
            return null;
        }
        try {
            URI uri = new URI(text);
            if ("https".equalsIgnoreCase(uri.getScheme()) && uri.getHost() != null) {
                return uri;
            }
        } catch (URISyntaxException e) {
            // Told below, as for an address of another kind.
        }
        throw AwsMessages.WRONG_ENDPOINT.unusable(Map.of("origin", settings.origin(SecretsManagerProvider.ENDPOINT)));
    }

    /** @param stage the label to ask for, or {@code null} */
    Secret fetch(SecretRef ref, @Nullable String stage, Deadline deadline) {
        try (Call call = Call.begin(transport, deadline)) {
            return ready(ref, call).fetch(ref, stage, call);
        }
    }

    /** {@code null} when this identity or this endpoint does not fetch many at once. */
    @Nullable
    Map<SecretRef, FetchResult> fetchAll(List<SecretRef> refs, Deadline deadline) {
        try (Call call = Call.begin(transport, deadline)) {
            return ready(refs.get(0), call).fetchAll(refs, call);
        }
    }

    /** Where the credentials in use come from, or {@code null} before there are some. */
    @Nullable
    String credentialsSource() {
        return credentials.source();
    }

    /** The first connection is on its way while the trusted certificates are read here, and credentials and signature follow. */
    private RegionClient ready(SecretRef ref, Call call) {
        RegionClient client = client(ref, call);
        client.connect(call);
        try {
            trust.read();
        } catch (IOException e) {
            throw wrongCa(settings, e);
        }
        return client;
    }

    private RegionClient client(SecretRef ref, Call call) {
        String named = SecretsManagerGrammar.region(ref);
        try {
            Region region = named == null ? usualRegion() : Region.of(named);
            synchronized (clients) {
                RegionClient client = clients.get(region.id());
                if (client == null) {
                    URI address = endpoint != null
                            ? endpoint
                            : ServiceEndpoint.of(region, settings.text(SecretsManagerProvider.PROFILE));
                    client = new RegionClient(region, address, credentials);
                    clients.put(region.id(), client);
                }
                return client;
            }
        } catch (SdkClientException e) {
            throw new SecretException(AwsMessages.NO_REGION.failure(ref, Map.of(), null, call.elapsed()));
        }
    }

    /** The region of placeholders that name none. */
    private synchronized Region usualRegion() {
        Region known = usual;
        if (known == null) {
            String text = settings.text(SecretsManagerProvider.REGION);
            // What the SDK's chain begins with, without the classes of the chain.
            text = text != null
                    ? text
                    : SdkSystemSetting.AWS_REGION.getStringValue().orElse(null);
            usual = known = text != null ? Region.of(text) : regions().getRegion();
        }
        return known;
    }

    private AwsRegionProvider regions() {
        String profile = settings.text(SecretsManagerProvider.PROFILE);
        return profile == null
                ? new DefaultAwsRegionProviderChain()
                : DefaultAwsRegionProviderChain.builder().profileName(profile).build();
    }

    @Override
    public void close() {
        transport.close();
    }
}
