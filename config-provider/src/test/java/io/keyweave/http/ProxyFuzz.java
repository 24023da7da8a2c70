package io.keyweave.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/** {@code HTTPS_PROXY}, {@code NO_PROXY}, {@code https.proxyHost} and the like. Input: address, zero byte, exemptions, zero byte, port. */
public final class ProxyFuzz {

    private static final String SECRET = "s3cr3t-9f27";
    private static final ClientRequest REQUEST =
            ClientRequest.get(URI.create("https://contoso.vault.azure.net/secrets/x"));
    private static final ClientRequest PLAIN = ClientRequest.get(URI.create("http://169.254.169.254/metadata"));

    private ProxyFuzz() {}

    public static void fuzzerTestOneInput(byte[] data) {
        String text = new String(data, StandardCharsets.UTF_8);
        if (text.contains(SECRET)) {
            return;
        }
        String[] parts = text.split("\0", 3);
        String address = parts[0];
        String exempt = parts.length > 1 ? parts[1] : "";
        String port = parts.length > 2 ? parts[2] : "443";
        variables(address, exempt);
        variables("http://user:" + SECRET + address, exempt);
        variables("http://" + SECRET + "@" + address, exempt);
        try {
            check(ProxyRules.read(
                    Map.of("https.proxyHost", address, "https.proxyPort", port, "http.nonProxyHosts", exempt)::get,
                    name -> null));
        } catch (IllegalArgumentException e) {
            assertTrue(!port.matches("0{0,3}[1-9][0-9]{0,3}"), "a port is refused");
        }
    }

    private static void variables(String url, String exempt) {
        try {
            check(ProxyRules.read(name -> null, Map.of("HTTPS_PROXY", url, "NO_PROXY", exempt)::get));
        } catch (IllegalArgumentException e) {
            assertTrue(!String.valueOf(e.getMessage()).contains(SECRET), "the message shows a password");
        }
    }

    private static void check(ProxyRules rules) {
        HttpProxy proxy = rules.route(REQUEST);
        if (proxy != null) {
            assertTrue(
                    proxy.port() > 0 && proxy.port() < 65_536 && !proxy.host().isBlank());
            assertTrue(!proxy.toString().contains(SECRET), "shows a password");
        }
        assertEquals(null, rules.route(PLAIN));
    }
}
