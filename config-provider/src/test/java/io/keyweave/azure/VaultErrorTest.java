package io.keyweave.azure;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.keyweave.http.ClientResponse;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class VaultErrorTest {

    @ParameterizedTest
    @CsvSource({
        "203.0.113.7, false", "10.1.2.3, true", "172.15.0.1, false", "172.16.0.1, true", "172.32.0.1, false",
        "192.168.1.1, true", "192.169.1.1, false", "100.64.0.1, true", "100.128.0.1, false", "fd00::1, true",
        "2603:1020::7, false", "10.1.2, true"
    })
    void tellsAddressesOfVirtualNetworks(String address, boolean subnet) {
        VaultError error = error("Client address: " + address + "\\r\\nCaller: x");
        assertEquals(address, error.clientAddress());
        assertEquals(subnet, error.subnet());
        assertFalse(error.perimeter());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Client address: 203.0.113.7 from unknown subnet",
                "Client address: 10.1.2.3",
            })
    void tellsASubnet(String message) {
        assertTrue(error(message).subnet());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "<html>403</html>",
                "[]",
                "{}",
                "{\"error\":\"Forbidden\",\"status\":403}",
                "{\"statusCode\":401,\"message\":\"Access denied\"}",
                "{\"error\":{\"message\":\"no\"}}"
            })
    void isNotKeyVaults(String body) {
        assertFalse(VaultError.of(answer(body)).keyVaults());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"error\":{\"code\":\"Forbidden\",\"message\":\"\",\"innererror\":{\"code\":\"ForbiddenByRbac\"}}}",
                "{\"Error\":{\"Code\":\"Forbidden\",\"Message\":\"\",\"InnerError\":{\"Code\":\"ForbiddenByRbac\"}}}"
            })
    void readsBothCasings(String body) {
        VaultError error = VaultError.of(answer(body));
        assertTrue(error.keyVaults());
        assertEquals("ForbiddenByRbac", error.code());
    }

    private static VaultError error(String message) {
        return VaultError.of(answer("{\"error\":{\"code\":\"Forbidden\",\"message\":\"" + message
                + "\",\"innererror\":{\"code\":\"ForbiddenByFirewall\"}}}"));
    }

    private static ClientResponse answer(String body) {
        return new ClientResponse(403, Map.of(), body.getBytes(StandardCharsets.UTF_8));
    }
}
