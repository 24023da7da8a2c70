package io.keyweave.test.spring.devvault;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import io.keyweave.devvault.Fault;
import io.keyweave.junit.DevVault;
import io.keyweave.junit.TestVault;
import java.io.InputStream;
import java.util.Objects;
import java.util.Properties;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;

/** Without Spring: a file of the class path, and a vault that is changed and is as before for the next test. */
@DevVault(secrets = "contoso/dev-vault-key=first")
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
final class PlainCases {

    private static final String SECRET = "contoso/dev-vault-key";
    private static final Properties FILE = new Properties();

    PlainCases() throws Exception {
        if (FILE.isEmpty()) {
            try (InputStream in = PlainCases.class.getResourceAsStream("/dev-vault-cases.properties")) {
                FILE.load(Objects.requireNonNull(in));
            }
        }
    }

    private static String key() {
        return FILE.getProperty("dev.vault.key");
    }

    @Test
    @Order(1)
    void rotation(TestVault vault) {
        assertEquals("first", key());
        vault.rotate(SECRET, "second");
        assertEquals("second", key());
    }

    @Test
    @Order(2)
    void revocationAndItsEnd(TestVault vault) {
        assertEquals("first", key());
        vault.revoke(SECRET);
        assertNull(key());
        vault.enable(SECRET);
        assertEquals("first", key());
    }

    @Test
    @Order(3)
    void outageWhileARotationIsUnderWay(TestVault vault) {
        vault.fail(Fault.refused());
        vault.put(SECRET, "unseen");
        assertEquals("first", key());
        vault.recover();
        vault.rotate(SECRET, "seen");
        assertEquals("seen", key());
    }

    @Nested
    @DevVault(secrets = "contoso/dev-vault-key=nested")
    final class Inside {
        @Test
        void anotherValue() {
            assertEquals("nested", key());
        }
    }
}
