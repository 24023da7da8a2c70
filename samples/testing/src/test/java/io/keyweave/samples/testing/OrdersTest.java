package io.keyweave.samples.testing;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import io.keyweave.devvault.Fault;
import io.keyweave.junit.DevVault;
import io.keyweave.junit.TestVault;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;

@DevVault(secrets = "contoso/orders-key=first")
@SpringBootTest
class OrdersTest {

    @Autowired
    private Orders orders;

    @Test
    void readsTheKey() {
        assertEquals("first", orders.key());
    }

    @Test
    void followsARotation(TestVault vault) {
        vault.rotate("contoso/orders-key", "second");
        assertEquals("second", orders.key());
    }

    @Test
    void noticesARevocation(TestVault vault) {
        vault.revoke("contoso/orders-key");
        assertNull(orders.key());
    }

    @Test
    void outlivesAnOutage(TestVault vault) {
        vault.fail(Fault.refused());
        assertEquals("first", orders.key());
    }
}
