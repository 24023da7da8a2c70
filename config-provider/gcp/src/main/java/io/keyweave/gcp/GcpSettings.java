package io.keyweave.gcp;

import io.keyweave.ProviderSetting;
import io.keyweave.ProviderSettings;
import io.keyweave.SecretException;
import io.keyweave.http.ProxyRules;
import io.keyweave.http.TrustedCertificates;
import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The settings under {@code gcp.} and what is read of the common ones. */
final class GcpSettings {

    static final String ENDPOINT = "endpoint";
    static final String CREDENTIALS = "credentials";

    /** Whatever the credentials are. */
    private static final Set<String> NAMES = Set.of(
            "CLOUDSDK_CONFIG",
            "GCE_METADATA_HOST",
            "GOOGLE_CLOUD_QUOTA_PROJECT",
            "GOOGLE_EXTERNAL_ACCOUNT_ALLOW_EXECUTABLES",
            "NO_GCE_CHECK");

    private GcpSettings() {}

    static List<ProviderSetting> all() {
        return List.of(
                ProviderSetting.text(
                        ENDPOINT,
                        "Where Secret Manager is asked, as `https://host` or `https://host:port`: an endpoint of Private Service"
                                + " Connect, or another universe. Default: `https://secretmanager.googleapis.com`, and"
                                + " `https://secretmanager.REGION.rep.googleapis.com` for regional secrets."),
                ProviderSetting.path(
                        CREDENTIALS,
                        "File with Google credentials, for Keyweave alone: a service account's key, or a configuration of workload"
                                + " identity federation. Default: Application Default Credentials"
                                + " (`GOOGLE_APPLICATION_CREDENTIALS`, gcloud's file, the metadata server)."));
    }

    /** What Google's library, or this provider in its place, reads of the environment under these settings. */
    static Set<String> reservedNames(ProviderSettings settings) {
        Set<String> names = new HashSet<>(NAMES);
        if (settings.text(CREDENTIALS) == null) {
            names.add(CredentialsFile.VARIABLE);
        }
        return names;
    }

    /** @throws SecretException when the setting is not an address */
    static @Nullable URI endpoint(ProviderSettings settings) {
        String text = settings.text(ENDPOINT);
        if (text == null) {
            return null;
        }
        try {
            URI uri = new URI(text.endsWith("/") ? text.substring(0, text.length() - 1) : text);
            if ("https".equalsIgnoreCase(uri.getScheme())
                    && uri.getHost() != null
                    && uri.getRawUserInfo() == null
                    && uri.getRawPath().isEmpty()
                    && uri.getRawQuery() == null
                    && uri.getRawFragment() == null) {
                return uri;
            }
        } catch (URISyntaxException e) {
            // Said below.
        }
        throw GcpMessage.WRONG_ENDPOINT.unusable(Map.of("origin", settings.origin(ENDPOINT)));
    }

    static TrustedCertificates trust(ProviderSettings settings) {
        String ca = settings.text("ca");
        try {
            return ca == null ? TrustedCertificates.platform() : TrustedCertificates.alsoOf(Path.of(ca));
        } catch (IOException | InvalidPathException e) {
            throw GcpMessage.WRONG_CA.unusable(
                    Map.of("origin", settings.origin("ca"), "detail", String.valueOf(e.getMessage())));
        }
    }

    static ProxyRules proxies(ProviderSettings settings) {
        try {
            return ProxyRules.read(settings::systemProperty, settings::environment);
        } catch (IllegalArgumentException e) {
            throw GcpMessage.WRONG_PROXY.unusable(Map.of("detail", String.valueOf(e.getMessage())));
        }
    }
}
