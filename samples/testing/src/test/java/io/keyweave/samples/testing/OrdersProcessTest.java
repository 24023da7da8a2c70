package io.keyweave.samples.testing;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.keyweave.junit.DevVault;
import io.keyweave.junit.TestVault;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** A test that starts the application as a process of its own, as {@code @QuarkusIntegrationTest} and Testcontainers do. */
@DevVault(secrets = "contoso/orders-key=first")
class OrdersProcessTest {

    /** Stands for the packed application. */
    static final class ShowsVariable {
        private ShowsVariable() {}

        public static void main(String[] arguments) {
            System.out.print(System.getenv("ORDERS_KEY"));
        }
    }

    @Test
    void aProcessReadsTheKey(TestVault vault) throws Exception {
        ProcessBuilder builder = new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                ShowsVariable.class.getName());
        builder.environment().put("ORDERS_KEY", "$<kv:contoso/orders-key>");
        builder.redirectError(ProcessBuilder.Redirect.INHERIT);
        Process process = vault.configure(builder, null).start();
        String shown = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertEquals("first", shown);
        assertEquals(true, process.waitFor(60, TimeUnit.SECONDS));
        assertEquals(0, process.exitValue());
    }
}
