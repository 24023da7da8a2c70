package io.keyweave.quickstart;

import io.keyweave.devvault.DevVault;
import io.keyweave.devvault.VaultServer;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Plays the operator: starts a vault on loopback, starts an unmodified application with {@code -javaagent}, rotates the secrets
 * and looks again. It exits with 0 only if the application saw the new version of every one of them, and leaves nothing running.
 */
public final class Quickstart {

    private static final String PROPERTY_TEXT = "$<kv:contoso-prod/db-password>";
    private static final String ENVIRONMENT_TEXT = "$<kv:contoso-prod/api-key>";

    private final Map<String, String> versionOfValue = new LinkedHashMap<>();
    private final VaultServer vault;

    private Quickstart(VaultServer vault) {
        this.vault = vault;
    }

    /**
     * @param args agent jar, class path of the application
     */
    public static void main(String[] args) throws IOException, InterruptedException {
        if (args.length != 2) {
            System.err.println("usage: Quickstart AGENT_JAR APPLICATION_CLASS_PATH (run ./quickstart)");
            System.exit(64);
        }
        boolean rotated;
        try (DevVault dev = DevVault.start()) {
            Quickstart quickstart = new Quickstart(dev.vault("contoso-prod"));
            quickstart.writeSecrets("first");
            try (OrdersUnderAgent orders = OrdersUnderAgent.start(command(args[0], args[1], dev), environment(dev))) {
                rotated = quickstart.show(orders);
            }
        }
        System.exit(rotated ? 0 : 1);
    }

    private static List<String> command(String agentJar, String classPath, DevVault dev) {
        String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        String agent = "-javaagent:" + agentJar + "=vault.contoso-prod="
                + dev.vault("contoso-prod").url() + ",ca=" + dev.certificateFile() + ",ttl=1s";
        return List.of(
                java,
                agent,
                "-Dorders.db.password=" + PROPERTY_TEXT,
                "-cp",
                classPath,
                "com.example.orders.OrderService");
    }

    private static Map<String, String> environment(DevVault dev) {
        Map<String, String> environment = new LinkedHashMap<>(dev.environment());
        environment.put("ORDERS_API_KEY", ENVIRONMENT_TEXT);
        return environment;
    }

    private boolean show(OrdersUnderAgent orders) throws IOException, InterruptedException {
        System.out.println("The application, started with -javaagent and placeholders, sees:");
        System.out.println();
        print(orders.look());
        System.out.println();
        System.out.println("Now every secret gets a new version in the vault. Same process, no restart:");
        System.out.println();
        writeSecrets("second");
        Map<String, String> seen = Map.of();
        boolean fresh = false;
        long deadline = System.nanoTime() + 60_000_000_000L;
        while (!fresh && System.nanoTime() < deadline) {
            Thread.sleep(200);
            seen = orders.look();
            fresh = seen.values().stream().allMatch(value -> value.contains("second"));
        }
        print(seen);
        System.out.println();
        System.out.println(
                fresh ? "The running application has the new versions." : "FAILED: old versions are still seen.");
        return fresh;
    }

    private void writeSecrets(String generation) {
        remember("db-password", generation + "-db-pa55word", generation + "-db-pa55word");
        remember("api-key", generation + "-api-key", generation + "-api-key");
        String password = generation + "-smtp-pa55word";
        remember("smtp-credentials", "{\"user\":\"orders\",\"password\":\"" + password + "\"}", password);
    }

    private void remember(String name, String value, String seen) {
        versionOfValue.put(seen, vault.put(name, value));
    }

    private void print(Map<String, String> seen) {
        Map<String, String> placeholders = Map.of(
                "system property",
                PROPERTY_TEXT,
                "environment",
                ENVIRONMENT_TEXT,
                "orders.properties",
                "$<kv:contoso-prod/smtp-credentials#password>",
                "application.conf",
                "...password=$<kv:contoso-prod/db-password?as=url>");
        System.out.printf("  %-18s %-50s %-36s %s%n", "source", "placeholder", "the application sees", "version");
        seen.forEach((source, value) -> System.out.printf(
                "  %-18s %-50s %-36s %s%n", source, placeholders.get(source), shorten(value), versionIn(value)));
    }

    private static String shorten(String value) {
        return value.startsWith("jdbc:") ? "jdbc:.." + value.substring(value.lastIndexOf('&')) : value;
    }

    private String versionIn(String value) {
        String found = "?";
        for (Map.Entry<String, String> entry : versionOfValue.entrySet()) {
            if (value.endsWith(entry.getKey())) {
                found = entry.getValue();
            }
        }
        return found;
    }
}
