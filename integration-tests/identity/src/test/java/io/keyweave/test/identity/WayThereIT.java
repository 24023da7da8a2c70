package io.keyweave.test.identity;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.microsoft.aad.msal4j.MsalEnvironment;
import io.keyweave.EventLog;
import io.keyweave.SecretException;
import io.keyweave.SecretRef;
import io.keyweave.azure.KeyVaultProvider;
import io.keyweave.core.SchemeSettings;
import io.keyweave.devvault.DevVault;
import io.keyweave.devvault.ProxyServer;
import io.keyweave.devvault.RecordedRequest;
import io.keyweave.devvault.VaultServer;
import io.keyweave.settings.Settings;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Azure's own names, through a proxy that leads to the dev vault: no alias, no authority host, as in production. What the proxy was
 * asked for proves which hosts were called.
 */
class WayThereIT {

    private static final String PASSWORD = "p@ss:w%rd";

    @AutoClose
    private final DevVault dev = DevVault.start();

    private final VaultServer vault = dev.vault("contoso");
    private ProxyServer proxy;
    private Map<String, String> environment;
    private Map<String, String> properties;
    private Map<String, String> settings;

    @BeforeEach
    void start() {
        vault.put("db-password", "s3cret");
        proxy = dev.proxy();
        environment = new HashMap<>(dev.environment());
        environment.remove("AZURE_AUTHORITY_HOST");
        properties = new HashMap<>();
        settings = new HashMap<>(Map.of("ca", dev.certificateFile().toString()));
    }

    private String read(String vaultName) {
        MsalEnvironment.set(environment);
        try (KeyVaultProvider provider = new KeyVaultProvider()) {
            provider.configure(
                    new SchemeSettings(Settings.of(settings, environment, properties), provider, EventLog.SILENT));
            return provider.fetch(new SecretRef("kv", vaultName, "db-password", null), Duration.ofSeconds(15))
                    .value();
        }
    }

    private List<String> asked(int status) {
        return proxy.requests().stream()
                .filter(request -> request.status() == status)
                .map(RecordedRequest::path)
                .sorted()
                .toList();
    }

    /** How many tunnels lead to a host is left open: where the first is slow to open, a second is opened beside it. */
    private Set<String> reached() {
        return Set.copyOf(asked(200));
    }

    @Test
    void proxyOfTheEnvironmentWithUserAndPassword() {
        proxy.credentials("domain\\user", PASSWORD);
        environment.put("HTTPS_PROXY", "http://domain%5Cuser:p%40ss%3Aw%25rd@localhost:" + proxy.port());
        assertEquals("s3cret", read("contoso"));
        assertEquals(Set.of("contoso.vault.azure.net:443", "login.microsoftonline.com:443"), reached());
    }

    @Test
    void proxyOfTheSystemPropertiesWithUserAndPassword() {
        proxy.credentials("user", PASSWORD);
        environment.put("HTTPS_PROXY", "http://localhost:1");
        properties.put("https.proxyHost", "localhost");
        properties.put("https.proxyPort", String.valueOf(proxy.port()));
        properties.put("https.proxyUser", "user");
        properties.put("https.proxyPassword", PASSWORD);
        assertEquals("s3cret", read("contoso"));
        assertEquals(Set.of("contoso.vault.azure.net:443", "login.microsoftonline.com:443"), reached());
    }

    @Test
    void aRefusedPasswordIsNamedAndNotShown() {
        proxy.credentials("user", "another");
        environment.put("HTTPS_PROXY", "http://user:secret-of-proxy@localhost:" + proxy.port());
        SecretException refused = assertThrows(SecretException.class, () -> read("contoso"));
        assertTrue(refused.getMessage().contains("407"), refused.getMessage());
        assertFalse(refused.getMessage().contains("secret-of-proxy"), refused.getMessage());
        assertEquals(List.of(), asked(200));
    }

    @ParameterizedTest
    @ValueSource(strings = {"NTLM", "Negotiate", "Digest realm=\"proxy\", nonce=\"0f\", qop=\"auth\""})
    void aProxyThatWantsAnotherSchemeIsToldFrom(String scheme) {
        proxy.scheme(scheme);
        environment.put("HTTPS_PROXY", "http://user:secret-of-proxy@localhost:" + proxy.port());
        SecretException refused = assertThrows(SecretException.class, () -> read("contoso"));
        assertTrue(refused.getMessage().contains("407"), refused.getMessage());
        assertTrue(refused.getMessage().contains("only Basic authentication is spoken"), refused.getMessage());
        assertFalse(refused.getMessage().contains("secret-of-proxy"), refused.getMessage());
        assertEquals(List.of(), asked(200));
        assertEquals(Set.copyOf(asked(407)).size(), asked(407).size(), "nobody is asked for twice: " + asked(407));
    }

    @Test
    void hostsOfNoProxyAreCalledDirectly() {
        environment.put("HTTPS_PROXY", "http://localhost:1");
        environment.put("NO_PROXY", "localhost");
        environment.put("AZURE_AUTHORITY_HOST", dev.entra().authorityHost());
        settings.put("vault.contoso", vault.url());
        assertEquals("s3cret", read("contoso"));
        assertEquals(List.of(), proxy.requests());
    }

    @Test
    void anInspectingProxyIsTrustedByItsCertificate() {
        environment.put("HTTPS_PROXY", "http://localhost:" + proxy.port());
        Path authority = proxy.inspect();
        SecretException untrusted = assertThrows(SecretException.class, () -> read("contoso"));
        assertTrue(untrusted.getMessage().contains("ca=FILE"), untrusted.getMessage());
        settings.put("ca", authority.toString());
        assertEquals("s3cret", read("contoso"));
    }

    // MSAL calls China's authority by its preferred name, whatever name the setting has.
    @ParameterizedTest
    @CsvSource({
        "public, contoso.vault.azure.net:443, login.microsoftonline.com:443",
        "china, contoso.vault.azure.cn:443, login.partner.microsoftonline.cn:443",
        "usgov, contoso.vault.usgovcloudapi.net:443, login.microsoftonline.us:443"
    })
    void everyCloudHasItsOwnHostsAndAudience(String cloud, String vaultHost, String loginHost) {
        settings.put("cloud", cloud);
        environment.put("HTTPS_PROXY", "http://localhost:" + proxy.port());
        // The vault accepts only a token for the audience of the cloud it is asked in.
        assertEquals("s3cret", read("contoso"));
        assertEquals(Set.of(vaultHost, loginHost), reached());
    }

    @Test
    void everyAudienceHasItsOwnToken() {
        dev.vault("fabrikam").put("db-password", "s3cret");
        environment.put("AZURE_AUTHORITY_HOST", dev.entra().authorityHost());
        environment.put("HTTPS_PROXY", "http://localhost:" + proxy.port());
        settings.put("vault.local", vault.url());
        MsalEnvironment.set(environment);
        try (KeyVaultProvider provider = new KeyVaultProvider()) {
            provider.configure(
                    new SchemeSettings(Settings.of(settings, environment, properties), provider, EventLog.SILENT));
            for (String name : List.of("contoso", "fabrikam", "local", "contoso")) {
                provider.fetch(new SecretRef("kv", name, "db-password", null), Duration.ofSeconds(15));
            }
        }
        assertEquals(2, dev.entra().requests().size(), "one for vault.azure.net, one for loopback");
    }

    @Test
    void everyVaultHasItsOwnIdentity() {
        VaultServer other = dev.vault("fabrikam");
        other.put("db-password", "other");
        other.revoke(dev.application().principal());
        vault.revoke(dev.imds().systemAssigned());
        environment.put("AZURE_AUTHORITY_HOST", dev.entra().authorityHost());
        environment.putAll(dev.managedIdentityEnvironment());
        settings.put("vault.contoso", vault.url());
        settings.put("vault.fabrikam", other.url());
        settings.put("auth", "client-secret");
        settings.put("vault.fabrikam.auth", "managed-identity");
        settings.put("vault.fabrikam.client-id", dev.imds().userAssigned().clientId());
        assertEquals("s3cret", read("contoso"));
        assertEquals("other", read("fabrikam"));
        assertEquals(1, dev.imds().requests().size());
        assertEquals(1, dev.entra().requests().size());
    }
}
