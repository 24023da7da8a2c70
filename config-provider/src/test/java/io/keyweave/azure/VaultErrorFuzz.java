package io.keyweave.azure;

import static org.junit.jupiter.api.Assertions.assertTrue;

import io.keyweave.http.ClientResponse;
import java.util.Map;

/** The body of an answer with which a vault refuses: nothing but words and addresses comes out of it. */
public final class VaultErrorFuzz {

    private VaultErrorFuzz() {}

    public static void fuzzerTestOneInput(byte[] data) {
        VaultError error = VaultError.of(new ClientResponse(403, Map.of(), data));
        String code = error.code();
        assertTrue(code == null || code.matches("[0-9A-Za-z_-]{1,64}"));
        String tenant = error.expectedTenant();
        assertTrue(tenant == null || tenant.matches("[0-9A-Fa-f-]{1,64}"));
        String address = error.clientAddress();
        assertTrue(address == null || address.matches("[0-9A-Fa-f.:]{1,64}"));
    }
}
