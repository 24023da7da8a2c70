package io.keyweave.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ProxyRulesTest {

    private static ProxyRules of(Map<String, String> properties, Map<String, String> environment) {
        return ProxyRules.read(properties::get, environment::get);
    }

    private static HttpProxy route(ProxyRules rules, String url) {
        return rules.route(ClientRequest.get(URI.create(url)));
    }

    @Test
    void readsSystemPropertiesBeforeTheEnvironment() {
        ProxyRules rules = of(
                Map.of(
                        "https.proxyHost", "p.corp",
                        "https.proxyPort", "3128",
                        "https.proxyUser", "u",
                        "https.proxyPassword", "p:w"),
                Map.of("HTTPS_PROXY", "http://other:1"));
        HttpProxy proxy = route(rules, "https://contoso.vault.azure.net/");
        assertEquals("p.corp:3128", proxy.toString());
        assertEquals(
                "Basic " + Base64.getEncoder().encodeToString("u:p:w".getBytes(StandardCharsets.UTF_8)),
                proxy.authorization());
    }

    @Test
    void readsTheEnvironmentInEitherCase() {
        HttpProxy proxy =
                route(of(Map.of(), Map.of("https_proxy", "http://us%40er:p%3Aa+s%25s@p.corp:8080/")), "https://v/");
        assertEquals(new HttpProxy("p.corp", 8080, "us@er", "p:a+s%s"), proxy);
        assertEquals(
                "p.corp:80",
                route(of(Map.of(), Map.of("HTTPS_PROXY", "p.corp")), "https://v/")
                        .toString());
        assertNull(route(of(Map.of(), Map.of("HTTPS_PROXY", "p.corp")), "https://v/")
                .authorization());
    }

    @Test
    void neverSendsTheMachinesOwnEndpointsThroughAProxy() {
        assertNull(route(of(Map.of(), Map.of("HTTPS_PROXY", "p:1")), "http://169.254.169.254/metadata"));
    }

    @ParameterizedTest
    @CsvSource({
        "vault.azure.net, contoso.vault.azure.net, true",
        ".vault.azure.net, contoso.vault.azure.net, true",
        "*.vault.azure.net, contoso.vault.azure.net, true",
        "ault.azure.net, contoso.vault.azure.net, false",
        "'a, contoso.vault.azure.net:443', contoso.vault.azure.net, true",
        "contoso.vault.azure.net:8443, contoso.vault.azure.net, false",
        "*, anything.example, true",
        "'', anything.example, false",
        "CONTOSO.vault.azure.net, contoso.VAULT.azure.net, true",
        "10.0.0.7, 10.0.0.7, true",
        "[::1], [::1], true"
    })
    void noProxy(String list, String host, boolean exempt) {
        ProxyRules rules = of(Map.of(), Map.of("HTTPS_PROXY", "p:1", "NO_PROXY", list));
        assertEquals(exempt, route(rules, "https://" + host + "/") == null);
    }

    @ParameterizedTest
    @CsvSource({
        "*.azure.net|localhost, contoso.vault.azure.net, true",
        "10.*, 10.1.2.3, true",
        "contoso.vault.azure.net, contoso.vault.azure.net, true",
        "vault.azure.net, contoso.vault.azure.net, false"
    })
    void nonProxyHosts(String list, String host, boolean exempt) {
        ProxyRules rules = of(Map.of("https.proxyHost", "p", "http.nonProxyHosts", list), Map.of());
        assertEquals(exempt, route(rules, "https://" + host + "/") == null);
    }

    @Test
    void localhostNeedsNoProxyUnlessAsked() {
        assertNull(route(of(Map.of("https.proxyHost", "p"), Map.of()), "https://localhost:1/"));
        assertNotNull(
                route(of(Map.of("https.proxyHost", "p", "http.nonProxyHosts", "x"), Map.of()), "https://localhost/"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://u:hunter2@p:1",
                "socks5://u:hunter2@p:1",
                "http://u:hunter2 @p:1",
                "http://u:hunter2@",
                "http://u:hunter2@p:0",
                "http://u:hunter2@p:65536",
                "http://u:$<kv:v/hunter2>@p:1"
            })
    void saysWhatItCannotUseWithoutThePassword(String url) {
        String message = assertThrows(IllegalArgumentException.class, () -> of(Map.of(), Map.of("HTTPS_PROXY", url)))
                .getMessage();
        assertTrue(message.startsWith("HTTPS_PROXY"), message);
        assertFalse(message.contains("hunter2"), message);
    }

    @Test
    void aPlaceholderCannotBeTheProxysPassword() {
        Map<String, String> properties = Map.of("https.proxyHost", "p", "https.proxyPassword", "$<kv:v/p>");
        assertThrows(IllegalArgumentException.class, () -> of(properties, Map.of()));
        assertThrows(
                IllegalArgumentException.class,
                () -> of(Map.of("https.proxyHost", "p", "https.proxyPort", "x"), Map.of()));
    }

    @Test
    void showsNoPassword() {
        assertFalse(new HttpProxy("p", 1, "u", "hunter2").toString().contains("hunter2"));
    }
}
